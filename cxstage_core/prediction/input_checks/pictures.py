"""A small picture for a check that a study does not pass: the slice with most of the outline, and its edge."""

from __future__ import annotations

import numpy as np

from cxstage_core.dataset.outline import outlined
from cxstage_core.dataset.upright import upright_mask, upright_volume
from cxstage_core.imaging import Mask, Volume, resample_mask
from cxstage_core.prediction.check import Picture

_LARGEST_PX = 256
_EDGE = (255, 190, 0)


def slice_picture(t2: Volume, outline: Mask) -> Picture | None:
    """Draw the slice of the axial T2 series in which most is outlined, rows from front to back.

    Returns:
        uint8 (row, column, 3), at most 256 pixels a side; None if nothing is outlined on it.
    """
    if not outline.grid.close_to(t2.grid):
        outline = resample_mask(outline, t2.grid)
    image, drawn = upright_volume(t2).array, outlined(upright_mask(outline))
    areas = drawn.sum(axis=(1, 2))
    if not areas.any():
        return None
    index = int(np.argmax(areas))
    step = max(1, -(-max(image.shape[1:]) // _LARGEST_PX))
    grey = image[index, ::step, ::step].astype(np.float64)
    low, high = np.percentile(grey, (1, 99.5))
    scaled = np.clip((grey - low) / (high - low), 0, 1) if high > low else np.zeros(grey.shape)
    picture = np.repeat(np.round(255 * scaled).astype(np.uint8)[:, :, None], 3, axis=2)
    inside = drawn[index, ::step, ::step]
    padded = np.pad(inside, 1)
    within = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    picture[inside & ~within] = _EDGE
    return picture
