"""The commands that the Read page has by itself: looking, steps, and the case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cxstage_core.imaging import Label
from cxstage_gui.keys.commands import Command
from cxstage_gui.viewer.models.tools import Key
from cxstage_gui.viewer.models.window_level import WindowLevel

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

OPACITY_STEP = 5
FAST = 5


class PageCommands(QObject):
    """Adds the page's own commands."""

    def __init__(self, page: ReadPage) -> None:
        super().__init__(page)
        self._page = page
        page.commands.changed.connect(self._mouse)
        for view in page.panes.all:
            view.maximise_wanted.connect(page.panes.toggle_maximised)
        page.commands.add(*self._tools(), *self._looks(), *self._steps(), *self._case())

    def _tools(self) -> tuple[Command, ...]:
        page, group = self._page, self.tr("Tools")
        return (
            *(
                Command(f"tool {name}", text, group, partial(self._choose, name))
                for name, text in page.strip.titles.items()
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
                self.tr("Take back the last point"),
                group,
                lambda: self._key(Key.BACKSPACE),
            ),
            Command("paste polygon", self.tr("Paste the last polygon"), group, self._paste),
        )

    def _looks(self) -> tuple[Command, ...]:
        page, group = self._page, self.tr("View")
        panes, opacity = page.panes, page.strip.opacity

        def turn(steps: int) -> Callable[[], None]:
            return lambda: panes.active.turn(steps)

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
                lambda: page.panes.active.want_region(),  # noqa: PLW0108 - the pane under the mouse then
            ),
            Command("masks", self.tr("Outlines on or off"), group, page.strip.masks.toggle),
            Command(
                "hide masks",
                self.tr("Hide outlines while held"),
                group,
                lambda: page.hide_masks(True),
                lambda: page.hide_masks(False),
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
        page, group = self._page, self.tr("Steps")
        return (
            Command("undo", self.tr("Undo"), group, page.drawing.undo),
            Command("redo", self.tr("Redo"), group, page.drawing.redo),
            Command("clear slice", self.tr("Clear slice"), group, self._clear_slice),
            Command(
                "save", self.tr("Save (saving is continuous; this confirms)"), group, page.save_now
            ),
        )

    def _case(self) -> tuple[Command, ...]:
        page, group = self._page, self.tr("Case")
        return (
            Command("next patient", self.tr("Next patient"), group, lambda: page.step_patient(1)),
            Command(
                "previous patient", self.tr("Previous patient"), group, lambda: page.step_patient(-1)
            ),
            Command("complete", self.tr("Mark complete or reopen"), group, page.toggle_complete),
        )

    def _choose(self, tool: str) -> None:
        page = self._page
        if page.strip.tools[tool].isEnabled():
            page.drawing.choose(tool)
        elif page.drawing.locked:
            page.refuse()

    def _mouse(self) -> None:
        """The mouse follows the preset as the keys do."""
        for view in self._page.panes.all:
            view.preset = self._page.commands.preset

    def _key(self, key: Key) -> None:
        self._page.drawing.key(key, self._page.panes.first.index)

    def _dab(self) -> None:
        at = self._page.panes.first.mouse
        if at is not None:
            self._page.drawing.dab(at)

    def _larger(self) -> None:
        self._page.drawing.grow_brush(1)

    def _smaller(self) -> None:
        self._page.drawing.grow_brush(-1)

    def _clear_slice(self) -> None:
        self._page.drawing.clear_slice(self._page.panes.first.index)

    def _paste(self) -> None:
        self._choose("polygon")
        self._page.drawing.key(Key.PASTE, self._page.panes.first.index)

    def _next_label(self) -> None:
        drawing = self._page.drawing
        tumour = drawing.label == Label.TUMOUR
        drawing.label = Label.INFILTRATION if tumour else Label.TUMOUR

    def _windows(self, *, full: bool) -> None:
        for view in self._page.panes.views:
            model = view.model
            if model is not None:
                view.set_window(WindowLevel.full(model.volume.array) if full else model.auto_window)

    def _annotations(self) -> None:
        for view in self._page.panes.views:
            view.annotated = not view.annotated
            view.update()

    def _crosshair(self) -> None:
        for view in self._page.panes.views:
            view.crosshair = not view.crosshair
            view.update()
