"""Hip bones, femora, symphysis, sacrum and the last lumbar vertebra."""

from __future__ import annotations

from functools import cache

import numpy as np

from cxstage_core.phantom.layers import SIDES, Coat, Layer, bone, coat, cord, fill, lump
from cxstage_core.phantom.points import Point
from cxstage_core.phantom.shapes import Shape, ellipsoid, half_space, tube, united
from cxstage_core.phantom.tissues import Tissue

_HEAD: Point = (87.0, -8.0, 2.0)


@cache
def hip(side: float) -> tuple[Layer, ...]:
    """Hip bone and upper femur of one side, with the joint between them."""
    cup = half_space((side * 98.0, 0.0, -6.0), (side * 0.93, 0.0, -0.36))
    parts = (
        lump(side, (68, -34, 6), (11, 17, 26), (0, 0, -28)),
        lump(side, (72, 26, -2), (11, 22, 32), (0, 0, 24)),
        lump(side, (82, 34, 80), (58, 8.5, 62), (8, 10, -54)),
        lump(side, (84, 6, 42), (15, 30, 22), (0, 0, 10)),
        cord(side, ((70, 32, -16), (60, 34, -44), (53, 24, -72)), (14, 12, 15), steps=1),
        cord(side, ((70, 38, -4), (56, 48, -6)), (8, 3), steps=1),
        cord(side, ((66, -38, 2), (40, -52, -12), (14, -60, -24)), (11, 9, 11), steps=1),
        lump(side, (13, -61, -30), (12, 10, 22), (-38, 0, 0)),
        cord(side, ((14, -50, -46), (36, -16, -68), (52, 16, -76)), (7, 6, 8), steps=1),
    )
    pelvic = united((lump(side, (86, -8, 7), (33, 33, 29)).within(cup), *parts), 5.0)
    neck = cord(side, ((92, -7, -2), (118, 0, -20), (128, 6, -30)), (15, 14, 18), steps=1)
    shaft = cord(side, ((124, 2, -28), (118, -2, -70), (114, -4, -150)), (17, 14, 13), steps=1)
    ball = lump(side, _HEAD, (24.5, 24.5, 24.5))
    femur = united((ball, neck, shaft), 6.0)
    joint = (Coat(2.4, Tissue.CORTEX), Coat(1.3, Tissue.CARTILAGE, 0.4))
    return (bone(pelvic, 1.7), coat(ball, *joint), bone(femur, 1.0))


@cache
def symphysis() -> tuple[Layer, ...]:
    """The disc between the pubic bones."""
    disc = ellipsoid((0.0, -62.0, -30.0), (3.2, 9.0, 20.0), turn=(-38.0, 0.0, 0.0))
    return (coat(disc, Coat(1.8, Tissue.CORTEX), Coat(0.0, Tissue.FIBROCARTILAGE)),)


_VERTEBRAE: tuple[tuple[Point, Point, float], ...] = (
    ((0.0, 42.0, 136.0), (26.0, 17.0, 13.5), -6.0),
    ((0.0, 58.0, 104.0), (27.0, 15.5, 13.5), 24.0),
    ((0.0, 74.0, 78.0), (22.0, 11.5, 12.0), 34.0),
    ((0.0, 84.0, 54.0), (17.0, 8.5, 11.0), 18.0),
    ((0.0, 87.0, 32.0), (13.0, 6.8, 9.5), -2.0),
    ((0.0, 83.0, 13.0), (11.0, 5.6, 8.5), -24.0),
    ((0.0, 75.0, -3.0), (8.0, 4.4, 6.5), -36.0),
    ((0.0, 66.0, -15.0), (5.0, 3.4, 5.0), -50.0),
)
"""Centre, half axes (mm) and forward tilt (degrees): L5, S1 to S5, two of the coccyx."""


@cache
def spine(marrow: Tissue) -> tuple[Layer, ...]:
    """L5, sacrum and coccyx with the canal behind them."""
    layers: list[Layer] = []
    for side in SIDES:
        ala = lump(side, (36, 80, 88), (26, 13, 22), (30, 0, 18)).joined(
            lump(side, (30, 88, 56), (18, 8, 22), (20, 0, 10)), 6
        )
        layers.append(bone(ala, 1.3, marrow))
    layers += [bone(_vertebra(*v), 1.2, marrow) for v in _VERTEBRAE]
    disc = _vertebra((0.0, 50.0, 121.0), (23.0, 15.0, 4.5), 10.0)
    canal = tube(
        ((0.0, 68.0, 160.0), (0.0, 74.0, 124.0), (0.0, 90.0, 92.0), (0.0, 99.0, 60.0)),
        (7.5, 8.0, 6.0, 3.0),
        squeeze=(1.4, 1.0, 1.0),
    )
    sac = canal.within(half_space((0.0, 0.0, 78.0), (0.0, 0.0, -1.0)))
    arch = tube(((0.0, 106.0, 92.0), (0.0, 108.0, 40.0)), (3.5, 2.0))
    return (
        *layers,
        fill(disc, Tissue.DISC),
        coat(canal, Coat(4.0, Tissue.CORTEX), Coat(2.0, Tissue.FAT)),
        fill(sac, Tissue.CSF),
        fill(arch, Tissue.CORTEX),
    )


def _vertebra(centre: Point, radii: Point, turn: float) -> Shape:
    """A body with flat ends: an ellipsoid cut by the two end plates."""
    a = np.radians(turn)
    up = (0.0, float(-np.sin(a)), float(np.cos(a)))
    down = (0.0, -up[1], -up[2])
    x, y, z = radii
    high = (centre[0], centre[1] + up[1] * z, centre[2] + up[2] * z)
    low = (centre[0], centre[1] - up[1] * z, centre[2] - up[2] * z)
    body = ellipsoid(centre, (x, y * 1.06, z * 2.0), turn=(turn, 0.0, 0.0))
    return body.within(half_space(high, up)).within(half_space(low, down))
