"""Parallel slices at given heights: even steps, some of them empty."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import IntakeError
from cxstage_core.imaging.grid import FloatArray

_OFF_STEP = 0.05
"""Share of a step by which a slice may be off its place."""
_SAME_MM = 0.01


def lattice(
    heights: FloatArray, steps: Sequence[float], file: Path
) -> tuple[float, float, npt.NDArray[np.int64]]:
    """Place slices on even steps.

    Args:
        heights: of each slice along the normal, mm; some may be equal.
        steps: distances to try first, mm; the smallest distance between slices is tried last.

    Returns:
        The lowest height, the step (both mm), and the index of each slice, from 0.

    Raises:
        IntakeError: no step fits all heights.
    """
    start = float(heights.min())
    distinct = np.unique(np.round(heights / _SAME_MM))
    own = [float(np.min(np.diff(distinct))) * _SAME_MM] if distinct.size > 1 else []
    for step in (*steps, *own):
        if step <= 0:
            continue
        at = (heights - start) / step
        index = np.round(at)
        if np.max(np.abs(at - index)) <= _OFF_STEP and (not own or step <= own[0] * (1 + _OFF_STEP)):
            return start, _refined(at, index, step), index.astype(np.int64)
    raise IntakeError(
        "The slices of the outline {file} are not evenly spaced.",
        remedy="Export it again on the slices of one series.",
        file=file,
    )


def _refined(at: FloatArray, index: FloatArray, step: float) -> float:
    """The step that fits the heights best; a rounded one would add up over the slices."""
    far = int(np.argmax(index))
    if index[far] < 1:
        return step
    return float(step * at[far] / index[far])
