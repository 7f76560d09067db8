"""Rulers and angles: points in the patient, so that a length is the same in every pane."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from cxstage_core.imaging import Grid

World = tuple[float, float, float]
IN_SLICE = 0.5


class Kind(StrEnum):
    """Kind of measurement; the values are the names of the tools."""

    RULER = "ruler"
    ANGLE = "angle"

    @property
    def points(self) -> int:
        """Number of points it needs."""
        return 2 if self is Kind.RULER else 3


@dataclass(slots=True, eq=False)
class Measurement:
    """A ruler from end to end, or an angle: arm, vertex, arm.

    Args:
        points: world points, LPS mm.
    """

    kind: Kind
    points: list[World]

    @property
    def complete(self) -> bool:
        """True if it has all its points."""
        return len(self.points) == self.kind.points

    @property
    def value(self) -> float:
        """mm of a ruler, degrees of an angle; an angle with an arm of no length is 0."""
        points = np.asarray(self.points)
        if self.kind is Kind.RULER or not self.complete:
            return float(np.linalg.norm(points[1] - points[0]))
        one, other = points[0] - points[1], points[2] - points[1]
        # The arc tangent keeps its precision at 0° and 180°, where the arc cosine loses it.
        return float(np.degrees(np.arctan2(np.linalg.norm(np.cross(one, other)), one @ other)))

    @property
    def text(self) -> str:
        """The value with one decimal and its unit."""
        degrees = self.kind is Kind.ANGLE and self.complete
        return f"{self.value:.1f}°" if degrees else f"{self.value:.1f} mm"

    def places(self, grid: Grid, index: int) -> list[tuple[float, float]] | None:
        """Row and column of every point if all lie in a slice of a grid, else None."""
        found = grid.world_to_index(np.asarray(self.points))
        if np.any(np.abs(found[:, 0] - index) > IN_SLICE + 1e-6):
            return None
        return [(float(row), float(column)) for _, row, column in found]


@dataclass(slots=True, eq=False)
class Measurements:
    """The measurements of one case, and the one under the mouse.

    A drag sets two points at once; clicks set one after another; a point that is there is dragged.
    """

    all: list[Measurement] = field(default_factory=list)
    chosen: Measurement | None = None
    _moving: tuple[Measurement, int] | None = None
    _placing: bool = False
    _from: World = (0.0, 0.0, 0.0)

    @property
    def busy(self) -> bool:
        """True while a point follows the mouse."""
        return self._moving is not None

    def press(self, kind: Kind, at: World, reach_mm: float) -> None:
        """The button went down at a world point."""
        if self._moving is not None:
            self.move(at)
            self._fix(at)
            return
        near = self.near(at, reach_mm)
        if near is not None:
            self.chosen, self._moving, self._placing = near[0], near, False
            return
        made = Measurement(kind, [at, at])
        self.all.append(made)
        self.chosen, self._moving, self._placing, self._from = made, (made, 1), True, at

    def move(self, at: World) -> None:
        """The mouse is at a world point."""
        if self._moving is not None:
            measurement, number = self._moving
            measurement.points[number] = at

    def release(self, at: World, reach_mm: float) -> None:
        """The button went up; a press without a drag leaves the point at the mouse."""
        if self._moving is None:
            return
        self.move(at)
        if not self._placing:
            self._moving = None
        elif np.linalg.norm(np.subtract(at, self._from)) > reach_mm:
            self._fix(at)

    def near(self, at: World, reach_mm: float) -> tuple[Measurement, int] | None:
        """The measurement and the number of its point nearest to a world point, within reach."""
        found = [
            (float(np.linalg.norm(np.subtract(point, at))), measurement, number)
            for measurement in self.all
            for number, point in enumerate(measurement.points)
        ]
        distance, measurement, number = min(found, key=lambda f: f[0], default=(reach_mm + 1, None, 0))
        return None if measurement is None or distance > reach_mm else (measurement, number)

    def drop_unfinished(self) -> None:
        """Forget what is not complete yet."""
        if self._moving is not None and self._placing:
            self.all.remove(self._moving[0])
            self.chosen = None
        self._moving, self._placing = None, False

    def delete(self, measurement: Measurement | None) -> None:
        """Take a measurement away."""
        self._moving, self._placing = None, False
        if measurement in self.all:
            self.all.remove(measurement)
        self.chosen = self.all[-1] if self.all else None

    def _fix(self, at: World) -> None:
        """The point is where it shall be; go on with the next, if there is one."""
        if self._moving is None:
            return
        measurement, _ = self._moving
        if not self._placing or measurement.complete:
            self._moving, self._placing = None, False
        else:
            measurement.points.append(at)
            self._moving, self._from = (measurement, len(measurement.points) - 1), at
