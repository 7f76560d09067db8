"""Which of many series is looked at."""

from __future__ import annotations

import numpy as np
import pytest

from cxstage_core.cohort.values.records import SeriesInfo, SeriesRecord
from cxstage_core.dataset import choose_series
from cxstage_core.errors import DatasetError
from cxstage_core.imaging import Grid, Mask


def record(name: str, sequence: str, grid: Grid) -> SeriesRecord:
    return SeriesRecord(name, "P0001", SeriesInfo(sequence), grid, "uint16", name)


AXIAL = Grid.axial((20, 100, 100), (4.0, 1.0, 1.0), (-50, -50, -40))
FINE = Grid.axial((20, 200, 200), (4.0, 0.5, 0.5), (-50, -50, -40))
SAGITTAL = Grid((20, 100, 100), (4.0, 1.0, 1.0), (0, 0, 0), ((1, 0, 0), (0, 0, -1), (0, 1, 0)))


def test_axial_t2_and_t1_are_chosen() -> None:
    found = choose_series(
        [
            record("t2-sagittal", "T2", SAGITTAL),
            record("t1-axial", "T1", AXIAL),
            record("dwi", "DWI", AXIAL),
            record("t2-axial", "T2", AXIAL),
        ]
    )
    assert [s.id for s in found if s] == ["t2-axial", "t1-axial"]


def test_the_finer_t2_wins_unless_the_other_is_outlined() -> None:
    records = [record("t2-axial", "T2", AXIAL), record("t2-axial-2", "T2", FINE)]
    assert choose_series(records)[0].id == "t2-axial-2"
    drawn = Mask(np.ones(AXIAL.size, dtype=np.uint8), AXIAL)
    assert choose_series(records, {"t2-axial": drawn})[0].id == "t2-axial"
    assert choose_series(records)[1] is None


def test_the_t1_that_covers_the_t2_wins() -> None:
    beside = Grid.axial((20, 400, 400), (4.0, 0.25, 0.25), (-50, -50, 10))
    records = [record("t2", "T2", AXIAL), record("a", "T1", beside), record("b", "T1", AXIAL)]
    chosen = choose_series(records)[1]
    assert chosen is not None
    assert chosen.id == "b"


def test_without_an_axial_t2_there_is_one_sentence() -> None:
    with pytest.raises(DatasetError, match="no axial T2 series"):
        choose_series([record("t2-sagittal", "T2", SAGITTAL), record("t1", "T1", AXIAL)])
