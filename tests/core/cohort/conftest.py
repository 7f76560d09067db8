"""A small cohort with one patient and one series, under a path that is not ASCII."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import Cohort, Reading, ReadingState, SeriesInfo
from cxstage_core.imaging import Grid, Mask, Volume

GRID = Grid(
    (5, 40, 48),
    (3.3, 0.7, 0.6),
    (-12.5, 7.25, 101.0),
    ((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)),
)


@dataclass(frozen=True)
class Study:
    """An open cohort, its patient and series, and the image that was stored."""

    cohort: Cohort
    patient: str
    series: str
    volume: Volume

    def mask(self, size: int = 9) -> Mask:
        """An outline that differs with its size."""
        mask = Mask.empty(self.volume.grid)
        mask.array[2, 5 : 5 + size, 6:20] = 1
        mask.array[3, 5:8, 6 : 6 + size] = 2
        return mask

    def reading(self, reader: str = "A", size: int = 9, *, complete: bool = False) -> Reading:
        """A reading that was not saved yet."""
        state = ReadingState.COMPLETE if complete else ReadingState.IN_PROGRESS
        return Reading(self.patient, reader, {self.series: self.mask(size)}, state)


@pytest.fixture
def image() -> Callable[[int], Volume]:
    """Makes images that differ by their number."""

    def make(number: int) -> Volume:
        draw = np.random.default_rng(number)
        return Volume(draw.integers(-50, 900, GRID.size).astype(np.int16), GRID)

    return make


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    """An empty cohort."""
    return Cohort.create(tmp_path / "Zervix Köln 宫颈" / "Größe 1", name="宫颈 2024")


@pytest.fixture
def study(cohort: Cohort, image: Callable[[int], Volume]) -> Study:
    """A cohort with one series of one patient."""
    patient = cohort.pseudonym("MRN-4711")
    volume = image(0)
    info = SeriesInfo(
        "T2", "t2 tse tra", tags={"EchoTime": 96.0, "ScanningSequence": "SE"}, notes=("A gap of 3 mm.",)
    )
    record, _ = cohort.add_series(patient, volume, info)
    return Study(cohort, patient, record.id, volume)
