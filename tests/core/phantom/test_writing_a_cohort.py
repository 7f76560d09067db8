"""A coordinator makes a phantom cohort, again, or stops it half way."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import numpy as np
import pydicom
import pytest
import SimpleITK as sitk

from cxstage_core.errors import Cancelled, CxStageError
from cxstage_core.imaging import Grid, Volume
from cxstage_core.imaging.resample import grid_of_sitk
from cxstage_core.jobs import Event, Progress, start_job
from cxstage_core.phantom import PhantomCohort, draw_patient, write_cohort
from cxstage_core.phantom.rendering import render
from cxstage_core.staging import stage

from .conftest import SEED


def fingerprints(folder: Path) -> dict[str, str]:
    files = sorted(f for f in folder.rglob("*") if f.is_file())
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def test_the_first_patients_are_the_same_bytes_however_many_follow(
    cohort: PhantomCohort, tmp_path: Path
) -> None:
    again = write_cohort(tmp_path / "again", patients=2, seed=SEED)
    for patient in again.patients:
        here = again.folder / "dicom" / patient.patient_id
        assert fingerprints(here) == fingerprints(cohort.folder / "dicom" / patient.patient_id)
        masks = cohort.folder / "masks" / patient.patient_id
        assert fingerprints(again.folder / "masks" / patient.patient_id) == fingerprints(masks)
    lines = cohort.clinical.read_text(encoding="utf-8").splitlines()
    assert again.clinical.read_text(encoding="utf-8").splitlines() == lines[:3]


def test_another_seed_gives_other_patients() -> None:
    assert draw_patient(1, 1).tumour != draw_patient(2, 1).tumour
    assert draw_patient(1, 1) == draw_patient(1, 1)


def test_every_series_is_read_back_as_it_was_rendered(cohort: PhantomCohort) -> None:
    rendered = render(draw_patient(SEED, 1))
    assert list(rendered) == ["t2_axial", "t2_sagittal", "t1_axial"]
    seen = set()
    for series in cohort.patients[0].series:
        volume = read_series(series.files[0].parent)
        wanted = rendered[series.name]
        np.testing.assert_array_equal(volume.array, wanted.array)
        assert volume.grid.close_to(wanted.grid)
        seen.add((volume.grid.size, volume.grid.spacing))
    assert len(seen) == 3


def read_series(folder: Path) -> Volume:
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(sitk.ImageSeriesReader.GetGDCMSeriesFileNames(str(folder)))
    image = reader.Execute()
    return Volume(sitk.GetArrayFromImage(image), grid_of_sitk(image))


def test_the_files_are_valid_mr_images_with_identifiers_to_remove(cohort: PhantomCohort) -> None:
    instances, names = set(), set()
    for patient in cohort.patients:
        frames, studies = set(), set()
        for series in patient.series:
            for file in series.files:
                dataset = pydicom.dcmread(file)
                assert dataset.file_meta.TransferSyntaxUID == pydicom.uid.ExplicitVRLittleEndian
                assert dataset.SOPClassUID == pydicom.uid.MRImageStorage
                assert dataset.file_meta.MediaStorageSOPInstanceUID == dataset.SOPInstanceUID
                assert dataset.SOPInstanceUID.is_valid
                assert dataset.PatientID == patient.patient_id
                assert dataset.pixel_array.shape == (dataset.Rows, dataset.Columns)
                assert dataset.pixel_array.max() < 2**dataset.BitsStored
                instances.add(dataset.SOPInstanceUID)
                frames.add(dataset.FrameOfReferenceUID)
                studies.add(dataset.StudyInstanceUID)
                names.add(str(dataset.PatientName))
        assert len(frames) == len(studies) == 1
    assert len(instances) == sum(len(s.files) for p in cohort.patients for s in p.series)
    assert len(names) > 1
    assert all("^" in name for name in names)


def test_the_table_states_what_the_facts_give(cohort: PhantomCohort) -> None:
    with cohort.clinical.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["patient_id"] for row in rows] == [p.patient_id for p in cohort.patients]
    for row, patient in zip(rows, cohort.patients, strict=True):
        assert row["stage"] == patient.stage == stage(patient.facts).stage
        assert float(row["diameter_mm"]) == patient.facts.diameter_mm
        assert row["edition"] == "FIGO 2018"
        assert row["mri_date"] < row["treatment_date"]


@pytest.mark.parametrize("patients", [3, 8])
def test_stopping_leaves_whole_patients_only(tmp_path: Path, patients: int) -> None:
    out = tmp_path / "stopped"

    def stop_after_one(news: Progress | Event) -> None:
        if isinstance(news, Progress) and news.done == 1:
            stop.ask()

    job, stop = start_job(stop_after_one)
    with pytest.raises(Cancelled):
        write_cohort(out, patients=patients, seed=SEED, job=job)
    assert not (out / "clinical.csv").exists()
    written = sorted(p.name for p in (out / "dicom").iterdir())
    assert "PHANTOM-0001" in written
    assert len(written) < patients
    assert written == sorted(p.name for p in (out / "masks").iterdir())
    assert not [p for p in out.iterdir() if p.name.startswith(".")]
    for name in written:
        number = int(name[-4:])
        slices = sum(p.size[0] for p in draw_patient(SEED, number).examination.scanner.protocols)
        assert len(list((out / "dicom" / name).rglob("*.dcm"))) == slices
        assert len(list((out / "masks" / name).iterdir())) == 3


def test_a_folder_in_use_and_no_patients_are_refused(cohort: PhantomCohort, tmp_path: Path) -> None:
    with pytest.raises(CxStageError, match="already holds a cohort"):
        write_cohort(cohort.folder, patients=1, seed=1)
    with pytest.raises(CxStageError, match="at least one"):
        write_cohort(tmp_path / "none", patients=0, seed=1)
    (tmp_path / "file").write_text("")
    with pytest.raises(CxStageError, match="could not be written"):
        write_cohort(tmp_path / "file" / "below", patients=1, seed=1)


def test_grids_of_the_three_series_have_their_planes(cohort: PhantomCohort) -> None:
    grids: dict[str, Grid] = {
        s.name: read_series(s.files[0].parent).grid for s in cohort.patients[1].series
    }
    assert grids["t2_axial"].plane == grids["t1_axial"].plane == "axial"
    assert grids["t2_sagittal"].plane == "sagittal"
