"""A series in its own plane or across it: the same voxels, resliced without a copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Grid, Volume
from cxstage_core.imaging.grid import Triple
from cxstage_core.reading import Box

ACQUIRED, ACROSS_ROWS, ACROSS_COLUMNS = 0, 1, 2
PLANES = (ACQUIRED, ACROSS_ROWS, ACROSS_COLUMNS)
DOWN = {0: (2, -1.0), 1: (2, -1.0), 2: (1, 1.0)}
"""By the body axis of the normal: the body axis that runs down the pane, and towards which end."""
RIGHT = {0: (1, 1.0), 1: (0, 1.0), 2: (0, 1.0)}
"""Likewise to the right of the pane."""


@dataclass(frozen=True, slots=True)
class Reslice:
    """The mapping from the axes of a series to slice, row and column of a pane.

    Args:
        axes: axis of the series for slice, row and column of the pane.
        flips: whether that axis runs the other way.
    """

    axes: tuple[int, int, int] = (0, 1, 2)
    flips: tuple[bool, bool, bool] = (False, False, False)

    @property
    def plain(self) -> bool:
        """True if the series is shown as acquired."""
        return self == Reslice()

    def array(self, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return the same voxels (slice, row, column of the pane), as a view."""
        turned = array.transpose(self.axes)
        return turned[tuple(slice(None, None, -1 if flip else 1) for flip in self.flips)]

    def grid(self, grid: Grid) -> Grid:
        """Return the resliced grid; every voxel keeps its place in the world."""
        start = [0.0, 0.0, 0.0]
        for axis, flip in zip(self.axes, self.flips, strict=True):
            start[axis] = grid.size[axis] - 1.0 if flip else 0.0
        x, y, z = (float(v) for v in grid.index_to_world(start))
        a, b, c = (
            _towards(grid.direction[axis], flip)
            for axis, flip in zip(self.axes, self.flips, strict=True)
        )
        i, j, k = self.axes
        return Grid(
            (grid.size[i], grid.size[j], grid.size[k]),
            (grid.spacing[i], grid.spacing[j], grid.spacing[k]),
            (x, y, z),
            (a, b, c),
        )

    def volume(self, volume: Volume) -> Volume:
        """Return the resliced volume, sharing its voxels."""
        return Volume(self.array(volume.array), self.grid(volume.grid))

    def part(self, size: tuple[int, int, int], index: int, box: Box) -> tuple[int, int, Box]:
        """Return where a rectangle of one slice of the series is in the pane.

        Args:
            size: of the series.

        Returns:
            First and last slice of the pane that it touches, and the rectangle in these.
        """
        top, left, bottom, right = box
        ranges = ((index, index + 1), (top, bottom), (left, right))
        found = []
        for axis, flip in zip(self.axes, self.flips, strict=True):
            low, high = ranges[axis]
            found.append((size[axis] - high, size[axis] - low) if flip else (low, high))
        (s0, s1), (r0, r1), (c0, c1) = found
        return s0, s1 - 1, (r0, c0, r1, c1)


def reslice_of(grid: Grid, plane: int) -> Reslice:
    """Return the reslice for one of `PLANES`, upright as radiologists look at it.

    Sagittal and coronal panes have superior above, axial ones anterior; the patient's left, and in
    sagittal panes posterior, is on the right. A series in its own plane is shown as acquired.
    """
    if plane == ACQUIRED:
        return Reslice()
    directions = np.asarray(grid.direction)
    body = int(np.argmax(np.abs(directions[plane])))
    first, second = (axis for axis in (0, 1, 2) if axis != plane)
    down_axis, down_end = DOWN[body]
    if abs(directions[first, down_axis]) >= abs(directions[second, down_axis]):
        row, column = first, second
    else:
        row, column = second, first
    right_axis, right_end = RIGHT[body]
    return Reslice(
        (plane, row, column),
        (
            False,
            bool(directions[row, down_axis] * down_end < 0),
            bool(directions[column, right_axis] * right_end < 0),
        ),
    )


def _towards(direction: Triple, flip: bool) -> Triple:
    x, y, z = direction
    return (-x, -y, -z) if flip else (x, y, z)
