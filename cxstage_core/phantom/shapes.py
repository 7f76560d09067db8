"""Smooth solids as signed distances: negative inside, in mm, with the box outside which they are absent.

A distance need only be right near the surface and grow no faster than 1 mm per mm: `Canvas` blends a
voxel by how deep its middle lies below the surface.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.phantom.points import REACH_MM, Box, Coordinates, Field, Point, boxes_of

_FAR_MM = np.float32(60.0)
_COATS_MM = 3.0
_NEAR_MM = _COATS_MM + REACH_MM + 7.0
"""How far around a part its distance is computed: coats, the soft edge, and the next slice, which the
slope across slices is taken from."""

_PIECEWISE_FROM = 12_000
"""Points times segments from which looking at each segment where it can matter saves time."""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A solid.

    Args:
        distance: signed distance of points, mm.
        box: lowest and highest corner of what it can fill, mm.
    """

    distance: Callable[[Coordinates], Field]
    box: Box

    def grown(self, mm: float) -> Shape:
        """The same solid, larger by `mm` all around (smaller when negative)."""
        low, high = self.box
        extra = max(mm, 0.0)
        return Shape(
            lambda p: self.distance(p) - np.float32(mm),
            (_shift(low, -extra), _shift(high, extra)),
        )

    def within(self, other: Shape) -> Shape:
        """The part inside another solid."""
        (a, b), (c, d) = self.box, other.box
        low = (max(a[0], c[0]), max(a[1], c[1]), max(a[2], c[2]))
        high = (min(b[0], d[0]), min(b[1], d[1]), min(b[2], d[2]))
        return Shape(lambda p: np.maximum(self.distance(p), other.distance(p)), (low, high))

    def joined(self, other: Shape, blend_mm: float = 0.0) -> Shape:
        """Both solids, with a rounded seam of about `blend_mm`."""
        (a, b), (c, d) = self.box, other.box
        low = (min(a[0], c[0]), min(a[1], c[1]), min(a[2], c[2]))
        high = (max(b[0], d[0]), max(b[1], d[1]), max(b[2], d[2]))

        def distance(p: Coordinates) -> Field:
            one, two = self.distance(p), other.distance(p)
            if blend_mm <= 0:
                return np.minimum(one, two)
            near = np.clip(blend_mm - np.abs(one - two), 0, None)
            return np.asarray(np.minimum(one, two) - near * near * np.float32(0.25 / blend_mm))

        return Shape(distance, (low, high))

    def inverted(self) -> Shape:
        """Everything outside it."""
        return Shape(lambda p: -self.distance(p), EVERYWHERE)


def ellipsoid(centre: Point, radii: Point, *, turn: Point = (0.0, 0.0, 0.0)) -> Shape:
    """An ellipsoid, turned about its centre by degrees about x, then y, then z."""
    matrix = turning(turn)
    reach = np.sqrt((matrix**2) @ (np.asarray(radii) ** 2))
    box = (_point(np.asarray(centre) - reach), _point(np.asarray(centre) + reach))
    rows = (matrix.T / np.asarray(radii)[:, None]).astype(np.float32)
    steep = (matrix.T / (np.asarray(radii) ** 2)[:, None]).astype(np.float32)
    straight = turn == (0.0, 0.0, 0.0)

    def distance(p: Coordinates) -> Field:
        x, y, z = (p[i] - np.float32(centre[i]) for i in range(3))
        if straight:
            u, v, w = x * rows[0, 0], y * rows[1, 1], z * rows[2, 2]
            a, b, c = x * steep[0, 0], y * steep[1, 1], z * steep[2, 2]
        else:
            u, v, w = (rows[i, 0] * x + rows[i, 1] * y + rows[i, 2] * z for i in range(3))
            a, b, c = u / np.float32(radii[0]), v / np.float32(radii[1]), w / np.float32(radii[2])
        size = np.sqrt(u * u + v * v + w * w)
        slope = np.sqrt(a * a + b * b + c * c) + np.float32(1e-6)
        return np.asarray(size * (size - 1) / slope)

    return Shape(distance, box)


