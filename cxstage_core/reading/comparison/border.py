"""Slivers along the border: differences so thin that hand-drawn edges of the same outline differ as much."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import ReadingError
from cxstage_core.imaging.grid import Triple
from cxstage_core.reading.comparison.disagreement import Disagreement
from cxstage_core.reading.delta import Labels

Bits = npt.NDArray[np.bool_]

THICKNESS_MM = 1.5
"""About two pixels of a T2 series (0.6 to 0.8 mm): an edge drawn by hand is no more exact than that."""
LARGEST_MM = 10.0
_APART_MM = 1e9
"""So far apart are slices here that the nearest voxel always lies in the same one."""
_ROUNDING_MM = 1e-6
_KEY = re.compile(r"border (?P<mm>\d+(?:\.\d+)?) mm")


@dataclass(frozen=True, slots=True)
class Border:
    """What counts as a sliver along the border of two outlines.

    Args:
        thickness_mm: how far apart, within a slice, the two borders may run at most; at least one pixel
            is allowed where pixels are larger. 0: no difference counts as a sliver.
    """

    thickness_mm: float = THICKNESS_MM

    def __post_init__(self) -> None:
        """Check the range.

        Raises:
            ReadingError: the thickness is not a number from 0 to 10 mm.
        """
        if not 0 <= self.thickness_mm <= LARGEST_MM:  # NaN is refused, too
            raise ReadingError(
                "The thickness of slivers along the border must be between 0 and {largest} mm.",
                largest=f"{LARGEST_MM:g}",
            )

    def key(self, spacing: Triple) -> str:
        """Return the name of it under which decisions, log and reference are kept, such as "border 1.5 mm".

        Args:
            spacing: mm (slice, row, column); the thickness in effect there is named.
        """
        return f"border {self.reach_mm(spacing):.4g} mm"

    def reach_mm(self, spacing: Triple) -> float:
        """Return the distance in effect for a spacing (mm: slice, row, column)."""
        return max(self.thickness_mm, *spacing[1:]) if self.thickness_mm else 0.0


def thickness_named(rule: str) -> float | None:
    """Return the thickness (mm) that the name of a border holds, None if it names another rule."""
    found = _KEY.fullmatch(rule)
    return None if found is None else float(found["mm"])


def slivers(
    first: Labels, second: Labels, spacing: Triple, found: Disagreement, border: Border
) -> frozenset[str]:
    """Keys of the components that are slivers along the border.

    A component is one when everywhere in it each reader's label occurs in the other reader's outline of
    the same slice, no further away than the thickness: both drew the same edge, a little apart. A slice
    that only one reader marked, a part that only one saw and a hole that only one left are none, however
    small.

    Args:
        first, second: labels (slice, row, column) that were compared.
        spacing: mm between slices, rows and columns.
        found: their components.
    """
    reach = border.reach_mm(spacing)
    if not reach or not found.items:
        return frozenset()
    box = _around(found, reach, spacing)
    one, two, numbers = first[box], second[box], found.map[box]
    differ = numbers > 0
    far = np.zeros(one.shape, dtype=bool)
    for label in np.union1d(one[differ], two[differ]):
        for here, there in ((one, two), (two, one)):
            claimed = differ & (here == label)
            if claimed.any():
                far |= claimed & ~_near(there == label, reach, spacing)
    thick = np.zeros(len(found.items) + 1, dtype=bool)
    thick[np.unique(numbers[far])] = True
    return frozenset(item.key for item in found.items if not thick[item.number])


def _near(inside: Bits, reach: float, spacing: Triple) -> Bits:
    """Return the voxels with one of `inside` in the same slice within reach, mm between voxel centres."""
    # Imported here: it takes 100 ms that only this needs.
    from scipy import ndimage

    if not inside.any():
        return np.zeros(inside.shape, dtype=bool)
    flat = (_APART_MM, *spacing[1:])
    return np.asarray(ndimage.distance_transform_edt(~inside, sampling=flat) <= reach + _ROUNDING_MM)


def _around(found: Disagreement, reach: float, spacing: Triple) -> tuple[slice, slice, slice]:
    """Return the box of all components, wider within the slice by the reach."""
    low = np.min([item.box[:3] for item in found.items], axis=0)
    high = np.max([item.box[3:] for item in found.items], axis=0)
    wide = [0, *(math.ceil(reach / mm) + 1 for mm in spacing[1:])]
    begin, end, whole = (
        slice(max(0, int(a) - w), min(size, int(b) + w))
        for a, b, w, size in zip(low, high, wide, found.map.shape, strict=True)
    )
    return begin, end, whole
