"""The header fields that can separate the volumes within one series, and what kind of pixels a frame has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import inf, isfinite, nan
from typing import Any

from cxstage_core.text import Text, text

FIELDS: Mapping[str, str] = {
    "DiffusionBValue": "Diffusion b-value",
    "SequenceName": "Sequence Name",
    "EchoTime": "Echo Time",
    "TemporalPositionIdentifier": "Temporal Position Identifier",
    "ImageType": "Image Type",
    "TemporalPositionIndex": "Temporal Position Index",
    "StackID": "Stack ID",
    "ComplexImageComponent": "Complex Image Component",
    "AcquisitionNumber": "Acquisition Number",
    "TriggerTime": "Trigger Time",
    "DiffusionGradientOrientation": "Diffusion Gradient Orientation",
    "EchoNumbers": "Echo Number(s)",
    "InversionTime": "Inversion Time",
    "FlipAngle": "Flip Angle",
    "RepetitionTime": "Repetition Time",
    "FrameAcquisitionNumber": "Frame Acquisition Number",
    "NumberOfAverages": "Number of Averages",
    "ContrastBolusAgent": "Contrast/Bolus Agent",
    "SliceThickness": "Slice Thickness",
    "SeriesNumber": "Series Number",
    "SeriesDescription": "Series Description",
    "AcquisitionDateTime": "Acquisition DateTime",
    "FrameAcquisitionDateTime": "Frame Acquisition DateTime",
    "AcquisitionTime": "Acquisition Time",
    "ContentTime": "Content Time",
    "FrameOfReferenceUID": "Frame of Reference UID",
}
"""Keyword to the name in the DICOM standard, the most reliable field first."""
FIRST_FIELDS = tuple(FIELDS)[: tuple(FIELDS).index("EchoNumbers")]
"""Fields that separate volumes by what they are; the later ones are tried when these do not suffice."""
ORDERED: Mapping[str, bool] = {
    "TemporalPositionIdentifier": False,
    "TemporalPositionIndex": False,
    "TriggerTime": False,
    "AcquisitionNumber": True,
    "FrameAcquisitionNumber": True,
    "AcquisitionDateTime": True,
    "FrameAcquisitionDateTime": True,
    "AcquisitionTime": True,
    "ContentTime": True,
}
"""Fields that grow from one volume to the next even if they differ from slice to slice, and whether a
volume must be finished before the next one begins."""

_CONTENTS = frozenset(
    {"ADC", "EADC", "TRACEW", "FA", "WATER", "FAT", "W", "F", "IN_PHASE", "OUT_PHASE", "OPP_PHASE", "IP", "OP"}
)  # fmt: skip
_COMPONENTS: Mapping[str, str] = {
    "M": "magnitude", "MAGNITUDE": "magnitude", "P": "phase", "PHASE": "phase", "PHASE MAP": "phase",
    "R": "real", "REAL": "real", "I": "imaginary", "IMAGINARY": "imaginary",
}  # fmt: skip
COMPONENT_TAG = 0x0043102F
_GE_COMPONENTS: Mapping[float, str] = {0: "MAGNITUDE", 1: "PHASE", 2: "REAL", 3: "IMAGINARY"}
_SAME_ECHO = 0.1
"""Share by which echo times of one volume may differ."""


def value_of(header: Mapping[str, Any], keyword: str) -> str:
    """The value of a field as text that is equal for equal values ("100" and "100.0")."""
    value = header.get(keyword)
    if value is None or value == "":
        return "None"
    try:
        return f"{float(value):.6f}" if keyword in _TIMES else f"{float(value):.10g}"
    except (TypeError, ValueError, OverflowError):
        return str(value)


_TIMES = {"AcquisitionDateTime", "FrameAcquisitionDateTime", "AcquisitionTime", "ContentTime"}


def number_of(header: Mapping[str, Any], keyword: str) -> float | None:
    """The value of a field as a finite number that grows with it, None where there is none."""
    value = header.get(keyword)
    try:
        number = nan if value is None or isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if isfinite(number) else None


def image_words(header: Mapping[str, Any]) -> tuple[str, ...]:
    """The words of the image type, in upper case."""
    value = header.get("ImageType")
    parts: Iterable[Any] = (
        () if value is None else value.split("\\") if isinstance(value, str) else value
    )
    return tuple(str(part).strip().upper() for part in parts)


def component(header: Mapping[str, Any]) -> str | None:
    """ "magnitude", "phase", "real" or "imaginary" image; None if the header does not name it."""
    named = _COMPONENTS.get(str(header.get("ComplexImageComponent") or "").strip().upper())
    if named:
        return named
    words = [word.split("_")[0] for word in image_words(header)[2:]]
    return next((_COMPONENTS[word] for word in words if word in _COMPONENTS), None)


def private_component(header: Mapping[str, Any], private: Mapping[int, Any]) -> str | None:
    """The component as GE writes it, in a private tag while the image type is the same for all."""
    if not str(header.get("Manufacturer") or "").upper().startswith("GE"):
        return None
    value = private.get(COMPONENT_TAG)
    if isinstance(value, bytes):
        value = int.from_bytes(value[:2], "little")
    number = number_of({"": value}, "")
    return _GE_COMPONENTS.get(number) if number is not None else None


def is_mosaic(header: Mapping[str, Any]) -> bool:
    """Whether the image holds all slices of a volume as tiles of one picture."""
    return "MOSAIC" in image_words(header)


def declared_distances(header: Mapping[str, Any]) -> tuple[float, ...]:
    """The slice distances (mm) that the header may mean; some scanners declare the gap only."""
    declared = number_of(header, "SpacingBetweenSlices")
    if declared is None or not 0 < declared < inf:
        return ()
    thickness = number_of(header, "SliceThickness") or 0.0
    return (declared, declared + thickness) if declared < 0.9 * thickness else (declared,)


def widest_declared(header: Mapping[str, Any]) -> float | None:
    """The largest slice distance (mm) that the header lets expect, None if it declares nothing."""
    thickness = number_of(header, "SliceThickness") or 0.0
    found = [mm for mm in (*declared_distances(header), thickness) if 0 < mm < inf]
    return max(found, default=None)


Kind = tuple[Any, ...]


def kind_of(header: Mapping[str, Any]) -> Kind:
    """What an image shows: component, content, b-value, echo time; None for what is not known."""
    return tuple(of(header) for of, _, _ in _KINDS)


def mixture(kinds: Iterable[Kind]) -> Text | None:
    """What is mixed in images that therefore cannot be one volume; None if nothing is.

    An absent value is unknown and never differs from another one.
    """
    columns = zip(*set(kinds), strict=True)
    for (_, differs, what), column in zip(_KINDS, columns, strict=True):
        if differs({value for value in column if value is not None}):
            return what
    return None


def _content(header: Mapping[str, Any]) -> tuple[str, ...] | None:
    words = image_words(header)
    return tuple(sorted(_CONTENTS & set(words))) if words else None


def _b_value(header: Mapping[str, Any]) -> float | None:
    return number_of(header, "DiffusionBValue")


def _echo(header: Mapping[str, Any]) -> float | None:
    echo = number_of(header, "EchoTime")
    return echo if echo is not None and echo > 0 else None


def _several(values: set[Any]) -> bool:
    return len(values) > 1


def _apart(values: set[Any]) -> bool:
    return bool(values) and max(values) > (1 + _SAME_ECHO) * min(values)


_KINDS: tuple[tuple[Callable[[Mapping[str, Any]], Any], Callable[[set[Any]], bool], Text], ...] = (
    (component, _several, text("magnitude and phase")),
    (_content, _several, text("kinds of image")),
    (_b_value, _several, text("b-values")),
    (_echo, _apart, text("echo times")),
)
