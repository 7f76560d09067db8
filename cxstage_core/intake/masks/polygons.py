"""Closed contours as voxels: a voxel is inside if its centre is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging.grid import FloatArray


def filled(points: FloatArray, rows: int, columns: int) -> npt.NDArray[np.bool_]:
    """Fill a closed contour by the even-odd rule.

    A contour that runs to a hole and back on the same way (a keyhole) leaves the hole out. Of two regions
    with a common border, a centre exactly on the border belongs to one only.

    Args:
        points: (n, 2), row and column in voxels, centres at whole numbers.

    Returns:
        bool (row, column).
    """
    crossings = np.zeros((rows, columns + 1), np.int64)
    starts, ends = points, np.roll(points, -1, axis=0)
    for (y1, x1), (y2, x2) in zip(starts.tolist(), ends.tolist(), strict=True):
        low, high = (y1, y2) if y1 < y2 else (y2, y1)
        first, last = max(0, int(np.ceil(low))), min(rows, int(np.ceil(high)))
        if first >= last:
            continue
        y = np.arange(first, last)
        x = x1 + (y - y1) * ((x2 - x1) / (y2 - y1))
        # A centre left of the crossing is on its inner side: columns 0 to ceil(x) - 1.
        crossings[y, np.clip(np.ceil(x), 0, columns).astype(int)] += 1
    beyond = crossings[:, ::-1].cumsum(axis=1)[:, ::-1]
    return np.asarray(beyond[:, 1:] % 2 == 1)


def normal_of(points: FloatArray) -> FloatArray:
    """Return the direction across a closed contour (Newell's sum), of length twice its area."""
    middle = points - points.mean(axis=0)
    return np.asarray(np.cross(middle, np.roll(middle, -1, axis=0)).sum(axis=0))
