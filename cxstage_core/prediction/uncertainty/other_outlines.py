"""The outline of a study as another hand might have drawn it: larger, smaller, or one slice off."""

from __future__ import annotations

import numpy as np

from cxstage_core.errors import DatasetError
from cxstage_core.imaging import Label, Mask
from cxstage_core.reading.tools.operations import signed_distance


def grown(mask: Mask, mm: float) -> Mask:
    """Move the border of an outline outwards by mm, or inwards if negative, in space.

    Distances are those of the drawing tools. Where slices lie further apart than the border moves, the outline keeps
    its slices. What is added takes the nearest label.

    Raises:
        DatasetError: nothing is left.
    """
    from scipy.ndimage import distance_transform_edt

    inside = mask.array != Label.BACKGROUND
    kept = signed_distance(inside, mask.grid.spacing) <= mm
    if not kept.any():
        raise DatasetError("Nothing is left of the outline when it is made {mm:g} mm smaller.", mm=-mm)
    nearest = distance_transform_edt(
        ~inside, sampling=mask.grid.spacing, return_distances=False, return_indices=True
    )
    return Mask(
        np.where(kept, mask.array[tuple(nearest)], Label.BACKGROUND).astype(np.uint8), mask.grid
    )


def moved_by_slices(mask: Mask, slices: int) -> Mask:
    """Move an outline towards the head, or the feet if negative.

    Raises:
        DatasetError: a part of it would leave the stack.
    """
    step = slices if mask.grid.normal[2] >= 0 else -slices
    target = [index + step for index in mask.drawn_slices]
    if not target or min(target) < 0 or max(target) >= len(mask.array):
        raise DatasetError(
            "The outline reaches the end of the stack, so it cannot be moved by a slice."
        )
    return Mask(np.roll(mask.array, step, axis=0), mask.grid)
