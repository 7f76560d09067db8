"""Body wall, muscles and bones: what a tumour of the cervix does not move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cxstage_core.phantom.drawing import between, stream
from cxstage_core.phantom.layers import SIDES, Layer, Space, bone, cord, lump
from cxstage_core.phantom.shapes import (
    EVERYWHERE,
    Field,
    Points,
    Shape,
    ellipsoid,
    half_space,
    tube,
)
from cxstage_core.phantom.tissues import Tissue


@dataclass(frozen=True, slots=True)
class Build:
    """How a patient is built.

    Args:
        scale: of the whole pelvis; 1 is 350 mm across the muscles of the hips.
        fat_mm: fat under the skin in front, beside and behind.
        muscle: relative thickness of the muscles.
        red_marrow: whether the marrow of the vertebrae is the darker, blood-forming kind.
    """

    scale: float
    fat_mm: tuple[float, float, float]
    muscle: float
    red_marrow: bool


def draw_build(seed: int, number: int) -> Build:
    """Draw the build of a patient."""
    rng = stream(seed, number, "body")
    plump = between(rng, 0, 1)
    return Build(
        between(rng, 0.95, 1.06),
        (10 + 22 * plump, 8 + 22 * plump, 8 + 14 * plump),
        between(rng, 0.88, 1.1),
        bool(rng.random() < 0.4),
    )


def frame_layers(build: Build) -> list[Layer]:
    """Everything from the skin to the bones, in the order of painting."""
    skin = _body(build, 0.0)
    layers = [
        Layer(skin, Tissue.SKIN),
        Layer(skin.grown(-2.2), Tissue.FAT, blur_mm=0.6),
        Layer(_body(build, 1.0).grown(-2.0), Tissue.VISCERAL_FAT, blur_mm=2.0),
    ]
    for side in SIDES:
        layers += _muscles(side, build.muscle)
    layers += _abdominal_wall(build)
    for side in SIDES:
        layers += _hip(side)
    layers += _symphysis()
    layers += _spine(Tissue.RED_MARROW if build.red_marrow else Tissue.MARROW)
    for side in SIDES:
        layers += _vessels(side)
    return layers


def outside_layers() -> list[Layer]:
    """Air between the thighs and in the natal cleft, painted over the body."""
    cleft = ellipsoid((0.0, 128.0, -52.0), (3.0, 26.0, 72.0), turn=(-12.0, 0.0, 0.0))
    thighs = ellipsoid((0.0, -8.0, -140.0), (9.0, 92.0, 46.0), turn=(4.0, 0.0, 0.0))
    gap = cleft.joined(thighs, 8.0)
    return [Layer(gap.grown(2.0), Tissue.SKIN), Layer(gap, Tissue.AIR)]


_HEIGHTS = np.array([-170.0, -110.0, -80.0, -50.0, -20.0, 20.0, 60.0, 110.0, 170.0])
_FRONT = np.array([-72.0, -78.0, -84.0, -88.0, -86.0, -80.0, -80.0, -84.0, -88.0])
_BACK = np.array([92.0, 104.0, 112.0, 118.0, 120.0, 118.0, 114.0, 108.0, 104.0])
_HALF_WIDTH = np.array([165.0, 172.0, 175.0, 176.0, 174.0, 166.0, 156.0, 146.0, 140.0])


def _body(build: Build, inner: float) -> Shape:
    """The body's outline (inner = 0) or the inside of the fat under the skin (inner = 1)."""
    front, beside, behind = (mm * (1 - inner) for mm in build.fat_mm)
    top = _FRONT - front
    bottom = _BACK + behind
    middle, deep = (top + bottom) / 2, (bottom - top) / 2
    wide = _HALF_WIDTH + beside

    def distance(p: Points) -> Field:
        x, y, z = p
        heights = z.ravel()
        centre = np.interp(heights, _HEIGHTS, middle).astype(np.float32).reshape(z.shape)
        depth = np.interp(heights, _HEIGHTS, deep).astype(np.float32).reshape(z.shape)
        width = np.interp(heights, _HEIGHTS, wide).astype(np.float32).reshape(z.shape)
        u, v = np.abs(x) / width, np.abs(y - centre) / depth
        u2, v2 = u * u, v * v
        size = np.sqrt(np.sqrt(u2 * u2 + v2 * v2))
        return np.asarray((size - 1) * np.minimum(depth, width))

    return Shape(distance, EVERYWHERE)


