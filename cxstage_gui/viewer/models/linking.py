"""Two series side by side: the same place in the patient, each at its own resolution."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Grid, Mask
from cxstage_core.imaging.grid import Triple
from cxstage_core.reading import Box


def nearest_index(grid: Grid, world: npt.ArrayLike) -> tuple[int, int, int]:
    """The voxel nearest to a world point, LPS mm; points outside go to the border."""
    index = np.rint(grid.world_to_index(world)).astype(int)
    s, r, c = np.clip(index, 0, np.asarray(grid.size) - 1)
    return int(s), int(r), int(c)


def world_of(grid: Grid, index: Triple) -> Triple:
    """World point, LPS mm, of an index point."""
    x, y, z = grid.index_to_world(index)
    return float(x), float(y), float(z)


def plane_labels(mask: Mask, grid: Grid, index: int, shadow: Box | None) -> npt.NDArray[np.uint8]:
    """A mask as seen on one slice of another grid: the nearest voxel of every pixel, no blending.

    Args:
        shadow: as `shadow_of` found it for this mask and grid.

    Returns:
        uint8 (row, column) of the other grid; 0 outside the mask.
    """
    found = np.zeros(grid.size[1:], dtype=np.uint8)
    if shadow is None:
        return found
    top, left, bottom, right = shadow
    rows, columns = np.arange(top, bottom), np.arange(left, right)
    # The map is linear, so a plane's coordinates are sums of one part per row and one per column.
    origin = mask.grid.world_to_index(grid.index_to_world((index, 0.0, 0.0)))
    down = mask.grid.world_to_index(grid.index_to_world((index, 1.0, 0.0))) - origin
    across = mask.grid.world_to_index(grid.index_to_world((index, 0.0, 1.0))) - origin
    place = origin + rows[:, None, None] * down + columns[None, :, None] * across
    voxel = np.floor(place + 0.5).astype(np.int32)
    inside = np.all((voxel >= 0) & (voxel < mask.grid.size), axis=-1)
    s, r, c = np.moveaxis(np.where(inside[..., None], voxel, 0), -1, 0)
    found[top:bottom, left:right] = np.where(inside, mask.array[s, r, c], 0)
    return found


def shadow_of(mask: Mask, grid: Grid) -> Box | None:
    """The rows and columns of the other grid in which the drawn part of a mask can lie."""
    # The largest label is found several times faster than whether there is any.
    drawn = np.flatnonzero(mask.array.reshape(mask.grid.size[0], -1).max(axis=1))
    if drawn.size == 0:
        return None
    flat = mask.array[drawn[0] : drawn[-1] + 1].max(axis=0)
    rows, columns = np.flatnonzero(flat.any(axis=1)), np.flatnonzero(flat.any(axis=0))
    ends = ((drawn[0], drawn[-1]), (rows[0], rows[-1]), (columns[0], columns[-1]))
    corners = np.array(np.meshgrid(*[(a - 0.5, b + 0.5) for a, b in ends])).reshape(3, -1).T
    index = grid.world_to_index(mask.grid.index_to_world(corners))[:, 1:]
    low = np.clip(np.floor(index.min(axis=0)), 0, grid.size[1:]).astype(int)
    high = np.clip(np.ceil(index.max(axis=0)) + 1, 0, grid.size[1:]).astype(int)
    if np.any(low >= high):
        return None
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])
