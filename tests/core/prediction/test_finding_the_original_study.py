"""The original study of an image is found voxel for voxel, and no other one is taken for it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset

from cxstage_core.cohort import Cohort
from cxstage_core.errors import CxStageError, PredictionError
from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.intake import import_series, write_mask
from cxstage_core.intake.masks.reading import read_outline
from cxstage_core.prediction.dicom import match, open_source
from tests.core.prediction.dicom_files import every_file, rewrite
from tests.core.prediction.dicom_studies import (
    HOSPITAL_ID,
    OBLIQUE,
    Kind,
    Written,
    outlined,
    write,
    write_study,
    written,
)


@pytest.mark.parametrize("axes", ["left-handed", "turned"])
def test_an_image_stored_in_another_order_is_recognised(tmp_path: Path, axes: str) -> None:
    study = written(tmp_path, Kind(orientation=OBLIQUE))
    image, mask = stored_otherwise(study, axes)
    found = match(study.source, image)
    targets = write(replace(study, original=found), tmp_path / "out", mask)
    back = read_outline(targets.seg or Path(), (study.image.grid,))
    np.testing.assert_array_equal(back.mask.array, study.outline.array)


def stored_otherwise(study: Written, axes: str) -> tuple[Volume, Mask]:
    """The image and its outline with an axis backwards, or with two axes in another order."""
    grid, order = study.image.grid, (0, 1, 2)
    if axes == "turned":
        order = (1, 0, 2)
    array, marks = (a.transpose(order) for a in (study.image.array, study.outline.array))
    size = tuple(grid.size[axis] for axis in order)
    spacing = tuple(grid.spacing[axis] for axis in order)
    direction = [np.array(grid.direction[axis]) for axis in order]
    array, marks = array[..., ::-1], marks[..., ::-1]
    origin = np.array(grid.origin) + (size[2] - 1) * spacing[2] * direction[2]
    direction[2] = -direction[2]
    made = Grid(
        size,  # type: ignore[arg-type]
        spacing,  # type: ignore[arg-type]
        tuple(float(v) for v in origin),  # type: ignore[arg-type]
        tuple(tuple(float(v) for v in axis) for axis in direction),  # type: ignore[arg-type]
    )
    return Volume(array.copy(), made), Mask(marks.copy(), made)


@pytest.mark.parametrize("change", ["voxel", "shift", "flip"])
def test_an_image_that_differs_is_not_taken_for_it(tmp_path: Path, change: str) -> None:
    study = written(tmp_path)
    array, grid = study.image.array.copy(), study.image.grid
    if change == "voxel":
        array[0, 0, 0] += 1
    elif change == "flip":
        array = array[..., ::-1].copy()
    else:
        x, y, z = grid.origin
        grid = replace(grid, origin=(x, y, z + 4.0))
    with pytest.raises(PredictionError, match="voxel for voxel"):
        match(study.source, Volume(array, grid))


def test_two_series_of_one_image_are_not_told_apart(tmp_path: Path) -> None:
    study = written(tmp_path)
    shutil.copytree(study.folder, tmp_path / "study" / "again")

    def renamed(dataset: Dataset) -> None:
        dataset.SeriesInstanceUID += ".1"
        dataset.SOPInstanceUID += ".1"

    rewrite(tmp_path / "study" / "again", renamed)
    source = open_source([tmp_path / "study"])
    with pytest.raises(PredictionError, match="2 series"):
        match(source, study.image)


def test_several_patients_and_studies_are_refused(tmp_path: Path) -> None:
    write_study(tmp_path / "in" / "a", Kind())
    write_study(tmp_path / "in" / "b", Kind(), seed=6)
    with pytest.raises(PredictionError, match="several studies"):
        open_source([tmp_path / "in"])
    rewrite(tmp_path / "in" / "b", lambda d: setattr(d, "PatientID", "OTHER"))
    with pytest.raises(PredictionError, match="several patients") as caught:
        open_source([tmp_path / "in"])
    assert "OTHER" not in str(caught.value)


def test_a_folder_without_dicom_is_refused(tmp_path: Path) -> None:
    study = written(tmp_path)
    (tmp_path / "nifti").mkdir()
    write_mask(
        Mask(np.ones(study.image.grid.size, np.uint8), study.image.grid),
        tmp_path / "nifti" / "a.nii.gz",
    )
    with pytest.raises(PredictionError, match="no DICOM images"):
        open_source([tmp_path / "nifti"])


@pytest.mark.parametrize(
    ("keyword", "value"),
    [("FrameOfReferenceUID", None), ("StudyInstanceUID", None), ("SeriesInstanceUID", None),
     ("SOPInstanceUID", "../../../tmp/x")],
)  # fmt: skip
def test_images_without_usable_uids_are_refused(
    tmp_path: Path, keyword: str, value: str | None
) -> None:
    study = written(tmp_path)

    def change(dataset: Dataset) -> None:
        if value is None:
            delattr(dataset, keyword)
        else:
            dataset[keyword].validation_mode = 0
            dataset[keyword].value = f"{value}{dataset.InstanceNumber}"

    for file in study.folder.iterdir():
        dataset = pydicom.dcmread(file)
        change(dataset)
        dataset.save_as(file)
    with pytest.raises(PredictionError, match="no usable"):
        match(open_source([study.folder]), study.image)


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    study = written(tmp_path)
    file = next(study.folder.iterdir())
    file.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(PredictionError) as caught:
        match(open_source([study.folder]), study.image)
    assert str(caught.value).count("\n") == 0
    whole = written(tmp_path / "whole")
    file = whole.original.frames[0].file
    file.write_bytes(file.read_bytes()[:400])  # after it was opened
    with pytest.raises(CxStageError):
        match(whole.source, whole.image)


# --- files


@pytest.fixture
def cohort(tmp_path: Path) -> tuple[Cohort, Written]:
    """A cohort with the patient of a study, and one further patient."""
    study = written(tmp_path, Kind(orientation=OBLIQUE))
    write_study(tmp_path / "other", Kind(changes={"PatientID": "H-2"}), seed=9)
    made = Cohort.create(tmp_path / "site.cxcohort")
    import_series(made, [study.folder, tmp_path / "other"])
    return made, study


def test_a_patient_of_a_cohort_is_found_again(cohort: tuple[Cohort, Written], tmp_path: Path) -> None:
    site, study = cohort
    patient = site.find_patient(HOSPITAL_ID) or ""
    (record,) = site.series(patient)
    image = site.volume(patient, record.id)
    before = every_file(tmp_path / "site.cxcohort")
    found = match(study.source, image, cohort=site, patient=patient)
    assert found.notes == ()
    targets = write(replace(study, original=found), tmp_path / "out", outlined(image))
    back = read_outline(targets.seg or Path(), (image.grid,))
    np.testing.assert_array_equal(back.mask.array, outlined(image).array)
    assert every_file(tmp_path / "site.cxcohort") == before


def test_the_study_of_another_patient_is_refused(cohort: tuple[Cohort, Written]) -> None:
    site, study = cohort
    other = site.find_patient("H-2") or ""
    (record,) = site.series(other)
    with pytest.raises(PredictionError, match="another patient of the cohort") as caught:
        match(study.source, site.volume(other, record.id), cohort=site, patient=other)
    assert HOSPITAL_ID not in str(caught.value)


def test_images_under_an_unknown_id_are_recognised_by_their_voxels(
    cohort: tuple[Cohort, Written], tmp_path: Path
) -> None:
    site, study = cohort
    patient = site.find_patient(HOSPITAL_ID) or ""
    image = site.volume(patient, site.series(patient)[0].id)
    rewrite(study.folder, lambda d: setattr(d, "PatientID", "SOMEONE-NEW"))
    found = match(open_source([study.folder]), image, cohort=site, patient=patient)
    (note,) = found.notes
    assert "could not confirm the patient id" in str(note)


def test_a_user_who_may_not_ask_for_ids_gets_the_same_series(
    cohort: tuple[Cohort, Written], tmp_path: Path
) -> None:
    site, study = cohort
    patient = site.find_patient(HOSPITAL_ID) or ""
    image = site.volume(patient, site.series(patient)[0].id)
    (tmp_path / "site.cxcohort" / "secret.key").unlink()
    found = match(study.source, image, cohort=Cohort.open(tmp_path / "site.cxcohort"), patient=patient)
    assert len(found.notes) == 1
