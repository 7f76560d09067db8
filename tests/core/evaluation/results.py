"""A finished experiment with probabilities of every size, made from a seed."""

from __future__ import annotations

import numpy as np

from cxstage_core.cohort.records import Experiment, ModelRun, PatientPrediction, Split

FAMILIES = (
    ("hrnet_w32", "HRNet", 1.6),
    ("resnet50", "ResNet-50", 0.9),
    ("vit_base_patch16_224", "ViT", 0.0),
)


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
    config = {"scheme": "paper", "training_groups": [30, 36]}
    return Experiment(
        "E0001", "2026-01-01T00:00:00+00:00", config, Split(train, test, 0.3, 1, "paper"), tuple(runs)
    )