def _abdominal_wall(build: Build) -> list[Layer]:
    layers = []
    thick = 5.5 * build.muscle
    for side in SIDES:
        rectus = cord(
            side,
            ((24, -75, 150), (22, -73, 90), (20, -72, 40), (16, -73, 5), (10, -68, -14)),
            (thick, thick, thick, thick * 0.9, 3.5),
            (3.1, 1.0, 1.0),
        )
        layers += [Layer(rectus.grown(0.9), Tissue.FASCIA), Layer(rectus, Tissue.MUSCLE)]
        oblique = cord(
            side,
            ((62, -74, 150), (78, -66, 110), (98, -58, 70), (104, -56, 46)),
            (6.0, 6.5, 6.0, 3.0),
            (2.4, 1.0, 1.0),
        )
        layers.append(Layer(oblique, Tissue.MUSCLE))
    return layers


def _muscles(side: float, k: float) -> list[Layer]:
    gluteal = lump(side, (76, 84, 8), (70, 24 * k, 84), (14, 0, -20)).joined(
        lump(side, (118, 52, -22), (30, 22 * k, 60), (0, 0, -45)), 18
    )
    medius = lump(side, (128, 12, 62), (19 * k, 44, 52), (0, 12, 12))
    levator = Shape(_funnel(side), ((-60.0, -40.0, -76.0), (60.0, 60.0, -8.0)))
    simple = [
        medius,
        lump(side, (134, -32, 10), (12 * k, 22, 70), (0, 0, 14)),
        lump(side, (150, 8, -100), (24 * k, 40, 70)),
        lump(side, (104, -48, -90), (30 * k, 26, 80)),
        lump(side, (58, -34, -92), (34 * k, 28, 44)),
        lump(side, (84, 44, -110), (34 * k, 30, 50)),
        cord(
            side,
            ((40, 22, 160), (46, 14, 110), (64, -24, 52), (80, -50, 8), (84, -42, -34), (90, -20, -70)),
            (19 * k, 19 * k, 18 * k, 15 * k, 13 * k, 9),
        ),
        lump(side, (80, 16, 78), (9 * k, 46, 42), (0, 14, 34)),
        cord(
            side,
            ((43, -44, -10), (50, -20, -8), (54, 8, -6), (58, 30, -8), (72, 46, -12), (98, 38, -14)),
            (4, 8 * k, 9 * k, 8 * k, 6, 4),
            (1.0, 1.0, 3.6),
        ),
        cord(side, ((44, -34, -48), (60, -14, -50), (92, 16, -34)), (13 * k, 12 * k, 6)),
        cord(
            side,
            ((24, 74, 44), (52, 68, 34), (84, 50, 22), (112, 24, 14)),
            (9, 12 * k, 10 * k, 5),
            (1.0, 1.0, 1.35),
        ),
        cord(
            side,
            ((112, -78, 60), (98, -76, 0), (78, -74, -60), (60, -60, -120)),
            (7, 8, 8, 8),
            (1.4, 1.0, 1.0),
        ),
        cord(side, ((108, -58, 20), (110, -62, -30), (112, -64, -100)), (7, 12 * k, 15 * k)),
        cord(
            side, ((42, -64, -22), (62, -56, -40), (86, -36, -70)), (8, 11 * k, 10 * k), (1.4, 1.0, 1.0)
        ),
        lump(side, (20, 108, 96), (18 * k, 13, 62), (-14, 0, 0)),
    ]
    layers = [Layer(gluteal.grown(0.8), Tissue.FASCIA), Layer(gluteal, Tissue.GLUTEAL)]
    for shape in simple:
        layers += [
            Layer(shape.grown(0.7), Tissue.FASCIA, opacity=0.5),
            Layer(shape, Tissue.MUSCLE, blur_mm=0.3),
        ]
    layers.append(Layer(levator, Tissue.MUSCLE))
    layers.append(
        Layer(
            cord(
                side,
                ((62, 62, 34), (72, 56, 4), (84, 44, -40), (86, 36, -110)),
                (5, 5, 5, 5),
                (1.5, 1.0, 1.0),
            ),
            Tissue.NERVE,
        )
    )
    return layers


