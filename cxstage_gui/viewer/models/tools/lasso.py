"""The lasso: a line drawn by hand; releasing the button closes it and draws what it encloses."""

from __future__ import annotations

from cxstage_core.reading import Delta, erased, painted, polygon_mask
from cxstage_core.text import text
from cxstage_gui.viewer.models.tools.shapes import Line, Point, Shape, Stroke
from cxstage_gui.viewer.models.tools.tool import (
    NOTHING,
    Button,
    Outcome,
    Pointer,
    Surface,
    Tool,
)

DRAWN = text("lasso")
ERASED = text("lasso, erased")


class LassoTool(Tool):
    """Left draws what is inside the line, right erases it."""

    name = "lasso"
    shape = "cross"

    def __init__(self) -> None:
        self.line: list[Point] = []
        self.index = 0
        self._button = Button.NONE
        self._surface: Surface | None = None

    @property
    def busy(self) -> bool:
        """True while a line is drawn."""
        return bool(self.line)

    @property
    def erases(self) -> bool:
        """True if the inside of the line will be erased."""
        return self._button == Button.RIGHT

    def shapes(self, index: int, _at: Point | None, _surface: Surface) -> tuple[Shape, ...]:
        """Return the line, and faintly how it would be closed."""
        if not self.line or self.index != index:
            return ()
        stroke = Stroke.DASHED if self.erases else Stroke.SOLID
        closing = Line((self.line[-1], self.line[0]), stroke=Stroke.DOTTED)
        return closing, Line(self.line, stroke=stroke)

    def moving_shapes(self, _index: int, _at: Point, _surface: Surface) -> tuple[Shape, ...]:
        """Return the line."""
        return (Line(self.line),) if self.line else ()

    def press(self, at: Pointer, surface: Surface) -> Outcome:
        """Begin a line."""
        if at.button not in (Button.LEFT, Button.RIGHT) or self.line:
            return NOTHING
        self.line, self.index = [at.point], at.index
        self._button, self._surface = at.button, surface
        return Outcome(redraw=True)

    def move(self, at: Pointer, _surface: Surface) -> Outcome:
        """Continue the line; close it if its button was released outside the window."""
        if not self.line:
            return NOTHING
        if at.button == Button.NONE or at.index != self.index:
            return self.stop()
        if at.point != self.line[-1]:
            self.line.append(at.point)
        return NOTHING

    def release(self, at: Pointer, _surface: Surface) -> Outcome:
        """Close the line where the button is released, and draw."""
        if not self.line or at.button != self._button:
            return NOTHING
        if at.index == self.index:
            self.line.append(at.point)
        return self.stop()

    def stop(self) -> Outcome:
        """Close the line as far as it was drawn, and draw."""
        line, surface = self.line, self._surface
        self.line, self._surface = [], None
        if surface is None or not line:
            return NOTHING
        inside = polygon_mask(line, surface.shape, winding=True)
        change = erased if self.erases else painted
        after = change(surface.labels, inside, surface.label, protect=surface.protect)
        delta = Delta.of_slice(self.index, surface.labels, after)
        if not delta:
            return Outcome(redraw=True)
        return Outcome(delta, begins=True, ends=ERASED if self.erases else DRAWN, redraw=True)
