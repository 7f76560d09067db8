"""Round and square brushes in millimetres on pixels that need not be square."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.reading.delta import Box

Point = tuple[float, float]
"""Row and column, pixel centres at whole numbers."""
Whole = npt.NDArray[np.int64]
Places = npt.NDArray[np.float64]
ON_SIDE_MM = 1e-6
"""How near a pixel centre lies on the lower or right side of a square."""


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """Pixels inside a rectangle of a slice.

    Args:
        box: where the rectangle lies in the slice.
        inside: bool (row, column) of the rectangle.
    """

    box: Box
    inside: npt.NDArray[np.bool_]

    @property
    def window(self) -> tuple[slice, slice]:
        """Index of the rectangle in the slice."""
        top, left, bottom, right = self.box
        return slice(top, bottom), slice(left, right)

    def on(self, shape: tuple[int, int]) -> npt.NDArray[np.bool_]:
        """The same pixels in a whole slice."""
        whole = np.zeros(shape, dtype=bool)
        whole[self.window] = self.inside
        return whole


def swept_disc(
    start: Point,
    end: Point,
    radius_mm: float,
    spacing: Point,
    shape: tuple[int, int],
    *,
    hold: bool = True,
) -> Patch | None:
    """Pixels whose centres a disc covers on its straight way from one point to another.

    Args:
        radius_mm: of the disc; round in millimetres, whatever the pixels are like.
        spacing: mm between rows and between columns.
        shape: rows and columns of the slice.
        hold: a pixel that holds one of the two points belongs to it always, so that the finest brush
            still draws.

    Returns:
        None when the way lies outside the slice.
    """
    ends, low, high = _around(start, end, radius_mm, spacing, shape)
    if np.any(low >= high):
        return None
    rows = (np.arange(low[0], high[0])[:, None] - start[0]) * spacing[0]
    columns = (np.arange(low[1], high[1])[None, :] - start[1]) * spacing[1]
    along = (ends[1] - ends[0]) * spacing
    length2 = float(along @ along)
    if length2 > 0:
        share = np.clip((rows * along[0] + columns * along[1]) / length2, 0.0, 1.0)
        inside = (rows - share * along[0]) ** 2 + (columns - share * along[1]) ** 2 <= radius_mm**2
    else:
        inside = rows**2 + columns**2 <= radius_mm**2
    if hold:
        _hold(inside, ends, low, high, shape)
    return Patch((int(low[0]), int(low[1]), int(high[0]), int(high[1])), inside)


def swept_square(
    start: Point,
    end: Point,
    half_mm: float,
    spacing: Point,
    shape: tuple[int, int],
    *,
    hold: bool = True,
) -> Patch | None:
    """Pixels whose centres a square covers on its straight way; its sides run along rows and columns.

    Centres on its upper and left side belong to it, those on the lower and right side do not, so that a
    side of n pixels covers n pixels wherever it is set down.

    Args:
        half_mm: half a side of the square.
        spacing, shape, hold: as for `swept_disc`.

    Returns:
        None when the way lies outside the slice.
    """
    ends, low, high = _around(start, end, half_mm, spacing, shape)
    if np.any(low >= high):
        return None
    first, last = np.zeros((1, 1)), np.ones((1, 1))  # the part of the way on which a pixel is covered
    for axis in (0, 1):
        gap = (np.arange(low[axis], high[axis]) - start[axis]) * spacing[axis]
        enters, leaves = _covered(gap, (ends[1, axis] - ends[0, axis]) * spacing[axis], half_mm)
        across = (slice(None), None) if axis == 0 else (None, slice(None))
        first, last = np.maximum(first, enters[across]), np.minimum(last, leaves[across])
    inside = first <= last
    if hold:
        _hold(inside, ends, low, high, shape)
    return Patch((int(low[0]), int(low[1]), int(high[0]), int(high[1])), inside)


def _around(
    start: Point, end: Point, reach_mm: float, spacing: Point, shape: tuple[int, int]
) -> tuple[Places, Whole, Whole]:
    """Both ends, and the first and the last-but-one row and column that may be covered."""
    ends = np.array([start, end], dtype=float)
    reach = reach_mm / np.asarray(spacing)
    low = np.maximum(np.floor(ends.min(axis=0) - reach), 0).astype(np.int64)
    high = np.minimum(np.ceil(ends.max(axis=0) + reach) + 1, shape).astype(np.int64)
    return ends, low, high


def _covered(gap: Places, way: float, half: float) -> tuple[Places, Places]:
    """From and to which share of a way along one axis the square covers centres at these gaps, mm."""
    if way == 0:
        reached = (gap >= -half) & (gap < half - ON_SIDE_MM)
        return np.where(reached, 0.0, 2.0), np.where(reached, 1.0, -1.0)
    bounds = np.sort([(gap + half) / way, (gap - half + ON_SIDE_MM) / way], axis=0)
    return bounds[0], bounds[1]


def _hold(
    inside: npt.NDArray[np.bool_],
    ends: Places,
    low: Whole,
    high: Whole,
    shape: tuple[int, int],
) -> None:
    for point in np.rint(ends).astype(int):
        if (
            np.all(point >= 0)
            and np.all(point < shape)
            and np.all(point >= low)
            and np.all(point < high)
        ):
            inside[point[0] - low[0], point[1] - low[1]] = True
