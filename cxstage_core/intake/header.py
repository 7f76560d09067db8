"""Read one DICOM file's header into frames with a place in the world.

Files are hostile until checked: nothing is decompressed here, values longer than 4 kB are not read,
and every refusal is an `IntakeError` with one sentence.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from pydicom.dataset import Dataset
from pydicom.uid import UID

from cxstage_core.errors import IntakeError
from cxstage_core.imaging.grid import Triple
from cxstage_core.intake.allow_list import NUMBERS, WORDS
from cxstage_core.intake.diffusion import PRIVATE_TAGS, b_value
from cxstage_core.intake.header_checks import LAYOUT, check_pixel_layout, check_scale_and_spacing
from cxstage_core.intake.volume_fields import COMPONENT_TAG, FIELDS, private_component

_DEFLATED = b"1.2.840.10008.1.2.1.99"
_MR = "1.2.840.10008.5.1.4.1.1.4"
_ENHANCED = ("1.2.840.10008.5.1.4.1.1.4.1", "1.2.840.10008.5.1.4.1.1.4.4")
_LARGEST = 1 << 30
"""Bytes of pixels of one file beyond which no MR image goes."""
_UNDEFINED = 0xFFFFFFFF
_META = 1 << 16
_DENSEST = 400
"""Declared pixel bytes per byte of file beyond which no real compressed MR image goes."""

_WANTED = [
    "SOPClassUID", "SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID", "FrameOfReferenceUID",
    "PatientID", "Modality", "SeriesDescription", "SeriesNumber", "Manufacturer", "BurnedInAnnotation",
    "ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "Rows", "Columns",
    "NumberOfFrames", "SamplesPerPixel", "PhotometricInterpretation", "BitsAllocated", "BitsStored",
    "HighBit", "PixelRepresentation", "RescaleSlope", "RescaleIntercept", "PixelData", "SequenceName",
    "TemporalPositionIdentifier", "AcquisitionNumber", "InstanceNumber", "TriggerTime",
    "DiffusionGradientOrientation", "LossyImageCompression", "ContrastBolusAgent",
    "SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence", "SpecificCharacterSet",
    *NUMBERS, *WORDS,
]  # fmt: skip
_WANTED += [keyword for keyword in FIELDS if keyword not in _WANTED]
_PRIVATE = (*PRIVATE_TAGS, COMPONENT_TAG)


@dataclass(frozen=True, slots=True)
class Frame:
    """One slice image of a file.

    Args:
        number: 0-based frame in its file.
        position: centre of the first pixel, LPS mm.
        orientation: six numbers, along a row then down a column, LPS.
        spacing: mm between rows, between columns.
        header: keyword to value of what grouping and the allow-list look at.
    """

    file: Path
    number: int
    frames: int
    rows: int
    columns: int
    position: Triple
    orientation: tuple[float, ...]
    spacing: tuple[float, float]
    slope: float
    intercept: float
    dtype: str
    stored_bits: int
    compressed: bool
    offset: int
    uid: str = field(repr=False)
    header: Mapping[str, Any] = field(repr=False)


def looks_like_dicom(file: Path) -> bool:
    """Return True if the file has the DICOM mark or begins with a plausible element."""
    with file.open("rb") as stream:
        head = stream.read(132)
    return head[128:132] == b"DICM" or head[:2] in (b"\x08\x00", b"\x02\x00", b"\x00\x08")


def read_frames(file: Path) -> list[Frame]:
    """Read all frames of an MR file.

    Raises:
        IntakeError: no MR image, or one whose header cannot be trusted.
    """
    try:
        with _no_warnings():
            dataset = _read(file)
            _check_kind(dataset, file)
            return _frames(dataset, file)
    except (IntakeError, OSError):
        raise
    except Exception as error:  # a damaged header fails in pydicom in more ways than can be listed
        raise IntakeError(
            "The header of this file is incomplete or damaged.",
            remedy="Export the series again from the scanner or the archive.",
            file=file,
        ) from error


SeriesKey = tuple[str, str, str]


def series_of(file: Path) -> SeriesKey | None:
    """The series of which a refused file may hold a slice; None if it cannot hold one, or the UIDs are lost.

    Raw data, presentation states, reports and colour pictures carry the UID of a series without being
    slices of it.
    """
    try:
        with _no_warnings():
            dataset = _read(file, pixels=False)
            return series_key(dataset) if _may_be_slice(dataset) else None
    except Exception:  # noqa: BLE001 - as in `read_frames`; the file has its refusal already
        return None


def _may_be_slice(dataset: Dataset) -> bool:
    if str(dataset.get("SamplesPerPixel") or 1) == "3":
        return False  # colour
    image = "Rows" in dataset and "ImagePositionPatient" in dataset
    return image or dataset.get("SOPClassUID") in (None, "", _MR, *_ENHANCED)


def series_key(header: Mapping[str, Any] | Dataset) -> SeriesKey:
    """Patient, study and series of an image; images with the same key form a series."""
    principal, study, series = (
        str(header.get(keyword) or "")
        for keyword in ("PatientID", "StudyInstanceUID", "SeriesInstanceUID")
    )
    return principal, study, series


def _read(file: Path, *, pixels: bool = True) -> Dataset:
    with file.open("rb") as stream:
        if _DEFLATED in stream.read(_META):
            raise IntakeError(
                "The file is a deflated DICOM file, which can unpack to any size.",
                remedy="Export the series uncompressed.",
                file=file,
            )
    wanted: list[Any] = [*_WANTED, *_PRIVATE]
    return pydicom.dcmread(
        file, defer_size=4096, specific_tags=wanted, force=True, stop_before_pixels=not pixels
    )


@contextmanager
def _no_warnings() -> Iterator[None]:
    """Silence pydicom's warnings of malformed values; values are converted when they are used."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _check_kind(dataset: Dataset, file: Path) -> None:
    if "SOPClassUID" not in dataset or "Rows" not in dataset:
        if "SOPClassUID" in dataset:
            raise IntakeError(
                "The file holds no image; it is of the kind “{kind}”.",
                kind=_kind(dataset),
                file=file,
            )
        if "Rows" in _read(file, pixels=False):
            raise IntakeError(
                "The pixels are cut off or damaged.", remedy="Copy or export the file again.", file=file
            )
        raise IntakeError("Not a readable DICOM image.", remedy="Leave it out.", file=file)
    if dataset.SOPClassUID not in (_MR, *_ENHANCED):
        raise IntakeError(
            "The file is of the kind “{kind}”; only MR images are imported.",
            kind=_kind(dataset),
            file=file,
        )
    if str(dataset.get("BurnedInAnnotation", "")).upper() == "YES":
        raise IntakeError(
            "The image has text burned into its pixels, which may name the patient.",
            remedy="Export the series without annotations.",
            file=file,
        )
    grey = str(dataset.get("PhotometricInterpretation", ""))
    if grey != "MONOCHROME2" or int(dataset.get("SamplesPerPixel") or 1) != 1:
        raise IntakeError(
            "Unsupported photometric interpretation {found}; MONOCHROME2 is required.",
            found=grey or "?",
            file=file,
        )
    stored = int(dataset.get("BitsStored") or 0)
    high = int(dataset.get("HighBit", stored - 1))
    if stored and high != stored - 1:  # PS3.5 8.1.1; decoders mask the wrong end without a word
        raise IntakeError(
            "The pixel values lie in unusual bits (High Bit {high} with {stored} bits stored).",
            remedy="Export the series again from the PACS, or convert it to a standard pixel layout.",
            high=high,
            stored=stored,
            file=file,
        )


