"""Where the network's field of view lies on the T2 series as it was acquired."""

from __future__ import annotations

from cxstage_core.dataset import Preprocessing
from cxstage_core.dataset.crop import window_around
from cxstage_core.dataset.outline import outlined
from cxstage_core.dataset.upright import Pose
from cxstage_core.imaging import Mask

Corners = tuple[tuple[float, float], ...]


def field_of_view(mask: Mask, config: Preprocessing) -> Corners:
    """Return the four corners of the square that a network sees around an outline.

    Args:
        mask: on the grid of the axial T2 series, something outlined.

    Returns:
        (row, column) places of the series as acquired, in order around the square; it is the same on every slice.
    """
    pose = Pose.of(mask.grid)
    grid = pose.grid(mask.grid)
    window = window_around(
        outlined(Mask(pose.array(mask.array), grid)),
        (grid.spacing[1], grid.spacing[2]),
        config.fov_mm,
        config.size_px,
    )
    half = [config.fov_mm / 2 / window.spacing[axis] for axis in (0, 1)]
    turns = ((-1, -1), (-1, 1), (1, 1), (1, -1))
    return tuple(
        _acquired(pose, grid.size, window.centre[0] + r * half[0], window.centre[1] + c * half[1])
        for r, c in turns
    )


def _acquired(pose: Pose, size: tuple[int, int, int], row: float, column: float) -> tuple[float, float]:
    """Return a place of the upright slice on the slice as acquired."""
    if pose.flip_rows:
        row = size[1] - 1 - row
    if pose.flip_columns:
        column = size[2] - 1 - column
    return (column, row) if pose.transpose else (row, column)
