"""One painted thing: a solid, the tissues it is coated with, and the space it is described in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cxstage_core.phantom.points import Box, Point
from cxstage_core.phantom.shapes import Shape, ellipsoid, smooth_path, tube
from cxstage_core.phantom.tissues import Tissue


class Space(Enum):
    """Where the coordinates of a solid live; all in mm."""

    WORLD = "the patient on the table, LPS"
    FRAME = "bones and muscles of this patient, irregular, cervix at the origin"
    ORGANS = "as FRAME, before the tumour pushed the soft organs aside"


@dataclass(frozen=True, slots=True)
class Coat:
    """Everything inside the solid grown by `grown_mm` becomes this tissue.

    Args:
        blur_mm: softness of the surface beyond that of the voxel.
        opacity: 1 covers what was there.
    """

    grown_mm: float
    tissue: Tissue
    blur_mm: float = 0.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Coats painted one after the other over everything painted before."""

    shape: Shape
    coats: tuple[Coat, ...]
    space: Space = Space.FRAME

    @property
    def box(self) -> Box:
        """What it can touch with its coats."""
        extra = max(0.0, *(coat.grown_mm for coat in self.coats))
        return self.shape.grown(extra).box


def coat(shape: Shape, *coats: Coat, space: Space = Space.FRAME) -> Layer:
    """A solid with its coats, the outermost first."""
    return Layer(shape, coats, space)


def fill(
    shape: Shape,
    tissue: Tissue,
    blur_mm: float = 0.0,
    opacity: float = 1.0,
    space: Space = Space.FRAME,
) -> Layer:
    """A solid of one tissue."""
    return Layer(shape, (Coat(0.0, tissue, blur_mm, opacity),), space)


def bone(shape: Shape, cortex_mm: float, marrow: Tissue = Tissue.MARROW) -> Layer:
    """Cortex around marrow."""
    return coat(shape, Coat(0.0, Tissue.CORTEX), Coat(-cortex_mm, marrow, 1.0))


SIDES = (1.0, -1.0)
"""Left (x grows to the left) and right."""


def on(side: float, *points: Point) -> tuple[Point, ...]:
    """Points described on the left, on either side."""
    return tuple((side * x, y, z) for x, y, z in points)


def lump(side: float, centre: Point, radii: Point, turn: Point = (0.0, 0.0, 0.0)) -> Shape:
    """An ellipsoid described on the left, on either side."""
    x, y, z = turn
    return ellipsoid(on(side, centre)[0], radii, turn=(x, side * y, side * z))


def cord(
    side: float,
    points: tuple[Point, ...],
    radii: tuple[float, ...],
    squeeze: Point = (1.0, 1.0, 1.0),
    steps: int = 2,
) -> Shape:
    """A smoothly curved tube described on the left, on either side."""
    path, sizes = smooth_path(on(side, *points), radii, steps)
    return tube(path, sizes, squeeze=squeeze)
