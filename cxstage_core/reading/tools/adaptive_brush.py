"""Pixels under a brush that look like the place it is held over, or lie in a range of grey values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.reading.tools.brush import Patch, Point

Image = npt.NDArray[Any]
QUARTILE_OF_NORMAL = 0.3186
"""A quarter of normally distributed values lie at most so many standard deviations from their mean."""
FLOOR = 0.1
"""The least spread, as a part of the range of grey values under the brush: an image without noise."""
PICKED = (5.0, 95.0)
RIM = 1


@dataclass(frozen=True, slots=True)
class GreyRange:
    """Grey values from `low` to `high`, both included, in the units the series is stored in."""

    low: float
    high: float

    @classmethod
    def under(cls, image: Image, touched: Patch) -> GreyRange | None:
        """The range that nine tenths of the pixels under a brush lie in; None when it touches none."""
        values = image[touched.window][touched.inside]
        if values.size == 0:
            return None
        low, high = np.percentile(values, PICKED)
        return cls(float(low), float(high))

    def of(self, image: Image, touched: Patch) -> Patch:
        """The pixels under a brush that lie in the range."""
        part = image[touched.window]
        return replace(touched, inside=touched.inside & (part >= self.low) & (part <= self.high))


def similar_patch(image: Image, centre: Point, touched: Patch, tolerance: float) -> Patch:
    """Pixels under a brush that are similar to its centre and connected with it.

    The image is smoothed over 3 × 3 pixels. What is similar follows from the image itself: the spread of
    grey values around the centre's, of the quarter of the pixels near the centre that are most like it,
    so that an edge through the brush does not widen it.

    Args:
        image: (row, column) of the slice.
        centre: row and column of the middle of the brush.
        touched: what the brush touches there.
        tolerance: how many standard deviations from the centre are similar.

    Returns:
        The pixels, within the rectangle of `touched`; none when the centre lies outside it.
    """
    from scipy import ndimage

    top, left, bottom, right = touched.box
    row, column = round(centre[0]) - top, round(centre[1]) - left
    nothing = replace(touched, inside=np.zeros_like(touched.inside))
    if not (0 <= row < bottom - top and 0 <= column < right - left):
        return nothing
    soft = _smoothed(image, touched.box)
    middle = float(np.median(_near(soft, row, column, 1)))
    reach = max(2, min(bottom - top, right - left) // 4)
    gaps = np.abs(_near(soft, row, column, reach) - middle)
    spread = float(np.percentile(gaps, 25)) / QUARTILE_OF_NORMAL
    inner = soft[touched.inside]
    if inner.size == 0:
        return nothing
    spread = max(spread, FLOOR * float(np.ptp(inner)))
    alike = (np.abs(soft - middle) <= tolerance * spread) & touched.inside
    alike[row, column] = touched.inside[row, column]
    # Single pixels of noise follow the majority of their neighbours.
    votes = ndimage.uniform_filter(alike.astype(np.float32), 3, mode="nearest")
    alike = ((votes > 0.6) | (alike & (votes > 0.3))) & touched.inside
    alike[row, column] = touched.inside[row, column]
    parts, _ = ndimage.label(alike)
    here = parts[row, column]
    return replace(touched, inside=parts == here) if here else nothing


def _near(soft: npt.NDArray[np.float32], row: int, column: int, reach: int) -> Image:
    return soft[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1]


def _smoothed(image: Image, box: tuple[int, int, int, int]) -> npt.NDArray[np.float32]:
    """The rectangle of an image after a binomial 3 × 3 filter, its rim taken from the image."""
    top, left, bottom, right = box
    rows = np.clip(np.arange(top - RIM, bottom + RIM), 0, image.shape[0] - 1)
    columns = np.clip(np.arange(left - RIM, right + RIM), 0, image.shape[1] - 1)
    wide = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float32)
    wide = wide[np.ix_(rows - rows[0], columns - columns[0])]
    tall = (wide[:-2] + 2 * wide[1:-1] + wide[2:]) / 4
    return np.asarray((tall[:, :-2] + 2 * tall[:, 1:-1] + tall[:, 2:]) / 4)
