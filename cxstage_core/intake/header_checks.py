"""Refuse values of a header that contradict each other or cannot be, each with its own sentence."""

from __future__ import annotations

from collections.abc import Mapping
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
    if _whole(sign) not in (0, 1):
        raise IntakeError(
            "The header does not declare whether pixel values have a sign (Pixel Representation {found}).",
            remedy="Export the series again from the scanner or the archive.",
            found="?" if sign in (None, "") else str(sign),
            file=file,
        )


def _whole(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None
