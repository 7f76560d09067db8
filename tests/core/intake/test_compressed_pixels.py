"""Compressed pixels are held against the DICOM header before a decoder believes them."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
import pytest
import SimpleITK as sitk
from pydicom.encaps import encapsulate, generate_frames
from pydicom.uid import JPEG2000Lossless, JPEGLosslessSV1, RLELossless

from cxstage_core.intake import scan

Writer = Callable[..., list[Path]]
ROWS, COLUMNS = 10, 12
KINDS = {"JPEG2000": JPEG2000Lossless, "JPEG": JPEGLosslessSV1, "RLE": RLELossless}


def codestream(file: Path, kind: str, scratch: Path) -> bytes:
    """The pixels of a plain DICOM file as the library compresses them."""
    dataset = pydicom.dcmread(file)
    if kind == "RLE":
        dataset.compress(RLELossless, generate_instance_uid=False)
    else:
        writer = sitk.ImageFileWriter()
        writer.SetFileName(str(scratch / "packed.dcm"))
        writer.SetUseCompression(True)
        writer.SetCompressor(kind)
        writer.Execute(sitk.GetImageFromArray(dataset.pixel_array[None].astype(np.uint16)))
        dataset = pydicom.dcmread(scratch / "packed.dcm")
        assert dataset.file_meta.TransferSyntaxUID == KINDS[kind]
    return next(iter(generate_frames(dataset.PixelData, number_of_frames=1)))


def compressed(
    folder: Path, series: Writer, kind: str, change: Callable[[bytes], bytes] = lambda raw: raw
) -> Path:
    """A series of compressed images; the third one is changed."""
    for number, file in enumerate(series(folder / "in", slices=4)):
        dataset = pydicom.dcmread(file)
        raw = codestream(file, kind, folder)
        dataset.PixelData = encapsulate([change(raw) if number == 2 else raw])
        dataset["PixelData"].is_undefined_length = True
        dataset.file_meta.TransferSyntaxUID = KINDS[kind]
        pydicom.dcmwrite(file, dataset, enforce_file_format=True)
    return folder / "in"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_compressed_pixels_are_read(tmp_path: Path, series: Writer, kind: str) -> None:
    plain = {
        tuple(d.ImagePositionPatient): d.pixel_array
        for d in map(pydicom.dcmread, series(tmp_path / "plain", slices=4))
    }
    (candidate,) = scan([compressed(tmp_path, series, kind)]).candidates
    wanted = np.stack([array for _, array in sorted(plain.items(), key=lambda item: item[0][2])])
    np.testing.assert_array_equal(candidate.load().array, wanted)


def at(place: int, form: str, *values: int) -> Callable[[bytes], bytes]:
    """Overwrite numbers after the header that states the size."""

    def change(raw: bytes) -> bytes:
        found = bytearray(raw)
        struct.pack_into(form, found, place, *values)
        return bytes(found)

    return change


def in_frame_header(offset: int, form: str, value: int) -> Callable[[bytes], bytes]:
    """Overwrite a number of a JPEG's frame header."""

    def change(raw: bytes) -> bytes:
        place = next(raw.find(bytes([0xFF, m])) for m in (0xC3, 0xC1, 0xC0) if bytes([0xFF, m]) in raw)
        return at(place + offset, form, value)(raw)

    return change


LIES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "JPEG 2000 too wide": ("JPEG2000", at(8, ">I", 40_000)),
    "JPEG 2000 too high": ("JPEG2000", at(12, ">I", 60_000)),
    "JPEG 2000 with a great tile": ("JPEG2000", at(24, ">2I", 1 << 24, 1 << 24)),
    "JPEG 2000 of tiny tiles": ("JPEG2000", at(8, ">6I", 40_000, 40_000, 0, 0, 1, 1)),
    "JPEG 2000 without a tile": ("JPEG2000", at(24, ">I", 0)),
    "JPEG 2000 in colour": ("JPEG2000", at(40, ">H", 3)),
    "JPEG 2000 of 38 bits": ("JPEG2000", at(42, ">B", 37)),
    "JPEG 2000 of every second pixel": ("JPEG2000", at(43, ">B", 2)),
    "JPEG too high": ("JPEG", in_frame_header(5, ">H", 60_000)),
    "JPEG too wide": ("JPEG", in_frame_header(7, ">H", 60_000)),
    "JPEG of an unknown height": ("JPEG", in_frame_header(5, ">H", 0)),
    "JPEG in colour": ("JPEG", in_frame_header(9, ">B", 3)),
    "JPEG of 40 bits": ("JPEG", in_frame_header(4, ">B", 40)),
    "RLE of fifteen segments": ("RLE", at(0, "<I", 15)),
    "RLE of 4 billion segments": ("RLE", at(0, "<I", 0xFFFFFFFF)),
    "RLE with a segment elsewhere": ("RLE", at(8, "<I", 0xFFFFFF00)),
    "RLE with a segment in its header": ("RLE", at(4, "<I", 0)),
    "no codestream at all": ("JPEG2000", lambda raw: bytes(len(raw))),
    "half a header": ("JPEG2000", lambda raw: raw[:30]),
}


@pytest.mark.parametrize("lie", sorted(LIES))
def test_a_codestream_that_contradicts_its_header(tmp_path: Path, series: Writer, lie: str) -> None:
    kind, change = LIES[lie]
    folder = compressed(tmp_path, series, kind, change)
    neighbour = series(tmp_path / "in" / "neighbour", SeriesDescription="t2 cor")
    found = scan([folder])
    assert [candidate.source for candidate in found.candidates] == [neighbour[0].parent]
    said = [str(r.reason) for r in found.rejections]
    assert sum("compressed pixels" in reason for reason in said) == 1, said


BAD = {
    "ImagePositionPatient": ([0.0, 0.0], [0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1e9]),
    "ImageOrientationPatient": ([1, 0, 0, 0, 1], [1, 0, 0, 0, 1, 0, 0, 0, 1], [9, 0, 0, 0, 9, 0]),
    "PixelSpacing": ([0.7], [0.7, 0.6, 0.5], [0.0, 0.6], [-0.7, 0.6], [0.7, 1e7], [1e-9, 0.7]),
    "RescaleSlope": ("0", "1e300", ["1", "2"]),
    "RescaleIntercept": ("1e300", ["1", "2"]),
    "BitsStored": (17,),
    "PixelRepresentation": (7,),
}


@pytest.mark.parametrize(
    ("keyword", "value"), [(keyword, value) for keyword, values in BAD.items() for value in values]
)
def test_a_number_of_the_header_that_cannot_be(
    tmp_path: Path, series: Writer, keyword: str, value: object
) -> None:
    also = {"HighBit": 16} if keyword == "BitsStored" else {}
    series(tmp_path / "bad", **{keyword: value, **also})
    neighbour = series(tmp_path / "good")
    found = scan([tmp_path])
    assert [candidate.source for candidate in found.candidates] == [neighbour[0].parent]
    (refusal,) = found.rejections
    words = "bits stored" if keyword == "BitsStored" else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", keyword)
    named = (f"The {words} of this image is", f"{words} in", f"({words} ")
    assert any(name in str(refusal.reason) for name in named), refusal.reason
