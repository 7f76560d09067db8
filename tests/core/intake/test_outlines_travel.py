"""Outlines leave a cohort and come back, whatever way their voxels are stored."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.imaging.resample import to_sitk
from cxstage_core.intake import export_roi, import_roi, read_mask, write_mask
from tests.core.imaging.test_place_voxels_in_the_world import grids


def dice(one: Mask, other: Mask) -> float:
    """Overlap of all labels, 1 when they are the same voxels of the same grid."""
    assert one.grid.close_to(other.grid, 1e-2)
    a, b = one.array > 0, other.array > 0
    return 2 * float((a & b).sum()) / float(a.sum() + b.sum())


def drawn(grid: Grid, seed: int) -> Mask:
    """A mask with at least one voxel."""
    array = np.random.default_rng(seed).integers(0, 3, grid.size).astype(np.uint8)
    array[0, 0, 0] = 1
    return Mask(array, grid)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(grids(), st.sampled_from([".nii.gz", ".mha", ".nrrd"]), st.integers(0, 2**16))
def test_export_and_reimport_overlay_exactly(
    tmp_path_factory: pytest.TempPathFactory, grid: Grid, suffix: str, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("病人")
    cohort = Cohort.create(folder / "c")
    patient = cohort.pseudonym("one")
    pixels = np.random.default_rng(seed).integers(0, 900, grid.size).astype(np.uint16)
    series, _ = cohort.add_series(patient, Volume(pixels, grid), SeriesInfo("T2"))
    mask = drawn(grid, seed)
    write_mask(mask, folder / f"in{suffix}")
    import_roi(cohort, patient, series.id, folder / f"in{suffix}", "A")
    export_roi(cohort, patient, series.id, folder / f"Ärztin{suffix}", "A")
    found = import_roi(cohort, patient, series.id, folder / f"Ärztin{suffix}", "B")
    assert found.notes == ()
    back = found.reading.masks[series.id]
    assert dice(back, mask) == 1.0
    assert np.array_equal(back.array, mask.array)


@pytest.fixture
def study(tmp_path: Path) -> tuple[Cohort, str, Grid]:
    """A cohort with one oblique T2 series."""
    turn = np.radians(12)
    axes = (
        (0.0, -float(np.sin(turn)), float(np.cos(turn))),
        (0.0, float(np.cos(turn)), float(np.sin(turn))),
        (1.0, 0.0, 0.0),
    )
    grid = Grid((6, 40, 50), (4.4, 0.7, 0.6), (-15.0, -14.0, -11.0), axes)
    cohort = Cohort.create(tmp_path / "c")
    patient = cohort.pseudonym("one")
    pixels = np.random.default_rng(1).integers(0, 900, grid.size).astype(np.uint16)
    cohort.add_series(patient, Volume(pixels, grid), SeriesInfo("T2"))
    return cohort, patient, grid


@pytest.mark.parametrize("order", ["LPS", "RAS", "SRA", "PIR"])
def test_the_same_voxels_in_another_order_are_the_same_outline(
    study: tuple[Cohort, str, Grid], tmp_path: Path, order: str
) -> None:
    cohort, patient, grid = study
    mask = drawn(grid, 5)
    stored = sitk.DICOMOrient(to_sitk(mask), order)
    sitk.WriteImage(stored, str(tmp_path / "in.nii.gz"))
    found = import_roi(cohort, patient, "t2-axial", tmp_path / "in.nii.gz", "A")
    assert dice(found.reading.masks["t2-axial"], mask) == 1.0
    assert np.array_equal(found.reading.masks["t2-axial"].array, mask.array)


def test_a_later_outline_of_one_series_leaves_the_others(
    study: tuple[Cohort, str, Grid], tmp_path: Path
) -> None:
    cohort, patient, grid = study
    other = Grid.axial((3, 9, 9), (5.0, 1.0, 1.0))
    pixels = np.arange(243, dtype=np.uint16).reshape(other.size)
    cohort.add_series(patient, Volume(pixels, other), SeriesInfo("T1"))
    for series, where, seed in (("t2-axial", grid, 1), ("t1-axial", other, 2), ("t2-axial", grid, 3)):
        write_mask(drawn(where, seed), tmp_path / "in.nii.gz")
        found = import_roi(cohort, patient, series, tmp_path / "in.nii.gz", "A")
    assert found.reading.masks["t1-axial"].same_as(drawn(other, 2))
    assert found.reading.masks["t2-axial"].same_as(drawn(grid, 3))
    assert found.reading.version == 3


def test_an_empty_outline_says_so(study: tuple[Cohort, str, Grid], tmp_path: Path) -> None:
    cohort, patient, grid = study
    write_mask(Mask.empty(grid), tmp_path / "in.nii.gz")
    found = import_roi(cohort, patient, "t2-axial", tmp_path / "in.nii.gz", "A")
    assert str(found.notes[0]) == "Nothing is outlined in this file."


def test_a_failed_export_leaves_the_earlier_file(
    study: tuple[Cohort, str, Grid], tmp_path: Path
) -> None:
    cohort, patient, grid = study
    file = tmp_path / "roi.nii.gz"
    write_mask(drawn(grid, 5), file)
    before = file.read_bytes()
    with pytest.raises(Exception, match="has no outline"):
        export_roi(cohort, patient, "t2-axial", file, "nobody")
    with pytest.raises(Exception, match="cannot be written"):
        write_mask(drawn(grid, 5), tmp_path / "missing folder" / "roi.nii.gz")
    assert file.read_bytes() == before
    assert read_mask(file).array.any()
