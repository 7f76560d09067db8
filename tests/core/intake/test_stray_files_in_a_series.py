"""A file that is not a slice does not void its series; a damaged slice does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.uid import UID, generate_uid

from cxstage_core.cohort import Cohort
from cxstage_core.intake import Scan, import_series, scan

Writer = Callable[..., list[Path]]
SAGITTAL = [0, 1, 0, 0, 0, -1]
NO_IMAGES = {
    "Raw Data": "1.2.840.10008.5.1.4.1.1.66",
    "Grayscale Softcopy Presentation State": "1.2.840.10008.5.1.4.1.1.11.1",
    "Basic Text SR": "1.2.840.10008.5.1.4.1.1.88.11",
    "Key Object Selection Document": "1.2.840.10008.5.1.4.1.1.88.59",
    "General ECG Waveform": "1.2.840.10008.5.1.4.1.1.9.1.2",
    "MR Spectroscopy": "1.2.840.10008.5.1.4.1.1.4.2",
    "an unknown object": "1.3.12.2.1107.5.9.1",
}
PIXELS = ("Rows", "Columns", "PixelData", "BitsAllocated", "BitsStored", "HighBit")


def stray(beside: list[Path], name: str, drop: tuple[str, ...] = (), **changes: Any) -> Path:
    """Write a changed copy of the first file of a series next to it, with a UID of its own."""
    dataset = pydicom.dcmread(beside[0])
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    for keyword, value in changes.items():
        setattr(dataset, keyword, value)
    for keyword in drop:
        delattr(dataset, keyword)
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    file = beside[0].with_name(name)
    pydicom.dcmwrite(file, dataset, enforce_file_format=True)
    return file


def lines(found: Scan) -> dict[str, str]:
    """Refusals by the name of their file or folder."""
    return {refusal.source.name: str(refusal.reason) for refusal in found.rejections}


@pytest.mark.parametrize("kind", sorted(NO_IMAGES))
def test_a_file_without_pixels_is_named_and_voids_nothing(
    series: Writer, tmp_path: Path, kind: str
) -> None:
    files = series(tmp_path / "in")
    (wanted,) = scan([tmp_path]).candidates
    stray(files, "XX", (*PIXELS, "ImagePositionPatient"), SOPClassUID=UID(NO_IMAGES[kind]))
    found = scan([tmp_path])
    (candidate,) = found.candidates
    np.testing.assert_array_equal(candidate.load().array, wanted.load().array)
    assert candidate.grid == wanted.grid and candidate.info.notes == ()
    assert lines(found) == {"XX": f"The file holds no image; it is of the kind “{kind}”."}


def test_a_screenshot_and_a_colour_map_void_nothing(series: Writer, tmp_path: Path) -> None:
    files = series(tmp_path / "in")
    capture = UID("1.2.840.10008.5.1.4.1.1.7")
    stray(files, "shot", ("ImagePositionPatient", "ImageOrientationPatient"), SOPClassUID=capture)
    stray(files, "map", PhotometricInterpretation="RGB", SamplesPerPixel=3, PixelData=bytes(360))
    found = scan([tmp_path])
    assert [c.grid.size[0] for c in found.candidates] == [6]
    assert "Secondary Capture" in lines(found)["shot"] and "RGB" in lines(found)["map"]


@pytest.mark.parametrize("damage", ["cut off", "no pixels", "no position", "burned in", "unusual bits"])
def test_a_damaged_slice_voids_its_series(series: Writer, tmp_path: Path, damage: str) -> None:
    files = series(tmp_path / "in")
    last = max(files, key=lambda f: float(pydicom.dcmread(f).ImagePositionPatient[2]))
    if damage == "cut off":
        last.write_bytes(last.read_bytes()[:-30])
    else:
        dataset = pydicom.dcmread(last)
        if damage == "no pixels":
            del dataset.PixelData
        elif damage == "no position":
            del dataset.ImagePositionPatient
        elif damage == "burned in":
            dataset.BurnedInAnnotation = "YES"
        else:
            dataset.HighBit = 15
        pydicom.dcmwrite(last, dataset, enforce_file_format=True)
    found = scan([tmp_path])
    assert found.candidates == ()
    assert any("the series is incomplete" in reason for reason in lines(found).values())


STRAYS: dict[str, dict[str, Any]] = {
    "another plane": {"ImageOrientationPatient": SAGITTAL},
    "another size": {"Rows": 20, "PixelData": bytes(480)},
    "another pixel spacing": {"PixelSpacing": [1.4, 1.2]},
}


@pytest.mark.parametrize("reason", sorted(STRAYS))
@pytest.mark.parametrize("count", [1, 2, 3])
def test_strays_are_left_out_by_name(series: Writer, tmp_path: Path, reason: str, count: int) -> None:
    files = series(tmp_path / "in", slices=8)
    (wanted,) = scan([tmp_path]).candidates
    for number in range(count):
        stray(files, f"ref {number}", **STRAYS[reason], ImageComments=str(number))
    cohort = Cohort.create(tmp_path / "c")
    report = import_series(cohort, [tmp_path / "in"])
    assert report.by_status == {"imported": 1, "duplicate": 0, "rejected": count}
    (image,) = [s for s in report.series if s.status == "imported"]
    assert f"were left out: {count}." in image.reason
    left = [s for s in report.series if s.status == "rejected"]
    assert {s.source.name for s in left} == {f"ref {n}" for n in range(count)}
    assert all(reason in s.reason and "left out" in s.reason for s in left)
    (record,) = cohort.series(image.patient)
    np.testing.assert_array_equal(cohort.volume(image.patient, record.id).array, wanted.load().array)
    assert "ref 0" not in " ".join(record.info.notes)  # a file's name may name the patient


def test_two_whole_stacks_are_both_imported(series: Writer, tmp_path: Path) -> None:
    uid, study = generate_uid(), generate_uid()
    same = {"SeriesInstanceUID": uid, "StudyInstanceUID": study, "FrameOfReferenceUID": study}
    series(tmp_path / "in" / "a", **same)
    series(
        tmp_path / "in" / "b",
        slices=5,
        ImageOrientationPatient=SAGITTAL,
        ImagePositionPatient=lambda n: [4.0 * n, 0, 0],
        **same,
    )
    found = scan([tmp_path])
    assert found.rejections == ()
    assert sorted((c.grid.plane, c.grid.size[0]) for c in found.candidates) == [
        ("axial", 6),
        ("sagittal", 5),
    ]
    assert all("of 2 of this series" in c.info.notes[0] for c in found.candidates)


def test_a_localizer_with_one_image_of_each_plane_is_refused(series: Writer, tmp_path: Path) -> None:
    planes = [[1, 0, 0, 0, 1, 0], SAGITTAL, [1, 0, 0, 0, 0, -1]]
    series(tmp_path / "in", slices=3, ImageOrientationPatient=lambda n: planes[n])
    found = scan([tmp_path])
    assert found.candidates == ()
    assert "different planes, as in a localizer" in lines(found)["in"]


def test_a_missing_slice_is_not_hidden_by_a_scout(series: Writer, tmp_path: Path) -> None:
    files = series(tmp_path / "in")
    stray(files, "ref", ImageOrientationPatient=SAGITTAL)
    files[3].unlink()
    found = scan([tmp_path])
    assert found.candidates == ()
    assert "1 slice is missing" in lines(found)["in"]
    assert "another plane" in lines(found)["ref"]


def test_every_second_slice_in_another_plane_is_no_volume(series: Writer, tmp_path: Path) -> None:
    series(
        tmp_path / "in",
        slices=12,
        SpacingBetweenSlices="4",
        PixelSpacing=lambda n: [0.7, 0.6 + 0.1 * (n % 2)],
    )
    found = scan([tmp_path])
    assert found.candidates == ()
    assert "different pixel spacings" in lines(found)["in"]


def test_a_mosaic_is_called_a_mosaic(series: Writer, tmp_path: Path) -> None:
    mosaic = ["ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC"]
    files = series(tmp_path / "a", ImageType=mosaic)
    found = scan([tmp_path / "a"])
    assert found.candidates == ()
    assert "mosaics" in lines(found)["a"] and "enhanced" in lines(found)["a"]
    files = series(tmp_path / "b")
    stray(files, "tiles", ImageType=mosaic, ImageOrientationPatient=SAGITTAL)
    found = scan([tmp_path / "b"])
    assert [c.grid.size[0] for c in found.candidates] == [6]
    assert "mosaic" in lines(found)["tiles"]
