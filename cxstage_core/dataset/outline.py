"""The outline as a network input, and its diameter."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Label, Mask
from cxstage_core.reading import largest_diameter

INFILTRATION_WEIGHT = 0.5
"""Value of "possible infiltration" in the mask channel; tumour is 1."""


def outlined(mask: Mask) -> npt.NDArray[np.bool_]:
    """Return the voxels of tumour or possible infiltration."""
    return np.asarray(mask.array != Label.BACKGROUND)


def mask_channel(mask: Mask) -> npt.NDArray[np.float32]:
    """Return the mask as grey values (slice, row, column): tumour 1, possible infiltration 0.5."""
    values = np.zeros(mask.array.shape, dtype=np.float32)
    values[mask.of(Label.TUMOUR)] = 1.0
    values[mask.of(Label.INFILTRATION)] = INFILTRATION_WEIGHT
    return values


def diameter_in_plane_mm(mask: Mask) -> float:
    """Return the largest diameter of the outline within one slice, mm, as the Read page measures it; 0 if empty."""
    spacing = mask.grid.spacing[1:]
    found = (largest_diameter(inside, spacing) for inside in outlined(mask))
    return max((diameter.mm for diameter in found if diameter is not None), default=0.0)
