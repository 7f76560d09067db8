"""Prepared patients made in memory: a bright disc that is larger in group 1."""

from __future__ import annotations

import numpy as np

from cxstage_core.cohort.values.records import Split
from cxstage_core.dataset import Augmentation, PreparedSet, Preprocessing, make_split
from cxstage_core.training import Recipe

SIZE_PX = 32


def toy_set(
    patients: int = 16, *, seed: int = 1, slices: int = 2, size_px: int = SIZE_PX
) -> PreparedSet:
    """Patients P0001…, both groups alike in number."""
    rng = np.random.default_rng(seed)
    labels = np.arange(patients) % 2
    row, column = np.mgrid[:size_px, :size_px] - size_px / 2
    arrays = []
    for label in labels:
        radius = size_px * (0.15 + 0.15 * label) * rng.uniform(0.9, 1.1)
        disc = np.hypot(row - rng.normal(), column - rng.normal()) < radius
        array = rng.normal(0, 0.5, (slices, 2, size_px, size_px)) + disc * 1.0
        array[:, 1] = disc
        arrays.append(array.astype(np.float32))
    config = Preprocessing(channels=("T2", "mask"), size_px=size_px)
    names = tuple(f"P{i + 1:04d}" for i in range(patients))
    indices = tuple(tuple(range(slices)) for _ in names)
    return PreparedSet(names, labels.astype(np.int64), tuple(arrays), indices, (), config, "paper")


def toy_split(data: PreparedSet) -> Split:
    """A locked split of the toy patients."""
    return make_split(data.label_of(), test=0.3, seed=1, scheme="paper")


def quick_recipe(**changes: object) -> Recipe:
    """Few epochs, small batches, one thread, gentle augmentation."""
    values: dict[str, object] = {
        "epochs": 3,
        "batch": 8,
        "threads": 1,
        "device": "cpu",
        "augmentation": Augmentation(rotation_deg=5.0, modality_dropout=0.0),
    }
    return Recipe(**{**values, **changes})  # type: ignore[arg-type]
