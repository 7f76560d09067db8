"""The paintbrush: left paints, right erases, one stroke is one step."""

from __future__ import annotations

from cxstage_core.reading import Delta, erased, painted, swept_disc
from cxstage_core.reading.step_names import BRUSH, ERASER
from cxstage_gui.viewer.models.tools.tool import (
    NOTHING,
    Button,
    Outcome,
    Point,
    Pointer,
    Surface,
    Tool,
)

SMALLEST_MM, LARGEST_MM = 0.5, 60.0
GROWTH = 1.15


class BrushTool(Tool):
    """A round brush, `size_mm` across."""

    name = "brush"
    right = True
    shape = "none"

    def __init__(self, size_mm: float = 8.0) -> None:
        self._size_mm = size_mm
        self._last: Point | None = None
        self._button = Button.NONE

    @property
    def size_mm(self) -> float:
        """Diameter in mm."""
        return self._size_mm

    @size_mm.setter
    def size_mm(self, size: float) -> None:
        self._size_mm = min(max(size, SMALLEST_MM), LARGEST_MM)

    def grow(self, steps: int) -> None:
        """One size up per step, or down for negative steps; at least a tenth of a millimetre each."""
        size = self._size_mm * GROWTH**steps
        if abs(size - self._size_mm) < 0.1:
            size = self._size_mm + 0.1 * (1 if steps > 0 else -1)
        self.size_mm = round(size, 1)

    def press(self, at: Pointer, surface: Surface) -> Outcome:
        """Begin a stroke."""
        if at.button not in (Button.LEFT, Button.RIGHT) or self._last is not None:
            return NOTHING
        self._button = at.button
        return Outcome(self._swept(at.point, at, surface), begins=True)

    def move(self, at: Pointer, surface: Surface) -> Outcome:
        """Go on with the stroke; it has ended if its button was let go where nobody saw it."""
        if self._last is None:
            return NOTHING
        if at.button == Button.NONE:
            return self.stop()
        return Outcome(self._swept(self._last, at, surface))

    def release(self, at: Pointer, _surface: Surface) -> Outcome:
        """End the stroke."""
        return self.stop() if at.button == self._button else NOTHING

    def stop(self) -> Outcome:
        """End the stroke wherever the mouse is."""
        if self._last is None:
            return NOTHING
        self._last = None
        return Outcome(ends=BRUSH if self._button == Button.LEFT else ERASER)

    def _swept(self, start: Point, at: Pointer, surface: Surface) -> Delta:
        self._last = at.point
        shape = (surface.labels.shape[0], surface.labels.shape[1])
        patch = swept_disc(start, at.point, self._size_mm / 2, surface.spacing, shape)
        if patch is None:
            return Delta()
        before = surface.labels[patch.window]
        change = painted if self._button == Button.LEFT else erased
        after = surface.labels.copy()
        after[patch.window] = change(before, patch.inside, surface.label, protect=surface.protect)
        return Delta.of_slice(at.index, surface.labels, after)
