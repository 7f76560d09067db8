"""Windows that fit a kind of image: percentiles of its own tissue, since MR intensities have no unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_gui.viewer.models.window_level import SAMPLES, WindowLevel

AIR = 0.05
REGION_PERCENTILES = (1.0, 99.0)


@dataclass(frozen=True, slots=True)
class WindowRule:
    """A window from one percentile of the tissue to another.

    Args:
        id: names the rule; the page has the words for it.
    """

    id: str
    low: float
    high: float


TISSUE = WindowRule("tissue", 1.0, 99.5)
DARK = WindowRule("dark", 0.5, 70.0)
BRIGHT = WindowRule("bright", 40.0, 99.9)
RULES: Mapping[str, tuple[WindowRule, ...]] = {
    "T2": (TISSUE, WindowRule("tumour", 15.0, 96.0), DARK, WindowRule("fluid", 50.0, 99.9)),
    "T1": (TISSUE, WindowRule("under fat", 1.0, 85.0), DARK, WindowRule("fat", 40.0, 99.9)),
    "DWI": (TISSUE, WindowRule("restricted", 70.0, 99.9), DARK),
    "ADC": (TISSUE, WindowRule("low diffusion", 0.5, 60.0), BRIGHT),
}
OTHER = (TISSUE, DARK, BRIGHT)


def rules_for(sequence: str) -> tuple[WindowRule, ...]:
    """The rules for a sequence, such as "T2" or "ADC"; general ones for others."""
    name = sequence.upper()
    return next((rules for start, rules in RULES.items() if name.startswith(start)), OTHER)


def tissue(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """An even sample of the intensities of an image, without the air around the body."""
    flat = array.reshape(-1)
    sample = flat[:: max(1, flat.size // SAMPLES)]
    if sample.dtype.kind == "f":
        sample = sample[np.isfinite(sample)]
    if sample.size == 0:
        return sample
    low, high = np.percentile(sample, (0.5, 99.5))
    body = sample[sample > low + AIR * (high - low)]
    return body if body.size else sample


def window_by(rule: WindowRule, body: npt.NDArray[Any]) -> WindowLevel:
    """The window of a rule for the intensities that `tissue` found."""
    if body.size == 0:
        return WindowLevel.between(0.0, 0.0)
    low, high = np.percentile(body, (rule.low, rule.high))
    return WindowLevel.between(float(low), float(high))


def window_of_region(region: npt.NDArray[Any]) -> WindowLevel | None:
    """The window that shows a part of an image well; None for a part without intensities."""
    known = region[np.isfinite(region)] if region.dtype.kind == "f" else region.reshape(-1)
    if known.size == 0:
        return None
    low, high = np.percentile(known, REGION_PERCENTILES)
    return WindowLevel.between(float(low), float(high))


def around_outline(
    inside: npt.NDArray[np.bool_], spacing: tuple[float, float, float], margin_mm: float
) -> tuple[slice, slice, slice] | None:
    """The box (slice, row, column) around an outline, wider in plane by a margin; None for no outline.

    Args:
        inside: bool (slice, row, column).
        spacing: mm between slices, rows, columns.
    """
    slices = np.flatnonzero(np.any(inside, axis=(1, 2)))
    if slices.size == 0:
        return None
    flat = np.any(inside[slices[0] : slices[-1] + 1], axis=0)
    rows, columns = np.flatnonzero(np.any(flat, axis=1)), np.flatnonzero(np.any(flat, axis=0))
    down, across = (round(margin_mm / step) for step in spacing[1:])
    return (
        slice(int(slices[0]), int(slices[-1]) + 1),
        slice(max(0, int(rows[0]) - down), int(rows[-1]) + down + 1),
        slice(max(0, int(columns[0]) - across), int(columns[-1]) + across + 1),
    )
