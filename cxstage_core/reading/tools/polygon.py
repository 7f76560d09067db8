"""Polygons to pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def polygon_mask(
    vertices: npt.ArrayLike, shape: tuple[int, int], *, winding: bool = False
) -> npt.NDArray[np.bool_]:
    """Pixels whose centres lie inside a polygon, by the even-odd rule.

    Args:
        vertices: (n, 2) row and column, pixel centres at whole numbers; closed by itself. Parts
            outside the image are cut off.
        shape: rows and columns of the image.
        winding: by the non-zero rule instead: what the line goes around belongs to it, however often it
            crosses itself, as a line drawn by hand does.

    Returns:
        bool (row, column). A centre exactly on an edge belongs to the side of smaller rows and columns
        of the polygon, so that two polygons that share an edge share no pixel.
    """
    points = np.asarray(vertices, dtype=float).reshape(-1, 2)
    inside = np.zeros(shape, dtype=bool)
    if len(points) < 3:
        return inside
    first = max(0, int(np.ceil(points[:, 0].min())))
    last = min(shape[0] - 1, int(np.floor(points[:, 0].max())))
    if first > last:
        return inside
    rows = np.arange(first, last + 1)
    start, end = points, np.roll(points, -1, axis=0)
    crosses = (start[:, :1] <= rows) != (end[:, :1] <= rows)
    edge, row = np.nonzero(crosses)
    share = (rows[row] - start[edge, 0]) / (end[edge, 0] - start[edge, 0])
    column = start[edge, 1] + share * (end[edge, 1] - start[edge, 1])
    at = np.clip(np.ceil(column), 0, shape[1]).astype(int)
    if winding:
        turns = np.zeros((rows.size, shape[1] + 1), dtype=np.int16)
        np.add.at(turns, (row, at), np.where(end[edge, 0] > start[edge, 0], 1, -1))
        inside[first : last + 1] = np.cumsum(turns[:, :-1], axis=1) != 0
        return inside
    # Every crossing flips all centres from there on; two flips make an inside span.
    flips = np.zeros((rows.size, shape[1] + 1), dtype=np.uint8)
    np.add.at(flips, (row, at), 1)
    inside[first : last + 1] = np.bitwise_xor.accumulate(flips[:, :-1] & 1, axis=1).astype(bool)
    return inside
