"""Noise and tissue texture: a small stock of random tiles, cut out anew for every slice.

Drawing fresh normal numbers for each voxel would take longer than everything else together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from cxstage_core.phantom.shapes import Field

_SIDE = 448
_TILES = 8
_STOCK_SEED = 20180


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """Tiles (tile, row, column) of each kind; grain, streaks and noise have mean 0 and deviation 1.

    Args:
        septa: 0 to 1, thin curved strands.
    """

    noise: Field
    grain: Field
    streaks: Field
    septa: Field


@cache
def stock() -> Stock:
    """The stock, the same in every process."""
    rng = np.random.default_rng(_STOCK_SEED)
    noise = rng.standard_normal((2 * _TILES, _SIDE, _SIDE), dtype=np.float32)
    raw = rng.standard_normal((_TILES, _SIDE, _SIDE), dtype=np.float32)
    streaks = _smooth(raw, 5.0)
    waves = _smooth(noise[:_TILES], 4.5)
    patches = 0.5 + 0.5 * np.tanh(_smooth(noise[_TILES:], 14.0) * 1.5)
    strands = np.exp(-np.square(waves / np.float32(0.11))) * patches
    return Stock(noise, _smooth(raw[::-1], 1.1), streaks, strands.astype(np.float32))


def cut(tiles: Field, shape: tuple[int, int, int], rng: np.random.Generator) -> Field:
    """Cut a tile for every slice, at a random place and turned at random: (slice, row, column)."""
    slices, rows, columns = shape
    found = np.empty(shape, dtype=np.float32)
    picks = rng.integers(0, [len(tiles), _SIDE - rows, _SIDE - columns, 4], (slices, 4))
    for i, (tile, row, column, turn) in enumerate(picks):
        piece = tiles[tile, row : row + rows, column : column + columns]
        found[i] = piece[:: -1 if turn & 1 else 1, :: -1 if turn & 2 else 1]
    return found


def _smooth(tiles: Field, sigma_px: float) -> Field:
    """Gaussian filter with periodic edges, scaled back to deviation 1."""
    from scipy import fft

    length = tiles.shape[-1]
    rows = fft.fftfreq(length)[:, None]
    columns = fft.rfftfreq(length)[None]
    kernel = np.exp(-2 * (np.pi * sigma_px) ** 2 * (rows**2 + columns**2)).astype(np.float32)
    found: npt.NDArray[np.float32] = fft.irfft2(fft.rfft2(tiles) * kernel, s=(length, length))
    return np.asarray(found / found.std(), dtype=np.float32)
