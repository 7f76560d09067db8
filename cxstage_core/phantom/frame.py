"""Body wall, muscles and bones: what a tumour of the cervix does not move."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from cxstage_core.phantom.drawing import between, stream
from cxstage_core.phantom.layers import SIDES, Coat, Layer, coat, cord, fill, lump
from cxstage_core.phantom.muscles import muscles
from cxstage_core.phantom.points import Coordinates, Field
from cxstage_core.phantom.shapes import EVERYWHERE, Shape, ellipsoid
from cxstage_core.phantom.skeleton import hip, spine, symphysis
from cxstage_core.phantom.tissues import Tissue


@dataclass(frozen=True, slots=True)
class Build:
    """How a patient is built.

    Args:
        scale: of the whole pelvis; 1 is 350 mm across the muscles of the hips.
        fat_mm: fat under the skin in front, at the sides and behind.
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
        between(rng, 0.92, 1.12),
        bool(rng.random() < 0.4),
    )


BETWEEN = Tissue.VISCERAL_FAT
"""What is everywhere before anything is painted."""


def frame_layers(build: Build) -> list[Layer]:
    """Everything from the skin to the bones, in the order of painting, on `BETWEEN`."""
    layers = [fill(_body(build, 1.0).inverted(), Tissue.FAT, 2.0)]
    for side in SIDES:
        layers += muscles(side, build.muscle)
    layers += _abdominal_wall(build.muscle)
    for side in SIDES:
        layers += hip(side)
    layers += symphysis()
    layers += spine(Tissue.RED_MARROW if build.red_marrow else Tissue.MARROW)
    for side in SIDES:
        layers += _vessels(side)
    return layers


def outside_layers(build: Build) -> list[Layer]:
    """Air around the body, between the thighs and in the natal cleft, painted over everything."""
    outside = _body(build, 0.0).inverted()
    cleft = ellipsoid((0.0, 128.0, -52.0), (3.0, 26.0, 72.0), turn=(-12.0, 0.0, 0.0))
    thighs = ellipsoid((0.0, -8.0, -140.0), (9.0, 92.0, 46.0), turn=(4.0, 0.0, 0.0))
    gap = cleft.joined(thighs, 8.0)
    skin = (Coat(2.2, Tissue.SKIN), Coat(0.0, Tissue.AIR))
    return [coat(gap, *skin), coat(outside, *skin)]


_HEIGHTS = np.array([-170.0, -110.0, -80.0, -50.0, -20.0, 20.0, 60.0, 110.0, 170.0])
_FRONT = np.array([-72.0, -78.0, -84.0, -88.0, -86.0, -80.0, -80.0, -84.0, -88.0])
_BACK = np.array([92.0, 104.0, 112.0, 118.0, 120.0, 118.0, 114.0, 108.0, 104.0])
_HALF_WIDTH = np.array([165.0, 172.0, 175.0, 176.0, 174.0, 166.0, 156.0, 146.0, 140.0])


def _body(build: Build, inner: float) -> Shape:
    """The body's outline (inner = 0) or the inside of the fat under the skin (inner = 1)."""
    front, beside, behind = (mm * (1 - inner) for mm in build.fat_mm)
    top, bottom = _FRONT - front, _BACK + behind
    middle, deep = (top + bottom) / 2, (bottom - top) / 2
    wide = _HALF_WIDTH + beside

    def distance(p: Coordinates) -> Field:
        x, y, z = p
        centre, depth, width = (_at(z, values) for values in (middle, deep, wide))
        u, v = x / width, (y - centre) / depth
        u *= u
        v *= v
        size = np.sqrt(np.sqrt(u * u + v * v))
        return np.asarray((size - 1) * np.minimum(depth, width))

    return Shape(distance, EVERYWHERE)


def _at(heights: Field, values: npt.NDArray[np.float64]) -> Field:
    found = np.interp(heights.ravel(), _HEIGHTS, values)
    return np.asarray(found.astype(np.float32).reshape(heights.shape))


def _abdominal_wall(k: float) -> list[Layer]:
    layers = []
    thick = 5.5 * k
    for side in SIDES:
        rectus = cord(
            side,
            ((24, -75, 150), (22, -73, 90), (20, -72, 40), (16, -73, 5), (10, -68, -14)),
            (thick, thick, thick, thick * 0.9, 3.5),
            (3.1, 1.0, 1.0),
        )
        oblique = cord(
            side,
            ((62, -74, 150), (78, -66, 110), (98, -58, 70), (104, -56, 46)),
            (6.0, 6.5, 6.0, 3.0),
            (2.4, 1.0, 1.0),
        )
        layers += [
            coat(rectus, Coat(0.9, Tissue.FASCIA), Coat(0.0, Tissue.MUSCLE)),
            fill(oblique, Tissue.MUSCLE),
        ]
    return layers


@cache
def _vessels(side: float) -> tuple[Layer, ...]:
    artery = cord(
        side,
        ((26, 26, 150), (36, 20, 116), (48, -6, 70), (58, -40, 30), (60, -66, -6), (64, -66, -60),
         (74, -54, -130)),
        (5.0, 4.6, 4.4, 4.2, 4.2, 4.0, 3.6), steps=1,
    )  # fmt: skip
    vein = cord(
        side,
        ((20, 34, 150), (32, 32, 112), (44, 6, 66), (50, -30, 28), (51, -63, -8), (54, -60, -60),
         (66, -48, -130)),
        (6.0, 6.0, 5.6, 5.2, 5.4, 5.0, 4.5), steps=1,
    )  # fmt: skip
    inner = cord(side, ((38, 30, 108), (46, 44, 70), (50, 40, 34), (46, 20, 14)), (3.6, 3.4, 2.6, 1.8))
    inner_vein = cord(side, ((42, 40, 108), (52, 52, 64), (44, 48, 28), (40, 26, 8)), (4, 4, 3, 2.2))
    nodes = (
        lump(side, (72, -78, -22), (6, 4, 8)),
        lump(side, (84, -80, -36), (5, 3.5, 7)),
        lump(side, (60, -82, -40), (5, 4, 6)),
    )
    vessels = (
        (inner_vein, Tissue.VEIN),
        (inner, Tissue.ARTERY),
        (vein, Tissue.VEIN),
        (artery, Tissue.ARTERY),
    )
    return (
        *(coat(v, Coat(0.9, Tissue.VESSEL_WALL), Coat(0.0, t, 0.5)) for v, t in vessels),
        *(fill(node, Tissue.NODE) for node in nodes),
    )
