"""The polygon: corners by clicks, drawn when it is closed and accepted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from cxstage_core.reading import Delta, painted, polygon_mask
from cxstage_core.text import Text, text
from cxstage_gui.viewer.models.tools.shapes import Handle, Ink, Line, Point, Shape
from cxstage_gui.viewer.models.tools.tool import (
    NOTHING,
    Button,
    Key,
    Outcome,
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
    step: ClassVar[Text] = text("polygon")

    def __init__(self) -> None:
        self._drafts: dict[int, Draft] = {}
        self._dragged: int | None = None
        self._last: tuple[Point, ...] = ()
        self.hover: Point | None = None
        self.under: int | None = None

    def draft(self, index: int) -> Draft:
        """Return what is drawn on a slice so far."""
        return self._drafts.get(index) or Draft()

    @property
    def drafts(self) -> tuple[int, ...]:
        """Slices with a draft."""
        return tuple(self._drafts)

    def exchange(self, drafts: dict[int, Draft]) -> dict[int, Draft]:
        """Restore the drafts of another series, by slice, and return those of the present one."""
        before, self._drafts = self._drafts, drafts
        self._dragged = self.under = self.hover = None
        return before

    def shapes(self, index: int, at: Point | None, _surface: Surface) -> tuple[Shape, ...]:
        """Return corners and lines of a draft; the first is marked, since a click on it closes."""
        draft = self.draft(index)
        if not draft.corners:
            return ()
        ends = [draft.corners[0]] if draft.closed else [] if at is None else [at]
        handles: list[Shape] = []
        for number, corner in enumerate(draft.corners):
            first = number == 0 and not draft.closed
            large = first or (at is not None and number == self.under)
            handles.append(Handle(corner, Ink.WHITE if large else Ink.LABEL, large))
        return Line([*draft.corners, *ends]), *handles

    def moving_shapes(self, index: int, at: Point, _surface: Surface) -> tuple[Shape, ...]:
        """Return the line from the last corner to the mouse, and the corner under it."""
        draft = self.draft(index)
        if not draft.corners:
            return ()
        near = [] if self.under is None else draft.corners[self.under : self.under + 1]
        last = [] if draft.closed else [*draft.corners[-1:], at]
        points = [*last, *near]
        return (Line(points),) if points else ()

    def press(self, at: Pointer, surface: Surface) -> Outcome:
        """Close on the first corner, begin to drag another, insert one on an edge, or add one.

        The right button, where it belongs to the tool, takes a corner away or closes.
        """
        if at.button not in (Button.LEFT, Button.RIGHT):
            return NOTHING
        draft = self._drafts.get(at.index) or Draft()
        hit = _hit(draft, at, surface.spacing)
        if at.button == Button.RIGHT:
            return self._close(draft) if hit is None else self._remove(at.index, draft, hit)
        if at.twice or (hit == 0 and not draft.closed and len(draft.corners) > 2):
            return self._close(draft)
        self._drafts[at.index] = draft
        if hit is None and draft.closed:
            hit = _edge(draft, at, surface.spacing)
            if hit is None:
                return NOTHING
            draft.corners.insert(hit, at.point)
        elif hit is None:
            draft.corners.append(at.point)
            hit = len(draft.corners) - 1
        self._dragged = self.under = hit
        return REDRAWN

    def move(self, at: Pointer, surface: Surface) -> Outcome:
        """Drag the corner, or lead the line to the mouse."""
        draft = self._drafts.get(at.index)
        self.hover = at.point
        self.under = None if draft is None else _hit(draft, at, surface.spacing)
        if at.button != Button.LEFT:
            self._dragged = None
        if draft is None or self._dragged is None or self._dragged >= len(draft.corners):
            return NOTHING
        draft.corners[self._dragged] = at.point
        return REDRAWN

    def release(self, _at: Pointer, _surface: Surface) -> Outcome:
        """End the drag of a corner."""
        self._dragged = None
        return NOTHING

    def stop(self) -> Outcome:
        """End the drag of a corner where it is."""
        self._dragged = None
        return NOTHING

    def key(self, key: Key, index: int, surface: Surface) -> Outcome:
        """Close, then accept with Return, both with Ctrl+Return; take back with Backspace, Delete and Esc."""
        if key == Key.PASTE:
            return self._paste(index)
        draft = self._drafts.get(index)
        if draft is None:
            return NOTHING
        if key == Key.ESCAPE:
            del self._drafts[index]
        elif key == Key.BACKSPACE and self._dragged is None:
            self._take_back(index, draft)
        elif key in (Key.BACKSPACE, Key.DELETE):
            corner = self.under if self._dragged is None else self._dragged
            return NOTHING if corner is None else self._remove(index, draft, corner)
        elif key == Key.CLOSE or not (draft.closed or key == Key.CTRL_RETURN):
            return self._close(draft)
        elif len(draft.corners) > 2:
            return self._accept(index, draft, surface)
        return REDRAWN

    def _close(self, draft: Draft) -> Outcome:
        if draft.closed or len(draft.corners) < 3:
            return NOTHING
        draft.closed = True
        return REDRAWN

    def _remove(self, index: int, draft: Draft, corner: int) -> Outcome:
        """Remove a corner; two corners cannot be closed."""
        if corner < len(draft.corners):
            del draft.corners[corner]
        draft.closed = draft.closed and len(draft.corners) > 2
        if not draft.corners:
            self._drafts.pop(index, None)
        self._dragged = self.under = None
        return REDRAWN

    def _take_back(self, index: int, draft: Draft) -> None:
        if draft.closed:
            draft.closed = False
            return
        self._remove(index, draft, len(draft.corners) - 1)

    def _accept(self, index: int, draft: Draft, surface: Surface) -> Outcome:
        del self._drafts[index]
        self._last = tuple(draft.corners)
        inside = polygon_mask(draft.corners, surface.shape)
        after = painted(surface.labels, inside, surface.label, protect=surface.protect)
        delta = Delta.of_slice(index, surface.labels, after)
        return Outcome(delta, begins=True, ends=self.step, redraw=True)

    def _paste(self, index: int) -> Outcome:
        if not self._last:
            return NOTHING
        self._drafts[index] = Draft(list(self._last), closed=True)
        return REDRAWN


def _hit(draft: Draft, at: Pointer, spacing: Point) -> int | None:
    """Return the corner under the mouse, the nearest one in reach."""
    if not draft.corners:
        return None
    gaps = np.linalg.norm((np.array(draft.corners) - at.point) * spacing, axis=1)
    nearest = int(gaps.argmin())
    return nearest if gaps[nearest] <= at.reach_mm else None


def _edge(draft: Draft, at: Pointer, spacing: Point) -> int | None:
    """Return before which corner one under the mouse belongs; None off every edge."""
    start = np.array(draft.corners) * spacing
    way = np.roll(start, -1, axis=0) - start
    to = np.multiply(at.point, spacing) - start
    length2 = np.maximum((way**2).sum(axis=1), 1e-12)
    share = np.clip((to * way).sum(axis=1) / length2, 0.0, 1.0)
    gaps = np.linalg.norm(to - share[:, None] * way, axis=1)
    nearest = int(gaps.argmin())
    return nearest + 1 if gaps[nearest] <= at.reach_mm else None
