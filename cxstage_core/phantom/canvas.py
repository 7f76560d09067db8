"""Painting solids onto a grid: quick where nothing happens, smooth at every surface.

Distances are computed at the corners of blocks of 4 × 4 pixels. A block wholly inside a solid is
filled, one wholly outside is skipped; only blocks that a surface crosses are interpolated to pixels
and blended by how much of the voxel, its slice thickness included, lies below the surface.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Grid
from cxstage_core.phantom.shapes import Box, Field, Points, Shape

BLOCK = 4
_T = (np.arange(BLOCK) + 0.5) / BLOCK
_ROW, _COLUMN = (a.ravel() for a in np.meshgrid(_T, _T, indexing="ij"))
CORNER_WEIGHTS = np.stack(
    [(1 - _ROW) * (1 - _COLUMN), (1 - _ROW) * _COLUMN, _ROW * (1 - _COLUMN), _ROW * _COLUMN]
).astype(np.float32)
"""(4 corners, 16 pixels): bilinear interpolation from the corners of a block to its pixels."""


class Lattice:
    """The block corners of a grid, and their coordinates.

    Args:
        grid: rows and columns are multiples of 4.
        thickness_mm: of the slice that one voxel averages.
    """

    def __init__(self, grid: Grid, thickness_mm: float) -> None:
        slices, rows, columns = grid.size
        self.grid = grid
        self.shape = (slices, rows // BLOCK, columns // BLOCK)
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

    def window(self, box: Box, margin_mm: float) -> tuple[slice, slice, slice] | None:
        """The block corners around a box in world space, at least two along each axis, or None."""
        low, high = np.asarray(box[0]) - margin_mm, np.asarray(box[1]) + margin_mm
        low, high = np.maximum(low, -1e4), np.minimum(high, 1e4)
        corners = np.array(np.meshgrid(*zip(low, high, strict=True))).reshape(3, -1).T
        index = self.grid.world_to_index(corners)
        first, last = index.min(axis=0), index.max(axis=0)
        found = []
        for axis, count in enumerate((self.shape[0], self.shape[1] + 1, self.shape[2] + 1)):
            scale = 1 if axis == 0 else BLOCK
            start = int(np.floor((first[axis] + (axis > 0) * 0.5) / scale)) - (axis == 0)
            stop = int(np.ceil((last[axis] + (axis > 0) * 0.5) / scale)) + 1 + (axis == 0)
            start, stop = max(start, 0), min(stop, count)
            if stop - start < 2:
                return None
            found.append(slice(start, stop))
        return found[0], found[1], found[2]


class Canvas:
    """Values per voxel, painted one solid over the other.

    Args:
        channels: values per voxel, such as signal and strength of texture; all start at 0.
    """

    def __init__(self, lattice: Lattice, channels: int) -> None:
        self.lattice = lattice
        slices, rows, columns = lattice.shape
        self._blocks = np.zeros((slices * rows * columns, channels, BLOCK * BLOCK), dtype=np.float32)
        self._index = np.arange(slices * rows * columns).reshape(slices, rows, columns)

    def paint(
        self,
        shape: Shape,
        values: Sequence[float],
        points: Points,
        margin_mm: float,
        blur_mm: float = 0.0,
        opacity: float = 1.0,
    ) -> None:
        """Paint a solid over what is there.

        Args:
            points: the coordinates of all block corners in the solid's own space.
            margin_mm: how far its own space may be displaced from the world.
            blur_mm: makes its surface softer than the voxel does.
            opacity: 1 covers what was there.
        """
        window = self.lattice.window(shape.box, margin_mm)
        if window is None:
            return
        corners = (points[0][window], points[1][window], points[2][window])
        distance = shape.distance(corners)
        width = self._width(distance) + np.float32(blur_mm)
        four = (
            distance[:, :-1, :-1],
            distance[:, :-1, 1:],
            distance[:, 1:, :-1],
            distance[:, 1:, 1:],
        )
        lowest = np.minimum(np.minimum(four[0], four[1]), np.minimum(four[2], four[3]))
        highest = np.maximum(np.maximum(four[0], four[1]), np.maximum(four[2], four[3]))
        width = np.maximum(width[:, :-1, :-1], width[:, 1:, 1:])
        inside = highest <= -width / 2
        crossed = (lowest < width / 2) & ~inside
        index = self._index[
            window[0], window[1].start : window[1].stop - 1, window[2].start : window[2].stop - 1
        ]
        wanted = np.asarray(values, dtype=np.float32)[None, :, None]
        if opacity >= 1:
            self._blocks[index[inside]] = wanted
        else:
            filled = index[inside]
            self._blocks[filled] += np.float32(opacity) * (wanted - self._blocks[filled])
        edge = index[crossed]
        if edge.size == 0:
            return
        pixels = np.stack([corner[crossed] for corner in four], axis=1) @ CORNER_WEIGHTS
        cover = np.clip(0.5 - pixels / width[crossed][:, None], 0, 1) * np.float32(opacity)
        old = self._blocks[edge]
        self._blocks[edge] = old + cover[:, None, :] * (wanted - old)

    def _width(self, distance: Field) -> Field:
        """Over how many mm of distance a voxel goes from outside to inside."""
        slice_mm, row_mm, _ = self.lattice.grid.spacing
        slope = np.empty_like(distance)
        if distance.shape[0] > 2:
            slope[1:-1] = (distance[2:] - distance[:-2]) * np.float32(0.5 / slice_mm)
        slope[0] = (distance[1] - distance[0]) / np.float32(slice_mm)
        slope[-1] = (distance[-1] - distance[-2]) / np.float32(slice_mm)
        slope = np.minimum(np.abs(slope), 1)
        return np.asarray(
            np.float32(1.2 * row_mm) + slope * np.float32(0.85 * self.lattice.thickness_mm)
        )

    def channel(self, number: int) -> Field:
        """One channel as (slice, row, column), float32."""
        slices, rows, columns = self.lattice.shape
        blocks = self._blocks[:, number].reshape(slices, rows, columns, BLOCK, BLOCK)
        return np.ascontiguousarray(blocks.transpose(0, 1, 3, 2, 4)).reshape(
            slices, rows * BLOCK, columns * BLOCK
        )


def to_pixels(lattice: Lattice, field: Callable[[Points], Field]) -> Field:
    """A smooth function of world space on all voxels, interpolated from the block corners."""
    values = field(lattice.world)
    four = np.stack(
        [values[:, :-1, :-1], values[:, :-1, 1:], values[:, 1:, :-1], values[:, 1:, 1:]], axis=-1
    )
    blocks: npt.NDArray[np.float32] = four @ CORNER_WEIGHTS
    slices, rows, columns = lattice.shape
    return np.ascontiguousarray(
        blocks.reshape(slices, rows, columns, BLOCK, BLOCK).transpose(0, 1, 3, 2, 4)
    ).reshape(lattice.grid.size)
