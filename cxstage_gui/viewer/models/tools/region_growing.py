"""Region growing: a click seeds it, dragging up or down changes how far it goes, Return draws it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Label, Volume
from cxstage_core.reading import Growth, grey_range
from cxstage_core.text import text
from cxstage_gui.viewer.models.tools.options import PERCENT, NumberOption, Option, SwitchOption
from cxstage_gui.viewer.models.tools.shapes import Cross, Point, Shape
from cxstage_gui.viewer.models.tools.tool import (
    NOTHING,
    Button,
    Outcome,
    Pointer,
    Proposal,
    Surface,
    Tool,
)

TOLERANCE = NumberOption(
    "tolerance",
    text("Tolerance"),
    0.5,
    100.0,
    10.0,
    unit=PERCENT,
    help=text("Largest difference from the seed, percent of the spread of the grey values"),
)
SOLID = SwitchOption("solid", text("Grows"), text("through the slices"))
GROWN = text("region growing")
DOUBLES = 12.0
"""Dragging so many times the reach of the mouse doubles or halves the tolerance."""


class RegionGrowingTool(Tool):
    """Shows a preview while the seed, the tolerance or the slice-or-volume choice changes."""

    name = "region growing"
    shape = "cross"
    options: ClassVar[tuple[Option, ...]] = (TOLERANCE, SOLID)

    def __init__(self) -> None:
        self._tolerance = TOLERANCE.default or TOLERANCE.low
        self._solid = False
        self._growth: Growth | None = None
        self._spread: tuple[Volume, float] | None = None
        self._dragged: tuple[float, float] | None = None

    @property
    def busy(self) -> bool:
        """True while the tolerance is dragged."""
        return self._dragged is not None

    @property
    def seed(self) -> tuple[int, int, int] | None:
        """Slice, row and column of the seed, None when nothing is grown."""
        return None if self._growth is None else self._growth.seed

    @property
    def tolerance(self) -> float:
        """Largest difference from the seed, percent of the spread of the series' grey values."""
        return self._tolerance

    @tolerance.setter
    def tolerance(self, percent: float) -> None:
        self._tolerance = TOLERANCE.clamped(percent)

    @property
    def solid(self) -> bool:
        """True if it grows through the slices."""
        return self._solid

    @solid.setter
    def solid(self, on: bool) -> None:
        self._solid = on

    def shapes(self, index: int, _at: Point | None, _surface: Surface) -> tuple[Shape, ...]:
        """Return a cross on the seed."""
        seed = self.seed
        return () if seed is None or seed[0] != index else (Cross((float(seed[1]), float(seed[2]))),)

    def press(self, at: Pointer, surface: Surface) -> Outcome:
        """Set the seed."""
        volume, row, column = surface.volume, round(at.row), round(at.column)
        rows, columns = surface.shape
        if at.button != Button.LEFT or volume is None or self._dragged is not None:
            return NOTHING
        if not (0 <= row < rows and 0 <= column < columns):
            return NOTHING
        self._growth = Growth(volume, (at.index, row, column))
        if self._spread is None or self._spread[0] is not volume:
            self._spread = volume, grey_range(volume.array)
        self._dragged = at.row, self._tolerance
        return self._grown(surface)

    def move(self, at: Pointer, surface: Surface) -> Outcome:
        """Raise the tolerance upwards, lower it downwards."""
        if self._dragged is None:
            return NOTHING
        if at.button == Button.NONE:
            return self.stop()
        row, tolerance = self._dragged
        up = (row - at.row) * surface.spacing[0] / at.reach_mm
        before, self.tolerance = self._tolerance, tolerance * 2.0 ** (up / DOUBLES)
        return NOTHING if self._tolerance == before else self._grown(surface)

    def release(self, at: Pointer, _surface: Surface) -> Outcome:
        """Keep the tolerance."""
        return self.stop() if at.button == Button.LEFT else NOTHING

    def stop(self) -> Outcome:
        """Keep the tolerance and the preview."""
        self._dragged = None
        return NOTHING

    def adjust(self, surface: Surface) -> Outcome:
        """Grow again from the same seed."""
        return NOTHING if self._growth is None else self._grown(surface)

    def forget(self) -> None:
        """Forget the seed: the preview was accepted or dropped."""
        self._growth = self._dragged = None

    def _grown(self, surface: Surface) -> Outcome:
        """Grow at once if the region is small, else in the background."""
        growth, spread = self._growth, self._spread
        if growth is None or spread is None:
            return NOTHING
        tolerance, solid = self._tolerance / 100 * spread[1], self._solid
        near = growth.grown_near(tolerance, solid=solid)
        if near is not None:
            return Outcome(proposal=_proposal(near, surface), redraw=True, equips=True)
        return Outcome(background=_later(growth, tolerance, solid, surface), redraw=True, equips=True)


def _later(growth: Growth, tolerance: float, solid: bool, surface: Surface) -> Callable[[], Proposal]:
    return lambda: _proposal(growth.grown(tolerance, solid=solid), surface)


def _proposal(mask: npt.NDArray[np.bool_], surface: Surface) -> Proposal:
    """Return the preview without what is protected, so that it shows what will be drawn."""
    labels = surface.all_labels
    if surface.protect and labels is not None:
        mask &= (labels == Label.BACKGROUND) | (labels == surface.label)
    return Proposal(mask, GROWN)
