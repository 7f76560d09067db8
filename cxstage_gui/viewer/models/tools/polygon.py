"""The polygon: corners by clicks, drawn when it is closed and accepted."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from cxstage_core.reading import Delta, painted, polygon_mask
from cxstage_core.reading.step_names import POLYGON
from cxstage_gui.viewer.models.tools.tool import (
    NOTHING,
    Button,
    Key,
    Outcome,
    Point,
    Pointer,
    Surface,
    Tool,
)

REDRAWN = Outcome(redraw=True)


@dataclass(slots=True)
class Draft:
    """A polygon that is not accepted yet.

    Args:
        corners: row and column of each.
        closed: its last corner is joined to the first.
    """

    corners: list[Point] = field(default_factory=list)
    closed: bool = False


class PolygonTool(Tool):
    """Keeps one draft per slice, so that looking at another slice loses nothing."""

    name = "polygon"
    shape = "cross"

    def __init__(self) -> None:
        self._drafts: dict[int, Draft] = {}
        self._dragged: int | None = None
        self._last: tuple[Point, ...] = ()
        self.hover: Point | None = None

    def draft(self, index: int) -> Draft:
        """What is drawn on a slice so far."""
        return self._drafts.get(index) or Draft()

    @property
    def drafts(self) -> tuple[int, ...]:
        """Slices with a draft."""
        return tuple(self._drafts)

    def exchange(self, drafts: dict[int, Draft]) -> dict[int, Draft]:
        """Take up the drafts of another series, by slice; gives those of the present one."""
        before, self._drafts = self._drafts, drafts
        self._dragged = self.hover = None
        return before

    def press(self, at: Pointer, surface: Surface) -> Outcome:
        """Close on the first corner, take hold of another, or add one."""
        if at.button != Button.LEFT:
            return NOTHING
        draft = self._drafts.setdefault(at.index, Draft())
        hit = _hit(draft, at, surface.spacing)
        if not draft.closed and hit == 0 and len(draft.corners) > 2:
            draft.closed = True
        elif hit is not None:
            self._dragged = hit
        elif not draft.closed:
            draft.corners.append(at.point)
            self._dragged = len(draft.corners) - 1
        return REDRAWN

    def move(self, at: Pointer, _surface: Surface) -> Outcome:
        """Drag the held corner; otherwise the line to the mouse follows."""
        draft = self._drafts.get(at.index)
        self.hover = at.point
        if draft is None:
            return NOTHING
        if at.button == Button.LEFT and self._dragged is not None:
            draft.corners[self._dragged] = at.point
        return REDRAWN if draft.corners else NOTHING

    def release(self, _at: Pointer, _surface: Surface) -> Outcome:
        """Let go of the corner."""
        self._dragged = None
        return NOTHING

    def key(self, key: Key, index: int, surface: Surface) -> Outcome:
        """Return closes, then accepts; Ctrl+Return does both; Backspace and Esc take back."""
        if key == Key.PASTE:
            return self._paste(index)
        draft = self._drafts.get(index)
        if draft is None:
            return NOTHING
        if key == Key.ESCAPE:
            del self._drafts[index]
        elif key == Key.BACKSPACE:
            self._take_back(index, draft)
        elif len(draft.corners) < 3:
            return NOTHING
        elif draft.closed or key == Key.CTRL_RETURN:
            return self._accept(index, draft, surface)
        else:
            draft.closed = True
        return REDRAWN

    def _take_back(self, index: int, draft: Draft) -> None:
        if draft.closed:
            draft.closed = False
            return
        draft.corners.pop()
        if not draft.corners:
            del self._drafts[index]

    def _accept(self, index: int, draft: Draft, surface: Surface) -> Outcome:
        del self._drafts[index]
        self._last = tuple(draft.corners)
        shape = (surface.labels.shape[0], surface.labels.shape[1])
        inside = polygon_mask(draft.corners, shape)
        after = painted(surface.labels, inside, surface.label, protect=surface.protect)
        delta = Delta.of_slice(index, surface.labels, after)
        return Outcome(delta, begins=True, ends=POLYGON, redraw=True)

    def _paste(self, index: int) -> Outcome:
        if not self._last:
            return NOTHING
        self._drafts[index] = Draft(list(self._last), closed=True)
        return REDRAWN


def _hit(draft: Draft, at: Pointer, spacing: Point) -> int | None:
    """The corner under the mouse, the nearest one in reach."""
    if not draft.corners:
        return None
    gaps = np.linalg.norm((np.array(draft.corners) - at.point) * spacing, axis=1)
    nearest = int(gaps.argmin())
    return nearest if gaps[nearest] <= at.reach_mm else None
