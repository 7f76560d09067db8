"""How well diameter alone, and the drawn local extent alone, tell the groups of the phantom apart.

Findings only, nothing is rendered. For each of seeds 1 to 20, 112 patients labelled as in the paper: AUC
of the largest diameter, and of the local extent as the baseline of that name ranks it; it knows size, vagina, parametrium,
pelvic wall and mucosa but neither nodes nor distant metastases. No model of the images can be expected
above the second.
"""

from __future__ import annotations

import json
import statistics
import sys
from dataclasses import asdict, dataclass

from cxstage_core.evaluation import auc
from cxstage_core.evaluation.comparison.baselines import extent_score
from cxstage_core.phantom.findings import draw_findings
from cxstage_core.staging import SCHEMES, stage

SEEDS = range(1, 21)
PATIENTS = 112
SCHEME = "paper"


@dataclass(frozen=True)
class Labels:
    """The figures of one seed."""

    seed: int
    n: int
    n_positive: int
    diameter_auc: float
    extent_auc: float


def labels_of(seed: int) -> Labels:
    """Draw the findings of one seed and rank them twice."""
    labels, diameters, extents = [], [], []
    for number in range(1, PATIENTS + 1):
        facts = draw_findings(seed, number).facts
        staged = stage(facts)
        label = SCHEMES[SCHEME].label(staged).label
        assert label is not None
        assert facts.diameter_mm is not None
        labels.append(label)
        diameters.append(facts.diameter_mm)
        extents.append(extent_score(staged.t_stage))
    by_diameter, by_extent = auc(labels, diameters), auc(labels, extents)
    assert by_diameter is not None
    assert by_extent is not None
    return Labels(seed, len(labels), sum(labels), by_diameter, by_extent)


def main() -> None:
    """Print every seed, then the means."""
    rows = [labels_of(seed) for seed in SEEDS]
    for row in rows:
        print(
            f"seed {row.seed:2}: n = {row.n}, {row.n_positive} chemoradiotherapy/systemic, AUC of diameter "
            f"{row.diameter_auc:.3f}, of local extent {row.extent_auc:.3f}",
            file=sys.stderr,
        )
    print(
        json.dumps(
            {
                "diameter_auc": statistics.mean(row.diameter_auc for row in rows),
                "extent_auc": statistics.mean(row.extent_auc for row in rows),
                "seeds": [asdict(row) for row in rows],
            }
        )
    )


if __name__ == "__main__":
    main()
