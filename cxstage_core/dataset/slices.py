"""Choosing the slices that a network sees."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import DatasetError
from cxstage_core.imaging import Grid

NEIGHBOURHOOD = 3
"""Slices of "largest+neighbours"."""


def choose_slices(outline: npt.NDArray[np.bool_], rule: str) -> tuple[int, ...]:
    """Choose slices by the outline's area.

    "all": every slice with an outline. "largest+neighbours": three slices in a row with the largest
    one (the first of equals), as far as possible in the middle; the window moves so that it stays
    within the outline where that has three slices or more, and always within the stack. A stack of
    one or two slices gives what it has.

    Args:
        outline: (slice, row, column).
        rule: a choice of the setting `slices` of `Preprocessing`.

    Returns:
        Distinct 0-based indices, ascending.

    Raises:
        DatasetError: nothing is drawn.
    """
    areas = np.count_nonzero(outline, axis=(1, 2))
    drawn = np.flatnonzero(areas)
    if drawn.size == 0:
        raise DatasetError("No tumour is outlined on the axial T2 series.")
    if rule == "all":
        return tuple(int(i) for i in drawn)
    first, last = int(drawn[0]), int(drawn[-1])
    if last - first + 1 < NEIGHBOURHOOD:
        first, last = 0, len(areas) - 1
    count = min(NEIGHBOURHOOD, last - first + 1)
    start = int(np.argmax(areas)) - NEIGHBOURHOOD // 2
    start = min(max(start, first), last - count + 1)
    return tuple(range(start, start + count))


def neighbouring(slices: tuple[int, ...], offset: int, grid: Grid) -> tuple[int, ...]:
    """The neighbour of each slice; at an end of the stack the last slice stands for those that are missing.

    Args:
        offset: in slices towards the head, negative towards the feet, however the stack is stored.
        grid: of the series.
    """
    step = offset if grid.normal[2] >= 0 else -offset
    return tuple(min(max(index + step, 0), grid.size[0] - 1) for index in slices)
