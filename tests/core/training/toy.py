"""Prepared patients made in memory: a bright disc that is larger in group 1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from cxstage_core.cohort.values.records import Split
from cxstage_core.dataset import Augmentation, PreparedCase, PreparedSet, Preprocessing, make_split
from cxstage_core.training import Recipe

SIZE_PX = 32


def toy_set(
    patients: int = 16, *, seed: int = 1, slices: int = 2, size_px: int = SIZE_PX
) -> PreparedSet:
    """Patients P0001…, both groups alike in number."""
    rng = np.random.default_rng(seed)
    labels = np.arange(patients) % 2
    row, column = np.mgrid[:size_px, :size_px] - size_px / 2
    cases = []
    for number, label in enumerate(labels):
        radius = size_px * (0.15 + 0.15 * label) * rng.uniform(0.9, 1.1)
        disc = np.hypot(row - rng.normal(), column - rng.normal()) < radius
        array = rng.normal(0, 0.5, (slices, 2, size_px, size_px)) + disc * 1.0
        array[:, 1] = disc
        cases.append(
            PreparedCase(
                f"P{number + 1:04d}", int(label), array.astype(np.float32), tuple(range(slices))
            )
        )
    config = Preprocessing(channels=("T2", "mask"), size_px=size_px)
    return PreparedSet(tuple(cases), (), config, "paper")


def with_labels(data: PreparedSet, labels: Iterable[int]) -> PreparedSet:
    """The same patients with other labels."""
    cases = zip(data.cases, labels, strict=True)
    return replace(data, cases=tuple(replace(case, label=int(label)) for case, label in cases))


def with_arrays(data: PreparedSet, arrays: Iterable[npt.NDArray[np.float32]]) -> PreparedSet:
    """The same patients with other images."""
    cases = zip(data.cases, arrays, strict=True)
    return replace(data, cases=tuple(replace(case, array=array) for case, array in cases))


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