def tube(
    path: tuple[Point, ...], radii: tuple[float, ...], *, squeeze: Point = (1.0, 1.0, 1.0)
) -> Shape:
    """A tube with round ends along a path, its radius changing from point to point.

    Args:
        path: at least two points, mm.
        radii: one per point.
        squeeze: widens the section by these factors along x, y, z (1 leaves it round).
    """
    wide = np.asarray(squeeze)
    nodes = (np.asarray(path) / wide).astype(np.float32)
    sizes = np.asarray(radii, dtype=np.float32)
    lows, highs = (nodes - sizes[:, None]) * wide, (nodes + sizes[:, None]) * wide
    plain = tuple(squeeze) == (1.0, 1.0, 1.0)
    slack = np.float32(min(squeeze))
    pieces = np.stack(
        [np.minimum(lows[:-1], lows[1:]), np.maximum(highs[:-1], highs[1:])], axis=1
    ).astype(np.float32)

    def of_pieces(p: Coordinates, first: int, stop: int) -> Field:
        x, y, z = p if plain else (p[k] / np.float32(squeeze[k]) for k in range(3))
        return _capsules(x, y, z, nodes[first : stop + 1], sizes[first : stop + 1])

    def distance(p: Coordinates) -> Field:
        if len(pieces) == 1 or p[0].size * len(pieces) < _PIECEWISE_FROM:
            best = of_pieces(p, 0, len(pieces))
        else:
            best = np.full(p.shape, _FAR_MM / slack)
            for i, window in enumerate(p.windows(pieces, _NEAR_MM)):
                if window is not None:
                    here = best[window]
                    np.minimum(here, of_pieces(p.part(window), i, i + 1), out=here)
        return best if plain else best * slack

    return Shape(distance, (_point(lows.min(axis=0)), _point(highs.max(axis=0))))


def _capsules(x: Field, y: Field, z: Field, nodes: Field, sizes: Field) -> Field:
    """Signed distance from the nearest of segments whose radius changes from one end to the other."""
    ways = nodes[1:] - nodes[:-1]
    paces = ways / np.maximum((ways * ways).sum(axis=1, keepdims=True), np.float32(1e-6))
    start, way, pace = (
        [a[:, k, None, None, None] for k in range(3)] for a in (nodes[:-1], ways, paces)
    )
    wide, wider = (a[:, None, None, None] for a in (sizes[:-1], sizes[1:] - sizes[:-1]))
    dx, dy, dz = x - start[0], y - start[1], z - start[2]
    t = dx * pace[0]
    t += dy * pace[1]
    t += dz * pace[2]
    np.maximum(t, 0, out=t)
    np.minimum(t, 1, out=t)
    dx -= t * way[0]
    dy -= t * way[1]
    dz -= t * way[2]
    dx *= dx
    dy *= dy
    dz *= dz
    dx += dy
    dx += dz
    np.sqrt(dx, out=dx)
    t *= wider
    t += wide
    dx -= t
    return np.asarray(dx[0] if len(dx) == 1 else np.minimum.reduce(dx, axis=0))


def united(parts: tuple[Shape, ...], blend_mm: float) -> Shape:
    """Several solids as one with rounded seams; each is looked at only where it can matter.

    Coats on it may be at most 3 mm thick.
    """
    boxes = boxes_of([part.box for part in parts])
    low, high = boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0)

    def distance(p: Coordinates) -> Field:
        best = np.full(p.shape, _FAR_MM)
        for part, window in zip(parts, p.windows(boxes, blend_mm + _NEAR_MM), strict=True):
            if window is None:
                continue
            one, two = best[window], part.distance(p.part(window))
            seam = np.clip(blend_mm - np.abs(one - two), 0, None)
            best[window] = np.minimum(one, two) - seam * seam * np.float32(0.25 / blend_mm)
        return best

    return Shape(distance, (_point(low), _point(high)))


def half_space(through: Point, outward: Point) -> Shape:
    """Everything on the side of a plane that `outward` (made a unit vector) points away from."""
    way = np.asarray(outward) / np.linalg.norm(outward)

    def distance(p: Coordinates) -> Field:
        return np.asarray(sum((p[i] - np.float32(through[i])) * np.float32(way[i]) for i in range(3)))

    return Shape(distance, EVERYWHERE)


EVERYWHERE: Box = ((-1e4, -1e4, -1e4), (1e4, 1e4, 1e4))


def smooth_path(
    path: tuple[Point, ...], radii: tuple[float, ...], steps: int = 2
) -> tuple[tuple[Point, ...], tuple[float, ...]]:
    """A Catmull–Rom curve through the points with `steps` segments between two of them."""
    nodes = np.column_stack([np.asarray(path), np.asarray(radii)])
    padded = np.vstack([2 * nodes[0] - nodes[1], nodes, 2 * nodes[-1] - nodes[-2]])
    found = []
    for i in range(len(nodes) - 1):
        a, b, c, d = padded[i : i + 4]
        for t in np.arange(steps) / steps:
            curve = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
            found.append((curve + (3 * b - a - 3 * c + d) * t**3) / 2)
    found.append(nodes[-1])
    return tuple(_point(f[:3]) for f in found), tuple(max(float(f[3]), 0.1) for f in found)


def turning(degrees: Point) -> npt.NDArray[np.float64]:
    """Rotation matrix: about x, then y, then z."""
    a, b, c = np.radians(degrees)
    x = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    y = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    z = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return np.asarray(z @ y @ x)


def _point(values: npt.ArrayLike) -> Point:
    a, b, c = (float(v) for v in np.asarray(values))
    return (a, b, c)


def _shift(point: Point, mm: float) -> Point:
    return (point[0] + mm, point[1] + mm, point[2] + mm)
