"""Slivers along the border: differences so thin that hand-drawn edges of the same outline differ as much."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import ReadingError
from cxstage_core.imaging.grid import Triple
from cxstage_core.reading.comparison.disagreement import Disagreement
from cxstage_core.reading.delta import Labels

Bits = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

THICKNESS_MM = 1.5
"""About two pixels of a T2 series (0.6 to 0.8 mm): an edge drawn by hand is no more exact than that."""
LARGEST_MM = 5.0
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
            ReadingError: the thickness is not a number from 0 to 5 mm.
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
    offsets = _disc(reach, spacing)
    thick = np.zeros(len(found.items) + 1, dtype=bool)
    places = np.argwhere(found.map > 0)
    numbers = found.map[tuple(places.T)]
    for here, there in ((first, second), (second, first)):
        claimed = here[tuple(places.T)]
        for label in np.unique(claimed):
            wanted = claimed == label
            thick[numbers[wanted][~_near(there == label, places[wanted], offsets)]] = True
    return frozenset(item.key for item in found.items if not thick[item.number])


def _near(inside: Bits, places: Places, offsets: Places) -> Bits:
    """Return which places have a voxel of `inside` in the same slice at one of the offsets.

    Args:
        places: (count, 3), slice, row, column.
        offsets: (count, 2), rows and columns, the nearest first.
    """
    rows, columns = (int(n) for n in np.abs(offsets).max(axis=0))
    wide = np.pad(inside, ((0, 0), (rows, rows), (columns, columns)))
    at = np.ravel_multi_index(tuple((places + np.array([0, rows, columns])).T), wide.shape)
    flat = wide.ravel()
    left = np.arange(len(places))
    for step in offsets[:, 0] * wide.shape[2] + offsets[:, 1]:
        left = left[~flat[at[left] + step]]
        if not left.size:
            break
    found = np.ones(len(places), dtype=bool)
    found[left] = False
    return found


def _disc(reach: float, spacing: Triple) -> Places:
    """Return the steps (rows, columns) from a voxel to those within reach, mm between centres, nearest first."""
    tall, wide = (int((reach + _ROUNDING_MM) / mm) for mm in spacing[1:])
    rows, columns = np.mgrid[-tall : tall + 1, -wide : wide + 1]
    steps = np.column_stack([rows.ravel(), columns.ravel()])
    away = np.hypot(*(steps * spacing[1:]).T)
    order = np.argsort(away, kind="stable")
    return np.asarray(steps[order][away[order] <= reach + _ROUNDING_MM])
