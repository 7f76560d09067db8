"""Orientation of the body in a pane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxstage_core.imaging import Grid
from cxstage_core.imaging.grid import Triple

LETTERS = (("L", "R"), ("P", "A"), ("S", "I"))
"""Letters towards the positive and the negative end of the LPS axes."""
OBLIQUE = 0.35
"""A second letter is shown when its axis has at least this share of the direction."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Letters at the four edges of a pane."""

    left: str
    right: str
    top: str
    bottom: str


def letters(direction: Triple) -> str:
    """The body directions a vector points to, the strongest first; at most two."""
    parts = np.asarray(direction)
    order = np.argsort(-np.abs(parts))
    found = "".join(
        LETTERS[axis][0 if parts[axis] > 0 else 1] for axis in order if abs(parts[axis]) >= OBLIQUE
    )
    return found[:2]


def edges(grid: Grid) -> Edges:
    """The letters around a slice shown with columns to the right and rows downwards."""
    _, down, right = grid.direction
    return Edges(
        left=letters(_turned(right)),
        right=letters(right),
        top=letters(_turned(down)),
        bottom=letters(down),
    )


def position_text(grid: Grid, index: int) -> str:
    """Return the position of a slice along the body axis nearest to its normal, such as "S 12.5 mm"."""
    world = grid.index_to_world((index, (grid.size[1] - 1) / 2, (grid.size[2] - 1) / 2))
    axis = int(np.argmax(np.abs(grid.normal)))
    value = float(world[axis])
    return f"{LETTERS[axis][0 if value >= 0 else 1]} {abs(value):.1f} mm"


def _turned(direction: Triple) -> Triple:
    a, b, c = direction
    return (-a, -b, -c)
