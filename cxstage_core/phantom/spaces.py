"""From the patient on the table to the spaces in which the anatomy is described."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cxstage_core.phantom.drawing import between, direction, stream
from cxstage_core.phantom.points import Point, Points
from cxstage_core.phantom.tumour import TumourForm

HEALTHY_RADIUS_MM = 12.0
"""A tumour smaller than this pushes nothing aside."""

PUSH_REACH_MM = 30.0


@dataclass(frozen=True, slots=True)
class Ripple:
    """One wave of the irregularity of a body: wave vector (rad/mm), phase, displacement (mm)."""

    wave: Point
    phase: float
    shift: Point


@dataclass(frozen=True, slots=True)
class Position:
    """Where a patient lies, how large she is and how she differs from the drawing board.

    Args:
        offset: world point of the cervix, LPS mm, before ripples.
        scale: of everything but the tumour.
    """

    offset: Point
    scale: float
    ripples: tuple[Ripple, ...]


def draw_position(seed: int, number: int, scale: float) -> Position:
    """Draw where a patient lies and her irregularity."""
    rng = stream(seed, number, "body")
    rng.random(16)
    offset = (between(rng, -9, 9), between(rng, -14, 14), between(rng, -25, 25))
    ripples = []
    for length, height in (
        (190.0, 3.2),
        (140.0, 2.6),
        (95.0, 1.7),
        (64.0, 1.1),
        (42.0, 0.7),
        (30, 0.45),
    ):
        way, shift = direction(rng), direction(rng)
        k = 6.283 / (length * between(rng, 0.85, 1.15))
        ripples.append(
            Ripple(
                (way[0] * k, way[1] * k, way[2] * k),
                between(rng, 0, 6.28),
                (shift[0] * height, shift[1] * height, shift[2] * height),
            )
        )
    return Position(offset, scale, tuple(ripples))


def to_frame(position: Position, world: Points) -> Points:
    """World points to the space of bones and muscles."""
    p = [(world[i] - np.float32(position.offset[i])) / np.float32(position.scale) for i in range(3)]
    x, y, z = (a.copy() for a in p)
    for ripple in position.ripples:
        a, b, c = (np.float32(v) for v in ripple.wave)
        swing = np.sin(a * p[0] + b * p[1] + c * p[2] + np.float32(ripple.phase))
        x += swing * np.float32(ripple.shift[0])
        y += swing * np.float32(ripple.shift[1])
        z += swing * np.float32(ripple.shift[2])
    return x, y, z


@lru_cache(maxsize=64)
def to_world(position: Position, point: Point) -> Point:
    """One point of the frame space to the world: the inverse of `to_frame`, within 0.01 mm."""
    target = np.asarray(point)
    guess = target.copy()
    for _ in range(12):
        world = guess * position.scale + np.asarray(position.offset)
        found = to_frame(position, _arrays(world))
        guess = guess + target - np.array([float(a[0]) for a in found])
    x, y, z = (float(v) for v in guess * position.scale + np.asarray(position.offset))
    return (x, y, z)


def to_organs(form: TumourForm, frame: Points) -> Points:
    """Points of the frame space to where the organs would be without the tumour.

    What lies at the surface of the tumour came from the surface of a healthy cervix; the push fades
    with distance, so that the outer pelvis stays.
    """
    radius = form.mean_radius_mm
    if radius <= HEALTHY_RADIUS_MM:
        return frame
    centre = [np.float32(v) for v in form.centre]
    dx, dy, dz = (frame[i] - centre[i] for i in range(3))
    square = dx * dx + dy * dy + dz * dz
    size = np.sqrt(square) + np.float32(1e-3)
    beyond = np.maximum(size - np.float32(radius), 0) / np.float32(PUSH_REACH_MM)
    gain = np.float32(radius**2 - HEALTHY_RADIUS_MM**2) * np.exp(-beyond * beyond)
    outside = np.sqrt(np.maximum(square - gain, 1e-6)) / size
    factor = np.where(size > radius, outside, np.float32(HEALTHY_RADIUS_MM / radius))
    return centre[0] + dx * factor, centre[1] + dy * factor, centre[2] + dz * factor


def _arrays(point: np.ndarray) -> Points:
    x, y, z = (np.array([v], dtype=np.float32) for v in point)
    return x, y, z
