"""Read one DICOM file's header into frames with a place in the world.

Files are hostile until checked: headers are read in the process that decodes, nothing is decompressed
here, values longer than 4 kB are not read, and every refusal is an `IntakeError` with one sentence.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import CxStageError, IntakeError
from cxstage_core.imaging.grid import Triple
from cxstage_core.intake.allow_list import NUMBERS, WORDS
from cxstage_core.intake.decoding.client import decoder
from cxstage_core.intake.decoding.codestream_headers import Declared, check_codestreams
from cxstage_core.intake.decoding.limits import LARGEST_FILE
from cxstage_core.intake.decoding.messages import Refusal
from cxstage_core.intake.diffusion import PRIVATE_TAGS, b_value
from cxstage_core.intake.header_checks import LAYOUT, check_pixel_layout
from cxstage_core.intake.header_numbers import placed, scaled
from cxstage_core.intake.volume_fields import COMPONENT_TAG, FIELDS, private_component

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_DEFLATED = b"1.2.840.10008.1.2.1.99"
_MR = "1.2.840.10008.5.1.4.1.1.4"
_ENHANCED = ("1.2.840.10008.5.1.4.1.1.4.1", "1.2.840.10008.5.1.4.1.1.4.4")
_UNDEFINED = 0xFFFFFFFF
_META = 1 << 16
_TOGETHER = 32
"""Files whose headers are read in one request."""
_DENSEST = 400
"""Declared pixel bytes per byte of file beyond which no real compressed MR image goes."""

_WANTED = [
    "SOPClassUID", "SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID", "FrameOfReferenceUID",
    "PatientID", "PatientBirthDate", "Modality", "SeriesDescription", "SeriesNumber", "Manufacturer", "BurnedInAnnotation",
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


def _plain(value: Any) -> Any:
    """A value of a header without the types of the library that read it."""
    if value is None or isinstance(value, bool):
        return value
    for kind in (int, float, str):
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_plain(v) for v in value]
    return str(value)


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
    found: list[Frame] = decoder().ask("frames", file, work_bytes=file.stat().st_size)
    return [replace(frame, file=file) for frame in found]


class FramesAhead:
    """Reads the headers of many files, several in one request to the process that decodes.

    Args:
        files: in the order in which they will be asked for.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._places = {file: place for place, file in enumerate(files)}
        self._files = tuple(files)
        self._read: dict[Path, list[Frame] | Refusal] = {}

    def __call__(self, file: Path) -> list[Frame]:
        """Answer as `read_frames`.

        Raises:
            IntakeError: no MR image, or one whose header cannot be trusted.
        """
        if file not in self._read and file in self._places:
            self._read = self._of_several(self._files[self._places[file] :][:_TOGETHER])
        found = self._read.pop(file, None)
        if found is None:
            return read_frames(file)
        if isinstance(found, Refusal):
            raise found.error()
        return found

    def _of_several(self, files: Sequence[Path]) -> dict[Path, list[Frame] | Refusal]:
        wanted = [file for file in files if _size(file) and looks_like_dicom(file)]
        if len(wanted) < 2:
            return {}
        try:
            answers = decoder().ask(
                "frames of several",
                wanted[0],
                [file.absolute() for file in wanted],
                work_bytes=sum(_size(file) for file in wanted),
            )
        except (CxStageError, OSError):  # one by one, so that one of them takes the blame
            return {}
        read = zip(wanted, answers, strict=True)
        return {
            file: replace(found, file=file)
            if isinstance(found, Refusal)
            else [replace(frame, file=file) for frame in found]
            for file, found in read
            if found is not None
        }


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def frames_of_files(_: Path, files: Sequence[Path]) -> list[list[Frame] | Refusal | None]:
    """Answer `FramesAhead`, in the process that decodes; None for files that cannot be opened."""
    found: list[list[Frame] | Refusal | None] = []
    for file in files:
        try:
            found.append(frames_of_file(file))
        except IntakeError as error:
            found.append(Refusal.of(error))
        except OSError:
            found.append(None)
    return found


def frames_of_file(file: Path) -> list[Frame]:
    """Answer `read_frames`, in the process that decodes."""
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
    with suppress(CxStageError, OSError):  # the file has its refusal already
        found: SeriesKey | None = decoder().ask("series of", file, work_bytes=file.stat().st_size)
        return found
    return None


def series_of_file(file: Path) -> SeriesKey | None:
    """Answer `series_of`, in the process that decodes."""
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
    import pydicom

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
    from pydicom.uid import UID

    name = UID(str(dataset.SOPClassUID)).name
    return name.replace(" Storage", "") if name and not name[0].isdigit() else "an unknown object"


def _frames(dataset: Dataset, file: Path) -> list[Frame]:
    from pydicom.uid import UID

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
    if compressed:
        check_codestreams(file, int(raw.value_tell), str(syntax), Declared(frames, rows, columns, bits))
    little = dataset.original_encoding[1] is not False
    kind = "i" if int(dataset.get("PixelRepresentation") or 0) else "u"
    groups = _groups(dataset, frames)
    # What is stated frame by frame is unknown, not that of the file, where one frame does not state it.
    own = {"PixelData"}.union(*groups)
    common = {key: dataset.get(key) for key in _WANTED if key in dataset and key not in own}
    private = {tag: dataset[tag].value for tag in _PRIVATE if tag in dataset}
    found = []
    for number, group in enumerate(groups):
        get = {**common, **group}
        if (strength := b_value(get, private)) is not None:
            get["DiffusionBValue"] = strength
        if (shown := private_component(get, private)) is not None:
            get.setdefault("ComplexImageComponent", shown)
        found.append(
            Frame(
                file, number, frames, rows, columns,
                *placed(get, file),
                *scaled(get, file),
                f"{'<' if little else '>'}{kind}{bits // 8}",
                int(dataset.BitsStored),
                compressed or bits == 32,
                int(raw.value_tell),
                str(dataset.get("SOPInstanceUID", "")),
                {k: _plain(v) for k, v in get.items() if not k.endswith("Sequence")},
            )
        )  # fmt: skip
    return found


def _check_size(file: Path, declared: int, raw: Any, compressed: bool) -> None:
    if raw is None:
        raise IntakeError("The file has a header but no pixels.", remedy="Export it again.", file=file)
    size = file.stat().st_size
    if declared > LARGEST_FILE or (compressed and declared > _DENSEST * size):
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
    if not compressed and _pixels_beyond(file, raw, declared):
        raise IntakeError(
            "The pixels contradict the header: {have} bytes are there, and the size in the header needs {want}.",
            remedy="Export the file again; its Rows, Columns or Number of Frames were changed.",
            have=raw.length,
            want=declared,
            file=file,
        )


def _pixels_beyond(file: Path, raw: Any, declared: int) -> bool:
    """Return True if there are more pixels than declared; padding has one value, and a single byte is padding."""
    beyond = min(int(raw.length) - declared, _META)
    if beyond < 2:
        return False
    with file.open("rb") as stream:
        stream.seek(int(raw.value_tell) + declared)
        return len(set(stream.read(beyond))) > 1


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