def _kind(dataset: Dataset) -> str:
    name = UID(str(dataset.SOPClassUID)).name
    return name.replace(" Storage", "") if name and not name[0].isdigit() else "an unknown object"


def _frames(dataset: Dataset, file: Path) -> list[Frame]:
    check_pixel_layout({keyword: dataset.get(keyword) for keyword in LAYOUT}, file)
    frames = int(dataset.get("NumberOfFrames") or 1)
    rows, columns, bits = int(dataset.Rows), int(dataset.Columns), int(dataset.BitsAllocated)
    if min(rows, columns, frames) < 1:
        raise ValueError("impossible image size")
    meta = getattr(dataset, "file_meta", None)
    syntax = UID(str(meta.get("TransferSyntaxUID") or "")) if meta is not None else UID("")
    compressed = bool(syntax) and syntax.is_compressed
    raw: Any = dataset.get_item("PixelData", keep_deferred=True) if "PixelData" in dataset else None
    _check_size(file, rows * columns * frames * bits // 8, raw, compressed)
    little = dataset.original_encoding[1] is not False
    kind = "i" if int(dataset.get("PixelRepresentation") or 0) else "u"
    groups = _groups(dataset, frames)
    common = {key: dataset.get(key) for key in _WANTED if key in dataset and key != "PixelData"}
    private = {tag: dataset[tag].value for tag in _PRIVATE if tag in dataset}
    found = []
    for number, group in enumerate(groups):
        get = {**common, **group}
        if (strength := b_value(get, private)) is not None:
            get["DiffusionBValue"] = strength
        if (shown := private_component(get, private)) is not None:
            get.setdefault("ComplexImageComponent", shown)
        check_scale_and_spacing(get, file)
        found.append(
            Frame(
                file, number, frames, rows, columns,
                _triple(get["ImagePositionPatient"]),
                tuple(float(v) for v in get["ImageOrientationPatient"]),
                (float(get["PixelSpacing"][0]), float(get["PixelSpacing"][1])),
                _scale(get.get("RescaleSlope")),
                float(get.get("RescaleIntercept") or 0.0),
                f"{'<' if little else '>'}{kind}{bits // 8}",
                int(dataset.BitsStored),
                compressed or bits == 32,
                int(raw.value_tell),
                str(dataset.get("SOPInstanceUID", "")),
                {k: v for k, v in get.items() if not k.endswith("Sequence")},
            )
        )  # fmt: skip
        if not np.all(np.isfinite((*found[-1].position, *found[-1].orientation, found[-1].slope))):
            raise ValueError("numbers that are not finite")
    return found


def _check_size(file: Path, declared: int, raw: Any, compressed: bool) -> None:
    if raw is None:
        raise IntakeError("The file has a header but no pixels.", remedy="Export it again.", file=file)
    size = file.stat().st_size
    if declared > _LARGEST or (compressed and declared > _DENSEST * size):
        raise IntakeError(
            "The header declares far more pixels than the file can hold.",
            remedy="Leave the file out; it was not made by a scanner.",
            file=file,
        )
    if not compressed and raw.length == _UNDEFINED:
        raise IntakeError(
            "The compression of the pixels is not declared.",
            remedy="Export the series uncompressed.",
            file=file,
        )
    if not compressed and (raw.length < declared or raw.value_tell + declared > size):
        raise IntakeError(
            "The pixels are cut off: {have} of {want} bytes are there.",
            remedy="Copy or export the file again.",
            have=max(0, min(raw.length, size - raw.value_tell)),
            want=declared,
            file=file,
        )


def _groups(dataset: Dataset, frames: int) -> list[dict[str, Any]]:
    """Per-frame values of an enhanced image; one empty group for a classic one."""
    if dataset.SOPClassUID not in _ENHANCED:
        if frames != 1:
            raise ValueError("a classic MR image has one frame")
        return [{}]
    if not dataset.get("PerFrameFunctionalGroupsSequence"):
        raise IntakeError("The positions of the frames are missing in this multi-frame image.")
    shared: dict[str, Any] = {}
    if dataset.get("SharedFunctionalGroupsSequence"):
        shared = _flat(dataset.SharedFunctionalGroupsSequence[0])
    per_frame = [{**shared, **_flat(item)} for item in dataset.PerFrameFunctionalGroupsSequence]
    if len(per_frame) != frames:
        raise ValueError("frames and functional groups differ in number")
    return per_frame


def _flat(item: Dataset) -> dict[str, Any]:
    """The values of all functional groups of one frame, by keyword."""
    found: dict[str, Any] = {}
    for element in item:
        if element.VR == "SQ" and element.value and not element.tag.is_private:
            for inner in element.value[0]:
                if inner.keyword and inner.VR != "SQ":
                    found[inner.keyword] = inner.value
                elif inner.keyword == "DiffusionGradientDirectionSequence" and inner.value:
                    direction = inner.value[0].get("DiffusionGradientOrientation")
                    found["DiffusionGradientOrientation"] = direction
    if "EffectiveEchoTime" in found:
        found.setdefault("EchoTime", found["EffectiveEchoTime"])
    if "FrameType" in found:
        found["ImageType"] = found["FrameType"]
    return found


def _triple(values: Any) -> Triple:
    x, y, z = (float(v) for v in values)
    return (x, y, z)


def _scale(slope: Any) -> float:
    return 1.0 if slope is None else float(slope)
