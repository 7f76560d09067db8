"""Which numbers of a header, and which voxels, can be those of an image."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy.typing as npt

from cxstage_core.errors import IntakeError
from cxstage_core.imaging import unmeasured

SPACING_MM = (1e-3, 1e3)
"""Least and greatest distance between voxels of a scanner's image."""
FARTHEST_MM = 1e6
"""Farthest from the scanner's centre that an image can lie."""
SLOPE = (1e-18, 1e12)
"""Least and greatest absolute value of a factor between stored and real values (m²/s makes small ones)."""


def usable_spacing(values: Sequence[float]) -> bool:
    """Return True if all are distances that voxels of a scanner's image can have, mm."""
    return all(SPACING_MM[0] <= v <= SPACING_MM[1] for v in values)


def usable_place(values: Sequence[float]) -> bool:
    """Return True if all are finite and near enough to be a place in the scanner, mm."""
    return all(abs(v) <= FARTHEST_MM for v in values)


def usable_scale(slope: float, intercept: float) -> bool:
    """Return True if stored values times slope plus intercept can be measurements."""
    return SLOPE[0] <= abs(slope) <= SLOPE[1] and abs(intercept) <= SLOPE[1]


def check_voxels(array: npt.NDArray[Any], file: Path) -> None:
    """Refuse an image with voxels that hold no measurement.

    Raises:
        IntakeError: with their number.
    """
    count = unmeasured(array)
    if count:
        raise no_measurement(file, count, array.size)


def no_measurement(file: Path, count: int, total: int) -> IntakeError:
    """Return the refusal of an image with voxels that hold no measurement."""
    return IntakeError(
        "{count} of {total} voxels hold no measurement (NaN, infinite, or impossibly large).",
        remedy="Export or convert the image again from its original.",
        file=file,
        count=count,
        total=total,
    )
