"""Outlines between drawn slices: shapes that move from one to the next.

Each slice in a gap lies between two drawn ones. Their signed distances are brought over each other
by their centres, blended by the place of the slice, and cut at zero; so a disc becomes a disc half-way
even where the two do not overlap. Source of the blending: Raya & Udupa, IEEE Trans Med Imaging
1990;9:32–42; the motion of the centres is added.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging.grid import Triple
from cxstage_core.reading.tools.operations import Inside, signed_distance

_RIM = 3


def interpolated(inside: Inside, spacing: Triple) -> Inside:
    """Fill the gaps between drawn slices; drawn slices stay as they are.

    Args:
        inside: one label, bool (slice, row, column).
        spacing: mm.

    Returns:
        bool of the same shape, True in the gaps only.
    """
    found = np.zeros_like(inside)
    drawn = np.flatnonzero(inside.any(axis=(1, 2)))
    for first, last in pairwise(drawn.tolist()):
        if last - first > 1:
            _fill(inside, found, first, last, (spacing[1], spacing[2]))
    return found


def gaps(inside: Inside) -> tuple[int, ...]:
    """Slices between drawn ones that hold nothing."""
    drawn = np.flatnonzero(inside.any(axis=(1, 2)))
    if drawn.size == 0:
        return ()
    return tuple(sorted(set(range(int(drawn[0]), int(drawn[-1]) + 1)) - set(drawn.tolist())))


def _fill(inside: Inside, found: Inside, first: int, last: int, spacing: tuple[float, float]) -> None:
    from scipy.ndimage import shift

    both = inside[first] | inside[last]
    rows, columns = np.flatnonzero(both.any(axis=1)), np.flatnonzero(both.any(axis=0))
    part = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    # Room for either shape to stand anywhere on the way with its distances around it.
    rim = _RIM + max(_extent(inside[first]), _extent(inside[last]))
    shapes = [np.pad(inside[index][part], rim) for index in (first, last)]
    centres = [_centre(shape) for shape in shapes]
    distances = [signed_distance(shape, spacing) for shape in shapes]
    for index in range(first + 1, last):
        share = (index - first) / (last - first)
        middle = centres[0] + share * (centres[1] - centres[0])
        moved = [
            shift(distance, middle - centre, order=1, mode="nearest")
            for distance, centre in zip(distances, centres, strict=True)
        ]
        between = (1 - share) * moved[0] + share * moved[1] < 0
        found[(index, *part)] = between[rim:-rim, rim:-rim]


def _extent(shape: Inside) -> int:
    rows, columns = np.flatnonzero(shape.any(axis=1)), np.flatnonzero(shape.any(axis=0))
    return int(max(rows[-1] - rows[0], columns[-1] - columns[0])) // 2 + 1


def _centre(shape: Inside) -> npt.NDArray[np.float64]:
    return np.asarray(np.argwhere(shape).mean(axis=0))
