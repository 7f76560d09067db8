"""Files that a user drops: sorted into images and outlines, in the roles the user gave, never read out of date."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.dataset import Preprocessing
from cxstage_core.errors import PredictionError
from cxstage_core.imaging import Grid, Label, Mask
from cxstage_core.phantom import PhantomCohort, draw_patient, render, truth, write_cohort
from cxstage_core.prediction.case import OutlineKind
from cxstage_core.prediction.dropped import sort_given
from cxstage_core.prediction.freshness import fingerprint, fingerprint_of_patient
from cxstage_core.prediction.given_outline import GivenOutline
from cxstage_core.prediction.of_cohort import case_of_patient
from cxstage_core.prediction.of_files import open_study, with_roles
from cxstage_core.prediction.viewing import OutlineFacts, outline_use


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> PhantomCohort:
    """One study in files, with its outlines."""
    return write_cohort(tmp_path_factory.mktemp("given"), patients=1, seed=9, workers=1)


def volume_file(folder: Path, name: str, values: np.ndarray) -> Path:
    file = folder / name
    sitk.WriteImage(sitk.GetImageFromArray(values), str(file))
    return file


def test_a_folder_of_dicom_and_a_mask_are_told_apart(made: PhantomCohort) -> None:
    patient = made.patients[0]
    images, outlines = sort_given([patient.masks["truth"], patient.folder])
    assert images == (patient.folder,)
    assert outlines == (patient.masks["truth"],)


def test_a_folder_of_volumes_is_sorted_by_content_not_by_name(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    image = volume_file(tmp_path, "mask.nii.gz", rng.integers(0, 900, (6, 20, 20)).astype(np.int16))
    drawn = np.zeros((6, 20, 20), dtype=np.uint8)
    drawn[2:4, 5:9, 5:9] = 1
    outline = volume_file(tmp_path, "t2.nii.gz", drawn)
    (tmp_path / "broken.nrrd").write_bytes(b"no volume")
    images, outlines = sort_given([tmp_path])
    assert outlines == (outline,)
    assert set(images) == {image, tmp_path / "broken.nrrd"}


def test_a_role_is_corrected_and_noted(made: PhantomCohort) -> None:
    study = open_study([made.patients[0].folder])
    t2 = next(s for s in study.axial_t2)
    changed = with_roles(study, {t2.id: "T1"})
    assert changed.axial_t2 == ()
    assert "counts as T1" in str(changed.notes[0])
    without = with_roles(study, {t2.id: ""})
    assert len(without.series) == len(study.series) - 1
    assert "left out" in str(without.notes[0])
    assert with_roles(study, {}).notes == ()


def test_a_changed_file_has_another_fingerprint(tmp_path: Path) -> None:
    file = tmp_path / "one"
    file.write_text("first", encoding="utf-8")
    before = fingerprint([tmp_path])
    assert fingerprint([tmp_path]) == before
    kept = file.stat()
    file.write_text("other", encoding="utf-8")
    os.utime(file, ns=(kept.st_atime_ns, kept.st_mtime_ns + 1))
    assert fingerprint([tmp_path]) != before
    assert fingerprint([tmp_path / "missing"]) == ()


def test_an_outline_given_for_a_patient_of_a_cohort(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "given.cxcohort")
    drawn = draw_patient(5, 1)
    patient = cohort.pseudonym(drawn.patient_id)
    images = render(drawn)
    cohort.add_series(patient, images["t2_axial"], SeriesInfo("T2"))
    cohort.add_series(patient, images["t1_axial"], SeriesInfo("T1"))
    before = fingerprint_of_patient(cohort.path, patient)
    given = GivenOutline(truth(drawn), OutlineKind.DRAWN)
    config = Preprocessing(size_px=64)
    case = case_of_patient(cohort, patient, config, given=given, despite="a test")
    assert case.outline.kind is OutlineKind.DRAWN
    assert np.array_equal(case.load().outline.array, truth(drawn).array)
    assert not list(cohort.prepared_folder.glob("*.h5"))
    assert fingerprint_of_patient(cohort.path, patient) == before
    size = truth(drawn).grid.size
    far = Grid.axial(size, (4.0, 1.0, 1.0), (9e3, 9e3, 9e3))
    moved = GivenOutline(Mask(truth(drawn).array, far))
    with pytest.raises(PredictionError, match="does not lie on an axial T2"):
        case_of_patient(cohort, patient, config, given=moved, despite="a test")


def test_both_labels_are_measured_and_their_use_is_stated() -> None:
    mask = truth(draw_patient(5, 1))
    array = mask.array.copy()
    array[array > 0] = Label.TUMOUR
    first = np.argwhere(array)[0]
    array[tuple(first)] = Label.INFILTRATION
    facts = OutlineFacts.of(Mask(array, mask.grid), OutlineKind.FILE)
    assert facts.infiltration_cm3 == pytest.approx(mask.grid.voxel_mm3 / 1000)
    assert "with 0.5" in str(outline_use(facts.tumour_cm3, facts.infiltration_cm3, ("T2", "mask")))
    assert "no outline as an image" in str(outline_use(facts.tumour_cm3, 1.0, ("T2",)))
    assert outline_use(facts.tumour_cm3, 0.0, ("T2", "mask")) is None
