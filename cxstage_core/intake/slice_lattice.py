"""Find the regular lattice of parallel slices: equal steps along a straight line.

Positions are compared with the line, not with each other: a header that rounds them to a few decimals
makes neighbouring gaps unequal although the slices are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import GeometryError, IntakeError
from cxstage_core.imaging import Grid
from cxstage_core.imaging.grid import Triple
from cxstage_core.intake.header import Frame
from cxstage_core.intake.series_notes import rounded_positions, uneven_positions
from cxstage_core.text import Text, text

SAME_PLACE_MM = 0.01
_SPACING_SLACK = 0.02
"""Share of the slice distance by which a slice may lie off its place."""
_SHEAR_MM = 0.5
_ROUNDED = 2e-3
"""Most that a direction cosine may be off by rounding."""
_EXACT_MM = 0.05
"""Most that a slice may lie off the position in its header without a note on it."""
_FINE_MM = 0.01
_CLEARLY_LESS = 8
"""A deviation below the slice distance divided by this cannot hide a missing slice."""

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lattice:
    """Frames in the order of the slice index, their grid, and what is worth a note."""

    frames: tuple[Frame, ...]
    grid: Grid
    notes: tuple[Text, ...]


def normal_of(orientation: tuple[float, ...]) -> Points:
    """The unit vector at right angles to an image.

    Raises:
        IntakeError: the directions in the header are not at right angles.
    """
    across, down = _at_right_angles(orientation)
    return np.asarray(np.cross(across, down))


def lattice(frames: Sequence[Frame]) -> Lattice:
    """Put the frames of one volume in order and find their grid.

    Raises:
        IntakeError: they do not form a regular volume; the reason is one sentence.
    """
    if len(frames) < 2:
        raise IntakeError("The series has a single image; a volume needs at least two.")
    normal = normal_of(frames[0].orientation)
    ordered = sorted(frames, key=lambda f: float(normal @ np.asarray(f.position)))
    normal = normal_of(ordered[0].orientation)
    positions = np.asarray([f.position for f in ordered])
    heights = positions @ normal
    distance = float(heights[-1] - heights[0]) / (len(ordered) - 1)
    if distance <= SAME_PLACE_MM:
        raise IntakeError("All images of this series lie at the same place.")
    even = _evenness(positions, heights, normal, distance)
    grid = _grid(ordered, distance, ordered[0].position, normal)
    deviation = _deviation(grid, positions)
    if even and deviation <= _EXACT_MM:
        return Lattice(tuple(ordered), grid, ())
    fitted = _fitted(ordered, positions, normal, distance, even)
    if fitted is not None:
        note = rounded_positions(fitted.spacing[0], _deviation(fitted, positions))
        return Lattice(tuple(ordered), fitted, (note,))
    if even:
        return Lattice(tuple(ordered), grid, (uneven_positions(deviation),))
    raise _irregular(positions, heights, normal)


def _evenness(positions: Points, heights: Points, normal: Points, distance: float) -> bool:
    """Whether each slice lies near its place, measured in slice distances, and none is shifted sideways."""
    slack = max(_SPACING_SLACK * distance, 0.02)
    off = heights - (heights[0] + distance * np.arange(len(heights)))
    return bool(
        np.max(np.abs(np.diff(heights) - distance)) <= slack
        and np.ptp(off) / 2 <= slack
        and _sideways(positions, heights, normal) <= _SHEAR_MM
    )


def _sideways(positions: Points, heights: Points, normal: Points) -> float:
    shifted = positions - positions[0] - np.outer(heights - heights[0], normal)
    return float(np.max(np.linalg.norm(shifted, axis=1)))


def _deviation(grid: Grid, positions: Points) -> float:
    """Greatest difference of a coordinate between the grid and the headers, mm."""
    corners = np.zeros((len(positions), 3))
    corners[:, 0] = np.arange(len(positions))
    return float(np.max(np.abs(grid.index_to_world(corners) - positions)))


def _fitted(
    frames: Sequence[Frame], positions: Points, normal: Points, distance: float, even: bool
) -> Grid | None:
    """The grid that lies nearest to all headers, if their rounding explains what is left."""
    steps = np.diff(positions @ normal)
    if np.max(np.abs(steps - distance)) > max(4 * _EXACT_MM, 2 * _SPACING_SLACK * distance):
        return None
    limits = np.asarray([_rounding(column) for column in positions.T])
    allowed = np.full(3, _EXACT_MM) if even else np.clip(limits, _FINE_MM, _EXACT_MM)
    if np.max(allowed) > distance / _CLEARLY_LESS:
        return None
    origin, step = _line(positions, allowed, normal)
    if _within(positions, origin, step, allowed):
        return _grid(frames, float(step @ normal), _triple(origin), normal)
    origin, step = _line(positions, allowed, None)
    length = float(np.linalg.norm(step))
    tilt = float(np.linalg.norm(np.cross(normal, step / length)))
    cosines = np.asarray([f.orientation for f in frames])
    explained = min(3 * max(_rounding(cosines.ravel()), 2e-5), _ROUNDED)
    if tilt > explained or not _within(positions, origin, step, allowed):
        return None
    return _grid(frames, length, _triple(origin), step / length)


def _within(positions: Points, origin: Points, step: Points, allowed: Points) -> bool:
    line = origin + np.outer(np.arange(len(positions)), step)
    return bool(np.all(np.abs(line - positions) <= allowed + 1e-6))


def _line(positions: Points, allowed: Points, normal: Points | None) -> tuple[Points, Points]:
    """Origin and step of equal steps through the positions, by least squares if all lie near enough.

    Otherwise the steps whose greatest deviation, in units of `allowed`, is least.

    Args:
        normal: direction of the step; None lets each coordinate have a step of its own.
    """
    index = np.arange(len(positions), dtype=float) - (len(positions) - 1) / 2
    centre = positions.mean(axis=0)
    step = index @ positions / (index @ index)
    if normal is not None:
        step = (step @ normal) * normal
    origin = centre + index[0] * step
    if _within(positions, origin, step, allowed):
        return origin, step
    step = _least_deviating_step(positions, allowed, normal)
    rest = positions - np.outer(np.arange(len(positions)), step)
    return (rest.min(axis=0) + rest.max(axis=0)) / 2, step


def _least_deviating_step(positions: Points, allowed: Points, normal: Points | None) -> Points:
    from scipy.optimize import linprog

    count, steps = len(positions), 3 if normal is None else 1
    rows, bounds = [], []
    for axis in range(3):
        row = np.zeros((count, 4 + steps))
        row[:, axis] = 1.0
        if normal is None:
            row[:, 3 + axis] = np.arange(count)
        else:
            row[:, 3] = np.arange(count) * normal[axis]
        for sign in (1.0, -1.0):
            signed = sign * row
            signed[:, -1] = -allowed[axis]
            rows.append(signed)
            bounds.append(sign * (positions[:, axis] - positions[0, axis]))
    cost = np.zeros(4 + steps)
    cost[-1] = 1.0
    free = [(None, None)] * (3 + steps) + [(0, None)]
    found = linprog(cost, A_ub=np.vstack(rows), b_ub=np.concatenate(bounds), bounds=free)
    if found.x is None:
        return np.asarray((positions[-1] - positions[0]) / (count - 1))
    return np.asarray(found.x[3:6] if normal is None else found.x[3] * normal)


def _rounding(values: Points) -> float:
    """Half a unit of the last decimal that the values use."""
    for decimals in range(7):
        if np.max(np.abs(values - np.round(values, decimals))) < 1e-7:
            return float(0.5 * 10.0**-decimals)
    return 0.0


def _irregular(positions: Points, heights: Points, normal: Points) -> IntakeError:
    gaps = np.diff(heights)
    distance = float(np.median(gaps)) if len(gaps) > 2 else float(gaps.min())
    wide = np.flatnonzero(gaps > distance * 1.5)
    if wide.size:
        at = int(wide[0])
        return IntakeError(
            "{missing} missing between the slices at {low:.1f} mm and {high:.1f} mm (distance "
            "{gap:.1f} mm instead of {distance:.1f} mm).",
            remedy="Export the complete series; a stretched volume would measure wrong.",
            missing=_missing(float(gaps[at]), distance, int(wide.size)),
            low=float(heights[at]),
            high=float(heights[at + 1]),
            gap=float(gaps[at]),
            distance=distance,
        )
    if _sideways(positions, heights, normal) > _SHEAR_MM:
        return IntakeError(
            "The slices are shifted against each other and do not form a straight volume."
        )
    return IntakeError(
        "The slices are not equally spaced ({low:.2f} to {high:.2f} mm).",
        remedy="Export the series as it was acquired.",
        low=float(gaps.min()),
        high=float(gaps.max()),
    )


def _missing(gap: float, distance: float, places: int) -> Text:
    lost = round(gap / distance) - 1
    what = text("1 slice is") if lost <= 1 else text("{count} slices are", count=lost)
    if places == 1:
        return what
    return text("{what} (and at {count} more places)", what=what, count=places - 1)


def _grid(frames: Sequence[Frame], distance: float, origin: Triple, normal: Points) -> Grid:
    """The grid of the frames; their directions are turned to where `normal` is not their own."""
    first = frames[0]
    across, down = _at_right_angles(first.orientation)
    own = np.cross(across, down)
    if not np.array_equal(own, normal):
        across = across - (across @ normal) * normal
        across /= np.linalg.norm(across)
        down = np.cross(normal, across)
    try:
        return Grid(
            (len(frames), first.rows, first.columns),
            (distance, *first.spacing),
            origin,
            (_triple(normal), _triple(down), _triple(across)),
        )
    except GeometryError as error:
        raise IntakeError("The geometry declared by the series is impossible.") from error


def _at_right_angles(orientation: tuple[float, ...]) -> Any:
    """The nearest orthonormal pair to directions that a header rounds to a few decimals."""
    written = np.asarray(orientation).reshape(2, 3)
    left, _, right = np.linalg.svd(written, full_matrices=False)
    nearest = left @ right
    if np.max(np.abs(nearest - written)) > _ROUNDED:
        raise IntakeError("The geometry declared by the series is impossible.")
    return nearest


def _triple(values: Any) -> Triple:
    x, y, z = (float(v) for v in values)
    return (x, y, z)
