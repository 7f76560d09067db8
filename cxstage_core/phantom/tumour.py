"""The tumour: a bumpy solid whose largest diameter is exactly the drawn one, and what it invades."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cxstage_core.phantom.drawing import between, direction, happens, stream
from cxstage_core.phantom.shapes import Field, Point, Points, Shape, ellipsoid, tube, turning
from cxstage_core.staging import Facts, Mucosa, Parametrium, Vagina

OS_Z_MM = -16.0
"""Height of the outer mouth of the cervix; the cervix's middle is at the origin."""

WALL_X_MM = 49.0
"""Distance of the inner pelvic wall from the midline."""


@dataclass(frozen=True, slots=True)
class Wave:
    """One bump pattern over the directions: its frequency vector, phase and relative height."""

    frequency: Point
    phase: float
    height: float


@dataclass(frozen=True, slots=True)
class TumourForm:
    """A drawn tumour.

    Args:
        centre: in the space of the organs before they are displaced, mm.
        radii: half axes of the smooth body, mm, before it is scaled to the diameter.
        turn: degrees about x, y, z.
        lobes: unit directions into which it bulges.
        invaded: unit directions in which it breaks through the dark ring.
        necrosis: relative size of its soft middle, 0 for none.
    """

    diameter_mm: float
    centre: Point
    radii: Point
    turn: Point
    waves: tuple[Wave, ...]
    lobes: tuple[Point, ...]
    invaded: tuple[Point, ...]
    reaches_wall: tuple[bool, ...]
    toward_mucosa: Point | None
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
    long_axis = _long_axis(rng, facts, diameter)
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
    toward: Point | None = None
    if facts.bladder_mucosa is Mucosa.BIOPSY_PROVEN:
        toward = (0.1, -0.95, 0.3)
    elif facts.rectal_mucosa is Mucosa.BIOPSY_PROVEN:
        toward = (0.1, 0.97, -0.2)
    lobes = tuple(sides) + ((toward,) if toward else ())
    form = TumourForm(
        diameter,
        (0.0, 0.0, 0.0),
        radii,
        turn,
        waves,
        lobes,
        tuple(sides) + ((toward,) if toward else ()),
        tuple(facts.parametrium is Parametrium.PELVIC_WALL and i == 0 for i in range(len(sides))),
        toward,
        between(rng, 0.3, 0.5) if diameter > 45 and happens(rng, 0.5) else 0.0,
    )
    return _placed(rng, _scaled(form), facts)


def solid(form: TumourForm, centre: Point) -> Shape:
    """The tumour as a solid around a world point, its surface not displaced by anything."""
    matrix = turning(form.turn)
    axes = (matrix.T / np.asarray(form.radii)[:, None]).astype(np.float32)
    reach = _reach(form)

    def distance(p: Points) -> Field:
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
    strands: Shape | None = None
    for i, way in enumerate(form.invaded):
        wall = i < len(form.reaches_wall) and form.reaches_wall[i]
        edge = _edge(form, way)
        length = edge + 5.0 + 0.16 * edge
        if wall:
            length = max(length, WALL_X_MM - abs(form.centre[0]) * np.sign(way[0] * form.centre[0]))
        width = 0.36 * form.mean_radius_mm
        for bend, share in ((-0.45, 0.9), (0.0, 1.0), (0.5, 0.85)):
            path = (
                _along(centre, way, 0.5 * edge, 0.0),
                _along(centre, way, 0.85 * edge, 0.6 * bend * edge),
                _along(centre, way, share * length, bend * edge),
            )
            strand = tube(path, (width, width * 0.8, 3.0 if wall else 1.5))
            strands = strand if strands is None else strands.joined(strand, 3.0)
    return strands


def _along(start: Point, way: Point, mm: float, back_mm: float) -> Point:
    """A point `mm` along a way, and to posterior (a little to superior) of it."""
    return (
        start[0] + way[0] * mm,
        start[1] + way[1] * mm + 0.8 * back_mm,
        start[2] + way[2] * mm + 0.25 * back_mm,
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
        bumps += np.float32(0.28) * np.exp(np.float32(5.0) * (a * x + b * y + c * z - 1))
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
    if facts.parametrium is not Parametrium.NONE and form.invaded:
        side += form.invaded[0][0] * between(rng, 3, 8)
    return _replaced(form, (side, front + 0.06 * z, z), form.radii)


def _replaced(form: TumourForm, centre: Point, radii: Point) -> TumourForm:
    return replace(form, centre=centre, radii=radii)


def _sides(rng: np.random.Generator, facts: Facts) -> list[Point]:
    if facts.parametrium is Parametrium.NONE:
        return []
    first = 1.0 if happens(rng, 0.5) else -1.0
    back = between(rng, 0.0, 0.35)
    sides = [_unit((first, back, between(rng, -0.1, 0.15)))]
    if happens(rng, 0.4):
        sides.append(_unit((-first, back, between(rng, -0.1, 0.15))))
    return sides


def _long_axis(rng: np.random.Generator, facts: Facts, diameter: float) -> str:
    if facts.vagina is Vagina.LOWER:
        return "z"
    if facts.parametrium is not Parametrium.NONE:
        return "x"
    return str(rng.choice(["x", "z", "y"], p=[0.4, 0.4, 0.2] if diameter < 45 else [0.3, 0.6, 0.1]))


def _times(point: Point, factor: float) -> Point:
    return (point[0] * factor, point[1] * factor, point[2] * factor)


def _unit(point: Point) -> Point:
    return _times(point, 1 / float(np.linalg.norm(point)))
