"""Where the network's input lies in the patient: its square, its pixels, and the T2 voxels under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset.crop import Window, window_around
from cxstage_core.dataset.outline import outlined
from cxstage_core.dataset.upright import Pose
from cxstage_core.imaging import Grid, Mask, resample_mask
from cxstage_core.prediction.case import Case, StudyImages

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class InputPlace:
    """The input of a network in the axial T2 series.

    Args:
        grid: of the T2 series, as acquired.
        pose: turns its slices into those of the input: rows to posterior, columns to the patient's left.
        window: the square, in the turned slices.
        outline: bool (slice, row, column), turned; of the whole series.
        slice_indices: 0-based slices of the T2 series that the network sees.
        names: of the input's channels.
        channels: what the network sees, float32 (slice, channel, row, column).
    """

    grid: Grid
    pose: Pose
    window: Window
    outline: npt.NDArray[np.bool_]
    slice_indices: tuple[int, ...]
    names: tuple[str, ...]
    channels: npt.NDArray[np.float32]

    @property
    def turned_grid(self) -> Grid:
        """Grid of the turned slices."""
        return self.pose.grid(self.grid)

    def positions(self, axis: int) -> Values:
        """Input pixel (0-based, fractional) of the turned rows (axis 0) or columns (axis 1) of the T2 series."""
        length = self.turned_grid.size[axis + 1]
        step = self.window.side_mm / self.window.size_px / self.window.spacing[axis]
        middle = (self.window.size_px - 1) / 2
        indices = np.arange(length, dtype=np.float64)
        return np.asarray((indices - self.window.centre[axis]) / step + middle)

    @property
    def corners(self) -> Values:
        """Corners of the square in the T2 series as acquired, (4, 2): row and column, 0-based, fractional.

        Anterior right, anterior left, posterior left, posterior right.
        """
        half = [self.window.side_mm / 2 / mm for mm in self.window.spacing]
        signs = np.array([(-1, -1), (-1, 1), (1, 1), (1, -1)], dtype=np.float64)
        turned = np.asarray(self.window.centre) + signs * half
        points = np.concatenate([np.zeros((4, 1)), turned], axis=1)
        found = self.grid.world_to_index(self.turned_grid.index_to_world(points))
        return np.asarray(found[:, 1:])

    def on_t2(
        self, values: npt.NDArray[Any], rows: npt.NDArray[np.bool_], columns: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.float32]:
        """Put values of the turned slices into an array of the T2 series as acquired.

        Args:
            values: (slice, row, column) for the slices of the input and these rows and columns.
            rows, columns: the turned rows and columns that have a value, bool.

        Returns:
            float32 of the size of the series, NaN elsewhere.
        """
        whole = np.full(self.grid.size, np.nan, dtype=np.float32)
        turned = self.pose.array(whole)  # a view: what is written there is written into the series
        turned[np.ix_(np.array(self.slice_indices), np.flatnonzero(rows), np.flatnonzero(columns))] = (
            values
        )
        return whole


def input_place(case: Case, images: StudyImages) -> InputPlace:
    """Find where the input of a case lies in its T2 series.

    Args:
        images: what `case.load` gave.
    """
    grid = images.t2.grid
    mask: Mask = images.outline
    if not mask.grid.close_to(grid):
        mask = resample_mask(mask, grid)
    pose = Pose.of(grid)
    turned = outlined(Mask(pose.array(mask.array), pose.grid(grid)))
    spacing = pose.grid(grid).spacing
    window = window_around(turned, (spacing[1], spacing[2]), case.config.fov_mm, case.config.size_px)
    return InputPlace(
        grid,
        pose,
        window,
        turned,
        case.prepared.slice_indices,
        case.config.inputs,
        case.prepared.array,
    )
