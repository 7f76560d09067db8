"""The outline and its rim on the network's input, in millimetres of the patient, and the share of a map in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.prediction.explanation.place import InputPlace

RIM_MM = 5.0
Pixels = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """Share of each input pixel that lies in a region.

    Args:
        outline: (slice, row, column), 0 to 1.
        rim: outside the outline and at most `RIM_MM` from it, in three dimensions.
    """

    outline: Pixels
    rim: Pixels


def regions_at(place: InputPlace, slices: Sequence[int] | None = None) -> Regions:
    """Find outline and rim on the input.

    Args:
        slices: 0-based slices of the T2 series; those of the input when None.
    """
    chosen = list(place.slice_indices if slices is None else slices)
    inside = place.outline
    around = _around(place)
    return Regions(place.window.sample(inside[chosen]), place.window.sample(around[chosen]))


def _around(place: InputPlace) -> npt.NDArray[np.bool_]:
    """Return the voxels outside the outline and at most `RIM_MM` from one of it, centre to centre."""
    from scipy.ndimage import distance_transform_edt

    spacing = place.turned_grid.spacing
    near = tuple(
        slice(max(0, int(used[0]) - margin), int(used[-1]) + margin + 1)
        for used, margin in (
            (
                np.flatnonzero(place.outline.any(axis=tuple({0, 1, 2} - {axis}))),
                int(np.ceil(RIM_MM / spacing[axis])) + 1,
            )
            for axis in range(3)
        )
    )
    part = place.outline[near]
    distance = distance_transform_edt(~part, sampling=spacing)
    rim = np.zeros_like(place.outline)
    rim[near] = (distance <= RIM_MM) & ~part
    return rim


def shares(density: Values, regions: Regions) -> tuple[float, float] | None:
    """Return the share of a map in the outline, and in its rim.

    Args:
        density: evidence per input pixel, (slice, row, column), 0 or more.

    Returns:
        None for an empty map.
    """
    total = float(density.sum())
    if not total > 0:
        return None
    return tuple(float((density * region).sum()) / total for region in (regions.outline, regions.rim))  # type: ignore[return-value]
