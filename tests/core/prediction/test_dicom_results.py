"""Results go into the right study, with its identifiers, when a user confirmed it, and nowhere else."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset

from cxstage_core.cohort import Cohort
from cxstage_core.errors import Cancelled, CxStageError, PredictionError
from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.intake import import_series, write_mask
from cxstage_core.intake.masks.reading import read_outline
from cxstage_core.jobs import start_job
from cxstage_core.prediction.case import OutlineKind, OutlineSource
from cxstage_core.prediction.dicom import Targets, match, open_source, write_all
from cxstage_core.prediction.dicom import writing as writing_module
from tests.core.prediction import dicom_peers as peers
from tests.core.prediction.dicom_studies import (
    HOSPITAL_ID,
    NAME,
    OBLIQUE,
    Kind,
    Written,
    answer,
    opened,
    outlined,
    picture,
    write,
    write_study,
    written,
)

CHINESE = "王^小东"
PERSON = (
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "AccessionNumber",
    "StudyInstanceUID",
)


def every_file(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def rewrite(folder: Path, change: Callable[[Dataset], None]) -> None:
    for file in sorted(folder.iterdir()):
        dataset = pydicom.dcmread(file)
        change(dataset)
        pydicom.dcmwrite(file, dataset, enforce_file_format=True)


def objects(targets: Targets) -> list[Dataset]:
    return [
        pydicom.dcmread(file) for file in (targets.seg, targets.sr, targets.capture) if file is not None
    ]


# --- identifiers


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


@pytest.mark.parametrize(
    ("declared", "name", "kept"),
    [
        ("GB18030", CHINESE, "GB18030"),
        ("GBK", CHINESE, "GB18030"),
        ("ISO_IR 192", CHINESE, "ISO_IR 192"),
        ("ISO_IR 100", "Müller^Änne", "ISO_IR 100"),
    ],
)
def test_names_survive_in_every_character_set(
    tmp_path: Path, declared: str | list[str], name: str, kept: str | list[str]
) -> None:
    study = written(tmp_path, Kind(changes={"SpecificCharacterSet": declared, "PatientName": name}))
    targets = write(study, tmp_path / "out")
    for one in objects(targets):
        assert one.PatientName == name
        found = one.SpecificCharacterSet
        assert (found if isinstance(found, str) else list(found)) == kept
    assert peers.errors_of_dciodvfy(targets.sr or Path()) == []


def test_a_name_in_code_extensions_keeps_its_bytes_or_becomes_utf_8(tmp_path: Path) -> None:
    """The example of PS3.5 section K.2."""
    study = written(tmp_path, Kind(changes={"SpecificCharacterSet": ["", "ISO 2022 IR 58"]}))
    name = b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab"
    for file in study.folder.iterdir():
        dataset = pydicom.dcmread(file)
        del dataset.PatientName
        dataset.save_as(file)
        content = file.read_bytes()
        at = content.index(b"\x10\x00\x20\x00LO")
        element = b"\x10\x00\x10\x00PN" + len(name).to_bytes(2, "little") + name
        file.write_bytes(content[:at] + element + content[at:])
    study = opened(study.folder)
    targets = write(study, tmp_path / "out")
    for one in (targets.seg, targets.sr, targets.capture):
        assert name in (one or Path()).read_bytes()
    chinese = write(study, tmp_path / "zh", sentences=("仅供研究使用(①)。",), language="zh_CN")
    found = pydicom.dcmread(chinese.sr or Path())
    assert (found.SpecificCharacterSet, found.PatientName) == ("ISO_IR 192", "Zhang^XiaoDong=张^小东")


def test_a_chinese_report_of_a_study_in_latin_letters_is_in_utf_8(tmp_path: Path) -> None:
    study = written(
        tmp_path, Kind(changes={"SpecificCharacterSet": "ISO_IR 100", "PatientName": "Müller^Änne"})
    )
    said = ("仅供研究使用。", "建议:同步放化疗。")
    targets = write(study, tmp_path / "out", sentences=said, language="zh_CN")
    found = pydicom.dcmread(targets.sr or Path())
    assert (found.SpecificCharacterSet, found.PatientName) == ("ISO_IR 192", "Müller^Änne")
    assert found.ContentSequence[0].ConceptCodeSequence[0].CodeValue == "zh-CN"
    assert said[0] in found.ContentSequence[-1].ContentSequence[0].TextValue
    assert peers.errors_of_dciodvfy(targets.sr or Path()) == []
    dumped = peers.run(peers.peer("dsrdump"), "+Pl", "+U8", targets.sr)
    assert said[1] in dumped.stdout


def test_names_without_a_declared_character_set_keep_their_bytes(tmp_path: Path) -> None:
    content = CHINESE.encode("gb18030")
    name = content.decode("latin-1")
    study = written(tmp_path, Kind(changes={"SpecificCharacterSet": None, "PatientName": name}))
    targets = write(study, tmp_path / "out")
    for file in (targets.seg, targets.sr, targets.capture):
        assert file is not None
        assert content in file.read_bytes()
    with pytest.raises(PredictionError, match="declare no character set"):
        write(study, tmp_path / "zh", sentences=("仅供研究使用。",), language="zh_CN")
    assert list((tmp_path / "zh").iterdir()) == []


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
