"""An identifier that is absent is unknown: it neither joins two series nor makes one into two."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.uid import generate_uid

from cxstage_core.intake import scan

Writer = Callable[..., list[Path]]
FRAMES = "different frames of reference"


def change(files: list[Path], **values: Any) -> None:
    """Change attributes of files; None removes one."""
    for file in files:
        dataset = pydicom.dcmread(file)
        for keyword, value in values.items():
            if value is None:
                del dataset[keyword]
            else:
                setattr(dataset, keyword, value)
        pydicom.dcmwrite(file, dataset, enforce_file_format=keyword_is_kept(dataset))


def keyword_is_kept(dataset: pydicom.Dataset) -> bool:
    """Whether the file can be written with its meta header (which repeats the SOP instance UID)."""
    return bool(dataset.get("SOPInstanceUID"))


@pytest.mark.parametrize("value", [None, ""])
def test_no_frame_of_reference_is_not_a_different_one(
    series: Writer, tmp_path: Path, value: str | None
) -> None:
    series(tmp_path / "a")
    change(series(tmp_path / "b"), FrameOfReferenceUID=value)
    assert [c.info.notes for c in scan([tmp_path]).candidates] == [(), ()]


def test_two_known_frames_of_reference_differ(series: Writer, tmp_path: Path) -> None:
    uid = generate_uid()
    series(tmp_path / "a", StudyInstanceUID=uid)
    series(tmp_path / "b", StudyInstanceUID=uid)
    change(series(tmp_path / "c", StudyInstanceUID=uid), FrameOfReferenceUID=None)
    noted = {
        c.source.name: any(FRAMES in note for note in c.info.notes) for c in scan([tmp_path]).candidates
    }
    assert noted == {"a": True, "b": True, "c": False}


def test_one_series_is_not_compared_with_itself(series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "in", FrameOfReferenceUID=lambda n: f"1.2.{n + 1}")
    (candidate,) = scan([tmp_path]).candidates
    assert candidate.info.notes == ()


def test_patients_without_an_id_are_not_compared(series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "a", PatientID="")
    series(tmp_path / "b", PatientID="")
    assert not any(FRAMES in note for c in scan([tmp_path]).candidates for note in c.info.notes)


@pytest.mark.parametrize("value", [None, ""])
def test_series_without_a_uid_are_not_merged(series: Writer, tmp_path: Path, value: str | None) -> None:
    """Two stacks that would interleave to one regular stack, in two folders and in one."""
    study = generate_uid()
    for folder in ("a", "b"):
        shift = 2.0 * (folder == "b")
        files = series(
            tmp_path / folder,
            StudyInstanceUID=study,
            FrameOfReferenceUID=study,
            ImagePositionPatient=lambda n, shift=shift: [0, 0, 4.0 * n + shift],
        )
        change(files, SeriesInstanceUID=value)
    sizes = [(c.grid.size[0], c.grid.spacing[0]) for c in scan([tmp_path]).candidates]
    assert sizes == [(6, 4.0), (6, 4.0)]


def test_one_folder_with_two_series_without_a_uid(series: Writer, tmp_path: Path) -> None:
    study = generate_uid()
    for number, words in ((1, "t2 tra"), (2, "t1 tra")):
        files = series(
            tmp_path / "in", StudyInstanceUID=study, SeriesNumber=number, SeriesDescription=words
        )
        change(files, SeriesInstanceUID=None)
    assert sorted(c.info.sequence for c in scan([tmp_path]).candidates) == ["T1", "T2"]


@pytest.mark.parametrize("keyword", ["StudyInstanceUID", "PatientID"])
def test_a_series_in_which_some_files_lack_a_name_stays_one(
    series: Writer, tmp_path: Path, keyword: str
) -> None:
    files = series(tmp_path / "in")
    (wanted,) = scan([tmp_path]).candidates
    pixels = wanted.load().array
    change(files[1::2], **{keyword: None})
    found = scan([tmp_path])
    assert found.rejections == ()
    (candidate,) = found.candidates
    assert candidate.patient_id == wanted.patient_id and candidate.study == wanted.study
    np.testing.assert_array_equal(candidate.load().array, pixels)


@pytest.mark.parametrize("value", [None, ""])
def test_images_without_a_uid_are_compared_by_content(
    series: Writer, tmp_path: Path, value: str | None
) -> None:
    files = series(tmp_path / "in")
    pixels = scan([tmp_path]).candidates[0].load().array
    for file in files[:2]:
        file.with_name(f"copy {file.name}").write_bytes(file.read_bytes())
    change(sorted((tmp_path / "in").iterdir()), SOPInstanceUID=value)
    found = scan([tmp_path])
    (candidate,) = found.candidates
    assert candidate.info.notes == ("2 images were there twice and were taken once.",)
    np.testing.assert_array_equal(candidate.load().array, pixels)


def test_a_damaged_slice_without_a_uid_voids_the_series_of_its_folder(
    series: Writer, tmp_path: Path
) -> None:
    files = series(tmp_path / "a")
    change(files, SeriesInstanceUID=None)
    change(series(tmp_path / "b"), SeriesInstanceUID=None)
    files[0].write_bytes(files[0].read_bytes()[:-30])
    assert [c.source.name for c in scan([tmp_path]).candidates] == ["b"]
