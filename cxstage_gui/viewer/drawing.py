"""The outlines on screen, and the tool that changes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from cxstage_core.imaging import Grid, Label, Mask, Volume
from cxstage_core.reading import Box, Delta, MaskEditor, Step, erased, painted
from cxstage_core.reading.history.step_names import CLEAR_SLICE, PREVIEW
from cxstage_core.reading.tools.operations import replaced
from cxstage_core.text import Text
from cxstage_gui.viewer.models.previews import Previews
from cxstage_gui.viewer.models.tools import (
    Button,
    Key,
    Outcome,
    Pointer,
    Proposal,
    Surface,
    Tool,
    ToolSpec,
)
from cxstage_gui.viewer.models.tools.shared_tip import SharedTip
from cxstage_gui.viewer.models.tools.toolbox import Toolbox

Cursor = tuple[int, float, float]


class Drawing(QObject):
    """Feeds tools with points and writes their differences into the masks.

    Attributes:
        tools: every tool by its name.
        brush: the tip that all brushes share.
        previews: what is shown until it is accepted; slow ones run in the background.

    Signals:
        painted: series, slice and rectangle in which labels changed.
        stepped: a step was done, undone or done again: now is the time to save.
        undone: series and slice of a step that was undone or done again.
        refused: a locked reading was to be drawn on.
        marked: the shapes that the tool shows changed.
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
        self.previews = Previews(self.previewed.emit)
        self._toolbox = Toolbox()
        self.tools: Mapping[str, Tool] = self._toolbox.tools
        self.brush: SharedTip = self._toolbox.tip
        self._grid: Grid | None = None
        self._volume: Volume | None = None
        self._button = Button.NONE

    # -- what is drawn on

    def open(self, editor: MaskEditor, series: str, grid: Grid, volume: Volume | None = None) -> Mask:
        """Open the masks of a study and return the mask of the series to draw on."""
        self.finish()
        mask = editor.open_series(series, grid)
        if editor is not self.editor or series != self.series:
            self._toolbox.exchange_drafts((self.editor, self.series), (editor, series))
            self.show_preview(None)
            self.cursor = None
        self.editor, self.series, self._grid, self._volume = editor, series, grid, volume
        return mask

    def close(self) -> None:
        """Close the masks; there is nothing to draw on until others are opened."""
        self.finish()
        self.show_preview(None)
        nothing = MaskEditor()
        self._toolbox.exchange_drafts((self.editor, self.series), (nothing, ""))
        self.editor, self.series, self._grid, self._volume = nothing, "", None, None
        self.cursor = None
        self.locked = False

    def finish(self) -> None:
        """End a stroke that is under way, as if the button had been released."""
        self._button = Button.NONE
        if self._grid is not None:
            self._apply_outcome(self.tool.stop(), 0)

    @property
    def ready(self) -> bool:
        """True if there is something to draw on."""
        return self._grid is not None

    @property
    def busy(self) -> bool:
        """True while a stroke is under way, or a tool waits for a button to be released."""
        return self.editor.drawing or self.tool.busy

    @property
    def unaccepted(self) -> tuple[str, int] | None:
        """Tool and slice of an outline that is not accepted yet, None without one."""
        return self._toolbox.unaccepted

    # -- equipment

    @property
    def tool(self) -> Tool:
        """The active tool."""
        return self._toolbox.active

    @property
    def tool_spec(self) -> ToolSpec:
        """The row of the active tool in the registry."""
        return self._toolbox.spec

    def choose(self, name: str) -> None:
        """Make a tool the active one."""
        if name != self.tool.name:
            self.finish()
            if self.previews.by_tool:
                self.show_preview(None)
            self.tool.forget()
            self._toolbox.active = self._toolbox.tools[name]
            self.equipped.emit()
            self.marked.emit()

    @property
    def label(self) -> Label:
        """The label that is drawn."""
        return self._toolbox.label

    @label.setter
    def label(self, label: Label) -> None:
        if label != self._toolbox.label:
            self._drop_operation()
        self._toolbox.label = label
        self._adjust()

    @property
    def protect(self) -> bool:
        """True if the other label keeps its pixels."""
        return self._toolbox.protect

    @protect.setter
    def protect(self, on: bool) -> None:
        self._toolbox.protect = on
        self._adjust()

    def grow_brush(self, steps: int) -> None:
        """Make the brush larger, or smaller for negative steps."""
        self.brush.grow(steps)
        self.equipped.emit()
        self.marked.emit()

    def set_brush(self, size_mm: float) -> None:
        """Give the brush a diameter, mm."""
        self.brush.size_mm = size_mm
        self.equipped.emit()
        self.marked.emit()

    def set_option(self, name: str, value: object) -> None:
        """Set an option of the active tool; a preview shows its effect at once."""
        setattr(self.tool, name, value)
        self._adjust()

    def _adjust(self) -> None:
        self.equipped.emit()
        if self._grid is not None and not self.locked:
            self._apply_outcome(self.tool.adjust(self.surface(0)), 0)
        self.marked.emit()

    # -- events of a pane

    def press(self, at: Pointer) -> None:
        """Handle a button pressed on the slice."""
        if self.busy and at.button == self._button:
            self.finish()  # it was released outside the window
        if self._may_draw() if self.tool_spec.draws else self._free:
            self._button = at.button
            self._apply_outcome(self.tool.press(at, self.surface(at.index)), at.index)

    def move(self, at: Pointer) -> None:
        """Handle the mouse moving over the slice."""
        if self._grid is not None and not (self.locked and self.tool_spec.draws):
            self._apply_outcome(self.tool.move(at, self.surface(at.index)), at.index)

    def release(self, at: Pointer) -> None:
        """Handle a button released."""
        if self._grid is not None:
            self._apply_outcome(self.tool.release(at, self.surface(at.index)), at.index)
            if at.button == self._button:
                self._button = Button.NONE

    def dab(self, at: Pointer) -> None:
        """Paint once where the mouse is, without a button."""
        if self.tool.has_tip and not self.busy:
            self.press(replace(at, button=Button.LEFT))
            self.release(replace(at, button=Button.LEFT))

    def key(self, key: Key, index: int) -> None:
        """Pass a key to the preview if one is shown, else to the tool."""
        proposal = self.previews.shown
        if proposal is not None and key == Key.ESCAPE:
            self.show_preview(None)
        elif proposal is not None and key in (Key.RETURN, Key.CTRL_RETURN):
            self.accept_preview(proposal.name)
        elif self.tool_spec.draws and self._may_draw():
            self._apply_outcome(self.tool.key(key, index, self.surface(index)), index)

    # -- previews

    @property
    def preview_name(self) -> Text | None:
        """The name of the step that accepting the preview makes."""
        proposal = self.previews.shown
        return None if proposal is None else proposal.name

    @property
    def preview(self) -> npt.NDArray[np.bool_] | None:
        """The pixels that would be drawn, bool (slice, row, column); None without a preview."""
        proposal = self.previews.shown
        return None if proposal is None else proposal.mask

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
        self.previews.show(None if mask is None else Proposal(mask, name, replaces))

    def accept_preview(self, name: Text | None = None) -> bool:
        """Draw the preview with the chosen label as one step; True if that changed anything."""
        proposal = self.previews.shown
        if proposal is None or not self._may_draw():
            return False
        labels = self.editor.labels(self.series)
        change = replaced if proposal.replaces else painted
        after = change(labels, proposal.mask, self.label, protect=self.protect)
        delta = Delta.of_volume(labels, after)
        self.show_preview(None)
        return self.apply(proposal.name if name is None else name, delta)

    def _drop_operation(self) -> None:
        """Drop the preview of an operation, made from outlines that are about to change."""
        if self.previews.shown is not None and not self.previews.by_tool:
            self.show_preview(None)

    # -- steps

    def apply(self, name: Text, delta: Delta) -> bool:
        """Make a change of the series as one step; False when it is refused or changes nothing."""
        if not self._may_draw():
            return False
        self._drop_operation()
        step = self.editor.apply(name, self.series, delta)
        if step is not None:
            self._paint(step)
            self.stepped.emit()
        return step is not None

    def undo(self) -> None:
        """Drop the preview if one is shown, else undo the last step."""
        if self.previews.shown is not None or self.previews.by_tool:
            self.show_preview(None)
        elif self._may_draw():
            self._show(self.editor.undo())

    def redo(self) -> None:
        """Do the last undone step again."""
        if self._may_draw():
            self.show_preview(None)
            self._show(self.editor.redo())

    def go_to(self, position: int) -> None:
        """Undo steps, or do them again, until that many are done; everything is shown once."""
        if not self._may_draw():
            return
        self.show_preview(None)
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
        """Erase everything on a slice."""
        if self._grid is not None:
            surface = self.surface(index)
            empty = erased(surface.labels, surface.labels > 0, self.label)
            self.apply(CLEAR_SLICE, Delta.of_slice(index, surface.labels, empty))

    def surface(self, index: int) -> Surface:
        """Return what a tool receives with an event on a slice."""
        grid = self._grid
        if grid is None:
            nothing = np.zeros((0, 0), dtype=np.uint8)
            return Surface(nothing, (1.0, 1.0), self.label, self.protect)
        labels, volume = self.editor.labels(self.series), self._volume
        return Surface(
            labels[index],
            (grid.spacing[1], grid.spacing[2]),
            self.label,
            self.protect,
            None if volume is None else volume.array[index],
            volume,
            labels,
            self.cursor,
        )

    def _may_draw(self) -> bool:
        """Return True if outlines can be changed now; a locked reading emits `refused`."""
        if not self._free:
            return False
        if self.locked:
            self.refused.emit()
        return not self.locked

    @property
    def _free(self) -> bool:
        return self._grid is not None and not self.busy

    def _apply_outcome(self, outcome: Outcome, index: int) -> None:
        if outcome.begins:
            self._drop_operation()
            self.editor.begin(self.series, *(outcome.delta.slices or (index,)))
        if outcome.delta:
            self.editor.draw(outcome.delta)
        for part in outcome.delta.parts:
            self.painted.emit(self.series, part.index, part.box)
        if outcome.ends is not None:
            self._button = Button.NONE
            if self.editor.commit(outcome.ends) is not None:
                self.stepped.emit()
        if outcome.cursor is not None:
            self.cursor = (index, *outcome.cursor)
            self.pointed.emit(index, *outcome.cursor)
        self.previews.take(outcome, self.tool)
        if outcome.equips:
            self.equipped.emit()
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
