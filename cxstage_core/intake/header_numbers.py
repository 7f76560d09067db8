"""Numbers of a DICOM header that place and scale an image: how many, finite, and possible.

A number with the wrong type or multiplicity is refused by the name of its attribute; an absent one raises
`KeyError`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cxstage_core.errors import IntakeError
from cxstage_core.imaging.grid import Triple
from cxstage_core.intake.decoding.numbers import usable_place, usable_scale, usable_spacing

_LONGEST_COSINE = 1.01
"""Greatest number that rounding can make of a direction cosine."""


def placed(
    header: Mapping[str, Any], file: Path
) -> tuple[Triple, tuple[float, ...], tuple[float, float]]:
    """Position (LPS mm), orientation (six cosines) and pixel spacing (mm) of one frame.

    Raises:
        IntakeError: one of them cannot be that of an image.
        KeyError: one of them is absent.
    """
    x, y, z = _numbers(header, "ImagePositionPatient", 3, file)
    if not usable_place((x, y, z)):
        raise unusable(header, "ImagePositionPatient", file)
    orientation = _numbers(header, "ImageOrientationPatient", 6, file)
    if not all(abs(v) <= _LONGEST_COSINE for v in orientation):
        raise unusable(header, "ImageOrientationPatient", file)
    between_rows, between_columns = _numbers(header, "PixelSpacing", 2, file)
    if not usable_spacing((between_rows, between_columns)):
        raise unusable(header, "PixelSpacing", file)
    return (x, y, z), orientation, (between_rows, between_columns)


def scaled(header: Mapping[str, Any], file: Path) -> tuple[float, float]:
    """Slope and intercept of one frame; 1 and 0 where the header has none.

    Raises:
        IntakeError: they cannot turn stored values into measurements.
    """
    slope = _one(header, "RescaleSlope", 1.0, file)
    intercept = _one(header, "RescaleIntercept", 0.0, file)
    if not usable_scale(slope, 0.0):
        raise unusable(header, "RescaleSlope", file)
    if not usable_scale(slope, intercept):
        raise unusable(header, "RescaleIntercept", file)
    return slope, intercept


def unusable(header: Mapping[str, Any], keyword: str, file: Path) -> IntakeError:
    """Return the refusal of a header with an impossible value, which it shows."""
    return IntakeError(
        "The {name} of this image is {found}; no image can have that.",
        remedy="Export the series again from the scanner or the archive.",
        file=file,
        name=re.sub(r"(?<=[a-z])(?=[A-Z])", " ", keyword),
        found=_shown(header[keyword]),
    )


def _shown(value: Any) -> str:
    """A numeric value as short text; anything else, which may name a patient, as "?"."""
    if isinstance(value, str | float | int):
        try:
            return f"{float(value):g}"
        except ValueError:
            return "?"
    try:
        return " × ".join(_shown(float(one)) for one in value)
    except (TypeError, ValueError, OverflowError):
        return "?"


def _one(header: Mapping[str, Any], keyword: str, default: float, file: Path) -> float:
    value = header.get(keyword)
    if value is None or (isinstance(value, str) and not value.strip()):
        return default
    return _numbers(header, keyword, 1, file)[0]


def _numbers(header: Mapping[str, Any], keyword: str, count: int, file: Path) -> tuple[float, ...]:
    value = header[keyword]
    several = isinstance(value, Iterable) and not isinstance(value, str | bytes)
    try:
        found = tuple(float(v) for v in (value if several else (value,)))
    except (TypeError, ValueError, OverflowError) as error:
        raise unusable(header, keyword, file) from error
    if len(found) != count:
        raise unusable(header, keyword, file)
    return found
