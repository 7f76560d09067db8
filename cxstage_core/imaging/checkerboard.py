"""Two images in one picture, square by square, to see whether they lie on each other."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]


def checkerboard(first: npt.NDArray[Any], second: npt.NDArray[Any], squares: int) -> npt.NDArray[Any]:
    """Take squares of two images (row, column) of equal size in turn; the first one has the upper left corner.

    Args:
        squares: along the longer side, at least 1.
    """
    rows, columns = first.shape
    side = max(rows, columns) / squares
    row = (np.arange(rows) / side).astype(int)[:, None]
    column = (np.arange(columns) / side).astype(int)[None]
    return np.where((row + column) % 2 == 0, first, second)


def as_grey(image: npt.NDArray[Any]) -> Grey:
    """Grey values from the 0.5th to the 99.5th percentile of what is not 0, as 0 to 255."""
    there = image[image != 0]
    if not there.size:
        return np.zeros(image.shape, np.uint8)
    low, high = (float(v) for v in np.percentile(there, (0.5, 99.5)))
    scaled = (image.astype(np.float32) - low) / max(high - low, 1e-6) * 255
    return np.asarray(np.clip(scaled, 0, 255), dtype=np.uint8)
