"""Bladder, uterus, vagina and what lies between them: what a tumour pushes aside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from cxstage_core.phantom.drawing import between, happens, near, stream
from cxstage_core.phantom.gut import Loop, bowel, draw_loop, rectum
from cxstage_core.phantom.layers import SIDES, Coat, Layer, Space, coat, cord, fill, lump
from cxstage_core.phantom.points import Point
from cxstage_core.phantom.shapes import ellipsoid, tube
from cxstage_core.phantom.tissues import Tissue
from cxstage_core.staging import Facts


@dataclass(frozen=True, slots=True)
class Dot:
    """A vessel of the parametrium cut across."""

    path: tuple[Point, Point]
    radius: float
    tissue: Tissue


@dataclass(frozen=True, slots=True)
class Organs:
    """How a patient's organs lie and how full they are.

    Args:
        bladder: half axes, mm.
        fundus: where the top of the uterus lies, cervix at the origin, mm.
        uterus_mm: radius of the body of the uterus.
        endometrium_mm: half thickness of its bright middle.
        rectum_mm: radius of the rectum.
        rectal_gas: share of its width filled with gas, 0 to 1.
        ureters: hydronephrosis, by side (left, right).
    """

    bladder: Point
    fundus: Point
    uterus_mm: float
    endometrium_mm: float
    rectum_mm: float
    rectal_gas: float
    rectum_side_mm: float
    loops: tuple[Loop, ...]
    dots: tuple[Dot, ...]
    follicles: tuple[tuple[Point, float], ...]
    free_fluid: bool
    ureters: tuple[bool, bool]


def draw_organs(seed: int, number: int, facts: Facts, age: int) -> Organs:
    """Draw the organs of a patient; after the menopause the uterus and ovaries are small."""
    rng = stream(seed, number, "organs")
    young = age < 51
    full = between(rng, 0, 1)
    forward = happens(rng, 0.8)
    fundus = near(rng, (0.0, -27.0, 50.0), 5.0) if forward else near(rng, (0.0, 26.0, 48.0), 4.0)
    loops = tuple(draw_loop(rng) for _ in range(16))
    dots = tuple(_dot(rng, side) for side in SIDES for _ in range(11))
    follicles = tuple(
        (near(rng, (side * 40.0, 6.0, 34.0), 7.0), between(rng, 2.0, 5.0))
        for side in SIDES
        for _ in range(4 if young else 0)
    )
    swollen = facts.hydronephrosis is True
    left = swollen and happens(rng, 0.5)
    return Organs(
        (24 + 20 * full, 17 + 13 * full, 17 + 15 * full),
        fundus,
        between(rng, 19, 26) if young else between(rng, 13, 18),
        between(rng, 2.2, 4.5) if young else between(rng, 1.0, 2.0),
        between(rng, 10.5, 16.5),
        between(rng, 0.35, 0.9) if happens(rng, 0.65) else 0.0,
        between(rng, -5, 5),
        loops,
        dots,
        follicles,
        happens(rng, 0.3),
        (left, swollen and not left),
    )


def organ_layers(organs: Organs) -> list[Layer]:
    """All soft organs but the tumour, in the order of painting."""
    parts = (
        *bowel(organs.loops),
        *rectum(organs.rectum_mm, organs.rectum_side_mm, organs.rectal_gas),
        *_ligaments(organs),
        *_bladder(organs),
        *_vagina(),
        *_uterus(organs),
        *_cervix(),
    )
    return [replace(part, space=Space.ORGANS) for part in parts]


def _bladder(organs: Organs) -> list[Layer]:
    a, b, c = organs.bladder
    centre = (0.0, -28.0 - 0.55 * b, -12.0 + 0.8 * c)
    lumen = ellipsoid(centre, (a, b, c), turn=(-16.0, 0.0, 0.0)).joined(
        ellipsoid((0.0, -30.0, -16.0), (13.0, 9.0, 9.0)), 8.0
    )
    urethra = tube(((0.0, -33.0, -20.0), (0.0, -33.0, -46.0), (0.0, -38.0, -74.0)), (6.5, 6.5, 5.5))
    return [
        coat(urethra, Coat(2.0, Tissue.SPHINCTER), Coat(-1.5, Tissue.URETHRA, 1.5)),
        coat(lumen, Coat(3.6, Tissue.BLADDER_WALL, 0.6), Coat(0.0, Tissue.URINE, 0.4)),
    ]


def _uterus(organs: Organs) -> list[Layer]:
    x, y, z = organs.fundus
    r = organs.uterus_mm
    half = organs.endometrium_mm
    neck: Point = (0.0, -1.0, 9.0)
    bend: Point = (x * 0.3, y * 0.28, 9 + (z - 9) * 0.38)
    end: Point = (x * 0.9, y * 0.86, 9 + (z - 9) * 0.86)
    whole = cord(1.0, (neck, bend, organs.fundus), (12.5, 0.72 * r, r), (1.22, 1.0, 1.0), 3)
    zone = cord(1.0, (neck, bend, end), (5.5, half + 3.4, half + 4.6), (1.8, 1.0, 1.0), 3)
    cavity = cord(1.0, (neck, bend, end), (1.0, half * 0.8, half), (2.4, 1.0, 1.0), 3)
    return [
        coat(
            whole,
            Coat(1.2, Tissue.FASCIA, 0.5, 0.6),
            Coat(0.0, Tissue.MYOMETRIUM, 0.5),
        ),
        fill(zone, Tissue.JUNCTIONAL_ZONE, 2.0),
        fill(cavity, Tissue.ENDOMETRIUM, 0.8),
    ]


@cache
def _cervix() -> tuple[Layer, ...]:
    axis: tuple[Point, ...] = ((0.0, -1.0, 14.0), (0.0, 0.5, 0.0), (0.0, 2.5, -13.0))
    outline = tube(
        ((0.0, -1.0, 12.0), (0.0, 0.5, 0.0), (0.0, 2.0, -9.5)),
        (13.5, 14.5, 12.5),
        squeeze=(1.12, 1.0, 1.0),
    )
    middle = tube(axis, (9.8, 11.0, 8.0), squeeze=(1.12, 1.0, 1.0))
    return (
        fill(outline, Tissue.CERVIX_OUTER, 0.8),
        coat(middle, Coat(0.0, Tissue.CERVIX_RING, 1.6), Coat(-4.6, Tissue.CERVIX_MUCOSA, 1.6)),
        fill(tube(axis, (1.0, 1.5, 1.2), squeeze=(2.2, 1.0, 1.0)), Tissue.CANAL, 0.8),
    )


@cache
def _vagina() -> tuple[Layer, ...]:
    path: tuple[Point, ...] = (
        (0.0, 5.0, -14.0),
        (0.0, 4.0, -32.0),
        (0.0, -4.0, -54.0),
        (0.0, -18.0, -84.0),
    )
    outer = cord(1.0, path, (6.8, 6.2, 5.6, 5.0), (2.5, 1.0, 1.0), 1)
    lumen = cord(1.0, path, (1.6, 1.4, 1.3, 1.2), (7.5, 1.0, 1.0), 1)
    return (
        coat(outer, Coat(1.6, Tissue.SLOW_VEIN, 2.0, 0.3), Coat(0.0, Tissue.VAGINA_WALL, 0.6)),
        fill(lumen, Tissue.VAGINA_LUMEN, 0.8),
    )


def _ligaments(organs: Organs) -> list[Layer]:
    """Ligaments, ovaries, ureters, vessels of the parametria and free fluid."""
    layers: list[Layer] = []
    x, y, z = organs.fundus
    for index, side in enumerate(SIDES):
        broad = cord(side, ((14, -2, 6), (30, 2, 10), (46, 8, 12)), (1.1, 0.8, 0.7), (1.0, 1.0, 9.0), 1)
        sacral = cord(
            side, ((10, 8, -2), (22, 32, 2), (26, 62, 14)), (1.5, 1.1, 1.0), (1.0, 1.0, 4.0), 1
        )
        way = ((12 + abs(x), y, z - 8), (44, y - 8, z - 12), (62, -58, 14))
        layers += [
            fill(broad, Tissue.LIGAMENT, 1.0, 0.7),
            fill(sacral, Tissue.LIGAMENT, 1.0),
            fill(cord(side, way, (2.2, 1.6, 1.4)), Tissue.LIGAMENT, 0.6),
            fill(lump(side, (40, 6, 34), (10, 8, 13), (20, 0, 25)), Tissue.OVARY, 0.8),
        ]
        if organs.ureters[index]:
            course = ((40, 34, 120), (44, 34, 70), (40, 24, 24), (24, 4, 4))
            ureter = cord(side, course, (4.5, 5.0, 4.8, 3.5))
            layers.append(coat(ureter, Coat(1.2, Tissue.LIGAMENT), Coat(0.0, Tissue.URINE)))
    for centre, radius in organs.follicles:
        layers.append(fill(ellipsoid(centre, (radius, radius, radius)), Tissue.FOLLICLE))
    for dot in organs.dots:
        vessel = tube(dot.path, (dot.radius, dot.radius * 0.7))
        layers.append(fill(vessel, dot.tissue, 0.6))
    if organs.free_fluid:
        pool = ellipsoid((2.0, 30.0, 16.0), (22.0, 5.0, 9.0), turn=(30.0, 0.0, 0.0))
        layers.append(fill(pool, Tissue.FREE_FLUID, 1.0))
    return layers


def _dot(rng: np.random.Generator, side: float) -> Dot:
    start = (side * (18 + 22 * between(rng, 0, 1) ** 1.5), between(rng, -12, 24), between(rng, -24, 28))
    end = near(rng, start, 11.0)
    tissue = (Tissue.SLOW_VEIN, Tissue.ARTERY, Tissue.VEIN)[int(rng.choice(3, p=[0.5, 0.25, 0.25]))]
    return Dot((start, end), between(rng, 1.3, 2.7), tissue)
