"""The tumour: a bumpy solid whose largest diameter is exactly the drawn one, and what it invades."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cxstage_core.phantom.drawing import between, direction, happens, stream
from cxstage_core.phantom.points import Coordinates, Field, Point
from cxstage_core.phantom.shapes import Shape, ellipsoid, tube, turning, united
from cxstage_core.staging import Facts, Mucosa, Parametrium, Vagina

OS_Z_MM = -16.0
"""Height of the outer mouth of the cervix; the cervix's middle is at the origin."""

WALL_X_MM = 49.0
"""Distance of the inner pelvic wall from the midline."""

CERVIX_X_MM = 16.5
"""Distance of the side of a healthy cervix from its middle."""

BLADDER_Y_MM = 18.0
RECTUM_Y_MM = 38.0
"""Distances of the lumen of bladder and rectum from the middle of a healthy cervix."""

_LOBE = 0.42
_LOBE_NARROW = 6.0
"""Height of a lobe relative to the radius, and how quickly it falls off with the angle."""

_BOTH_SIDES_FROM_MM = 30.0
_STRANDS_MM = (8.0, 14.0)
"""How far beyond the tumour, or the healthy cervix where that is larger, strands reach."""

_FAN = ((-0.8, -8.0), (-0.3, 3.0), (0.2, -4.0), (0.4, 9.0), (0.9, 1.0))
"""Where the strands of a lobe end, on average: aside (relative) and above or below (mm)."""


@dataclass(frozen=True, slots=True)
class Wave:
    """One bump pattern over the directions: its frequency vector, phase and relative height."""

    frequency: Point
    phase: float
    height: float


@dataclass(frozen=True, slots=True)
class Strand:
    """One strand of a lobe.

    Args:
        aside: how far it bends to one side, relative to the tumour's edge.
        up_mm: how far its tip lies above or below the lobe.
        share: its length relative to the longest.
        width: relative.
    """

    aside: float
    up_mm: float
    share: float
    width: float


@dataclass(frozen=True, slots=True)
class TumourForm:
    """A drawn tumour.

    Args:
        centre: in the space of the organs before they are displaced, mm.
        radii: half axes of the smooth body, mm, before it is scaled to the diameter.
        turn: degrees about x, y, z.
        lobes: unit directions into which it bulges and in which it breaks through the dark ring: into a
            parametrium, the bladder or the rectum.
        reaches: by lobe, how far from the middle its strands reach, mm.
        touches: by lobe, whether the strands spread on what they reach.
        strands: those of every lobe.
        necrosis: relative size of its soft middle, 0 for none.
    """

    diameter_mm: float
    centre: Point
    radii: Point
    turn: Point
    waves: tuple[Wave, ...]
    lobes: tuple[Point, ...]
    reaches: tuple[float, ...]
    touches: tuple[bool, ...]
    strands: tuple[Strand, ...]
    necrosis: float

    @property
    def mean_radius_mm(self) -> float:
        """Radius of a ball of about the same volume."""
        return float(np.cbrt(np.prod(self.radii)))


def draw_tumour(seed: int, number: int, facts: Facts) -> TumourForm:
    """Draw the form of a tumour with these findings."""
    rng = stream(seed, number, "tumour")
    assert facts.diameter_mm is not None
    diameter = facts.diameter_mm
    sides = _sides(rng, facts)
    ratios = [1.0, between(rng, 0.72, 0.95), between(rng, 0.62, 0.9)]
    long_axis = _long_axis(rng, facts)
    if facts.vagina is Vagina.LOWER:
        ratios = [1.0, 0.62, 0.55]
    order = {"x": (0, 1, 2), "y": (1, 0, 2), "z": (1, 2, 0)}[long_axis]
    shape = [ratios[order[0]], ratios[order[1]], ratios[order[2]]]
    radii: Point = (shape[0] * diameter / 2, shape[1] * diameter / 2, shape[2] * diameter / 2)
    turn: Point = (between(rng, -18, 18), between(rng, -14, 14), between(rng, -25, 25))
    waves = tuple(
        Wave(_times(direction(rng), between(rng, 1.6, 5.0)), between(rng, 0, 6.28), h)
        for h in (0.05, 0.045, 0.04, 0.035, 0.03, 0.03, 0.025)
    )
    mucosa = _mucosa(facts)
    lobes = (*sides, *mucosa)
    form = TumourForm(
        diameter,
        (0.0, 0.0, 0.0),
        radii,
        turn,
        waves,
        lobes,
        (),
        tuple(
            way in mucosa or (facts.parametrium is Parametrium.PELVIC_WALL and i == 0)
            for i, way in enumerate(lobes)
        ),
        tuple(_strand(rng, aside, up) for aside, up in _FAN) if lobes else (),
        between(rng, 0.3, 0.5) if diameter > 45 and happens(rng, 0.5) else 0.0,
    )
    placed = _placed(rng, _scaled(form), facts)
    beyond = tuple(between(rng, *_STRANDS_MM) for _ in lobes)
    return replace(placed, reaches=tuple(_reached(placed, i, mm) for i, mm in enumerate(beyond)))


