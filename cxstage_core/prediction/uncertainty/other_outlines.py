"""The outline of a study as another hand might have drawn it: larger, smaller, or one slice off."""

from __future__ import annotations

import math

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

    spacing, part = mask.grid.spacing, _around(mask, abs(mm))
    labels = mask.array[part]
    inside = labels != Label.BACKGROUND
    kept = signed_distance(inside, spacing) <= mm
    if not kept.any():
        raise DatasetError("Nothing is left of the outline when it is made {mm:g} mm smaller.", mm=-mm)
    nearest = distance_transform_edt(
        ~inside, sampling=spacing, return_distances=False, return_indices=True
    )
    found = np.zeros_like(mask.array)
    found[part] = np.where(kept, labels[tuple(nearest)], Label.BACKGROUND)
    return Mask(found, mask.grid)


def _around(mask: Mask, mm: float) -> tuple[slice, ...]:
    """Return the box around an outline with a margin of mm and a voxel, within the image."""
    drawn = np.nonzero(mask.array)
    if not drawn[0].size:
        return (slice(0, 1),) * mask.array.ndim
    margins = [math.ceil(mm / step) + 1 for step in mask.grid.spacing]
    return tuple(
        slice(max(0, int(axis.min()) - margin), int(axis.max()) + margin + 1)
        for axis, margin in zip(drawn, margins, strict=True)
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
