"""Painting solids onto a grid: quick where nothing happens, smooth at every surface.

Distances are computed at the corners of blocks of 4 × 4 pixels. A block wholly inside a solid is
filled, one wholly outside is skipped; only blocks that a surface crosses are interpolated to pixels
and blended by how much of the voxel, its slice thickness included, lies below the surface.

Images are kept block by block, (slice, block row, block column, 16 pixels), until they are done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Grid
from cxstage_core.phantom.shapes import Field, Points, Shape
from cxstage_core.phantom.windows import REACH_MM, Coordinates

BLOCK = 4
PIXELS = BLOCK * BLOCK
_T = (np.arange(BLOCK) + 0.5) / BLOCK
_ROW, _COLUMN = (a.ravel() for a in np.meshgrid(_T, _T, indexing="ij"))
CORNER_WEIGHTS = np.stack(
    [(1 - _ROW) * (1 - _COLUMN), (1 - _ROW) * _COLUMN, _ROW * (1 - _COLUMN), _ROW * _COLUMN]
).astype(np.float32)
"""(4 corners, 16 pixels): bilinear interpolation from the corners of a block to its pixels."""

Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Paint:
    """Signal and strengths of texture for everything inside the solid grown by `grown_mm`."""

    grown_mm: float
    signal: float
    textures: Sequence[float] = ()
    blur_mm: float = 0.0
    opacity: float = 1.0


class Lattice:
    """The block corners of a grid.

    Args:
        grid: rows and columns are multiples of 4; two slices or more.
        thickness_mm: of the slice that one voxel averages.
    """

    def __init__(self, grid: Grid, thickness_mm: float) -> None:
        slices, rows, columns = grid.size
        self.grid = grid
        self.blocks = (slices, rows // BLOCK, columns // BLOCK)
        self.thickness_mm = thickness_mm
        index = (
            np.arange(slices, dtype=float),
            np.arange(rows // BLOCK + 1) * float(BLOCK) - 0.5,
            np.arange(columns // BLOCK + 1) * float(BLOCK) - 0.5,
        )
        matrix = grid.affine
        parts = [
            (index[0] * matrix[i, 0] + matrix[i, 3])[:, None, None]
            + (index[1] * matrix[i, 1])[None, :, None]
            + (index[2] * matrix[i, 2])[None, None, :]
            for i in range(3)
        ]
        x, y, z = (np.ascontiguousarray(part, dtype=np.float32) for part in parts)
        self.world: Points = (x, y, z)


class Canvas:
    """The signal of every pixel and strengths of texture of every block, painted solid over solid.

    Args:
        ground: what is everywhere at first.
    """

    def __init__(self, lattice: Lattice, ground: Paint) -> None:
        self.lattice = lattice
        count = int(np.prod(lattice.blocks))
        self._signal = np.full((count, PIXELS), ground.signal, dtype=np.float32)
        self._textures = np.empty((count, len(ground.textures)), dtype=np.float32)
        self._textures[:] = np.asarray(ground.textures, dtype=np.float32)
        self._index = np.arange(count).reshape(lattice.blocks)

    def paint(self, shape: Shape, coordinates: Coordinates, paints: Sequence[Paint]) -> None:
        """Paint a solid, coat after coat, over what is there."""
        extra = max(0.0, *(paint.grown_mm for paint in paints))
        low, high = shape.box
        window = coordinates.window(
            (
                (low[0] - extra, low[1] - extra, low[2] - extra),
                (high[0] + extra, high[1] + extra, high[2] + extra),
            )
        )
        if window is None:
            return
        x, y, z = coordinates.points
        distance = shape.distance((x[window], y[window], z[window]))
        soft = self._softness(distance)
        four = corners(distance)
        lowest = np.minimum(np.minimum(four[0], four[1]), np.minimum(four[2], four[3]))
        if float(lowest.min()) > extra + REACH_MM:
            return
        highest = np.maximum(np.maximum(four[0], four[1]), np.maximum(four[2], four[3]))
        index = self._index[
            window[0], window[1].start : window[1].stop - 1, window[2].start : window[2].stop - 1
        ]
        for paint in paints:
            half = (soft + np.float32(paint.blur_mm)) * np.float32(0.5)
            inside = highest <= np.float32(paint.grown_mm) - half
            crossed = (lowest < np.float32(paint.grown_mm) + half) & ~inside
            self._fill(index[inside], paint)
            edge = index[crossed]
            if edge.size:
                pixels = np.stack([corner[crossed] for corner in four], axis=1) @ CORNER_WEIGHTS
                pixels -= np.float32(paint.grown_mm)
                pixels *= np.float32(-0.5) / half[crossed][:, None]
                pixels += np.float32(0.5)
                cover = np.clip(pixels, 0, 1, out=pixels)
                self._blend(edge, cover, paint)

    def _fill(self, blocks: npt.NDArray[np.intp], paint: Paint) -> None:
        wanted = np.asarray(paint.textures, dtype=np.float32)
        if paint.opacity >= 1:
            self._signal[blocks] = np.float32(paint.signal)
            self._textures[blocks] = wanted
        elif blocks.size:
            strength = np.float32(paint.opacity)
            self._signal[blocks] += strength * (np.float32(paint.signal) - self._signal[blocks])
            self._textures[blocks] += strength * (wanted - self._textures[blocks])

    def _blend(self, blocks: npt.NDArray[np.intp], cover: Field, paint: Paint) -> None:
        if paint.opacity < 1:
            cover *= np.float32(paint.opacity)
        old = self._signal[blocks]
        old += cover * (np.float32(paint.signal) - old)
        self._signal[blocks] = old
        if paint.textures:
            strengths = self._textures[blocks]
            wanted = np.asarray(paint.textures, dtype=np.float32)
            strengths += cover.mean(axis=1)[:, None] * (wanted - strengths)
            self._textures[blocks] = strengths

    def _softness(self, distance: Field) -> Field:
        """Over how many mm of distance a block goes from outside to inside."""
        slice_mm, row_mm, _ = self.lattice.grid.spacing
        slope = np.empty_like(distance)
        if len(distance) > 1:
            slope[0] = distance[1] - distance[0]
            slope[-1] = distance[-1] - distance[-2]
            slope[1:-1] = (distance[2:] - distance[:-2]) * np.float32(0.5)
        slope = np.minimum(np.abs(slope[:, 1:, :-1]), np.float32(slice_mm))
        slope *= np.float32(0.85 * self.lattice.thickness_mm / slice_mm)
        slope += np.float32(1.1 * row_mm)
        return slope

    @property
    def signal(self) -> Field:
        """The signal, block by block: (slice, block row, block column, 16)."""
        return self._signal.reshape(*self.lattice.blocks, PIXELS)

    def texture(self, number: int) -> Field:
        """One strength of texture, (slice, block row, block column, 1)."""
        return self._textures[:, number].reshape(*self.lattice.blocks, 1)


def corners(values: Field) -> tuple[Field, Field, Field, Field]:
    """The values at the four corners of every block."""
    return values[:, :-1, :-1], values[:, :-1, 1:], values[:, 1:, :-1], values[:, 1:, 1:]


def interpolated(values: Field) -> Field:
    """Values at block corners on all pixels, block by block."""
    found: npt.NDArray[np.float32] = np.stack(corners(values), axis=-1) @ CORNER_WEIGHTS
    return found


def as_pixels(blocks: npt.NDArray[Kind]) -> npt.NDArray[Kind]:
    """From block by block to (slice, row, column)."""
    slices, rows, columns, _ = blocks.shape
    split = blocks.reshape(slices, rows, columns, BLOCK, BLOCK)
    return np.ascontiguousarray(split.transpose(0, 1, 3, 2, 4)).reshape(
        slices, rows * BLOCK, columns * BLOCK
    )
