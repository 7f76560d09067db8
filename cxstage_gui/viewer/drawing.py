"""The outlines on screen and the tool in hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from cxstage_core.imaging import Grid, Label, Mask, Volume
from cxstage_core.reading import Box, Delta, MaskEditor, Step, erased, painted
from cxstage_core.reading.history.step_names import CLEAR_SLICE, PREVIEW
from cxstage_core.reading.tools.operations import replaced
from cxstage_core.text import Text
from cxstage_gui.viewer.models.tools import (
    AdaptiveBrushTool,
    BrushTool,
    Button,
    CursorTool,
    EraserTool,
    GrowingTool,
    Key,
    LassoTool,
    LiveWireTool,
    Outcome,
    PanTool,
    Pointer,
    PolygonTool,
    Proposal,
    Surface,
    ThresholdBrushTool,
    Tool,
)

Cursor = tuple[int, float, float]
Drafts = dict[str, dict[int, Any]]


class Drawing(QObject):
    """Feeds tools with points and writes their differences into the masks.

    Signals:
        painted: series, slice and rectangle in which labels changed.
        stepped: a step was done, undone or done again: now is the time to save.
        undone: series and slice of a step that was undone or done again.
        refused: somebody tried to draw on a locked reading.
        marked: the tool's own marks look different.
        pointed: the linked cursor goes to this row and column of the slice.
        equipped: tool, label, brush size, protection or an option of the tool changed.
        previewed: another preview is shown, or none any more.
    """

    painted = Signal(str, int, object)
    stepped = Signal()
    undone = Signal(str, int)
    refused = Signal()
    marked = Signal()
    pointed = Signal(int, float, float)
    equipped = Signal()
    previewed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editor = MaskEditor()
        self.series = ""
        self.locked = False
        self.cursor: Cursor | None = None
        self.aside: Callable[[Callable[[], Any], Callable[[Any], None]], object] = _at_once
        self.brush = BrushTool()
        self.polygon = PolygonTool()
        hand = self.brush.hand
        self._tools: dict[str, Tool] = {}
        self._drawing_tools: set[str] = set()
        self.add_tool(CursorTool(), draws=False)
        self.add_tool(PanTool(), draws=False)
        for tool in (
            *(self.polygon, self.brush, EraserTool(hand=hand), LassoTool()),
            *(AdaptiveBrushTool(hand=hand), ThresholdBrushTool(hand=hand)),
            *(LiveWireTool(), GrowingTool()),
        ):
            self.add_tool(tool)
        self.tool: Tool = self._tools["cursor"]
        self._label = Label.TUMOUR
        self._protect = False
        self._grid: Grid | None = None
        self._volume: Volume | None = None
        self._held = Button.NONE
        self._proposal: Proposal | None = None
        self._proposer: Tool | None = None
        self._asked: Callable[[], Proposal | None] | None = None
        self._next: Callable[[], Proposal | None] | None = None
        self._put_aside: WeakKeyDictionary[MaskEditor, dict[str, Drafts]] = WeakKeyDictionary()

    # -- what is drawn on

    def open(self, editor: MaskEditor, series: str, grid: Grid, volume: Volume | None = None) -> Mask:
        """Take up the masks of a study; returns the mask of the series to draw on."""
        self.finish()
        mask = editor.open_series(series, grid)
        if editor is not self.editor or series != self.series:
            self._exchange_drafts(editor, series)
            self.show_preview(None)
            self.cursor = None
        self.editor, self.series, self._grid, self._volume = editor, series, grid, volume
        return mask

    def close(self) -> None:
        """Put everything away."""
        self.finish()
        self.show_preview(None)
        nothing = MaskEditor()
        self._exchange_drafts(nothing, "")
        self.editor, self.series, self._grid, self._volume = nothing, "", None, None
        self.cursor = None
        self.locked = False

    def _exchange_drafts(self, editor: MaskEditor, series: str) -> None:
        """What is not accepted yet stays with the masks and the series it was begun on."""
        wanted = self._put_aside.get(editor, {}).pop(series, {})
        present = {name: tool.exchange(wanted.get(name, {})) for name, tool in self._tools.items()}
        present = {name: drafts for name, drafts in present.items() if drafts}
        if present:
            self._put_aside.setdefault(self.editor, {})[self.series] = present

    def finish(self) -> None:
        """End a stroke that is under way, as if the button had been let go."""
        self._held = Button.NONE
        if self._grid is not None:
            self._take(self.tool.stop(), 0)

    @property
    def ready(self) -> bool:
        """Whether there is something to draw on."""
        return self._grid is not None

    @property
    def busy(self) -> bool:
        """Whether a stroke is under way, or a tool holds something until a button is let go."""
        return self.editor.drawing or self.tool.busy

    @property
    def unaccepted(self) -> tuple[str, int] | None:
        """Tool and slice of something begun and not accepted, None when there is no such thing."""
        found = ((name, tool.drafts[0]) for name, tool in self._tools.items() if tool.drafts)
        return next(found, None)

    # -- equipment

    def add_tool(self, tool: Tool, *, draws: bool = True) -> None:
        """Offer another tool; with `draws`, a locked reading refuses it."""
        self._tools[tool.name] = tool
        if draws:
            self._drawing_tools.add(tool.name)

    @property
    def tools(self) -> tuple[str, ...]:
        """Names of all tools, in the order they were added."""
        return tuple(self._tools)

    def draws(self, name: str) -> bool:
        """Whether a tool changes outlines."""
        return name in self._drawing_tools

    def choose(self, name: str) -> None:
        """Take a tool in hand."""
        if name != self.tool.name:
            self.finish()
            if self._proposer is not None or self._asked is not None:
                self.show_preview(None)
            self.tool.forget()
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
        self._adjust()

    @property
    def protect(self) -> bool:
        """Whether the other label keeps its pixels."""
        return self._protect

    @protect.setter
    def protect(self, on: bool) -> None:
        self._protect = on
        self._adjust()

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

    def press_pen(self, pressure: float | None) -> None:
        """A pen presses so hard, 0 to 1; None when it is lifted. The brush follows it."""
        self.brush.hand.pressure = pressure

    def set_option(self, name: str, value: object) -> None:
        """Set an option of the tool in hand, which shows itself at once in a preview."""
        setattr(self.tool, name, value)
        self._adjust()

    def _adjust(self) -> None:
        self.equipped.emit()
        if self._grid is not None and not self.locked:
            self._take(self.tool.adjust(self.surface(0)), 0)
        self.marked.emit()

    # -- events of a pane

    def press(self, at: Pointer) -> None:
        """A button went down on the slice."""
        if self.busy and at.button == self._held:
            self.finish()  # it was let go where nobody saw it
        if self._may(self.tool.name):
            self._held = at.button
            self._take(self.tool.press(at, self.surface(at.index)), at.index)

    def move(self, at: Pointer) -> None:
        """The mouse moved over the slice."""
        if self._grid is not None and not (self.locked and self.draws(self.tool.name)):
            self._take(self.tool.move(at, self.surface(at.index)), at.index)

    def release(self, at: Pointer) -> None:
        """A button went up."""
        if self._grid is not None:
            self._take(self.tool.release(at, self.surface(at.index)), at.index)
            if at.button == self._held:
                self._held = Button.NONE

    def dab(self, at: Pointer) -> None:
        """Paint once where the mouse is, without a button."""
        if isinstance(self.tool, BrushTool) and not self.busy:
            self.press(replace(at, button=Button.LEFT))
            self.release(replace(at, button=Button.LEFT))

    def key(self, key: Key, index: int) -> None:
        """A key: for a preview if one is shown, else for the tool."""
        if self._proposal is not None and key == Key.ESCAPE:
            self.show_preview(None)
        elif self._proposal is not None and key in (Key.RETURN, Key.CTRL_RETURN):
            self.accept_preview(self._proposal.name)
        elif self.draws(self.tool.name) and self._may(self.tool.name):
            self._take(self.tool.key(key, index, self.surface(index)), index)

    # -- previews

    @property
    def preview_name(self) -> Text | None:
        """What accepting the preview would be called."""
        return None if self._proposal is None else self._proposal.name

    @property
    def preview(self) -> npt.NDArray[np.bool_] | None:
        """What would be drawn, bool (slice, row, column); None when there is no preview."""
        return None if self._proposal is None else self._proposal.mask

    def show_preview(
        self,
        mask: npt.NDArray[np.bool_] | None,
        name: Text = PREVIEW,
        *,
        replaces: bool = False,
    ) -> None:
        """Show what would be drawn, or with None drop the preview.

        Args:
            mask: bool (slice, row, column) of the series that is drawn on.
            name: of the step, if the preview is accepted by the Return key.
            replaces: accepting it makes the label cover exactly the mask.
        """
        if self._proposer is not None:
            self._proposer.forget()
        self._proposer = self._asked = self._next = None
        if mask is not None or self._proposal is not None:
            self._proposal = None if mask is None else Proposal(mask, name, replaces)
            self.previewed.emit()

    def accept_preview(self, name: Text | None = None) -> bool:
        """Draw the preview with the label in hand, as one step; whether it changed anything."""
        proposal = self._proposal
        if proposal is None or not self._may("brush"):
            return False
        labels = self.editor.labels(self.series)
        change = replaced if proposal.replaces else painted
        after = change(labels, proposal.mask, self._label, protect=self._protect)
        delta = Delta.of_volume(labels, after)
        self.show_preview(None)
        return self.apply(proposal.name if name is None else name, delta)

    # -- steps

    def apply(self, name: Text, delta: Delta) -> bool:
        """Make a change of the series as one step; False when it is refused or changes nothing."""
        if not self._may("brush"):
            return False
        step = self.editor.apply(name, self.series, delta)
        if step is not None:
            self._paint(step)
            self.stepped.emit()
        return step is not None

    def undo(self) -> None:
        """Take the last step back."""
        if self._may("brush"):
            self._show(self.editor.undo())

    def redo(self) -> None:
        """Do the last undone step again."""
        if self._may("brush"):
            self._show(self.editor.redo())

    def go_to(self, position: int) -> None:
        """Undo steps, or do them again, until that many are done; everything is shown once."""
        if not self._may("brush"):
            return
        moved = self.editor.go_to(position)
        boxes: dict[tuple[str, int], Box] = {}
        for step in moved:
            for part in step.delta.parts:
                place = (step.series, part.index)
                boxes[place] = _around(boxes.get(place), part.box)
        for (series, index), box in boxes.items():
            self.painted.emit(series, index, box)
        if moved:
            self.undone.emit(moved[-1].series, moved[-1].slices[0])
            self.stepped.emit()

    def clear_slice(self, index: int) -> None:
        """Take everything off a slice."""
        if self._grid is not None:
            surface = self.surface(index)
            empty = erased(surface.labels, surface.labels > 0, self._label)
            self.apply(CLEAR_SLICE, Delta.of_slice(index, surface.labels, empty))

    def surface(self, index: int) -> Surface:
        """What a tool is fed with on a slice."""
        grid = self._grid
        if grid is None:
            nothing = np.zeros((0, 0), dtype=np.uint8)
            return Surface(nothing, (1.0, 1.0), self._label, self._protect)
        labels, volume = self.editor.labels(self.series), self._volume
        return Surface(
            labels[index],
            (grid.spacing[1], grid.spacing[2]),
            self._label,
            self._protect,
            None if volume is None else volume.array[index],
            volume,
            labels,
            self.cursor,
        )

    def _may(self, tool: str) -> bool:
        if self._grid is None or self.busy:
            return False
        if self.locked and self.draws(tool):
            self.refused.emit()
            return False
        return True

    def _take(self, outcome: Outcome, index: int) -> None:
        if outcome.begins:
            self.editor.begin(self.series, *(outcome.delta.slices or (index,)))
        if outcome.delta:
            self.editor.draw(outcome.delta)
        for part in outcome.delta.parts:
            self.painted.emit(self.series, part.index, part.box)
        if outcome.ends is not None:
            self._held = Button.NONE
            if self.editor.commit(outcome.ends) is not None:
                self.stepped.emit()
        if outcome.cursor is not None:
            self.cursor = (index, *outcome.cursor)
            self.pointed.emit(index, *outcome.cursor)
        self._take_proposal(outcome)
        if outcome.equips:
            self.equipped.emit()
        if outcome.redraw:
            self.marked.emit()

    def _take_proposal(self, outcome: Outcome) -> None:
        if outcome.drops:
            self.show_preview(None)
        if outcome.proposal is not None:
            self._asked = self._next = None
            self._propose(outcome.proposal)
        elif outcome.aside is not None:
            self._next = outcome.aside
            if self._asked is None:
                self._ask()

    def _ask(self) -> None:
        """Make the newest preview wanted; those asked for in between are never made."""
        work, self._asked, self._next = self._next, self._next, None
        if work is not None:
            self.aside(work, lambda made: self._made(work, made))

    def _made(self, work: Callable[[], Proposal | None], proposal: Proposal | None) -> None:
        if self._asked is not work:
            return  # dropped meanwhile
        if proposal is not None:
            self._propose(proposal)
        self._ask()

    def _propose(self, proposal: Proposal) -> None:
        self._proposal, self._proposer = proposal, self.tool
        self.previewed.emit()

    def _show(self, step: Step | None) -> None:
        if step is not None:
            self._paint(step)
            self.undone.emit(step.series, step.delta.parts[0].index)
            self.stepped.emit()

    def _paint(self, step: Step) -> None:
        for part in step.delta.parts:
            box: Box = part.box
            self.painted.emit(step.series, part.index, box)


def _around(one: Box | None, other: Box) -> Box:
    """The smallest rectangle around both."""
    if one is None:
        return other
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _at_once(work: Callable[[], Any], done: Callable[[Any], None]) -> None:
    done(work())
