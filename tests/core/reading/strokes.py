"""Whole strokes of the round brush, made of the patches that the brush paints."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.reading import swept_disc


def stroke(
    points: npt.ArrayLike, radius_mm: float, spacing: tuple[float, float], shape: tuple[int, int]
) -> npt.NDArray[np.bool_]:
    """Pixels of a whole stroke through points (n, 2), bool (row, column)."""
    path = np.asarray(points, dtype=float).reshape(-1, 2)
    whole = np.zeros(shape, dtype=bool)
    for start, end in zip(path[[0, *range(len(path) - 1)]], path, strict=True):
        patch = swept_disc((start[0], start[1]), (end[0], end[1]), radius_mm, spacing, shape)
        if patch is not None:
            whole[patch.window] |= patch.inside
    return whole


def brush_stamp(radius_mm: float, spacing: tuple[float, float]) -> npt.NDArray[np.bool_]:
    """The brush set down in the middle of a pixel, bool (row, column) of odd size."""
    half = tuple(int(np.floor(radius_mm / step)) for step in spacing)
    shape = (2 * half[0] + 1, 2 * half[1] + 1)
    return stroke([half], radius_mm, spacing, shape)
