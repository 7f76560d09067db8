"""The paintbrush and the eraser: one stroke is one step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from cxstage_core.reading import Delta, Patch, Tip, TipForm, patch_delta
from cxstage_core.reading.history.step_names import BRUSH, ERASER
from cxstage_core.reading.tools.tip import LARGEST_MM, SMALLEST_MM
from cxstage_core.text import Text
from cxstage_gui.viewer.models.tools.tool import (
    NOTHING,
    Button,
    Outcome,
    Point,
    Pointer,
    Surface,
    Tool,
)

GROWTH = 1.15

__all__ = ["LARGEST_MM", "SMALLEST_MM", "BrushTool", "EraserTool", "Hand"]

LIGHTEST = 0.3
"""Share of its size that the tip has when a pen hardly touches."""


@dataclass(slots=True)
class Hand:
    """The tip that all brushes share: who changes from brush to eraser keeps the size.

    Args:
        tip: as it was chosen.
        pressure: of a pen, 0 to 1, None without one.
    """

    tip: Tip = field(default_factory=Tip)
    pressure: float | None = None

    @property
    def now(self) -> Tip:
        """The tip as the pen presses it."""
        if self.pressure is None:
            return self.tip
        share = LIGHTEST + (1 - LIGHTEST) * min(max(self.pressure, 0.0), 1.0)
        return replace(self.tip, size_mm=max(SMALLEST_MM, self.tip.size_mm * share))


class BrushTool(Tool):
    """Left paints, right erases.

    `forms` and `solids` say whether the square tip and the ball are offered.

    Args:
        size_mm: across.
        hand: holds the tip; its own unless it is shared with other brushes.
    """

    name = "brush"
    shape = "none"
    forms = True
    solids = True
    step: Text = BRUSH

    def __init__(self, size_mm: float = 8.0, hand: Hand | None = None) -> None:
        self._hand = Hand(Tip(size_mm)) if hand is None else hand
        self._last: Point | None = None
        self._index = 0
        self._button = Button.NONE

    @property
    def hand(self) -> Hand:
        """Holds the tip; other brushes may share it."""
        return self._hand

    @property
    def size_mm(self) -> float:
        """Diameter of the circle or side of the square, mm."""
        return self._hand.tip.size_mm

    @size_mm.setter
    def size_mm(self, size: float) -> None:
        size = min(max(size, SMALLEST_MM), LARGEST_MM)
        self._hand.tip = replace(self._hand.tip, size_mm=size)

    @property
    def form(self) -> TipForm:
        """Circle or square."""
        return self._hand.tip.form

    @form.setter
    def form(self, form: TipForm) -> None:
        self._hand.tip = replace(self._hand.tip, form=TipForm(form))

    @property
    def solid(self) -> bool:
        """Whether it reaches into the neighbouring slices."""
        return self._hand.tip.solid

    @solid.setter
    def solid(self, on: bool) -> None:
        self._hand.tip = replace(self._hand.tip, solid=on)

    def grow(self, steps: int) -> None:
        """One size up per step, or down for negative steps; at least a tenth of a millimetre each."""
        size = self.size_mm * GROWTH**steps
        if abs(size - self.size_mm) < 0.1:
            size = self.size_mm + 0.1 * (1 if steps > 0 else -1)
        self.size_mm = round(size, 1)

    def press(self, at: Pointer, surface: Surface) -> Outcome:
        """Begin a stroke."""
        if at.button not in (Button.LEFT, Button.RIGHT) or self._last is not None:
            return NOTHING
        self._button, self._index = at.button, at.index
        return Outcome(self._swept(at.point, at, surface), begins=True)

    @property
    def busy(self) -> bool:
        """Whether a stroke is under way."""
        return self._last is not None

    def move(self, at: Pointer, surface: Surface) -> Outcome:
        """Go on with the stroke; it has ended if its button was let go where nobody saw it."""
        if self._last is None:
            return NOTHING
        if at.button == Button.NONE or at.index != self._index:
            return self.stop()
        return Outcome(self._swept(self._last, at, surface))

    def release(self, at: Pointer, surface: Surface) -> Outcome:
        """End the stroke where its button is let go."""
        if self._last is None or at.button != self._button:
            return NOTHING
        if at.index != self._index:
            return self.stop()
        last_part = self._swept(self._last, at, surface)
        return replace(self.stop(), delta=last_part)

    def stop(self) -> Outcome:
        """End the stroke wherever the mouse is."""
        if self._last is None:
            return NOTHING
        self._last = None
        return Outcome(ends=ERASER if self.erases(self._button) else self.step)

    def erases(self, button: Button) -> bool:
        """Whether a stroke with this button takes away."""
        return button == Button.RIGHT

    def outline(self, at: Point, surface: Surface) -> Patch | None:
        """The pixels of the slice under the tip; None outside the slice."""
        return self._hand.now.swept(at, at, surface.spacing, surface.shape)

    def chosen(self, at: Point, surface: Surface) -> Patch | None:
        """Those under the tip that would be painted, None for all of them."""
        del at, surface
        return None

    def _swept(self, start: Point, at: Pointer, surface: Surface) -> Delta:
        self._last = at.point
        erase = self.erases(self._button)
        touched = self._touched if erase else self._painted
        parts = (
            patch_delta(
                index,
                self._labels(index, at, surface),
                patch,
                surface.label,
                erase=erase,
                protect=surface.protect,
            )
            for index, patch in sorted(touched(start, at, surface).items())
        )
        return Delta(tuple(part for part in parts if part is not None))

    def _touched(self, start: Point, at: Pointer, surface: Surface) -> dict[int, Patch]:
        """Pixels under the tip on its way, by slice."""
        tip, volume = self._hand.now, surface.volume
        if tip.solid and volume is not None and surface.all_labels is not None:
            grid = volume.grid
            return tip.swept_slices(start, at.point, at.index, grid.spacing, grid.size)
        patch = tip.swept(start, at.point, surface.spacing, surface.shape)
        return {} if patch is None else {at.index: patch}

    def _painted(self, start: Point, at: Pointer, surface: Surface) -> dict[int, Patch]:
        """Those of them that are painted."""
        return self._touched(start, at, surface)

    @staticmethod
    def _labels(index: int, at: Pointer, surface: Surface) -> npt.NDArray[np.uint8]:
        whole = surface.all_labels
        return surface.labels if whole is None or index == at.index else whole[index]


class EraserTool(BrushTool):
    """Both buttons erase."""

    name = "eraser"
    step = ERASER

    def erases(self, _button: Button) -> bool:
        """Always."""
        return True
