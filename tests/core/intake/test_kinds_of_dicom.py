"""Every way in which a scanner or an archive writes the same images gives the same volume."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import (
    EnhancedMRImageStorage,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    RLELossless,
    generate_uid,
)
from scipy.spatial.transform import Rotation

from cxstage_core.cohort import Cohort
from cxstage_core.imaging import Mask, Volume
from cxstage_core.intake import import_series, read_mask, scan, write_mask

Writer = Callable[..., list[Path]]


def only_volume(folder: Path) -> Volume:
    """The one volume of a folder without refusals."""
    found = scan([folder])
    assert found.rejections == ()
    (candidate,) = found.candidates
    return candidate.load()


def rewrite(files: list[Path], change: Callable[[Dataset], None]) -> None:
    """Change files in place."""
    for file in files:
        dataset = pydicom.dcmread(file)
        change(dataset)
        pydicom.dcmwrite(file, dataset, enforce_file_format=True)


@pytest.mark.parametrize("order", range(3))
def test_shuffled_renamed_and_renumbered_files(series: Writer, tmp_path: Path, order: int) -> None:
    files = series(tmp_path / "in")
    wanted = only_volume(tmp_path / "in")
    random.Random(order).shuffle(files)
    for number, file in enumerate(files):
        folder = tmp_path / "other" / ("a" if number % 2 else "b/c")
        folder.mkdir(parents=True, exist_ok=True)
        dataset = pydicom.dcmread(file)
        dataset.InstanceNumber = 1000 - number
        pydicom.dcmwrite(folder / f"{number}.jpg", dataset, enforce_file_format=True)
    found = only_volume(tmp_path / "other")
    np.testing.assert_array_equal(found.array, wanted.array)
    assert found.grid == wanted.grid


@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("kind", ["implicit", "big endian", "RLE", "no preamble", "padded"])
def test_transfer_syntaxes_agree(series: Writer, tmp_path: Path, kind: str, scaled: bool) -> None:
    scale = {"RescaleSlope": "0.37", "RescaleIntercept": "-12.5"} if scaled else {}
    files = series(tmp_path / "in", **scale)
    wanted = only_volume(tmp_path / "in")
    for file in files:
        dataset = pydicom.dcmread(file)
        if kind == "RLE":
            dataset.compress(RLELossless, generate_instance_uid=False)
        elif kind == "implicit":
            dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
        elif kind == "big endian":
            dataset.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
            dataset.PixelData = np.frombuffer(dataset.PixelData, "<u2").astype(">u2").tobytes()
        elif kind == "padded":
            dataset.PixelData += bytes(128)
        if kind == "no preamble":
            dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
            pydicom.dcmwrite(file, dataset, enforce_file_format=True)
            content = file.read_bytes()
            group = content.index(b"\x08\x00\x05\x00", 132)
            file.write_bytes(content[group:])
        else:
            little, implicit = kind != "big endian", kind == "implicit"
            pydicom.dcmwrite(
                file, dataset, little_endian=None if kind == "RLE" else little,
                implicit_vr=None if kind == "RLE" else implicit, enforce_file_format=kind == "RLE",
            )  # fmt: skip
    found = only_volume(tmp_path / "in")
    assert found.array.dtype == wanted.array.dtype == (np.float32 if scaled else np.uint16)
    np.testing.assert_array_equal(found.array, wanted.array)
    assert found.grid == wanted.grid


def test_numbers_stay_as_the_scanner_stored_them(series: Writer, tmp_path: Path) -> None:
    stored = np.random.default_rng(4).integers(-2000, 2000, (6, 10, 12)).astype("<i2")
    series(
        tmp_path / "in",
        PixelRepresentation=1,
        BitsStored=16,
        HighBit=15,
        PixelData=lambda n: stored[n].tobytes(),
    )
    found = only_volume(tmp_path / "in").array
    assert found.dtype == np.int16
    np.testing.assert_array_equal(found, stored)


@pytest.mark.parametrize(("stored", "high"), [(12, 15), (12, 12), (16, 11)])
def test_values_in_unusual_bits_are_refused(
    series: Writer, tmp_path: Path, stored: int, high: int
) -> None:
    """Read from the low bits, values in bits 15 to 4 would be a scrambled picture (DICOM PS3.5 8.1.1)."""
    series(tmp_path / "in", BitsStored=stored, HighBit=high)
    found = scan([tmp_path / "in"])
    assert not found.candidates
    (line,) = {str(one.reason) for one in found.rejections}
    assert f"High Bit {high} with {stored} bits stored" in line


def test_bits_above_the_stored_ones_are_no_signal(series: Writer, tmp_path: Path) -> None:
    stored = np.random.default_rng(4).integers(0, 4096, (6, 10, 12)).astype("<u2")
    series(tmp_path / "in", PixelData=lambda n: (stored[n] | 0xF000).tobytes())
    np.testing.assert_array_equal(only_volume(tmp_path / "in").array, stored)


def test_an_enhanced_file_equals_its_single_slices(series: Writer, tmp_path: Path) -> None:
    files = series(tmp_path / "in", slices=5)
    wanted = only_volume(tmp_path / "in")
    slices = sorted((pydicom.dcmread(f) for f in files), key=lambda d: float(d.ImagePositionPatient[2]))
    random.Random(1).shuffle(slices)
    enhanced = pydicom.dcmread(files[0])
    enhanced.SOPClassUID = enhanced.file_meta.MediaStorageSOPClassUID = EnhancedMRImageStorage
    enhanced.SeriesInstanceUID, enhanced.NumberOfFrames = generate_uid(), len(slices)
    for keyword in ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing"):
        delattr(enhanced, keyword)
    enhanced.PixelData = b"".join(d.PixelData for d in slices)
    shared, measures, plane = Dataset(), Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness = [0.7, 0.6], "4"
    plane.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    shared.PixelMeasuresSequence, shared.PlaneOrientationSequence = [measures], [plane]
    enhanced.SharedFunctionalGroupsSequence = [shared]
    groups = []
    for one in slices:
        group, place, echo = Dataset(), Dataset(), Dataset()
        place.ImagePositionPatient, echo.EffectiveEchoTime = one.ImagePositionPatient, 97.0
        group.PlanePositionSequence, group.MREchoSequence = [place], [echo]
        groups.append(group)
    enhanced.PerFrameFunctionalGroupsSequence = groups
    pydicom.dcmwrite(tmp_path / "one", enhanced, enforce_file_format=True)
    found = only_volume(tmp_path / "one")
    np.testing.assert_array_equal(found.array, wanted.array)
    assert found.grid == wanted.grid


PRIVATE_B = {
    "SIEMENS": (0x0019, "SIEMENS MR HEADER", 0x0C, "IS", str),
    "GE MEDICAL SYSTEMS": (
        0x0043,
        "GEMS_PARM_01",
        0x39,
        "IS",
        lambda b: [str(10**9 + b), "8", "0", "0"],
    ),
    "Philips": (0x2001, "Philips Imaging DD 001", 0x03, "FL", float),
}


@pytest.mark.parametrize("maker", [*PRIVATE_B, "by name"])
def test_b_values_of_every_maker_split_a_series(series: Writer, tmp_path: Path, maker: str) -> None:
    strengths = [50, 1000]
    files = series(
        tmp_path / "in",
        slices=8,
        ImagePositionPatient=lambda n: [0, 0, 4.0 * (n // 2)],
        Manufacturer=maker,
        SeriesDescription="ep2d_diff_tra",
    )
    for number, file in enumerate(files):
        dataset = pydicom.dcmread(file)
        strength = strengths[number % 2]
        if maker == "by name":
            dataset.SequenceName = f"*ep_b{strength}t"
        else:
            group, creator, element, vr, value = PRIVATE_B[maker]
            block = dataset.private_block(group, creator, create=True)
            block.add_new(element, vr, value(strength))
        pydicom.dcmwrite(file, dataset, enforce_file_format=True)
    found = scan([tmp_path / "in"])
    assert found.rejections == ()
    assert [c.info.tags["DiffusionBValue"] for c in found.candidates] == [50.0, 1000.0]
    assert [c.info.sequence for c in found.candidates] == ["DWI", "DWI"]
    assert all("s/mm²" in c.info.notes[0] for c in found.candidates)


def test_a_broken_volume_of_a_series_spares_its_neighbours(series: Writer, tmp_path: Path) -> None:
    files = series(
        tmp_path / "in",
        slices=12,
        ImagePositionPatient=lambda n: [0, 0, 4.0 * (n // 2)],
        DiffusionBValue=lambda n: float([50, 800][n % 2]),
    )
    files[5].unlink()
    found = scan([tmp_path / "in"])
    assert [c.info.tags["DiffusionBValue"] for c in found.candidates] == [50.0]
    (refusal,) = found.rejections
    assert "b = 800 s/mm²" in str(refusal.reason)
    assert "between the slices at 4.0 mm and 12.0 mm" in str(refusal.reason)


@pytest.mark.parametrize("new_number", [False, True])
def test_copies_are_taken_once(series: Writer, tmp_path: Path, new_number: bool) -> None:
    files = series(tmp_path / "in")
    wanted = only_volume(tmp_path / "in")
    for file in files[:3]:
        dataset = pydicom.dcmread(file)
        if new_number:
            dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        pydicom.dcmwrite(file.with_name(f"copy {file.name}"), dataset, enforce_file_format=True)
    (candidate,) = scan([tmp_path / "in"]).candidates
    np.testing.assert_array_equal(candidate.load().array, wanted.array)
    assert candidate.info.notes == ("3 images were there twice and were taken once.",)


def test_two_different_images_of_one_number_are_refused(series: Writer, tmp_path: Path) -> None:
    files = series(tmp_path / "in")
    dataset = pydicom.dcmread(files[1])
    dataset.PixelData = bytes(len(dataset.PixelData))
    pydicom.dcmwrite(tmp_path / "in" / "edited", dataset, enforce_file_format=True)
    (refusal,) = scan([tmp_path / "in"]).rejections
    assert "carry the same identification" in str(refusal.reason)


def test_every_second_slice_missing_is_declared(series: Writer, tmp_path: Path) -> None:
    files = series(tmp_path / "in", slices=9, SpacingBetweenSlices="4")
    for file in files[1::2]:
        file.unlink()
    (candidate,) = scan([tmp_path / "in"]).candidates
    assert candidate.grid.spacing[0] == pytest.approx(8.0)
    assert "8.0 mm apart, the scanner declares 4.0 mm" in candidate.info.notes[0]


def test_a_gap_between_slices_needs_no_note(series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "a", SpacingBetweenSlices="4", SliceThickness="3")
    series(tmp_path / "b", SpacingBetweenSlices="1", SliceThickness="3")  # some declare the gap alone
    notes = [n for c in scan([tmp_path / "a", tmp_path / "b"]).candidates for n in c.info.notes]
    assert [n for n in notes if "apart" in n] == []


def test_lossy_images_say_so(series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "in", LossyImageCompression="01")
    (candidate,) = scan([tmp_path / "in"]).candidates
    assert "with loss" in candidate.info.notes[0]


def test_images_without_an_id_take_the_given_one(series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "in", PatientID="")
    cohort = Cohort.create(tmp_path / "c")
    (outcome,) = import_series(cohort, [tmp_path / "in"], patient="H-77").series
    assert cohort.find_patient("H-77") == outcome.patient
    series(tmp_path / "known")
    (outcome,) = import_series(cohort, [tmp_path / "known"], patient="H-77").series
    assert "under two ids" in outcome.reason  # same pixels, and the file's own id is believed


@pytest.mark.parametrize("decimals", [3, 4, 6])
def test_directions_rounded_in_the_header_lose_no_outline(
    series: Writer, tmp_path: Path, decimals: int
) -> None:
    turned = Rotation.from_euler("xyz", [17, -23, 31], degrees=True).as_matrix()
    series(
        tmp_path / "in",
        ImageOrientationPatient=[float(v) for v in np.round(turned[:2], decimals).ravel()],
        ImagePositionPatient=lambda n: [round(float(v), 3) for v in 4 * n * turned[2] - 50],
        PixelSpacing=[0.6, 0.6],
        Rows=400,
        Columns=400,
        PixelData=lambda n: bytes([n]) * 320_000,
    )
    grid = only_volume(tmp_path / "in").grid
    mask = Mask.empty(grid)
    mask.array[2:4, 380:, 380:] = 1
    for suffix in (".nii.gz", ".nii", ".mha", ".nrrd"):
        write_mask(mask, tmp_path / f"roi{suffix}")
        back = read_mask(tmp_path / f"roi{suffix}")
        assert back.grid.close_to(grid, 1e-3)
        np.testing.assert_array_equal(back.array, mask.array)
