"""HRNet on 112 synthetic patients against the larger group: `python -m tests.benchmarks.hundred`.

As many patients as the paper had, split 70/30 by patient, HRNet-W32 at 64 px from scratch by the default
recipe but for fewer epochs; then, once, the test part. The larger group of the training part is the
baseline, as the Compare page lists it.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from cxstage_core.dataset import make_split
from cxstage_core.evaluation import evaluate
from cxstage_core.training import Recipe, compare
from tests.benchmarks.learning import SCHEME, TEST, phantom_set

PATIENTS, SEED = 112, 7
RECIPE = Recipe(epochs=25, device="cpu")


def main() -> None:
    """Print accuracy and AUC with their intervals, and the baseline's accuracy."""
    data, _ = phantom_set(SEED, PATIENTS)
    split = make_split(data.label_of(), test=TEST, seed=SEED, scheme=SCHEME)
    with tempfile.TemporaryDirectory() as work:
        (model,) = compare(data, split, ["HRNet"], RECIPE, work=Path(work))
    test = model.run.of_part("test")
    found = evaluate([p.truth for p in test], [p.probability for p in test], model.run.threshold)
    labels = data.label_of()
    training = [labels[p] for p in split.train]
    larger = int(2 * sum(training) >= len(training))
    baseline = sum(p.truth == larger for p in test) / len(test)
    auc, accuracy = found.estimates["auc"], found.estimates["accuracy"]
    assert auc.value is not None
    assert auc.interval is not None
    assert accuracy.value is not None
    assert accuracy.interval is not None
    print(
        json.dumps(
            {
                "patients": len(data.patients),
                "test_patients": len(test),
                "epochs": RECIPE.epochs,
                "auc": round(auc.value, 4),
                "auc_low": round(auc.interval.low, 4),
                "auc_high": round(auc.interval.high, 4),
                "accuracy": round(accuracy.value, 4),
                "accuracy_ci": [round(v, 4) for v in accuracy.interval.pair],
                "baseline_accuracy": round(baseline, 4),
                "above_baseline": round(accuracy.value - baseline, 4),
            }
        )
    )


if __name__ == "__main__":
    main()
