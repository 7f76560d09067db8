"""Points of space on a grid, and which of them can touch a box, so that nothing is computed in vain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.float32]
Point = tuple[float, float, float]
Points = tuple[Field, Field, Field]
"""Coordinates x, y, z (mm) of many points, three arrays of one shape."""

Box = tuple[Point, Point]
"""Lowest and highest corner, mm."""

Boxes = npt.NDArray[np.float32]
"""Many boxes: (box, lowest or highest, 3)."""

Ends = tuple[tuple[Field, Field], ...]
Window = tuple[slice, slice, slice]

REACH_MM = 3.5
"""Half of the widest soft edge."""


class Coordinates:
    """Where the points of a grid (slice, row, column) lie in some space, mm.

    Args:
        ends: by axis of the grid, lowest and highest x, y, z of every slice, row and column, each
            (3, length); computed when not given, and may be wider than needed.
    """

    __slots__ = ("ends", "points")

    def __init__(self, points: Points, ends: Ends | None = None) -> None:
        self.points = points
        self.ends = _ends(points) if ends is None else ends

    def __getitem__(self, axis: int) -> Field:
        return self.points[axis]

    def __iter__(self) -> Iterator[Field]:
        return iter(self.points)

    @property
    def shape(self) -> tuple[int, ...]:
        """Slices, rows, columns."""
        return self.points[0].shape

    def part(self, window: Window) -> Coordinates:
        """The points in a window."""
        x, y, z = self.points
        ends = tuple(
            (low[:, part], high[:, part]) for (low, high), part in zip(self.ends, window, strict=True)
        )
        one, two, three = (np.ascontiguousarray(values[window]) for values in (x, y, z))
        return Coordinates((one, two, three), ends)

    def windows(self, boxes: Boxes, margin_mm: float = 0.0) -> list[Window | None]:
        """For every box, the part of the points to look at, or None.

        A window is larger by one point on every side than what is within the margin.
        """
        start = boxes[:, 0, :, None] - np.float32(margin_mm)
        stop = boxes[:, 1, :, None] + np.float32(margin_mm)
        bounds = []
        for low, high in self.ends:
            touched = (high >= start) & (low <= stop)
            where = touched[:, 0] & touched[:, 1] & touched[:, 2]
            length = where.shape[1]
            first, last = where.argmax(axis=1), length - where[:, ::-1].argmax(axis=1)
            none = ~where[np.arange(len(where)), first]
            bounds.append(
                (
                    np.maximum(first - 1, 0).tolist(),
                    np.where(none, 0, np.minimum(last + 1, length)).tolist(),
                )
            )
        (a, b), (c, d), (e, f) = bounds
        return [
            (slice(a[i], b[i]), slice(c[i], d[i]), slice(e[i], f[i]))
            if b[i] and d[i] and f[i]
            else None
            for i in range(len(boxes))
        ]


def boxes_of(boxes: Sequence[Box]) -> Boxes:
    """Boxes as one array (box, lowest or highest, 3)."""
    return np.asarray(boxes, dtype=np.float32)


def _ends(points: Points) -> Ends:
    """The ends of every slice, row and column: the least and greatest are taken one axis at a time."""
    found: list[tuple[list[Field], list[Field]]] = [([], []), ([], []), ([], [])]
    for values in points:
        for number, least in enumerate((np.min, np.max)):
            over_slices = least(values, axis=0)
            found[0][number].append(least(values.reshape(len(values), -1), axis=1))
            found[1][number].append(least(over_slices, axis=1))
            found[2][number].append(least(over_slices, axis=0))
    return tuple((np.stack(low), np.stack(high)) for low, high in found)
