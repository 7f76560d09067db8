"""Contrast-limited adaptive histogram equalisation of single slices.

Formula: Zuiderveld, "Contrast limited adaptive histogram equalization", Graphics Gems IV (1994).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_BINS = 128


def clahe(
    image: npt.NDArray[np.float32], *, tiles: int = 4, limit: float = 2.5
) -> npt.NDArray[np.float32]:
    """Equalise each slice (slice, row, column) tile by tile, into its own range of values.

    Args:
        tiles: tiles along each side.
        limit: highest bin of a tile's histogram, in multiples of the flat histogram; what is
            above is spread over all bins.
    """
    return np.stack([_equalised(one, tiles, limit) for one in image]).astype(np.float32)


def _equalised(
    image: npt.NDArray[np.float32], tiles: int, limit: float
) -> npt.NDArray[np.float64] | npt.NDArray[np.float32]:
    low, high = float(image.min()), float(image.max())
    if high <= low:
        return image
    bins = np.minimum((image - low) / (high - low) * _BINS, _BINS - 1).astype(np.intp)
    rows = np.linspace(0, image.shape[0], tiles + 1).astype(int)
    columns = np.linspace(0, image.shape[1], tiles + 1).astype(int)
    curves = np.empty((tiles, tiles, _BINS))
    for i in range(tiles):
        for j in range(tiles):
            tile = bins[rows[i] : rows[i + 1], columns[j] : columns[j + 1]]
            curves[i, j] = _curve(tile, limit)
    top, down = _neighbours(image.shape[0], rows)
    left, right = _neighbours(image.shape[1], columns)
    upper, lower, weight_row = top.astype(int), np.ceil(top).astype(int), down
    west, east, weight_column = left.astype(int), np.ceil(left).astype(int), right
    across = weight_column[None, :]
    first = curves[upper[:, None], west[None], bins] * (1 - across)
    first += curves[upper[:, None], east[None], bins] * across
    second = curves[lower[:, None], west[None], bins] * (1 - across)
    second += curves[lower[:, None], east[None], bins] * across
    mixed = first * (1 - weight_row[:, None]) + second * weight_row[:, None]
    return np.asarray(low + mixed * (high - low))


def _curve(tile: npt.NDArray[np.intp], limit: float) -> npt.NDArray[np.float64]:
    counts = np.bincount(tile.ravel(), minlength=_BINS).astype(float)
    ceiling = limit * tile.size / _BINS
    excess = np.maximum(counts - ceiling, 0).sum()
    counts = np.minimum(counts, ceiling) + excess / _BINS
    return np.asarray(np.cumsum(counts) / counts.sum())


def _neighbours(
    length: int, edges: npt.NDArray[np.int_]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Fractional tile position of each pixel, and its fraction towards the next tile."""
    centres = (edges[:-1] + edges[1:] - 1) / 2
    position = np.interp(np.arange(length), centres, np.arange(len(centres)))
    return position, position - np.floor(position)
