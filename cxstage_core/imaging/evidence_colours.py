"""The colours of evidence for a treatment group: one rule for window, report and secondary captures."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FOR_CHEMORADIOTHERAPY, FOR_SURGERY = (255, 115, 0), (26, 89, 242)
"""Orange and blue differ for every kind of colour vision, and are no reader's colour."""


def coloured(values: npt.NDArray[np.floating], limit: float) -> npt.NDArray[np.uint8]:
    """Colour evidence.

    Args:
        values: (row, column); above 0 for chemoradiotherapy or systemic, below for surgery, NaN for nothing.
        limit: the value of the full colour; 0 or less gives no colour at all.

    Returns:
        RGBA (row, column, 4), not premultiplied; opacity grows with the size of the value.
    """
    known = np.nan_to_num(np.asarray(values, dtype=np.float64))
    found = np.empty((*known.shape, 4), dtype=np.uint8)
    found[..., :3] = np.where(known[..., None] < 0, FOR_SURGERY, FOR_CHEMORADIOTHERAPY)
    strength = np.clip(np.abs(known) / limit, 0, 1) if limit > 0 else np.zeros_like(known)
    found[..., 3] = np.round(255 * strength)
    return found