def solid(form: TumourForm, centre: Point) -> Shape:
    """The tumour as a solid around a world point, its surface not displaced by anything."""
    matrix = turning(form.turn)
    axes = (matrix.T / np.asarray(form.radii)[:, None]).astype(np.float32)
    reach = _reach(form)

    def distance(p: Coordinates) -> Field:
        x, y, z = (p[i] - np.float32(centre[i]) for i in range(3))
        size = np.sqrt(x * x + y * y + z * z) + np.float32(1e-3)
        radius = _radius(form, axes, x / size, y / size, z / size)
        return np.asarray((size - radius) * np.float32(0.9))

    box = (
        (centre[0] - reach, centre[1] - reach, centre[2] - reach),
        (centre[0] + reach, centre[1] + reach, centre[2] + reach),
    )
    return Shape(distance, box)


def infiltration(form: TumourForm, centre: Point) -> Shape | None:
    """Strands that leave the tumour where it is through the ring: possible infiltration."""
    strands: list[Shape] = []
    for way, length, touches in zip(form.lobes, form.reaches, form.touches, strict=True):
        edge = _edge(form, way)
        base = max(0.42 * form.mean_radius_mm, 6.0 if touches else 4.5)
        tip = 5.0 if touches else 2.2
        for strand in form.strands:
            up = strand.up_mm * (0.7 if touches else 1.0)
            bend = strand.aside * (0.35 * edge + (5.0 if touches else 3.0))
            end = length if touches else strand.share * length
            path = (
                _along(centre, way, 0.5 * edge, 0.0, 0.4 * up),
                _along(centre, way, 0.9 * edge, 0.6 * bend, 0.7 * up),
                _along(centre, way, end, bend, up),
            )
            wide = strand.width * base
            strands.append(tube(path, (wide, 0.8 * wide, strand.width * tip)))
    return united(tuple(strands), 3.0) if strands else None


def _along(start: Point, way: Point, mm: float, aside_mm: float, up_mm: float) -> Point:
    """A point `mm` along a level way, moved aside and up."""
    return (
        start[0] + way[0] * mm - way[1] * aside_mm,
        start[1] + way[1] * mm + way[0] * aside_mm,
        start[2] + way[2] * mm + up_mm,
    )


def _edge(form: TumourForm, way: Point) -> float:
    """Distance of the surface from the middle in one direction, mm."""
    axes = (turning(form.turn).T / np.asarray(form.radii)[:, None]).astype(np.float32)
    x, y, z = (np.array([v], dtype=np.float32) for v in way)
    return float(_radius(form, axes, x, y, z)[0])


def soft_middle(form: TumourForm, centre: Point) -> Shape | None:
    """The necrotic middle of a large tumour."""
    if form.necrosis <= 0:
        return None
    a, b, c = (r * form.necrosis for r in form.radii)
    return ellipsoid((centre[0] + a * 0.2, centre[1] - b * 0.2, centre[2]), (a, b, c), turn=form.turn)


def _radius(form: TumourForm, axes: npt.NDArray[np.float32], x: Field, y: Field, z: Field) -> Field:
    u, v, w = (axes[i, 0] * x + axes[i, 1] * y + axes[i, 2] * z for i in range(3))
    radius = 1 / np.sqrt(u * u + v * v + w * w)
    bumps = np.ones_like(radius)
    for wave in form.waves:
        a, b, c = (np.float32(f) for f in wave.frequency)
        bumps += np.float32(wave.height) * np.sin(a * x + b * y + c * z + np.float32(wave.phase))
    for lobe in form.lobes:
        a, b, c = (np.float32(f) for f in lobe)
        bumps += np.float32(_LOBE) * np.exp(np.float32(_LOBE_NARROW) * (a * x + b * y + c * z - 1))
    return np.asarray(radius * bumps)


def surface(form: TumourForm, count: int = 900) -> npt.NDArray[np.float64]:
    """Points of the surface around the origin, (count, 3) mm, evenly spread over the directions."""
    i = np.arange(count) + 0.5
    z = 1 - 2 * i / count
    angle = np.pi * (1 + 5**0.5) * i
    ring = np.sqrt(1 - z * z)
    ways = np.stack([ring * np.cos(angle), ring * np.sin(angle), z], axis=1)
    axes = (turning(form.turn).T / np.asarray(form.radii)[:, None]).astype(np.float32)
    x, y, z32 = (ways[:, axis].astype(np.float32) for axis in range(3))
    return np.asarray(ways * _radius(form, axes, x, y, z32)[:, None].astype(np.float64))


def _scaled(form: TumourForm) -> TumourForm:
    """The same form with the drawn largest diameter."""
    points = surface(form)
    squares = (points**2).sum(axis=1)
    longest = np.sqrt(np.max(squares[:, None] + squares[None] - 2 * points @ points.T))
    factor = form.diameter_mm / float(longest)
    return _replaced(form, form.centre, _times(form.radii, factor))


