"""Lengths in an outline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.reading.brush import Point


@dataclass(frozen=True, slots=True)
class Diameter:
    """The longest straight line in a slice of an outline.

    Args:
        mm: its length.
        start, end: its ends, row and column.
    """

    mm: float
    start: Point
    end: Point


def largest_diameter(inside: npt.NDArray[np.bool_], spacing: Point) -> Diameter | None:
    """The largest distance between two points of an area, pixels taken as rectangles.

    It is measured between outer pixel corners: a single pixel is as long as its diagonal.

    Args:
        inside: bool (row, column).
        spacing: mm between rows and between columns.

    Returns:
        None for an empty area.
    """
    rows = np.flatnonzero(inside.any(axis=1))
    if rows.size == 0:
        return None
    filled = inside[rows]
    first = filled.argmax(axis=1)
    last = inside.shape[1] - 1 - filled[:, ::-1].argmax(axis=1)
    corners = [
        np.stack([rows + down, side + across], axis=1)
        for down in (-0.5, 0.5)
        for side, across in ((first, -0.5), (last, 0.5))
    ]
    hull = _hull(np.concatenate(corners) * spacing)
    gaps = np.linalg.norm(hull[:, None] - hull[None, :], axis=-1)
    a, b = np.unravel_index(int(gaps.argmax()), gaps.shape)
    ends = hull[[a, b]] / spacing
    return Diameter(
        float(gaps[a, b]),
        (float(ends[0, 0]), float(ends[0, 1])),
        (float(ends[1, 0]), float(ends[1, 1])),
    )


def _hull(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The convex hull's corners, by Andrew's monotone chain."""
    ordered = np.unique(points, axis=0).tolist()
    halves = []
    for way in (ordered, ordered[::-1]):
        chain: list[list[float]] = []
        for point in way:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        halves.append(chain[:-1])
    return np.array(halves[0] + halves[1])


def _turn(a: list[float], b: list[float], c: list[float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