def _funnel(side: float) -> Callable[[Points], Field]:
    """The levator: a sheet that runs from the side wall down to the anal canal."""

    def distance(p: Points) -> Field:
        x, y, z = p
        t = np.clip((z + 74) / 62, 0, 1)
        wide, deep = 9 + 40 * t * np.sqrt(t), 11 + 32 * t
        u, v = x / wide, (y - (18 - 2 * t)) / deep
        size = np.sqrt(u * u + v * v) + np.float32(1e-6)
        sheet = np.abs((size - 1) * np.minimum(wide, deep)) - np.float32(1.9)
        ends = np.maximum(np.abs(z + 42) - 31, np.float32(-22) - y)
        return np.asarray(np.maximum(np.maximum(sheet, ends), -x * np.float32(side)), dtype=np.float32)

    return distance


def _hip(side: float) -> list[Layer]:
    head = (87.0, -8.0, 2.0)
    acetabulum = lump(side, head, (36, 35, 36)).within(
        half_space((side * 98.0, 0.0, -6.0), (side * 0.93, 0.0, -0.36))
    )
    columns = (
        lump(side, (68, -34, 6), (11, 17, 26), (0, 0, -28)),
        lump(side, (72, 26, -2), (11, 22, 32), (0, 0, 24)),
        lump(side, (82, 34, 80), (58, 8.5, 62), (8, 10, -54)),
        lump(side, (84, 6, 40), (14, 28, 22), (0, 0, 10)),
    )
    ischium = cord(side, ((70, 32, -16), (60, 34, -44), (53, 24, -72)), (14, 12, 15))
    spine = cord(side, ((70, 38, -4), (56, 48, -6)), (8, 3))
    pubis = cord(side, ((66, -38, 2), (40, -52, -12), (14, -60, -24)), (10, 8, 11))
    body = lump(side, (13, -61, -30), (12, 10, 22), (-38, 0, 0))
    ramus = cord(side, ((14, -50, -46), (36, -16, -68), (52, 16, -76)), (7, 6, 8))
    pelvic = acetabulum
    for part in (*columns, ischium, spine, pubis, body, ramus):
        pelvic = pelvic.joined(part, 5.0)
    ball = lump(side, head, (25, 25, 25))
    neck = cord(side, ((92, -7, -2), (118, 0, -20), (128, 6, -30)), (15, 14, 18))
    shaft = cord(side, ((124, 2, -28), (118, -2, -70), (114, -4, -150)), (17, 14, 13))
    socket = lump(side, head, (28.6, 28.6, 28.6))
    femur = ball.joined(neck, 6.0).joined(shaft, 6.0)
    return [
        *bone(pelvic, 2.0),
        Layer(socket, Tissue.CORTEX),
        Layer(lump(side, head, (27.2, 27.2, 27.2)), Tissue.CARTILAGE),
        *bone(femur, 1.5),
    ]


def _symphysis() -> list[Layer]:
    disc = ellipsoid((0.0, -62.0, -30.0), (3.2, 9.0, 20.0), turn=(-38.0, 0.0, 0.0))
    return [
        Layer(disc.grown(1.8), Tissue.CORTEX),
        Layer(disc, Tissue.FIBROCARTILAGE),
    ]


_VERTEBRAE = (
    ((0.0, 42.0, 136.0), (26.0, 17.0, 13.5), -6.0),
    ((0.0, 58.0, 104.0), (27.0, 15.5, 13.5), 24.0),
    ((0.0, 74.0, 78.0), (22.0, 11.5, 12.0), 34.0),
    ((0.0, 84.0, 54.0), (17.0, 8.5, 11.0), 18.0),
    ((0.0, 87.0, 32.0), (13.0, 6.8, 9.5), -2.0),
    ((0.0, 83.0, 13.0), (11.0, 5.6, 8.5), -24.0),
    ((0.0, 75.0, -3.0), (8.0, 4.4, 6.5), -36.0),
    ((0.0, 66.0, -15.0), (5.0, 3.4, 5.0), -50.0),
)


