"""The paintbrush and the eraser: one stroke is one step."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt

from cxstage_core.reading import Delta, Patch, Tip, TipForm, patch_delta
from cxstage_core.text import Text, text
from cxstage_gui.viewer.models.tools.options import Option
from cxstage_gui.viewer.models.tools.shapes import Area, Point, Shape
from cxstage_gui.viewer.models.tools.shared_tip import FORM, SIZE, SOLID, SharedTip
from cxstage_gui.viewer.models.tools.tool import (
    NOTHING,
    Button,
    Outcome,
    Pointer,
    Surface,
    Tool,
)

ERASED = text("eraser stroke")


class BrushTool(Tool):
    """Left paints, right erases.

    Attributes:
        step: name of a stroke that paints.

    Args:
        size_mm: across.
        tip: shared with the other brushes of a drawing; a tip of its own without it.
    """

    name = "brush"
    shape = "none"
    options: ClassVar[tuple[Option, ...]] = (SIZE, FORM, SOLID)
    has_tip = True
    step: ClassVar[Text] = text("brush stroke")

    def __init__(self, size_mm: float = Tip().size_mm, tip: SharedTip | None = None) -> None:
        self._tip = SharedTip(Tip(size_mm)) if tip is None else tip
        self._last: Point | None = None
        self._index = 0
        self._button = Button.NONE

    @classmethod
    def create(cls, tip: SharedTip) -> Self:
        """Make the brush of a drawing."""
        return cls(tip=tip)

    @property
    def size_mm(self) -> float:
        """Diameter of the circle or side of the square, mm."""
        return self._tip.size_mm

    @size_mm.setter
    def size_mm(self, size: float) -> None:
        self._tip.size_mm = size

    @property
    def form(self) -> TipForm:
        """Circle or square."""
        return self._tip.form

    @form.setter
    def form(self, form: TipForm) -> None:
        self._tip.form = form

    @property
    def solid(self) -> bool:
        """True if the tip reaches into the neighbouring slices."""
        return self._tip.solid

    @solid.setter
    def solid(self, on: bool) -> None:
        self._tip.solid = on

    def press(self, at: Pointer, surface: Surface) -> Outcome:
        """Begin a stroke."""
        if at.button not in (Button.LEFT, Button.RIGHT) or self._last is not None:
            return NOTHING
        self._button, self._index = at.button, at.index
        return Outcome(self._swept(at.point, at, surface), begins=True)

    @property
    def busy(self) -> bool:
        """True while a stroke is under way."""
        return self._last is not None

    def move(self, at: Pointer, surface: Surface) -> Outcome:
        """Continue the stroke; end it if its button was released outside the window."""
        if self._last is None:
            return NOTHING
        if at.button == Button.NONE or at.index != self._index:
            return self.stop()
        return Outcome(self._swept(self._last, at, surface))

    def release(self, at: Pointer, surface: Surface) -> Outcome:
        """End the stroke where its button is released."""
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
        return Outcome(ends=ERASED if self.erases(self._button) else self.step)

    def erases(self, button: Button) -> bool:
        """Return True if a stroke with this button erases."""
        return button == Button.RIGHT

    def outline(self, at: Point, surface: Surface) -> Patch | None:
        """Return the pixels of the slice under the tip; None outside the slice."""
        return self._tip.pressed.swept(at, at, surface.spacing, surface.shape)

    def chosen(self, at: Point, surface: Surface) -> Patch | None:
        """Return those under the tip that would be painted, None for all of them."""
        del at, surface
        return None

    def shapes(self, _index: int, at: Point | None, surface: Surface) -> tuple[Shape, ...]:
        """Return the pixels under the tip, and those of them that would be painted."""
        outline = None if at is None else self.outline(at, surface)
        if at is None or outline is None:
            return ()
        return (Area(outline, None if self.busy else self.chosen(at, surface)),)

    def moving_shapes(self, _index: int, at: Point, surface: Surface) -> tuple[Shape, ...]:
        """Return the pixels under the tip."""
        outline = self.outline(at, surface)
        return () if outline is None else (Area(outline),)

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
        """Return the pixels under the tip on its way, by slice."""
        tip, volume = self._tip.pressed, surface.volume
        if tip.solid and volume is not None and surface.all_labels is not None:
            grid = volume.grid
            return tip.swept_slices(start, at.point, at.index, grid.spacing, grid.size)
        patch = tip.swept(start, at.point, surface.spacing, surface.shape)
        return {} if patch is None else {at.index: patch}

    def _painted(self, start: Point, at: Pointer, surface: Surface) -> dict[int, Patch]:
        """Return those of them that are painted."""
        return self._touched(start, at, surface)

    @staticmethod
    def _labels(index: int, at: Pointer, surface: Surface) -> npt.NDArray[np.uint8]:
        whole = surface.all_labels
        return surface.labels if whole is None or index == at.index else whole[index]


class EraserTool(BrushTool):
    """Both buttons erase."""

    name = "eraser"
    step: ClassVar[Text] = ERASED

    def erases(self, _button: Button) -> bool:
        """Return True for both."""
        return True
