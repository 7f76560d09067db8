"""Lengths in an outline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging.grid import Triple
from cxstage_core.reading.tools.brush import Point

_ROWS = 512
"""Points whose distances to all others are held at once."""


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


@dataclass(frozen=True, slots=True)
class SpaceDiameter:
    """The longest straight line in an outline in space.

    Args:
        mm: its length.
        start, end: its ends: slice, row, column.
    """

    mm: float
    start: Triple
    end: Triple


def largest_diameter_in_space(inside: npt.NDArray[np.bool_], spacing: Triple) -> SpaceDiameter | None:
    """The largest distance between two points of an outline, voxels taken as boxes.

    It is measured between outer voxel corners in the slice, and between the middles of slices across
    it: the thickness of a slice does not belong to the tumour.

    Args:
        inside: bool (slice, row, column).
        spacing: mm between slices, rows and columns.

    Returns:
        None for an empty outline.
    """
    corners = []
    for index in np.flatnonzero(inside.any(axis=(1, 2))).tolist():
        plane = inside[index]
        rows = np.flatnonzero(plane.any(axis=1))
        filled = plane[rows]
        first = filled.argmax(axis=1)
        last = plane.shape[1] - 1 - filled[:, ::-1].argmax(axis=1)
        ends = np.concatenate(
            [
                np.stack([rows + down, side + across], axis=1)
                for down in (-0.5, 0.5)
                for side, across in ((first, -0.5), (last, 0.5))
            ]
        )
        hull = _hull(ends * spacing[1:])
        corners.append(np.column_stack([np.full(len(hull), index * spacing[0]), hull]))
    if not corners:
        return None
    points = np.concatenate(corners)
    squares = np.sum(points**2, axis=1)
    best, pair = -1.0, (0, 0)
    for start in range(0, len(points), _ROWS):
        gap = (
            squares[start : start + _ROWS, None]
            + squares
            - 2 * points[start : start + _ROWS] @ points.T
        )
        place = int(gap.argmax())
        if gap.flat[place] > best:
            best = float(gap.flat[place])
            pair = start + place // len(points), place % len(points)
    a, b = (points[k] / spacing for k in pair)
    mm = float(np.linalg.norm(points[pair[0]] - points[pair[1]]))
    return SpaceDiameter(
        mm,
        (float(a[0]), float(a[1]), float(a[2])),
        (float(b[0]), float(b[1]), float(b[2])),
    )
