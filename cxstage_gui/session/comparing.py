"""What the Compare page shows of a finished experiment, computed in a worker process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from cxstage_core.cohort.records import Experiment
    from cxstage_core.evaluation.comparison import ComparisonRow

    Rates = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A finished experiment with its rows and curves.

    Args:
        curves: per row the false and the true positive rates; None where a row has no curve.
    """

    experiment: Experiment
    rows: tuple[ComparisonRow, ...]
    curves: tuple[tuple[Rates, Rates] | None, ...]


def compare_experiment(cohort: Path, experiment_id: str) -> Comparison:
    """Compute the comparison of a stored experiment."""
    from cxstage_core.cohort import Cohort
    from cxstage_core.evaluation import roc_curve
    from cxstage_core.evaluation.comparison import comparison_rows, diameters_of

    store = Cohort.open(cohort)
    experiment = store.experiment(experiment_id)
    rows = comparison_rows(experiment, diameters_of(store))
    curves: list[tuple[Rates, Rates] | None] = []
    for row in rows:
        if row.evaluation.auc.value is None:
            curves.append(None)
            continue
        false, true, _ = roc_curve(
            [p.truth for p in row.patients], [p.probability for p in row.patients]
        )
        curves.append((false, true))
    return Comparison(experiment, rows, tuple(curves))
