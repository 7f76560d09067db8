"""The outlines on screen and the tool in hand."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from cxstage_core.imaging import Grid, Label, Mask
from cxstage_core.reading import Box, Delta, MaskEditor, Step, erased
from cxstage_core.reading.step_names import CLEAR_SLICE
from cxstage_gui.viewer.models.tools import (
    BrushTool,
    CursorTool,
    Key,
    Outcome,
    PanTool,
    Pointer,
    PolygonTool,
    Surface,
    Tool,
)
from cxstage_gui.viewer.models.tools.polygon import Draft

TOOLS = ("cursor", "pan", "polygon", "brush")
DRAWING_TOOLS = ("polygon", "brush")


class Drawing(QObject):
    """Feeds tools with points and writes their differences into the masks.

    Signals:
        painted: series, slice and rectangle in which labels changed.
        stepped: a step was done, undone or done again: now is the time to save.
        undone: series and slice of a step that was undone or done again.
        refused: somebody tried to draw on a locked reading.
        marked: the tool's own marks look different.
        pointed: the linked cursor goes to this row and column of the slice.
        equipped: tool, label, brush size or protection changed.
    """

    painted = Signal(str, int, object)
    stepped = Signal()
    undone = Signal(str, int)
    refused = Signal()
    marked = Signal()
    pointed = Signal(int, float, float)
    equipped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editor = MaskEditor()
        self.series = ""
        self.locked = False
        self.brush = BrushTool()
        self.polygon = PolygonTool()
        self._tools: dict[str, Tool] = {
            "cursor": CursorTool(),
            "pan": PanTool(),
            "polygon": self.polygon,
            "brush": self.brush,
        }
        self.tool: Tool = self._tools["cursor"]
        self._label = Label.TUMOUR
        self._protect = False
        self._grid: Grid | None = None
        self._put_aside: WeakKeyDictionary[MaskEditor, dict[str, dict[int, Draft]]] = (
            WeakKeyDictionary()
        )

    # -- what is drawn on

    def open(self, editor: MaskEditor, series: str, grid: Grid) -> Mask:
        """Take up the masks of a study; returns the mask of the series to draw on."""
        self.finish()
        mask = editor.open_series(series, grid)
        if editor is not self.editor or series != self.series:
            self._exchange_drafts(editor, series)
        self.editor, self.series, self._grid = editor, series, grid
        return mask

    def close(self) -> None:
        """Put everything away."""
        self.finish()
        nothing = MaskEditor()
        self._exchange_drafts(nothing, "")
        self.editor, self.series, self._grid = nothing, "", None
        self.locked = False

    def _exchange_drafts(self, editor: MaskEditor, series: str) -> None:
        """Polygons not accepted yet stay with the masks and the series they were begun on."""
        wanted = self._put_aside.get(editor, {}).pop(series, {})
        present = self.polygon.exchange(wanted)
        if present:
            self._put_aside.setdefault(self.editor, {})[self.series] = present

    def finish(self) -> None:
        """End a stroke that is under way, as if the button had been let go."""
        if self.editor.drawing:
            self._take(self.brush.stop(), 0)

    @property
    def ready(self) -> bool:
        """Whether there is something to draw on."""
        return self._grid is not None

    # -- equipment

    def choose(self, name: str) -> None:
        """Take a tool in hand."""
        if name != self.tool.name:
            self.finish()
            self.tool = self._tools[name]
            self.equipped.emit()
            self.marked.emit()

    @property
    def label(self) -> Label:
        """What is drawn."""
        return self._label

    @label.setter
    def label(self, label: Label) -> None:
        self._label = label
        self.equipped.emit()

    @property
    def protect(self) -> bool:
        """Whether the other label keeps its pixels."""
        return self._protect

    @protect.setter
    def protect(self, on: bool) -> None:
        self._protect = on
        self.equipped.emit()

    def grow_brush(self, steps: int) -> None:
        """Make the brush larger or smaller."""
        self.brush.grow(steps)
        self.equipped.emit()
        self.marked.emit()

    def set_brush(self, size_mm: float) -> None:
        """Give the brush a diameter, mm."""
        self.brush.size_mm = size_mm
        self.equipped.emit()
        self.marked.emit()

    # -- events of a pane

    def press(self, at: Pointer) -> None:
        """A button went down on the slice."""
        if self._may(self.tool.name):
            self._take(self.tool.press(at, self._surface(at.index)), at.index)

    def move(self, at: Pointer) -> None:
        """The mouse moved over the slice."""
        if self._grid is not None and not (self.locked and self.tool.name in DRAWING_TOOLS):
            self._take(self.tool.move(at, self._surface(at.index)), at.index)

    def release(self, at: Pointer) -> None:
        """A button went up."""
        if self._grid is not None:
            self._take(self.tool.release(at, self._surface(at.index)), at.index)

    def key(self, key: Key, index: int) -> None:
        """A key for the tool."""
        if self.tool.name in DRAWING_TOOLS and self._may(self.tool.name):
            self._take(self.tool.key(key, index, self._surface(index)), index)

    # -- steps

    def undo(self) -> None:
        """Take the last step back."""
        if self._may("brush"):
            self._show(self.editor.undo())

    def redo(self) -> None:
        """Do the last undone step again."""
        if self._may("brush"):
            self._show(self.editor.redo())

    def clear_slice(self, index: int) -> None:
        """Take everything off a slice."""
        if not self._may("brush"):
            return
        surface = self._surface(index)
        empty = erased(surface.labels, surface.labels > 0, self._label)
        step = self.editor.apply(CLEAR_SLICE, self.series, Delta.of_slice(index, surface.labels, empty))
        if step is not None:
            self._paint(step)
            self.stepped.emit()

    def _may(self, tool: str) -> bool:
        if self._grid is None or self.editor.drawing:
            return False
        if self.locked and tool in DRAWING_TOOLS:
            self.refused.emit()
            return False
        return True

    def _surface(self, index: int) -> Surface:
        labels = self.editor.labels(self.series)[index]
        spacing = self._grid.spacing[1:] if self._grid is not None else (1.0, 1.0)
        return Surface(labels, spacing, self._label, self._protect)

    def _take(self, outcome: Outcome, index: int) -> None:
        if outcome.begins:
            self.editor.begin(self.series, index)
        for part in outcome.delta.parts:
            self.editor.draw(Delta((part,)))
            self.painted.emit(self.series, part.index, part.box)
        if outcome.ends is not None and self.editor.commit(outcome.ends) is not None:
            self.stepped.emit()
        if outcome.cursor is not None:
            self.pointed.emit(index, *outcome.cursor)
        if outcome.redraw:
            self.marked.emit()

    def _show(self, step: Step | None) -> None:
        if step is not None:
            self._paint(step)
            self.undone.emit(step.series, step.delta.parts[0].index)
            self.stepped.emit()

    def _paint(self, step: Step) -> None:
        for part in step.delta.parts:
            box: Box = part.box
            self.painted.emit(step.series, part.index, box)