def _spine(marrow: Tissue) -> list[Layer]:
    layers: list[Layer] = []
    for side in SIDES:
        ala = lump(side, (36, 80, 88), (26, 13, 22), (30, 0, 18)).joined(
            lump(side, (30, 88, 56), (18, 8, 22), (20, 0, 10)), 6
        )
        layers += bone(ala, 1.3, marrow)
    for centre, radii, turn in _VERTEBRAE:
        layers += bone(_vertebra(centre, radii, turn), 1.2, marrow)
    layers.append(Layer(_vertebra((0.0, 50.0, 121.0), (23.0, 15.0, 4.5), 10.0), Tissue.DISC))
    canal = tube(
        ((0.0, 68.0, 160.0), (0.0, 74.0, 124.0), (0.0, 90.0, 92.0), (0.0, 99.0, 60.0)),
        (7.5, 8.0, 6.0, 3.0),
        squeeze=(1.4, 1.0, 1.0),
    )
    arch = canal.grown(4.0)
    return [
        *layers,
        Layer(arch, Tissue.CORTEX),
        Layer(canal.grown(2.0), Tissue.FAT),
        Layer(canal.within(half_space((0.0, 0.0, 78.0), (0.0, 0.0, -1.0))), Tissue.CSF),
        Layer(tube(((0.0, 106.0, 92.0), (0.0, 108.0, 40.0)), (3.5, 2.0)), Tissue.CORTEX),
    ]


def _vertebra(
    centre: tuple[float, float, float], radii: tuple[float, float, float], turn: float
) -> Shape:
    """A body with flat ends: an ellipsoid cut by the two end plates."""
    a = np.radians(turn)
    up = (0.0, float(-np.sin(a)), float(np.cos(a)))
    down = (0.0, -up[1], -up[2])
    x, y, z = radii
    high = (centre[0], centre[1] + up[1] * z, centre[2] + up[2] * z)
    low = (centre[0], centre[1] - up[1] * z, centre[2] - up[2] * z)
    body = ellipsoid(centre, (x, y * 1.06, z * 2.0), turn=(turn, 0.0, 0.0))
    return body.within(half_space(high, up)).within(half_space(low, down))


def _vessels(side: float) -> list[Layer]:
    artery = cord(
        side,
        (
            (26, 26, 150),
            (36, 20, 116),
            (48, -6, 70),
            (58, -40, 30),
            (60, -66, -6),
            (64, -66, -60),
            (74, -54, -130),
        ),
        (5.0, 4.6, 4.4, 4.2, 4.2, 4.0, 3.6),
    )
    vein = cord(
        side,
        (
            (20, 34, 150),
            (32, 32, 112),
            (44, 6, 66),
            (50, -30, 28),
            (51, -63, -8),
            (54, -60, -60),
            (66, -48, -130),
        ),
        (6.0, 6.0, 5.6, 5.2, 5.4, 5.0, 4.5),
    )
    inner = cord(side, ((38, 30, 108), (46, 44, 70), (50, 40, 34), (46, 20, 14)), (3.6, 3.4, 2.6, 1.8))
    inner_vein = cord(side, ((42, 40, 108), (52, 52, 64), (44, 48, 28), (40, 26, 8)), (4, 4, 3, 2.2))
    nodes = [
        lump(side, c, r)
        for c, r in (
            ((72, -78, -22), (6, 4, 8)),
            ((84, -80, -36), (5, 3.5, 7)),
            ((60, -82, -40), (5, 4, 6)),
        )
    ]
    layers = []
    for shape, tissue in (
        (inner_vein, Tissue.VEIN),
        (inner, Tissue.ARTERY),
        (vein, Tissue.VEIN),
        (artery, Tissue.ARTERY),
    ):
        layers += [
            Layer(shape.grown(0.9), Tissue.VESSEL_WALL, Space.FRAME),
            Layer(shape, tissue, Space.FRAME, blur_mm=0.5),
        ]
    return [*layers, *(Layer(node, Tissue.NODE) for node in nodes)]
