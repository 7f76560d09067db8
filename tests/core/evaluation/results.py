"""A finished experiment with probabilities of every size, made from a seed."""

from __future__ import annotations

import numpy as np

from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.cohort.values.records import Experiment, ModelRun, PatientPrediction, Split
from cxstage_core.evaluation import (
    Confusion,
    balanced_accuracy,
    figure_of,
    macro_f1,
    macro_precision,
)

FAMILIES = (
    ("hrnet_w32", "HRNet", 1.6),
    ("resnet50", "ResNet-50", 0.9),
    ("vit_base_patch16_224", "ViT", 0.0),
)


def table_2(counts: Confusion) -> tuple[float, float, float, float]:
    """Accuracy, balanced accuracy, macro F1 and macro precision."""
    macro = (figure_of(formula, counts) for formula in (balanced_accuracy, macro_f1, macro_precision))
    return (counts.right / counts.n, *macro)


def made_experiment(n: int = 33, positives: int = 18, seed: int = 3) -> Experiment:
    """Three networks that know much, something and nothing."""
    rng = np.random.default_rng(seed)
    truth = np.arange(n) < positives
    test = tuple(f"P{number:04d}" for number in range(1, n + 1))
    train = tuple(f"P{number:04d}" for number in range(n + 1, 3 * n))
    runs = []
    for family, name, skill in FAMILIES:
        logits = rng.normal(size=n) + skill * (truth - 0.5) * 2
        said = 1 / (1 + np.exp(-logits))
        runs.append(
            ModelRun(
                name,
                family,
                f"E0001-{family}",
                1_000_000,
                "from scratch",
                {"train_loss": np.array([0.7, 0.6])},
                2,
                0.5,
                1.0,
                tuple(
                    PatientPrediction(patient, "test", int(t), float(p), float(z))
                    for patient, t, p, z in zip(test, truth, said, logits, strict=True)
                ),
            )
        )
    config = ExperimentConfig({"scheme": "paper", "training_groups": [30, 36]})
    return Experiment(
        "E0001", "2026-01-01T00:00:00+00:00", config, Split(train, test, 0.3, 1, "paper"), tuple(runs)
    )


def folded_experiment(n: int = 30, folds: int = 3, repeats: int = 2, seed: int = 7) -> Experiment:
    """Two networks tested in repeated folds, two validation patients inside each training part."""
    rng = np.random.default_rng(seed)
    patients = tuple(f"P{number:04d}" for number in range(1, n + 1))
    truth = {patient: number % 2 for number, patient in enumerate(patients)}
    plan = []
    for repeat in range(1, repeats + 1):
        order = rng.permutation(n)
        for number in range(1, folds + 1):
            test = sorted(patients[k] for k in order[number - 1 :: folds])
            rest = [patient for patient in patients if patient not in test]
            plan.append(
                {
                    "repeat": repeat,
                    "fold": number,
                    "learning": rest[2:],
                    "validation": rest[:2],
                    "test": test,
                    "training_groups": [len(rest) // 2, len(rest) - len(rest) // 2],
                }
            )
    runs = []
    for family, name, skill in FAMILIES[:2]:
        for fold in plan:
            logits = [float(rng.normal() + skill * (2 * truth[p] - 1)) for p in fold["test"]]
            runs.append(
                ModelRun(
                    f"{name} {fold['repeat']}.{fold['fold']}",
                    family,
                    f"E0003-{family}-{fold['repeat']}-{fold['fold']}",
                    1_000_000,
                    "from scratch",
                    {"train_loss": np.array([0.7, 0.6])},
                    2,
                    0.4 + 0.02 * fold["fold"],
                    1.0,
                    tuple(
                        PatientPrediction(p, "test", truth[p], float(1 / (1 + np.exp(-z))), z)
                        for p, z in zip(fold["test"], logits, strict=True)
                    ),
                    name,
                    fold["repeat"],
                    fold["fold"],
                )
            )
    protocol = {
        "kind": "cross-validation",
        "folds": folds,
        "repeats": repeats,
        "seed": 1,
        "split_sha256": "",
        "plan_sha256": "0123456789abcdef" * 4,
        "plan": plan,
    }
    config = ExperimentConfig({"scheme": "paper", "training_groups": [15, 15], "protocol": protocol})
    return Experiment(
        "E0003",
        "2026-01-02T00:00:00+00:00",
        config,
        Split(patients, (), 1 / folds, 1, "paper"),
        tuple(runs),
    )
