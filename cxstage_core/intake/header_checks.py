"""Refuse values of a header that contradict each other or cannot be, each with its own sentence."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from cxstage_core.errors import IntakeError

_ALLOCATED = (8, 16, 32)


LAYOUT = ("BitsAllocated", "BitsStored", "PixelRepresentation")
"""Keywords of the values that `check_pixel_layout` looks at."""


def check_pixel_layout(header: Mapping[str, Any], file: Path) -> None:
    """Refuse a pixel layout in which no decoder can find the values.

    Args:
        header: keyword to value, those of `LAYOUT`.

    Raises:
        IntakeError: bits allocated, bits stored or the sign contradict each other or are missing.
    """
    allocated, stored = _whole(header.get("BitsAllocated")), _whole(header.get("BitsStored"))
    if allocated not in _ALLOCATED:
        raise IntakeError(
            "The header declares pixels of {bits} bits (Bits Allocated); 8, 16 or 32 are read.",
            remedy="Export the series again from the scanner or the archive.",
            bits="?" if allocated is None else allocated,
            file=file,
        )
    if stored is None or not 1 <= stored <= allocated:
        raise IntakeError(
            "The header contradicts itself: {stored} bits stored in pixels of {bits} bits.",
            remedy="Export the series again from the scanner or the archive.",
            stored="?" if stored is None else stored,
            bits=allocated,
            file=file,
        )
    sign = header.get("PixelRepresentation")
    if sign not in (None, "") and _whole(sign) not in (0, 1):
        raise IntakeError(
            "The header does not declare whether pixel values have a sign (Pixel Representation {found}).",
            remedy="Export the series again from the scanner or the archive.",
            found=str(sign),
            file=file,
        )


def check_scale_and_spacing(header: Mapping[str, Any], file: Path) -> None:
    """Refuse a rescale that destroys the values, and pixels without a size.

    Raises:
        IntakeError: the slope is 0, or slope, intercept or pixel spacing is not one usable number.
    """
    slope, intercept = header.get("RescaleSlope"), header.get("RescaleIntercept")
    for name, value in (("Rescale Slope", slope), ("Rescale Intercept", intercept)):
        number = 1.0 if value in (None, "") else _number(value)
        if number is None or not isfinite(number) or (number == 0 and name == "Rescale Slope"):
            raise IntakeError(
                "The {name} of this image is {found}, so its values cannot be computed.",
                remedy="Export the series again from the scanner or the archive.",
                name=name,
                found=_shown(value),
                file=file,
            )
    spacing = header.get("PixelSpacing")
    if spacing is None:
        return
    found = [
        _number(value) for value in ([spacing] if isinstance(spacing, str | float | int) else spacing)
    ]
    if len(found) != 2 or not all(mm is not None and isfinite(mm) and mm > 0 for mm in found):
        raise IntakeError(
            "The Pixel Spacing of this image is {found}; both numbers must be above 0 mm.",
            remedy="Export the series again from the scanner or the archive.",
            found=_shown(spacing),
            file=file,
        )


def _whole(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _shown(value: Any) -> str:
    """A numeric value as short text; anything else, which may name a patient, as "?"."""
    if isinstance(value, str | float | int):
        number = _number(value)
        return "?" if number is None else f"{number:g}"
    try:
        return " × ".join(_shown(float(one)) for one in value)
    except (TypeError, ValueError):
        return "?"
