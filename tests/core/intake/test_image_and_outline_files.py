"""NIfTI, MHA and NRRD in and out; outlines keep their place in the world."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.intake import (
    export_roi,
    import_roi,
    import_series,
    read_mask,
    read_volume,
    write_mask,
    write_volume,
)
from tests.core.imaging.test_place_voxels_in_the_world import grids


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(grids(), st.sampled_from([".nii.gz", ".nii", ".mha", ".nrrd"]), st.integers(0, 2**32 - 1))
def test_an_outline_comes_back_in_its_place(tmp_path: Path, grid: Grid, suffix: str, seed: int) -> None:
    mask = Mask(np.random.default_rng(seed).integers(0, 3, grid.size).astype(np.uint8), grid)
    file = tmp_path / f"轮廓{suffix}"
    write_mask(mask, file)
    back = read_mask(file)
    assert back.grid.close_to(grid, 1e-3)
    np.testing.assert_array_equal(back.array, mask.array)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


@pytest.fixture
def study(tmp_path: Path) -> tuple[Cohort, str]:
    """A cohort with one axial T2 series."""
    cohort = Cohort.create(tmp_path / "c")
    patient = cohort.pseudonym("one")
    grid = Grid.axial((8, 30, 40), (4.0, 0.7, 0.6), (-10, -10, -10))
    array = np.random.default_rng(1).integers(0, 900, grid.size).astype(np.uint16)
    cohort.add_series(patient, Volume(array, grid), SeriesInfo("T2"))
    return cohort, patient


def test_an_outline_goes_in_and_out_of_a_cohort(study: tuple[Cohort, str], tmp_path: Path) -> None:
    cohort, patient = study
    grid = cohort.series(patient)[0].grid
    mask = Mask.empty(grid)
    mask.array[3:5, 10:20, 12:30] = 1
    mask.array[4, 8:10, 12:30] = 2
    write_mask(mask, tmp_path / "in.nii.gz")
    found = import_roi(cohort, patient, "t2-axial", tmp_path / "in.nii.gz", "读者 A")
    assert found.notes == ()
    export_roi(cohort, patient, "t2-axial", tmp_path / "out.nrrd", "读者 A")
    assert read_mask(tmp_path / "out.nrrd").same_as(
        Mask(mask.array, read_volume(tmp_path / "out.nrrd").grid)
    )


def test_an_outline_on_another_grid_is_resampled_with_a_note(
    study: tuple[Cohort, str], tmp_path: Path
) -> None:
    cohort, patient = study
    other = Mask.empty(Grid.axial((16, 60, 80), (2.0, 0.35, 0.3), (-10, -10, -10)))
    other.array[6:10, 20:40, 24:60] = 1
    write_mask(other, tmp_path / "in.nii.gz")
    found = import_roi(cohort, patient, "t2-axial", tmp_path / "in.nii.gz", "A")
    assert "resampled" in str(found.notes[0])
    assert found.reading.masks["t2-axial"].volume_cm3() == pytest.approx(other.volume_cm3(), rel=0.25)


def test_outlines_that_cannot_be_used_are_refused(study: tuple[Cohort, str], tmp_path: Path) -> None:
    cohort, patient = study
    far = Mask.empty(Grid.axial((4, 4, 4), (1.0, 1.0, 1.0), (900, 900, 900)))
    far.array[:] = 1
    write_mask(far, tmp_path / "far.nii.gz")
    with pytest.raises(IntakeError, match="outside"):
        import_roi(cohort, patient, "t2-axial", tmp_path / "far.nii.gz", "A")
    write_volume(Volume(np.full((4, 4, 4), 7, np.uint8), far.grid), tmp_path / "seven.nii.gz")
    with pytest.raises(IntakeError, match="values 7"):
        read_mask(tmp_path / "seven.nii.gz")
    with pytest.raises(IntakeError, match="t2-axial"):
        import_roi(cohort, patient, "t9", tmp_path / "far.nii.gz", "A")
    with pytest.raises(IntakeError, match="has no outline"):
        export_roi(cohort, patient, "t2-axial", tmp_path / "x.nii.gz", "B")
    (tmp_path / "broken.nii.gz").write_bytes(b"not a nifti")
    with pytest.raises(IntakeError, match="cannot be read"):
        read_mask(tmp_path / "broken.nii.gz")
    with pytest.raises(IntakeError, match="not found"):
        read_mask(tmp_path / "none.nii.gz")
    with pytest.raises(IntakeError, match="cannot be written"):
        write_mask(far, tmp_path / "x.png")


def test_image_files_are_imported_under_a_given_patient(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "c")
    grid = Grid.axial((5, 9, 9), (3.0, 1.0, 1.0))
    array = np.random.default_rng(5).integers(0, 900, grid.size).astype(np.int16)
    write_volume(Volume(array, grid), tmp_path / "t2_tse_tra.nii.gz")
    report = import_series(cohort, [tmp_path / "t2_tse_tra.nii.gz"], patient="hospital id 9")
    (outcome,) = report.series
    assert (outcome.status, outcome.series) == ("imported", "t2-axial")
    assert cohort.find_patient("hospital id 9") == outcome.patient
    np.testing.assert_array_equal(cohort.volume(outcome.patient, "t2-axial").array, array)


def test_a_plain_nifti_beside_a_compressed_one_is_not_taken_for_it(tmp_path: Path) -> None:
    grid = Grid.axial((3, 4, 5), (1.0, 1.0, 1.0))
    for value, name in enumerate(("roi.nii", "roi.nii.gz"), start=1):
        write_mask(Mask(np.full(grid.size, value, np.uint8), grid), tmp_path / name)
    assert read_mask(tmp_path / "roi.nii").array.max() == 1
    assert read_mask(tmp_path / "roi.nii.gz").array.max() == 2


def test_an_image_file_joins_a_patient_named_by_pseudonym(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "c")
    known = cohort.pseudonym("hospital id 9")
    grid = Grid.axial((5, 9, 9), (3.0, 1.0, 1.0))
    array = np.random.default_rng(5).integers(0, 900, grid.size).astype(np.int16)
    write_volume(Volume(array, grid), tmp_path / "t2_tse_tra.nii.gz")
    (outcome,) = import_series(cohort, [tmp_path / "t2_tse_tra.nii.gz"], patient=known).series
    assert outcome.patient == known
    assert cohort.patients() == (known,)
