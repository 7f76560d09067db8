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
from cxstage_core.phantom.points import REACH_MM, Coordinates, Field, Points, Window, boxes_of
from cxstage_core.phantom.shapes import Shape

BLOCK = 4
PIXELS = BLOCK * BLOCK
_T = (np.arange(BLOCK) + 0.5) / BLOCK
_ROW, _COLUMN = (a.ravel() for a in np.meshgrid(_T, _T, indexing="ij"))
CORNER_WEIGHTS = np.stack(
    [(1 - _ROW) * (1 - _COLUMN), (1 - _ROW) * _COLUMN, _ROW * (1 - _COLUMN), _ROW * _COLUMN]
).astype(np.float32)
"""(4 corners, 16 pixels): bilinear interpolation from the corners of a block to its pixels."""

_MEAN = np.full(PIXELS, 1 / PIXELS, dtype=np.float32)

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
        self._values = np.empty((count, PIXELS + len(ground.textures)), dtype=np.float32)
        self._values[:] = _wanted(ground)

    def paint(
        self,
        shape: Shape,
        coordinates: Coordinates,
        paints: Sequence[Paint],
        window: Window | None = None,
    ) -> None:
        """Paint a solid, coat after coat, over what is there.

        Args:
            window: of the coordinates, holding all that the solid with its coats can touch.
        """
        extra = max(0.0, *(paint.grown_mm for paint in paints))
        if window is None:
            (window,) = coordinates.windows(boxes_of([shape.box]), extra + REACH_MM)
            if window is None:
                return
        distance = np.ascontiguousarray(shape.distance(coordinates.part(window)))
        _, rows, columns = distance.shape
        flat = distance.ravel()
        lowest = np.minimum(flat[:-1], flat[1:])
        lowest = np.minimum(lowest[:-columns], lowest[columns:])
        corner = (lowest < np.float32(extra + REACH_MM)).nonzero()[0]
        line, column = np.divmod(corner, columns)
        place, row = np.divmod(line, rows)
        blocks = ((column < columns - 1) & (row < rows - 1)).nonzero()[0]
        if blocks.size == 0:
            return
        corner = corner[blocks]
        _, all_rows, all_columns = self.lattice.blocks
        index = place[blocks] + window[0].start
        index *= all_rows
        index += row[blocks] + window[1].start
        index *= all_columns
        index += column[blocks] + window[2].start
        four = flat[corner[:, None] + np.array([0, 1, columns, columns + 1])]
        lowest = lowest[corner]
        highest = np.maximum(np.maximum(four[:, 0], four[:, 1]), np.maximum(four[:, 2], four[:, 3]))
        soft = self._softness(distance)[corner]
        for paint in paints:
            half = (soft + np.float32(paint.blur_mm)) * np.float32(0.5)
            grown = np.float32(paint.grown_mm)
            inside = highest <= grown - half
            if inside.any():
                self._fill(index[inside], paint)
            crossed = ((lowest < grown + half) & ~inside).nonzero()[0]
            if crossed.size:
                depth = four[crossed] - grown
                depth *= (np.float32(-0.5) / half[crossed])[:, None]
                depth += np.float32(0.5)
                pixels = depth @ CORNER_WEIGHTS
                np.maximum(pixels, 0, out=pixels)
                np.minimum(pixels, 1, out=pixels)
                cover = np.empty((len(crossed), self._values.shape[1]), dtype=np.float32)
                cover[:, :PIXELS] = pixels
                if paint.textures:
                    cover[:, PIXELS:] = (pixels @ _MEAN)[:, None]
                self._blend(index[crossed], cover, paint)

    def _fill(self, blocks: npt.NDArray[np.intp], paint: Paint) -> None:
        if paint.opacity >= 1:
            self._values[blocks] = _wanted(paint)
        else:
            self._blend(blocks, np.float32(1.0), paint)

    def _blend(self, blocks: npt.NDArray[np.intp], cover: Field | np.float32, paint: Paint) -> None:
        values = self._values[blocks]
        change = _wanted(paint) - values
        change *= cover if paint.opacity >= 1 else cover * np.float32(paint.opacity)
        values += change
        self._values[blocks] = values

    def _softness(self, distance: Field) -> Field:
        """Over how many mm of distance the block at each corner goes from outside to inside, flat."""
        slice_mm, row_mm, _ = self.lattice.grid.spacing
        slope = np.zeros_like(distance)
        if len(distance) > 1:
            np.subtract(distance[1], distance[0], out=slope[0])
            np.subtract(distance[-1], distance[-2], out=slope[-1])
            np.subtract(distance[2:], distance[:-2], out=slope[1:-1])
            slope[1:-1] *= np.float32(0.5)
        np.abs(slope, out=slope)
        np.minimum(slope, np.float32(slice_mm), out=slope)
        slope *= np.float32(0.85 * self.lattice.thickness_mm / slice_mm)
        slope += np.float32(1.1 * row_mm)
        return slope.ravel()

    @property
    def signal(self) -> Field:
        """The signal, block by block: (slice, block row, block column, 16)."""
        pixels = np.ascontiguousarray(self._values[:, :PIXELS])
        return pixels.reshape(*self.lattice.blocks, PIXELS)

    def texture(self, number: int) -> Field:
        """One strength of texture, (slice, block row, block column, 1)."""
        return self._values[:, PIXELS + number].reshape(*self.lattice.blocks, 1)


def _wanted(paint: Paint) -> Field:
    """Signal of every pixel of a block, then its strengths of texture."""
    return np.array([paint.signal] * PIXELS + list(paint.textures), dtype=np.float32)


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
