"""Which of many points can touch a box, so that nothing is computed where nothing can be."""

from __future__ import annotations

import numpy as np

from cxstage_core.phantom.shapes import Box, Field, Points, Shape

REACH_MM = 3.5
"""Half of the widest soft edge."""

_FAR_MM = np.float32(60.0)
_COATS_MM = 3.0

Window = tuple[slice, slice, slice]


class Coordinates:
    """Where block corners lie in some space, and which of them can touch a box of that space."""

    def __init__(self, points: Points) -> None:
        self.points = points
        self._ends = [
            [(p.min(axis=axes) - REACH_MM, p.max(axis=axes) + REACH_MM) for p in points]
            for axes in ((1, 2), (0, 2), (0, 1))
        ]

    def window(self, box: Box, margin_mm: float = 0.0) -> Window | None:
        """The part of the corners to look at, or None."""
        found = []
        for ends in self._ends:
            touched = np.ones(len(ends[0][0]), dtype=bool)
            for (low, high), start, stop in zip(ends, box[0], box[1], strict=True):
                touched &= (high >= start - margin_mm) & (low <= stop + margin_mm)
            index = np.flatnonzero(touched)
            if index.size == 0:
                return None
            first, last = max(int(index[0]) - 1, 0), min(int(index[-1]) + 2, len(touched))
            found.append(slice(first, last))
        return found[0], found[1], found[2]


def united(parts: tuple[Shape, ...], blend_mm: float) -> Shape:
    """Several solids as one with rounded seams; each is looked at only where it can matter.

    Coats on it may be at most 3 mm thick.
    """
    low = np.min([part.box[0] for part in parts], axis=0)
    high = np.max([part.box[1] for part in parts], axis=0)

    def distance(p: Points) -> Field:
        near = Coordinates(p)
        best = np.full(p[0].shape, _FAR_MM)
        for part in parts:
            window = near.window(part.box, blend_mm + _COATS_MM)
            if window is None:
                continue
            x, y, z = p
            one, two = best[window], part.distance((x[window], y[window], z[window]))
            seam = np.clip(blend_mm - np.abs(one - two), 0, None)
            best[window] = np.minimum(one, two) - seam * seam * np.float32(0.25 / blend_mm)
        return best

    box = (
        (float(low[0]), float(low[1]), float(low[2])),
        (float(high[0]), float(high[1]), float(high[2])),
    )
    return Shape(distance, box)
