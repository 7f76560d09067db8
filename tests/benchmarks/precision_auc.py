"""Is the AUC the same in both precisions? `python -m tests.benchmarks.precision_auc`.

For each seed synthetic patients, outlined by simulated reader A, are split 70/30 by patient, and one network is
trained from scratch at 64 px on the same patients with the same seed, in float32 and in bfloat16. The difference of
the test AUCs is paired by seed; its 95 % interval is Student's over the seeds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from scipy import stats

from cxstage_core.dataset import PreparedSet, make_split
from cxstage_core.evaluation import auc
from cxstage_core.training import Recipe, compare
from tests.benchmarks.learning import SCHEME, TEST, phantom_set

PRECISIONS = ("float32", "bfloat16")


def test_auc(data: PreparedSet, family: str, recipe: Recipe) -> tuple[float, int, float]:
    """AUC over the test patients, their number, and the seconds that the training took."""
    split = make_split(data.label_of(), test=TEST, seed=recipe.seed, scheme=SCHEME)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as work:
        (model,) = compare(data, split, [family], recipe, work=Path(work))
    test = model.run.of_part("test")
    found = auc([p.truth for p in test], [p.logit for p in test])
    assert found is not None
    return found, len(test), time.perf_counter() - began


def summary(rows: list[dict[str, float]]) -> dict[str, object]:
    """Means, and the paired difference bfloat16 − float32 with its interval over the seeds."""
    differences = [row["bfloat16"] - row["float32"] for row in rows]
    mean, spread = statistics.mean(differences), statistics.stdev(differences)
    half = float(stats.t.ppf(0.975, len(rows) - 1)) * spread / len(rows) ** 0.5
    return {
        "n": len(rows),
        **{f"mean_{name}": round(statistics.mean(r[name] for r in rows), 4) for name in PRECISIONS},
        "difference": round(mean, 4),
        "interval": [round(mean - half, 4), round(mean + half, 4)],
    }


def main() -> None:
    """Print every seed and the paired difference as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--network", default="hrnet_w32")
    parser.add_argument("--epochs", type=int, default=25)
    parser.add_argument("--patients", type=int, default=60)
    parser.add_argument("--seeds", type=int, nargs=2, default=(1, 10), help="first and last")
    asked = parser.parse_args()
    rows = []
    for seed in range(asked.seeds[0], asked.seeds[1] + 1):
        data, _ = phantom_set(seed, asked.patients)
        row: dict[str, float] = {"seed": seed}
        for precision in PRECISIONS:
            recipe = Recipe(epochs=asked.epochs, device="cpu", threads=1, seed=seed)
            found = test_auc(data, asked.network, replace(recipe, precision=precision))
            row[precision], row["test_patients"], row[f"{precision}_s"] = found
        rows.append(row)
        print(row, file=sys.stderr, flush=True)
    figures = {"network": asked.network, "size_px": 64, "epochs": asked.epochs, "rows": rows}
    print(json.dumps({**figures, **summary(rows)}))


if __name__ == "__main__":
    main()
