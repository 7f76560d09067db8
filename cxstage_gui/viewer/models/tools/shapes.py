"""Shapes that a tool shows over a slice, in pixels of the slice; the pane paints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cxstage_core.reading import Patch

Point = tuple[float, float]


class Ink(StrEnum):
    """The colour of a shape."""

    LABEL = "label"
    WHITE = "white"


class Stroke(StrEnum):
    """Style of a line."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line through points (row, column)."""

    points: Sequence[Point]
    ink: Ink = Ink.LABEL
    stroke: Stroke = Stroke.SOLID


@dataclass(frozen=True, slots=True)
class Handle:
    """A small square on a point (row, column)."""

    at: Point
    ink: Ink = Ink.LABEL
    large: bool = False


@dataclass(frozen=True, slots=True)
class Cross:
    """A small cross on a point (row, column)."""

    at: Point


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """The sides of the pixels of a patch.

    Args:
        outline: whose sides are drawn.
        filled: pixels to colour, None for none.
    """

    outline: Patch
    filled: Patch | None = None


Shape = Line | Handle | Cross | Area
