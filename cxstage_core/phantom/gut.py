"""Rectum and bowel, with what is in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxstage_core.phantom.drawing import between
from cxstage_core.phantom.layers import Coat, Layer, coat, fill
from cxstage_core.phantom.points import Point
from cxstage_core.phantom.shapes import ellipsoid, half_space, smooth_path, tube
from cxstage_core.phantom.tissues import Tissue


@dataclass(frozen=True, slots=True)
class Loop:
    """A bowel loop: its course, radii and what is in it."""

    path: tuple[Point, ...]
    radius: float
    content: Tissue


def rectum(radius_mm: float, side_mm: float, gas: float) -> list[Layer]:
    """Anal canal, rectum and the beginning of the sigmoid in the fat around them.

    Args:
        side_mm: how far it strays to the left.
        gas: share of its width filled with gas, 0 to 1.
    """
    r, s = radius_mm, side_mm
    path: tuple[Point, ...] = (
        (0.0, 24.0, -94.0), (0.0, 27.0, -76.0), (0.0, 34.0, -60.0), (0.3 * s, 45.0, -42.0),
        (0.7 * s, 50.0, -14.0), (s, 54.0, 14.0), (1.2 * s + 4, 56.0, 44.0), (s + 14, 44.0, 68.0),
        (30.0, 18.0, 82.0), (46.0, -12.0, 78.0),
    )  # fmt: skip
    sizes = (5.0, 5.0, 6.0, r * 0.9, r, r, r * 0.95, r * 0.85, r * 0.8, r * 0.8)
    way, radii = smooth_path(path, sizes, 2)
    fat = tube(path[3:8], tuple(v + 15.0 for v in sizes[3:8]), squeeze=(1.2, 1.0, 1.0))
    lumen = tube(way, radii)
    canal = tube(path[:3], (7.0, 8.0, 7.0))
    plate = tube(((0.0, 38.0, -62.0), (0.0, 62.0, -24.0)), (2.4, 1.6), squeeze=(7.0, 1.0, 1.0))
    perineum = ellipsoid((0.0, 3.0, -88.0), (15.0, 12.0, 9.0))
    layers = [
        coat(fat, Coat(0.9, Tissue.FASCIA, 0.8, 0.5), Coat(0.0, Tissue.VISCERAL_FAT, 0.8)),
        fill(plate, Tissue.MUSCLE, 0.8),
        fill(perineum, Tissue.SPHINCTER, 3.0),
        coat(canal, Coat(6.5, Tissue.SPHINCTER, 1.0)),
        coat(
            lumen,
            Coat(3.0, Tissue.RECTUM_WALL, 0.6),
            Coat(0.6, Tissue.RECTUM_MUCOSA, 0.8),
            Coat(-1.0, Tissue.STOOL, 1.5),
        ),
    ]
    if gas > 0:
        rise = (1 - gas) * r * 1.4
        pocket = tube(tuple((x, y - rise, z) for x, y, z in way[7:]), radii[7:])
        layers.append(fill(pocket.within(lumen.grown(-1.0)), Tissue.GAS, 0.6))
    return layers


def bowel(loops: tuple[Loop, ...]) -> list[Layer]:
    """Loops of bowel above the pelvis, gas on top of what is in them."""
    layers: list[Layer] = []
    for loop in loops:
        lumen = tube(loop.path, (loop.radius,) * len(loop.path))
        gas = loop.content is Tissue.GAS
        content = Tissue.BOWEL_CONTENT if gas else loop.content
        layers.append(coat(lumen, Coat(2.4, Tissue.BOWEL_WALL, 0.8), Coat(0.0, content, 0.8)))
        if gas:
            level = float(np.mean([y for _, y, _ in loop.path])) - loop.radius * 0.1
            above = half_space((0.0, level, 0.0), (0.0, 1.0, 0.0))
            layers.append(fill(lumen.grown(-0.6).within(above), Tissue.GAS))
    return layers


def draw_loop(rng: np.random.Generator) -> Loop:
    """Draw a loop of bowel."""
    x, z = between(rng, -72, 72), between(rng, 70, 128)
    y = between(rng, -56, 18 if z > 80 else -10)
    angle = between(rng, 0, 6.28)
    path: list[Point] = [(x, y, z)]
    for _ in range(3):
        angle += between(rng, -1.1, 1.1)
        x += 15 * float(np.cos(angle))
        y += 9 * float(np.sin(angle))
        z += between(rng, -7, 7)
        path.append((x, min(max(y, -62.0), 30.0), max(z, 62.0)))
    content = (Tissue.BOWEL_CONTENT, Tissue.GAS, Tissue.STOOL, Tissue.BOWEL_WALL)[
        int(rng.choice(4, p=[0.4, 0.25, 0.2, 0.15]))
    ]
    return Loop(tuple(path), between(rng, 6.0, 11.0), content)
