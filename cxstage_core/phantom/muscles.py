"""The muscles of one side of the pelvis and hip."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cxstage_core.phantom.layers import Coat, Layer, coat, cord, fill, lump
from cxstage_core.phantom.points import Coordinates, Field
from cxstage_core.phantom.shapes import Shape
from cxstage_core.phantom.tissues import Tissue


def muscles(side: float, k: float) -> list[Layer]:
    """All muscles of one side; `k` is their relative thickness."""
    levator = Shape(_funnel(side), ((-60.0, -40.0, -76.0), (60.0, 60.0, -8.0)))
    sciatic = cord(
        side,
        ((60, 64, 34), (70, 58, 4), (82, 46, -40), (86, 38, -110)),
        (4.5, 5, 5, 5),
        (1.5, 1.0, 1.0),
    )
    thin_fascia = Coat(0.8, Tissue.FASCIA, 0.0, 0.45)
    return [
        coat(_gluteus_maximus(side, k), thin_fascia, Coat(0.0, Tissue.GLUTEAL)),
        *(coat(m, thin_fascia, Coat(0.0, Tissue.MUSCLE, 0.3)) for m in _hip_and_thigh(side, k)),
        *(fill(m, Tissue.MUSCLE, 0.3) for m in _pelvic_wall(side, k)),
        fill(levator, Tissue.MUSCLE),
        fill(sciatic, Tissue.NERVE),
    ]


def _gluteus_maximus(side: float, k: float) -> Shape:
    return lump(side, (76, 84, 8), (70, 24 * k, 84), (14, 0, -20)).joined(
        lump(side, (118, 52, -22), (30, 22 * k, 60), (0, 0, -45)), 18
    )


def _hip_and_thigh(side: float, k: float) -> list[Shape]:
    return [
        lump(side, (128, 14, 58), (20 * k, 44, 56), (0, 12, 12)),
        lump(side, (112, 16, 36), (11 * k, 30, 34), (0, 16, 20)),
        lump(side, (136, -34, 6), (13 * k, 24, 72), (0, 0, 14)),
        lump(side, (150, 8, -100), (26 * k, 44, 74)),
        lump(side, (108, -46, -92), (32 * k, 28, 76)),
        lump(side, (60, -36, -96), (38 * k, 32, 50)),
        lump(side, (84, 44, -112), (36 * k, 32, 52)),
        cord(side, ((100, 24, -28), (78, 34, -30)), (14 * k, 9), (1.0, 0.8, 1.4)),
        cord(side, ((40, 22, 160), (46, 14, 110), (66, -22, 52), (82, -48, 8), (86, -42, -34),
                    (92, -20, -70)), (20 * k, 20 * k, 20 * k, 17 * k, 15 * k, 9), steps=1),
        lump(side, (82, 12, 78), (11 * k, 48, 44), (0, 14, 34)),
        cord(side, ((112, -78, 60), (100, -76, 0), (80, -74, -60), (60, -60, -120)), (7, 8, 8, 8),
             (1.5, 1.0, 1.0), 1),
        cord(side, ((108, -58, 24), (112, -60, -30), (112, -64, -100)), (8, 13 * k, 16 * k), steps=1),
        cord(side, ((40, -66, -20), (62, -58, -38), (88, -36, -70)), (9, 12 * k, 11 * k),
             (1.5, 1.0, 1.0), 1),
        lump(side, (20, 108, 96), (18 * k, 13, 62), (-14, 0, 0)),
    ]  # fmt: skip


def _pelvic_wall(side: float, k: float) -> list[Shape]:
    internus = cord(
        side,
        ((42, -45, -12), (49, -20, -9), (53, 8, -7), (58, 32, -9), (74, 48, -13), (100, 38, -14)),
        (4.5, 9 * k, 10.5 * k, 9.5 * k, 7, 4),
        (1.0, 1.0, 3.6),
        1,
    )
    externus = cord(side, ((40, -38, -48), (60, -14, -50), (94, 18, -34)), (15 * k, 14 * k, 7), steps=1)
    piriformis = cord(
        side,
        ((24, 74, 44), (52, 68, 34), (84, 50, 22), (112, 24, 14)),
        (9, 12 * k, 10 * k, 5),
        (1.0, 1.0, 1.35),
        1,
    )
    return [internus, externus, piriformis]


def _funnel(side: float) -> Callable[[Coordinates], Field]:
    """The levator: a sheet that runs from the side wall down to the anal canal."""

    def distance(p: Coordinates) -> Field:
        x, y, z = p
        t = np.clip((z + 74) / 62, 0, 1)
        wide, deep = 9 + 40 * t * np.sqrt(t), 11 + 32 * t
        u, v = x / wide, (y - (18 - 2 * t)) / deep
        size = np.sqrt(u * u + v * v) + np.float32(1e-6)
        sheet = np.abs((size - 1) * np.minimum(wide, deep)) - np.float32(2.1)
        ends = np.maximum(np.abs(z + 42) - 31, np.float32(-24) - y)
        return np.asarray(np.maximum(np.maximum(sheet, ends), -x * np.float32(side)), dtype=np.float32)

    return distance
