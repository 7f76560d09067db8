"""Results go into the right study, with its identifiers, when a user confirmed it, and nowhere else."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset

from cxstage_core.errors import Cancelled, PredictionError
from cxstage_core.imaging import Mask, Volume
from cxstage_core.jobs import start_job
from cxstage_core.prediction.case import OutlineKind, OutlineSource
from cxstage_core.prediction.dicom import Targets, match, write_all
from cxstage_core.prediction.dicom import writing as writing_module
from tests.core.prediction import dicom_peers as peers
from tests.core.prediction.dicom_files import PERSON, every_file, objects, rewrite
from tests.core.prediction.dicom_studies import (
    HOSPITAL_ID,
    NAME,
    OBLIQUE,
    Kind,
    answer,
    opened,
    picture,
    write,
    written,
)


def test_every_object_lies_in_the_patients_study(tmp_path: Path) -> None:
    study = written(tmp_path)
    image = pydicom.dcmread(next((tmp_path / "study").iterdir()), stop_before_pixels=True)
    made = objects(write(study, tmp_path / "out"))
    for one in made:
        for keyword in (*PERSON, "StudyDate", "StudyTime", "StudyID", "ReferringPhysicianName"):
            assert one[keyword].value == image[keyword].value, keyword
        assert "PatientAddress" not in one
        assert "PatientTelephoneNumbers" not in one
    assert (
        len({one.SOPInstanceUID for one in made}) == len({one.SeriesInstanceUID for one in made}) == 3
    )
    assert image.SeriesInstanceUID not in {one.SeriesInstanceUID for one in made}


def test_what_the_source_lacks_is_empty(tmp_path: Path) -> None:
    missing = ("PatientName", "PatientBirthDate", "PatientSex", "StudyDate", "StudyTime", "StudyID")
    missing += (
        "AccessionNumber",
        "ReferringPhysicianName",
        "StudyDescription",
        "PositionReferenceIndicator",
    )
    study = written(tmp_path, Kind(changes=dict.fromkeys(missing), enhanced=True))
    targets = write(study, tmp_path / "out")
    for one in objects(targets):
        assert all(not one[keyword].value for keyword in missing[:8])
    for file in (targets.seg, targets.sr, targets.capture):
        assert peers.errors_of_dciodvfy(file or Path()) == []


def test_what_was_removed_from_the_source_is_stated_again(tmp_path: Path) -> None:
    removed = {"PatientIdentityRemoved": "YES", "DeidentificationMethod": "basic profile"}
    study = written(tmp_path, Kind(changes=removed))
    for one in objects(write(study, tmp_path / "out")):
        assert {keyword: one[keyword].value for keyword in removed} == removed


def test_results_in_the_folder_of_the_study_do_not_disturb(tmp_path: Path) -> None:
    study = written(tmp_path)
    write(study, study.folder)
    before = every_file(study.folder)
    write(opened(study.folder), study.folder)
    assert every_file(study.folder) == before


def test_values_that_do_not_conform_are_repeated(tmp_path: Path) -> None:
    study = written(tmp_path)
    odd = {
        "PatientSex": "W",
        "PatientBirthDate": "1968.3.12",
        "StudyTime": "10:15",
        "PatientID": "H 1/2\\3",
    }

    def spoil(dataset: Dataset) -> None:
        for keyword, value in odd.items():
            element = dataset[keyword]
            element.validation_mode = 0
            element.value = value

    rewrite(tmp_path / "study", spoil)
    for one in objects(write(opened(study.folder), tmp_path / "out")):
        for keyword in odd:
            wanted = pydicom.dcmread(next(study.folder.iterdir()))[keyword].value
            assert str(one[keyword].value) == str(wanted)


def test_nothing_is_written_without_confirmation(tmp_path: Path) -> None:
    study = written(tmp_path)
    with pytest.raises(PredictionError, match="not confirmed"):
        write_all(
            study.source,
            study.original,
            study.outline,
            answer(),
            Targets(seg=tmp_path / "seg.dcm"),
            confirmed=False,
        )
    assert not (tmp_path / "seg.dcm").exists()


def test_errors_logs_and_values_in_memory_name_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    study = written(tmp_path)
    write(study, tmp_path / "out")
    uid = str(study.original.first.StudyInstanceUID)
    other = Volume(study.image.array[::-1].copy(), study.image.grid)
    with pytest.raises(PredictionError) as caught:
        match(study.source, other)
    said = caplog.text + caught.value.public + repr(study.source) + repr(study.original)
    for secret in (NAME, HOSPITAL_ID, uid, "19680312"):
        assert secret not in said


# --- which series


def test_the_same_record_gives_the_same_files(tmp_path: Path) -> None:
    study = written(tmp_path, Kind(orientation=OBLIQUE))
    write(study, tmp_path / "one")
    write(opened(study.folder), tmp_path / "two")
    assert every_file(tmp_path / "one") == every_file(tmp_path / "two")
    write(study, tmp_path / "three", record="12" * 32)
    first, third = (
        objects(Targets(tmp_path / "one/seg.dcm")),
        objects(Targets(tmp_path / "three/seg.dcm")),
    )
    assert first[0].SOPInstanceUID != third[0].SOPInstanceUID


def test_another_outline_or_sentence_is_another_object(tmp_path: Path) -> None:
    study = written(tmp_path)
    one = objects(write(study, tmp_path / "1"))
    array = study.outline.array.copy()
    array[4, 0, 0] = 1
    other = objects(write(study, tmp_path / "2", Mask(array, study.outline.grid)))
    said = objects(write(study, tmp_path / "3", sentences=("Something else.",)))
    assert one[0].SOPInstanceUID != other[0].SOPInstanceUID
    assert one[1].SOPInstanceUID not in (other[1].SOPInstanceUID, said[1].SOPInstanceUID)


def test_all_files_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = written(tmp_path)
    targets = write(study, tmp_path / "out")
    before = every_file(tmp_path / "out")
    replace_file, calls = os.replace, []

    def failing(one: Path, other: Path) -> None:
        calls.append(other)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        replace_file(one, other)

    monkeypatch.setattr(writing_module.os, "replace", failing)
    with pytest.raises(PredictionError, match="cannot be written"):
        write(study, tmp_path / "out", record="12" * 32)
    monkeypatch.undo()
    assert every_file(tmp_path / "out") == before
    assert targets.seg is not None


def test_a_folder_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    study = written(tmp_path)
    targets = Targets(seg=tmp_path / "seg.dcm", sr=tmp_path / "nowhere" / "sr.dcm")
    with pytest.raises(PredictionError, match="cannot be written"):
        write_all(study.source, study.original, study.outline, answer(), targets, confirmed=True)
    assert not (tmp_path / "seg.dcm").exists()


def test_a_cancelled_job_leaves_nothing(tmp_path: Path) -> None:
    study = written(tmp_path)
    job, stop = start_job(lambda step: stop.ask() if getattr(step, "done", 0) == 2 else None)
    targets = Targets(seg=tmp_path / "seg.dcm", sr=tmp_path / "sr.dcm")
    with pytest.raises(Cancelled):
        write_all(
            study.source, study.original, study.outline, answer(), targets, confirmed=True, job=job
        )
    assert not (tmp_path / "seg.dcm").exists()
    assert not (tmp_path / "sr.dcm").exists()


def test_no_original_is_overwritten_and_no_two_results_are_one_file(tmp_path: Path) -> None:
    study = written(tmp_path)
    before = every_file(study.folder)
    file = study.original.frames[0].file
    for targets, said in (
        (Targets(seg=file), "original images"),
        (Targets(seg=tmp_path / "x.dcm", sr=tmp_path / "x.dcm"), "Two results"),
        (Targets(), "No file"),
        (Targets(capture=tmp_path / "x.dcm"), "is missing"),
        (Targets(seg=tmp_path / "a.cxcohort" / "x.dcm"), "lies in a cohort"),
    ):
        with pytest.raises(PredictionError, match=said):
            write_all(study.source, study.original, study.outline, answer(), targets, confirmed=True)
    assert every_file(study.folder) == before


def test_slices_at_uneven_places_get_no_segmentation(tmp_path: Path) -> None:
    study = written(tmp_path, Kind(step=6.0))

    def move(dataset: Dataset) -> None:
        x, y, z = (float(v) for v in dataset.ImagePositionPatient)
        off = (dataset.InstanceNumber * 7 % 5 - 2) * 0.1
        dataset.ImagePositionPatient = [f"{x + off:.4f}", f"{y:.4f}", f"{z:.4f}"]

    rewrite(study.folder, move)
    with pytest.raises(PredictionError, match="too uneven"):
        write(opened(study.folder), tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_an_empty_outline_is_refused(tmp_path: Path) -> None:
    study = written(tmp_path)
    with pytest.raises(PredictionError, match="Nothing is outlined"):
        write(study, tmp_path / "out", Mask.empty(study.image.grid))


def test_several_pictures_are_one_series(tmp_path: Path) -> None:
    study = written(tmp_path)
    made = write_all(
        study.source,
        study.original,
        study.outline,
        answer(),
        Targets(capture=tmp_path / "page.dcm"),
        confirmed=True,
        pictures=[picture(1), picture(2)],
    )
    assert [file.name for file in made] == ["page.dcm", "page-2.dcm"]
    one, two = (pydicom.dcmread(file) for file in made)
    assert one.SeriesInstanceUID == two.SeriesInstanceUID
    assert (one.InstanceNumber, two.InstanceNumber) == (1, 2)
    np.testing.assert_array_equal(two.pixel_array, picture(2))


# --- answers


def test_a_report_without_a_segmentation_refers_to_the_images(tmp_path: Path) -> None:
    study = written(tmp_path)
    targets = Targets(sr=tmp_path / "sr.dcm")
    write_all(study.source, study.original, study.outline, answer(), targets, confirmed=True)
    assert peers.errors_of_dciodvfy(tmp_path / "sr.dcm") == []
    found = peers.run(peers.peer("dsrdump"), tmp_path / "sr.dcm").stdout
    assert "Referenced Segment" not in found
    assert found.count("<contains IMAGE") + found.count("inferred from IMAGE") >= len(
        study.original.frames
    )


def test_an_abstention_has_no_number(tmp_path: Path) -> None:
    study = written(tmp_path)
    targets = write(
        study,
        tmp_path / "out",
        probability=None,
        group=None,
        interval=None,
        groups=None,
        threshold=None,
        sentences=("The input gate abstained: another plane.",),
    )
    found = peers.report_of_dcmqi(targets.sr or Path(), tmp_path / "sr.json")
    tumour = found["Measurements"][0]  # type: ignore[index]
    names = [item["quantity"]["CodeValue"] for item in tumour["measurementItems"]]
    assert names == ["118565006", "103339001", "longest-in-space"]
    assert "abstained" in [e["conceptValue"]["CodeValue"] for e in tumour["qualitativeEvaluations"]]
    assert peers.errors_of_dciodvfy(targets.sr or Path()) == []


@pytest.mark.parametrize("kind", list(OutlineKind))
def test_the_origin_of_the_outline_is_said_without_a_name(tmp_path: Path, kind: OutlineKind) -> None:
    study = written(tmp_path)
    reader = "dr-zhang" if kind is OutlineKind.READING else "v3"
    targets = write(study, tmp_path / "out", outline=OutlineSource(kind, reader, "ef" * 32))
    content = b"".join(every_file(tmp_path / "out").values())
    assert b"dr-zhang" not in content
    said = pydicom.dcmread(targets.seg or Path()).ContentDescription
    assert ("not known" in said) == (kind is OutlineKind.FILE)


# --- patients of a cohort