def _reach(form: TumourForm) -> float:
    return float(np.linalg.norm(surface(form, 400), axis=1).max()) * 1.04


def _placed(rng: np.random.Generator, form: TumourForm, facts: Facts) -> TumourForm:
    """Put it into or below the cervix, as far down as the findings require."""
    lowest = float(surface(form)[:, 2].min())
    if facts.vagina is Vagina.LOWER:
        bottom = OS_Z_MM - between(rng, 46, 52)
    elif facts.vagina is Vagina.UPPER:
        bottom = OS_Z_MM - min(0.5 * form.diameter_mm, between(rng, 11, 24))
    else:
        bottom = OS_Z_MM - between(rng, -4, 2)
    z = bottom - lowest
    if facts.vagina is Vagina.NONE and form.diameter_mm < 30:
        z = max(z, between(rng, -8, 4))
    room = max(0.0, 13.0 - form.mean_radius_mm)
    side = between(rng, -1, 1) * room * 0.6
    front = between(rng, -1, 1) * room * 0.6
    lateral = facts.parametrium is not Parametrium.NONE and sum(abs(w[0]) > 0.5 for w in form.lobes)
    if lateral == 1:
        way = form.lobes[0]
        outside = CERVIX_X_MM + between(rng, 3, 7) - _edge(form, way)
        side = np.sign(way[0]) * min(max(outside, between(rng, 3, 8)), 11.0)
    if Mucosa.BIOPSY_PROVEN in (facts.bladder_mucosa, facts.rectal_mucosa):
        front = 0.5 * form.lobes[-1][1] * (_organ_y(form.lobes[-1]) - _edge(form, form.lobes[-1]))
        front = float(np.clip(front, -9.0, 9.0))
    return _replaced(form, (float(side), front + 0.06 * z, z), form.radii)


def _replaced(form: TumourForm, centre: Point, radii: Point) -> TumourForm:
    return replace(form, centre=centre, radii=radii)


def _sides(rng: np.random.Generator, facts: Facts) -> list[Point]:
    if facts.parametrium is Parametrium.NONE:
        return []
    assert facts.diameter_mm is not None
    first = 1.0 if happens(rng, 0.5) else -1.0
    back = between(rng, 0.0, 0.35)
    sides = [_unit((first, back, between(rng, -0.1, 0.15)))]
    if happens(rng, 0.4) and facts.diameter_mm > _BOTH_SIDES_FROM_MM:
        sides.append(_unit((-first, back, between(rng, -0.1, 0.15))))
    return sides


def _strand(rng: np.random.Generator, aside: float, up_mm: float) -> Strand:
    return Strand(
        aside + between(rng, -0.25, 0.25),
        up_mm + between(rng, -2.5, 2.5),
        between(rng, 0.8, 1.0),
        between(rng, 0.75, 1.2),
    )


def _mucosa(facts: Facts) -> list[Point]:
    if facts.bladder_mucosa is Mucosa.BIOPSY_PROVEN:
        return [_unit((0.1, -0.95, 0.25))]
    if facts.rectal_mucosa is Mucosa.BIOPSY_PROVEN:
        return [_unit((0.1, 0.97, -0.2))]
    return []


def _organ_y(way: Point) -> float:
    """How far from the middle of the cervix the lumen of bladder or rectum begins."""
    return BLADDER_Y_MM if way[1] < 0 else RECTUM_Y_MM


def _reached(form: TumourForm, lobe: int, beyond_mm: float) -> float:
    """How far the strands of a lobe reach from the middle of the tumour, mm."""
    way, edge = form.lobes[lobe], _edge(form, form.lobes[lobe])
    if abs(way[0]) < 0.5:
        pushed = np.sqrt(_organ_y(way) ** 2 + max(form.mean_radius_mm**2 - 144.0, 0.0))
        return float(max(edge, pushed - form.centre[1] * np.sign(way[1])) + 5.0)
    offset = form.centre[0] * float(np.sign(way[0]))
    if form.touches[lobe]:
        return max(edge + 3.0, WALL_X_MM - offset)
    return max(edge, CERVIX_X_MM - offset) + beyond_mm


def _long_axis(rng: np.random.Generator, facts: Facts) -> str:
    """Which way the tumour is longest: mostly within an axial slice, where its diameter can be seen."""
    if facts.vagina is Vagina.LOWER:
        return "z"
    if facts.parametrium is not Parametrium.NONE:
        return "x"
    return str(rng.choice(["x", "y", "z"], p=[0.55, 0.25, 0.2]))


def _times(point: Point, factor: float) -> Point:
    return (point[0] * factor, point[1] * factor, point[2] * factor)


def _unit(point: Point) -> Point:
    return _times(point, 1 / float(np.linalg.norm(point)))
