"""An outline on another series: through world space, smooth where the grids differ."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Grid, Label, Mask
from cxstage_core.reading.tools.operations import signed_distance

_AT_ONCE = 8
"""Slices of the target that are looked up together, to bound the memory."""


def transferred(mask: Mask, grid: Grid, label: Label) -> npt.NDArray[np.bool_]:
    """Resample a label of a mask to another grid.

    The border is found in the signed distance, interpolated between voxel centres, so that a finer
    target gets a smooth border and not the blocks of the source.

    Args:
        mask: on any grid.
        grid: the target's, any orientation.

    Returns:
        bool (slice, row, column) of the target; False outside the source.
    """
    from scipy.ndimage import map_coordinates

    found = np.zeros(grid.size, dtype=np.bool_)
    inside = np.asarray(mask.array == label)
    if not inside.any():
        return found
    # A rim of one voxel, so that the distance has a value outside an outline at the edge.
    padded = np.pad(inside, 1)
    distance = signed_distance(padded, mask.grid.spacing)
    rows, columns = np.arange(grid.size[1]), np.arange(grid.size[2])
    origin = mask.grid.world_to_index(grid.index_to_world((0.0, 0.0, 0.0)))
    steps = [
        mask.grid.world_to_index(grid.index_to_world(one)) - origin
        for one in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    ]
    for start in range(0, grid.size[0], _AT_ONCE):
        slices = np.arange(start, min(start + _AT_ONCE, grid.size[0]))
        place = (
            origin
            + slices[:, None, None, None] * steps[0]
            + rows[:, None, None] * steps[1]
            + columns[:, None] * steps[2]
        )
        at = np.moveaxis(place + 1.0, -1, 0)
        found[slices] = map_coordinates(distance, at, order=1, mode="nearest") < 0
        within = np.all((place >= -0.5) & (place <= np.asarray(mask.grid.size) - 0.5), axis=-1)
        found[slices] &= within
    return found
