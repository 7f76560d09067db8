"""Bringing slices into one pose: rows run to posterior, columns to the patient's left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Grid, Mask, Volume


@dataclass(frozen=True, slots=True)
class Pose:
    """Exchange and reversal of rows and columns that bring an axial grid into the common pose.

    Args:
        transpose: rows and columns change places first.
        flip_rows, flip_columns: then they are reversed.
    """

    transpose: bool
    flip_rows: bool
    flip_columns: bool

    @classmethod
    def of(cls, grid: Grid) -> Pose:
        """The pose that an axial grid needs; slices keep their order."""
        _, rows, columns = grid.direction
        transpose = abs(rows[0]) > abs(rows[1])
        if transpose:
            rows, columns = columns, rows
        return cls(transpose, rows[1] < 0, columns[0] < 0)

    def array(self, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The array (slice, row, column) in this pose: a view, not a copy."""
        turned = array.transpose(0, 2, 1) if self.transpose else array
        rows = slice(None, None, -1) if self.flip_rows else slice(None)
        columns = slice(None, None, -1) if self.flip_columns else slice(None)
        return turned[:, rows, columns]

    def grid(self, grid: Grid) -> Grid:
        """The grid of the array in this pose; every voxel stays where it is in the world."""
        order = (0, 2, 1) if self.transpose else (0, 1, 2)
        size = tuple(grid.size[axis] for axis in order)
        spacing = tuple(grid.spacing[axis] for axis in order)
        direction = [np.asarray(grid.direction[axis]) for axis in order]
        origin = np.asarray(grid.origin)
        for axis, flipped in ((1, self.flip_rows), (2, self.flip_columns)):
            if flipped:
                origin = origin + direction[axis] * spacing[axis] * (size[axis] - 1)
                direction[axis] = -direction[axis]
        return Grid.from_dict(
            {"size": size, "spacing": spacing, "origin": origin, "direction": direction}
        )


def upright_volume(volume: Volume) -> Volume:
    """The same image in the common pose."""
    pose = Pose.of(volume.grid)
    return Volume(pose.array(volume.array), pose.grid(volume.grid))


def upright_mask(mask: Mask) -> Mask:
    """The same mask in the common pose."""
    pose = Pose.of(mask.grid)
    return Mask(pose.array(mask.array), pose.grid(mask.grid))
