"""What a mask means for a network, and how large the outline is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Label, Mask

INFILTRATION_WEIGHT = 0.5
"""Value of "possible infiltration" in the mask channel; tumour is 1."""


def outlined(mask: Mask) -> npt.NDArray[np.bool_]:
    """Where tumour or possible infiltration is drawn."""
    return np.asarray(mask.array != Label.BACKGROUND)


def mask_channel(mask: Mask) -> npt.NDArray[np.float32]:
    """The mask as grey values (slice, row, column): tumour 1, possible infiltration 0.5."""
    values = np.zeros(mask.array.shape, dtype=np.float32)
    values[mask.of(Label.TUMOUR)] = 1.0
    values[mask.of(Label.INFILTRATION)] = INFILTRATION_WEIGHT
    return values


def diameter_in_plane_mm(mask: Mask) -> float:
    """Longest distance between two outlined pixels of one slice, pixel edges included, mm.

    Only the ends of each row's run can be farthest apart, so few points are compared.
    """
    outline = outlined(mask)
    longest = 0.0
    row_mm, column_mm = mask.grid.spacing[1:]
    for index in np.flatnonzero(outline.any(axis=(1, 2))):
        rows = np.flatnonzero(outline[index].any(axis=1))
        first = outline[index][rows].argmax(axis=1)
        last = outline.shape[2] - 1 - outline[index][rows, ::-1].argmax(axis=1)
        y = np.concatenate([rows - 0.5, rows + 0.5, rows - 0.5, rows + 0.5]) * row_mm
        x = np.concatenate([first - 0.5, first - 0.5, last + 0.5, last + 0.5]) * column_mm
        gaps = np.hypot(y[:, None] - y[None], x[:, None] - x[None])
        longest = max(longest, float(gaps.max()))
    return longest
