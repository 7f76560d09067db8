"""Brushes that look at the image and paint a part of what is under their tip.

The right button erases everything under the tip.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import ClassVar

import numpy as np

from cxstage_core.imaging import Volume
from cxstage_core.reading import GreyRange, Patch, Tip, similar_patch
from cxstage_core.text import Text, text
from cxstage_gui.viewer.models.tools.brush import BrushTool
from cxstage_gui.viewer.models.tools.options import ButtonOption, NumberOption, Option
from cxstage_gui.viewer.models.tools.shapes import Point
from cxstage_gui.viewer.models.tools.shared_tip import FORM, SIZE, SOLID, SharedTip
from cxstage_gui.viewer.models.tools.tool import Button, Outcome, Pointer, Surface

GREYS = 1_000_000.0
TOLERANCE = NumberOption(
    "tolerance",
    text("Tolerance"),
    1.0,
    8.0,
    3.0,
    help=text("How unlike the middle of the tip tissue may be, in standard deviations"),
)
LOW = NumberOption("low", text("From"), -GREYS, GREYS, None, decimals=0, step=10.0)
HIGH = NumberOption("high", text("To"), -GREYS, GREYS, None, decimals=0, step=10.0)
PICK = ButtonOption(
    "picking",
    text("Take the range from the image"),
    text("The next press with the left button takes it and paints nothing"),
)


class AdaptiveBrushTool(BrushTool):
    """Paints what is similar to the middle of the tip and connected with it.

    `tolerance` is in standard deviations of the grey values around the middle.
    """

    name = "adaptive brush"
    options: ClassVar[tuple[Option, ...]] = (SIZE, FORM, TOLERANCE)
    step: ClassVar[Text] = text("adaptive brush stroke")

    def __init__(self, size_mm: float = Tip().size_mm, tip: SharedTip | None = None) -> None:
        super().__init__(size_mm, tip)
        self._tolerance = TOLERANCE.default or TOLERANCE.low

    @property
    def tolerance(self) -> float:
        """Largest difference, in standard deviations."""
        return self._tolerance

    @tolerance.setter
    def tolerance(self, tolerance: float) -> None:
        self._tolerance = TOLERANCE.clamped(tolerance)

    def chosen(self, at: Point, surface: Surface) -> Patch | None:
        """Return what would be painted here."""
        touched = self.outline(at, surface)
        if touched is None or surface.image is None:
            return None
        return similar_patch(surface.image, at, touched, self._tolerance)

    def _touched(self, start: Point, at: Pointer, surface: Surface) -> dict[int, Patch]:
        """Return the pixels under the tip in this slice only: similarity is decided in the slice."""
        patch = self._tip.pressed.swept(start, at.point, surface.spacing, surface.shape)
        return {} if patch is None else {at.index: patch}

    def _painted(self, start: Point, at: Pointer, surface: Surface) -> dict[int, Patch]:
        """Return what is painted at places a quarter of the size apart on the way."""
        if surface.image is None:
            return self._touched(start, at, surface)
        way = np.subtract(at.point, start)
        length = float(np.hypot(*(way * surface.spacing)))
        count = max(1, math.ceil(length / max(self.size_mm / 4, min(surface.spacing))))
        places = [tuple(start + way * n / count) for n in range(1, count + 1)]
        found = [self.chosen((place[0], place[1]), surface) for place in places]
        whole = _together([patch for patch in found if patch is not None])
        return {} if whole is None else {at.index: whole}


class ThresholdBrushTool(BrushTool):
    """Paints the pixels in a range of grey values.

    The range is taken from under the tip by the first stroke on a series; while `picking` is set, the
    next press takes it and paints nothing.
    """

    name = "threshold brush"
    options: ClassVar[tuple[Option, ...]] = (SIZE, FORM, SOLID, LOW, HIGH, PICK)
    step: ClassVar[Text] = text("threshold brush stroke")

    def __init__(self, size_mm: float = Tip().size_mm, tip: SharedTip | None = None) -> None:
        super().__init__(size_mm, tip)
        self.picking = False
        self._range: GreyRange | None = None
        self._series: Volume | None = None

    @property
    def low(self) -> float | None:
        """The lowest grey value that is painted, None before there is a range."""
        return None if self._range is None else self._range.low

    @low.setter
    def low(self, low: float) -> None:
        high = low if self._range is None else max(low, self._range.high)
        self._range, self._series = GreyRange(low, high), None

    @property
    def high(self) -> float | None:
        """The highest grey value that is painted, None before there is a range."""
        return None if self._range is None else self._range.high

    @high.setter
    def high(self, high: float) -> None:
        low = high if self._range is None else min(high, self._range.low)
        self._range, self._series = GreyRange(low, high), None

    def press(self, at: Pointer, surface: Surface) -> Outcome:
        """Begin a stroke, or take the range from here."""
        if at.button != Button.LEFT or not (self.picking or self._values(surface) is None):
            return super().press(at, surface)
        touched, picking = self.outline(at.point, surface), self.picking
        if touched is not None and surface.image is not None:
            self._range, self._series = GreyRange.under(surface.image, touched), surface.volume
        self.picking = False
        if picking:
            return Outcome(redraw=True, equips=True)
        return replace(super().press(at, surface), redraw=True, equips=True)

    def chosen(self, at: Point, surface: Surface) -> Patch | None:
        """Return what would be painted here."""
        touched, values = self.outline(at, surface), self._values(surface)
        if touched is None or values is None or surface.image is None or self.picking:
            return None
        return values.of(surface.image, touched)

    def _painted(self, start: Point, at: Pointer, surface: Surface) -> dict[int, Patch]:
        values, volume = self._values(surface), surface.volume
        if values is None or surface.image is None:
            return {}
        return {
            index: values.of(
                surface.image if volume is None or index == at.index else volume.array[index], patch
            )
            for index, patch in self._touched(start, at, surface).items()
        }

    def _values(self, surface: Surface) -> GreyRange | None:
        """Return the range, if it was set while this series was drawn on."""
        if self._series is not None and surface.volume is not self._series:
            return None
        return self._range


def _together(patches: list[Patch]) -> Patch | None:
    """Return one patch that holds several."""
    if not patches:
        return None
    boxes = np.array([patch.box for patch in patches])
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    inside = np.zeros(high - low, dtype=bool)
    for patch in patches:
        top, left, bottom, right = patch.box
        inside[top - low[0] : bottom - low[0], left - low[1] : right - low[1]] |= patch.inside
    return Patch((int(low[0]), int(low[1]), int(high[0]), int(high[1])), inside)
