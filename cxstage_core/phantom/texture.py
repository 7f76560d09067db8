"""Noise and tissue texture: a small stock of random tiles, with a random cut for every slice.

Drawing fresh normal numbers for each voxel would take longer than everything else together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from cxstage_core.phantom.canvas import BLOCK, PIXELS
from cxstage_core.phantom.points import Field

_SIDE = 400
_TILES = 4
_STOCK_SEED = 20180


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """Tiles, block by block: (tile, block row, block column, 16).

    Grain, streaks and noise have mean 0 and deviation 1.

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
    noise = rng.standard_normal((3 * _TILES, _SIDE, _SIDE), dtype=np.float32)
    one, two, three = noise[:_TILES], noise[_TILES : 2 * _TILES], noise[2 * _TILES :]
    patches = 0.5 + 0.5 * np.tanh(_smooth(two, 16.0) * 1.2)
    fine, coarse = _smooth(one, 2.8), _smooth(three, 6.0)
    strands = np.exp(-np.square(fine / np.float32(0.45))) * patches
    strands += np.exp(-np.square(coarse / np.float32(0.22))) * (1 - patches)
    strands *= np.clip(0.5 + _smooth(one, 5.0), 0, 1)
    return Stock(
        _blocks(noise), _blocks(_smooth(three, 1.1)), _blocks(_smooth(two, 5.0)), _blocks(strands)
    )


def cut(tiles: Field, blocks: tuple[int, int, int], rng: np.random.Generator) -> Field:
    """Cut from a random tile at a random place for every slice: (slice, row, column, 16) blocks."""
    slices, rows, columns = blocks
    found = np.empty((*blocks, PIXELS), dtype=np.float32)
    room = (len(tiles), tiles.shape[1] - rows + 1, tiles.shape[2] - columns + 1)
    for i, (tile, row, column) in enumerate(rng.integers(0, room, (slices, 3))):
        found[i] = tiles[tile, row : row + rows, column : column + columns]
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


def _blocks(tiles: Field) -> Field:
    count, rows, columns = tiles.shape
    split = tiles.reshape(count, rows // BLOCK, BLOCK, columns // BLOCK, BLOCK)
    return np.ascontiguousarray(split.transpose(0, 1, 3, 2, 4), dtype=np.float32).reshape(
        count, rows // BLOCK, columns // BLOCK, PIXELS
    )
