"""The live wire: anchors by clicks; between them the line follows edges of the image."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.reading import Delta, Edges, Wire, painted, polygon_mask
from cxstage_core.text import text
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

Way = npt.NDArray[np.int64]
Pixel = tuple[int, int]
REDRAWN = Outcome(redraw=True)
DRAWN = text("live-wire outline")


@dataclass(slots=True)
class Draft:
    """A line that is not closed yet.

    Args:
        anchors: row and column of each.
        ways: rows and columns (n, 2) from each anchor to the next.
    """

    anchors: list[Pixel] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)

    @property
    def line(self) -> Way:
        """All ways one after the other."""
        return np.concatenate([np.array(self.anchors[:1], np.int64).reshape(-1, 2), *self.ways])


class LiveWireTool(Tool):
    """Keeps one draft per slice, so that looking at another slice loses nothing."""

    name = "live wire"
    shape = "cross"

    def __init__(self) -> None:
        self._drafts: dict[int, Draft] = {}
        self._edges: tuple[Any, int, Edges] | None = None
        self._wire: Wire | None = None
        self._wired: Edges | None = None
        self.hover: Way | None = None

    @property
    def drafts(self) -> tuple[int, ...]:
        """Slices with a draft."""
        return tuple(self._drafts)

    def draft(self, index: int) -> Draft:
        """Return what is drawn on a slice so far."""
        return self._drafts.get(index) or Draft()

    def exchange(self, drafts: dict[int, Draft]) -> dict[int, Draft]:
        """Restore the drafts of another series, by slice, and return those of the present one."""
        before, self._drafts = self._drafts, drafts
        self.hover = self._wire = self._edges = self._wired = None
        return before

    def shapes(self, index: int, at: Point | None, _surface: Surface) -> tuple[Shape, ...]:
        """Return the line so far, its anchors, and the way to the mouse."""
        draft = self.draft(index)
        if not draft.anchors:
            return ()
        way = [] if at is None or self.hover is None else [Line(self.hover.tolist(), Ink.WHITE)]
        first, *others = draft.anchors
        anchors = (Handle(first, Ink.WHITE, large=True), *(Handle(other) for other in others))
        return Line(draft.line.tolist()), *way, *anchors

    def moving_shapes(self, _index: int, _at: Point, _surface: Surface) -> tuple[Shape, ...]:
        """Return the way to the mouse."""
        return () if self.hover is None else (Line(self.hover.tolist()),)

    def press(self, at: Pointer, surface: Surface) -> Outcome:
        """Set an anchor; on the first one, or with a double click, close the line."""
        edges = self._edges_of(at.index, surface)
        draft = self._drafts.get(at.index)
        if edges is None or at.button not in (Button.LEFT, Button.RIGHT):
            return NOTHING
        if at.button == Button.RIGHT or at.twice:
            return NOTHING if draft is None else self._close(at.index, draft, surface)
        if draft is None:
            self._drafts[at.index] = Draft([edges.snapped(at.point)])
        elif len(draft.anchors) > 1 and _near(draft.anchors[0], at, surface.spacing):
            return self._close(at.index, draft, surface)
        else:
            draft.ways.append(self._way(draft, edges, at.point)[1:])
            draft.anchors.append(edges.snapped(at.point))
        self.hover = None
        self._wire_from(self._drafts[at.index], edges)
        return REDRAWN

    def move(self, at: Pointer, surface: Surface) -> Outcome:
        """Lead the line from the last anchor to the mouse."""
        edges, draft = self._edges_of(at.index, surface), self._drafts.get(at.index)
        self.hover = None if edges is None or draft is None else self._way(draft, edges, at.point)
        return NOTHING

    def key(self, key: Key, index: int, surface: Surface) -> Outcome:
        """Close and draw with Return, remove the last anchor with Backspace, clear with Esc."""
        draft = self._drafts.get(index)
        if draft is None:
            return NOTHING
        if key in (Key.RETURN, Key.CTRL_RETURN, Key.CLOSE):
            return self._close(index, draft, surface)
        if key in (Key.BACKSPACE, Key.DELETE):
            draft.anchors.pop()
            if draft.ways:
                draft.ways.pop()
        if key == Key.ESCAPE or not draft.anchors:
            del self._drafts[index]
        self.hover = None
        return REDRAWN

    def _close(self, index: int, draft: Draft, surface: Surface) -> Outcome:
        """Lead the line back to the first anchor and draw what it encloses."""
        edges = self._edges_of(index, surface)
        if edges is None or len(draft.anchors) < 2:
            return NOTHING
        last = self._wire_from(draft, edges).way_to(draft.anchors[0])
        line = np.concatenate([draft.line, last[1:-1]])
        del self._drafts[index]
        self.hover = None
        inside = polygon_mask(line, surface.shape, winding=True)
        inside[line[:, 0], line[:, 1]] = True
        after = painted(surface.labels, inside, surface.label, protect=surface.protect)
        delta = Delta.of_slice(index, surface.labels, after)
        return Outcome(delta, begins=True, ends=DRAWN, redraw=True)

    def _edges_of(self, index: int, surface: Surface) -> Edges | None:
        """Return the edges of a slice, found when the mouse first comes over it."""
        if surface.image is None:
            return None
        if self._edges is None or self._edges[0] is not surface.volume or self._edges[1] != index:
            self._edges = surface.volume, index, Edges(surface.image, surface.spacing)
        return self._edges[2]

    def _wire_from(self, draft: Draft, edges: Edges) -> Wire:
        """Return the ways from the last anchor."""
        anchor = draft.anchors[-1]
        if self._wire is None or self._wired is not edges or self._wire.anchor != anchor:
            self._wire, self._wired = Wire(edges, anchor), edges
        return self._wire

    def _way(self, draft: Draft, edges: Edges, to: Point) -> Way:
        return self._wire_from(draft, edges).way_to(edges.snapped(to))


def _near(anchor: Pixel, at: Pointer, spacing: Point) -> bool:
    return float(np.hypot(*(np.subtract(anchor, at.point) * spacing))) <= at.reach_mm
