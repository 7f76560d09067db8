"""Commands of a page with a viewer: tools, view and steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox

from cxstage_core.imaging import Label
from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.tools import Key
from cxstage_gui.viewer.models.window_level import WindowLevel
from cxstage_gui.viewer.slice_view import SliceView
from cxstage_gui.viewer.tool_strip import ToolStrip

OPACITY_STEP = 5
FAST = 5


class ViewerPanes(Protocol):
    """The panes of a page; the first is the one that is drawn on."""

    first: SliceView

    @property
    def all(self) -> Sequence[SliceView]:
        """Every pane, shown or not."""

    @property
    def views(self) -> Sequence[SliceView]:
        """The panes of the layout."""

    @property
    def active(self) -> SliceView:
        """The pane under the mouse or with the focus, else the first."""

    def fit(self) -> None:
        """Show whole slices in all panes."""

    def centre(self) -> None:
        """Bring the linked cursor to the middle of the active pane."""

    def toggle_maximised(self) -> None:
        """Show the active pane alone, or all again."""

    def hide_outlines(self, hidden: bool) -> None:
        """Hide all outlines while a key is held."""


class ViewerCommands(QObject):
    """Adds the commands that every page with a viewer has.

    Args:
        refuse: called when a tool is asked for while nothing can be drawn.
    """

    def __init__(
        self,
        commands: Commands,
        drawing: Drawing,
        panes: ViewerPanes,
        strip: ToolStrip,
        refuse: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._refuse = refuse
        self._commands = commands
        self._drawing = drawing
        self._panes = panes
        self._strip = strip
        commands.changed.connect(self._mouse)
        for view in panes.all:
            view.maximise_wanted.connect(panes.toggle_maximised)
        commands.add(*self._tools(), *self._looks(), *self._steps())

    def _tools(self) -> tuple[Command, ...]:
        group = self.tr("Tools")
        return (
            *(
                Command(f"tool {name}", text, group, partial(self._choose, name))
                for name, text in self._strip.titles.items()
            ),
            Command("label previous", self.tr("Previous label"), group, self._next_label),
            Command("label next", self.tr("Next label"), group, self._next_label),
            Command("larger brush", self.tr("Larger brush"), group, self._larger),
            Command("smaller brush", self.tr("Smaller brush"), group, self._smaller),
            Command("brush at cursor", self.tr("Paint once at the mouse"), group, self._dab),
            Command(
                "close outline", self.tr("Close the outline"), group, lambda: self._key(Key.RETURN)
            ),
            Command(
                "take back point",
                self.tr("Remove the last point"),
                group,
                lambda: self._key(Key.BACKSPACE),
            ),
            Command("paste polygon", self.tr("Paste the last polygon"), group, self._paste),
        )

    def _looks(self) -> tuple[Command, ...]:
        group = self.tr("View")
        panes, opacity = self._panes, self._strip.opacity

        def turn(steps: int) -> Callable[[], None]:
            return lambda: panes.active.step_slices(steps)

        return (
            Command("slice up", self.tr("Next slice"), group, turn(1)),
            Command("slice down", self.tr("Previous slice"), group, turn(-1)),
            Command("fast up", self.tr("Five slices on"), group, turn(FAST)),
            Command("fast down", self.tr("Five slices back"), group, turn(-FAST)),
            Command("zoom in", self.tr("Zoom in"), group, lambda: panes.active.zoom(1.25)),
            Command("zoom out", self.tr("Zoom out"), group, lambda: panes.active.zoom(0.8)),
            Command("fit", self.tr("Fit"), group, panes.fit),
            Command("centre", self.tr("Centre on the linked cursor"), group, panes.centre),
            Command("maximise", self.tr("One pane alone"), group, panes.toggle_maximised),
            Command(
                "auto window", self.tr("Automatic window"), group, lambda: self._windows(full=False)
            ),
            Command(
                "reset window",
                self.tr("Window over the full range"),
                group,
                lambda: self._windows(full=True),
            ),
            Command(
                "region window",
                self.tr("Window from a region: drag a rectangle"),
                group,
                lambda: panes.active.want_region(),  # noqa: PLW0108 - the pane under the mouse then
            ),
            Command("masks", self.tr("Outlines on or off"), group, self._strip.masks.toggle),
            Command(
                "hide masks",
                self.tr("Hide outlines while held"),
                group,
                lambda: panes.hide_outlines(True),
                lambda: panes.hide_outlines(False),
            ),
            Command(
                "less opacity",
                self.tr("Outlines fainter"),
                group,
                lambda: opacity.setValue(opacity.value() - OPACITY_STEP),
            ),
            Command(
                "more opacity",
                self.tr("Outlines stronger"),
                group,
                lambda: opacity.setValue(opacity.value() + OPACITY_STEP),
            ),
            Command("annotations", self.tr("Annotations on or off"), group, self._annotations),
            Command("crosshair", self.tr("Crosshair on or off"), group, self._crosshair),
        )

    def _steps(self) -> tuple[Command, ...]:
        group = self.tr("Steps")
        return (
            Command("undo", self.tr("Undo"), group, self._drawing.undo),
            Command("redo", self.tr("Redo"), group, self._drawing.redo),
            Command("clear slice", self.tr("Clear slice"), group, self._clear_slice),
        )

    def _choose(self, tool: str) -> None:
        if self._strip.tools[tool].isEnabled():
            self._drawing.choose(tool)
        elif self._drawing.locked:
            self._refuse()

    def _mouse(self) -> None:
        """Use the mouse buttons of the preset."""
        for view in self._panes.all:
            view.preset = self._commands.preset

    def _key(self, key: Key) -> None:
        self._drawing.key(key, self._panes.first.index)

    def _dab(self) -> None:
        """Paint once; a button or list with the focus keeps the space bar."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton):
            focus.click()
            return
        if isinstance(focus, QComboBox):
            focus.showPopup()
            return
        at = self._panes.first.mouse
        if at is not None:
            self._drawing.dab(at)

    def _larger(self) -> None:
        self._drawing.grow_brush(1)

    def _smaller(self) -> None:
        self._drawing.grow_brush(-1)

    def _clear_slice(self) -> None:
        self._drawing.clear_slice(self._panes.first.index)

    def _paste(self) -> None:
        self._choose("polygon")
        self._drawing.key(Key.PASTE, self._panes.first.index)

    def _next_label(self) -> None:
        drawing = self._drawing
        tumour = drawing.label == Label.TUMOUR
        drawing.label = Label.INFILTRATION if tumour else Label.TUMOUR

    def _windows(self, *, full: bool) -> None:
        for view in self._panes.views:
            model = view.model
            if model is not None:
                view.set_window(WindowLevel.full(model.volume.array) if full else model.auto_window)

    def _annotations(self) -> None:
        for view in self._panes.views:
            view.annotated = not view.annotated
            view.update()

    def _crosshair(self) -> None:
        for view in self._panes.views:
            view.crosshair = not view.crosshair
            view.update()
