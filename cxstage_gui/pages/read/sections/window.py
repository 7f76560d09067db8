"""The section "Window": window of the active pane, and its commands."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen

from cxstage_core.imaging import Label
from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.pages.read.bars.section_panel import SectionPanel
from cxstage_gui.pages.read.bars.window_panel import WindowPanel
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.case.window_memory import WindowMemory
from cxstage_gui.pages.read.panes.panes import Panes
from cxstage_gui.session.level import Level
from cxstage_gui.viewer.models.tools import Pointer
from cxstage_gui.viewer.models.window_level import WindowLevel
from cxstage_gui.viewer.models.window_rules import (
    WindowRule,
    around_outline,
    rules_for,
    tissue,
    window_by,
    window_of_region,
)
from cxstage_gui.viewer.slice_view import SliceView

AROUND_MM = 10.0
SAVE_MS = 600
SOON_MS = 40
LEAST_PIXELS = 4


class WindowSection(QObject):
    """Sets the window of every pane; panes with the same series share it."""

    def __init__(
        self,
        context: ReadContext,
        commands: Commands,
        panes: Panes,
        side: SectionPanel,
    ) -> None:
        super().__init__(context)
        self._context = context
        self._commands = commands
        self._panes = panes
        self._side = side
        self._mouse_grab = panes.mouse_grab
        self._memory = WindowMemory(context.settings)
        self._same = False
        self._view = panes.first
        self._corner: tuple[SliceView, Pointer, Pointer] | None = None
        self.panel = WindowPanel()
        side.add("window", self.tr("Window"), "circle-half", self.panel)
        group = self.tr("Window")
        commands.add(
            Command("auto window", self.tr("Automatic window"), group, self.auto),
            Command("reset window", self.tr("Window over the full range"), group, self.full),
            Command("region window", self.tr("Window from a region"), group, self.from_region),
            *(
                Command(
                    f"window preset {n}",
                    self.tr("Window preset {number}").format(number=n),
                    group,
                    partial(self.preset, n - 1),
                )
                for n in range(1, 5)
            ),
        )
        # One look at the slice however many events came: scrolling costs nothing more.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._refresh)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(SAVE_MS)
        self._later.timeout.connect(self._memory.save)
        for view in panes.all:
            view.window_changed.connect(partial(self._changed, view))
            view.index_changed.connect(lambda _, v=view: self._turned(v))
            view.add_marks(self._paint)
        context.case_shown.connect(lambda _: self._shown())
        context.case_closed.connect(self._closed)
        context.closing.connect(self._memory.save)
        side.toggled.connect(lambda _: self._refresh())
        self.panel.ends_chosen.connect(lambda low, high: self._set(WindowLevel.between(low, high)))
        self.panel.preset_chosen.connect(self.preset)
        self.panel.auto.clicked.connect(self.auto)
        self.panel.full.clicked.connect(self.full)
        self.panel.region.clicked.connect(self.from_region)
        self.panel.tumour.clicked.connect(self.around_tumour)

    # -- commands

    def auto(self) -> None:
        """Give every pane its automatic window, and forget the kept one."""
        for view in self._panes.all:
            if view.model is not None:
                view.set_window(view.model.auto_window)
                self._memory.keep(None, *self._names(view))

    def full(self) -> None:
        """Show every pane from its lowest to its highest intensity."""
        for view in self._panes.all:
            if view.model is not None:
                view.set_window(WindowLevel.full(view.model.volume.array))

    def preset(self, number: int) -> None:
        """Show the active pane in a preset of its sequence."""
        view = self._chosen()
        rules = self._rules(view)
        if view.model is not None and number < len(rules):
            view.set_window(window_by(rules[number], tissue(view.model.volume.array)))

    def from_region(self) -> None:
        """Let the next drag in a pane choose a rectangle."""
        if self._context.case is not None:
            self._mouse_grab.grab(self._mark)
            self._context.notify(
                self.tr("Drag a rectangle in a pane: its intensities become the window."), Level.INFO
            )

    def around_tumour(self) -> None:
        """Show the first pane in the window of the tumour and 10 mm around it."""
        case, model = self._context.case, self._panes.first.model
        if case is None or model is None:
            return
        inside = case.editor.labels(case.first) == Label.TUMOUR
        box = around_outline(inside, model.grid.spacing, AROUND_MM)
        window = None if box is None else window_of_region(model.volume.array[box])
        if window is None:
            self._context.notify(self.tr("No tumour is drawn on this series yet."), Level.INFO)
        else:
            self._panes.first.set_window(window)

    # -- a rectangle

    def _mark(self, what: str, view: SliceView, at: Pointer) -> bool:
        if what == "press":
            self._corner = (view, at, at)
        elif self._corner is not None and self._corner[0] is view:
            self._corner = (view, self._corner[1], at)
            if what == "release":
                self._take_region()
        view.update()
        return True

    def _take_region(self) -> None:
        if self._corner is None:
            return
        view, one, other = self._corner
        self._corner = None
        self._mouse_grab.release(self._mark)
        self._context.clear_notice()
        if view.model is None:
            return
        rows = sorted((round(one.row), round(other.row)))
        columns = sorted((round(one.column), round(other.column)))
        region = view.model.volume.array[
            view.index,
            max(0, rows[0]) : max(0, rows[1] + 1),
            max(0, columns[0]) : max(0, columns[1] + 1),
        ]
        window = window_of_region(region) if region.size >= LEAST_PIXELS else None
        if window is None:
            self._context.notify(
                self.tr("The rectangle holds no image; nothing was changed."), Level.INFO
            )
        else:
            self._view = view
            view.set_window(window)

    def _paint(self, painter: QPainter, view: SliceView) -> None:
        if self._corner is None or self._corner[0] is not view:
            return
        _, one, other = self._corner
        box = QRectF(
            QPointF(*view.transform.to_pane(*one.point)), QPointF(*view.transform.to_pane(*other.point))
        ).normalized()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor(0, 0, 0, 200), 3), QPen(QColor("white"), 1, Qt.PenStyle.DashLine)):
            painter.setPen(pen)
            painter.drawRect(box)

    # -- what changed

    def _changed(self, view: SliceView) -> None:
        model = view.model
        if model is None or self._same:
            return
        self._view = view
        names = self._names(view)
        self._same = True
        for other in self._panes.all:
            if other is not view and other.model is not None and self._names(other) == names:
                other.set_window(model.window)
        self._same = False
        self._memory.keep(model.window, *names)
        self._later.start()
        self.panel.histogram.show_window(model.window)
        self._soon.start()

    def _turned(self, view: SliceView) -> None:
        if view is self._view:
            self._soon.start()

    def _shown(self) -> None:
        self._view = self._panes.first
        self._same = True
        for view in self._panes.all:
            window = self._memory.window(*self._names(view)) if view.model is not None else None
            if window is not None:
                view.set_window(window)
        self._same = False
        self._refresh()

    def _closed(self) -> None:
        self._corner = None
        self._mouse_grab.release(self._mark)
        self._refresh()

    def _set(self, window: WindowLevel) -> None:
        self._view.set_window(window)

    def _chosen(self) -> SliceView:
        """The active pane: under the mouse, else the one changed last."""
        active = self._panes.active
        if active.underMouse() and active.model is not None:
            self._view = active
        return self._view

    def _refresh(self) -> None:
        if self._side.open != "window":
            return
        model, case = self._view.model, self._context.case
        if model is None or case is None:
            self.panel.show_nothing()
            return
        self.panel.show_rules(self._rules(self._view), self._sequence(self._view))
        plane = np.asarray(model.volume.array[model.index])
        auto = model.auto_window
        self.panel.show_pane(plane, (auto.low, auto.high + 0.25 * auto.width), model.window)

    def _rules(self, view: SliceView) -> tuple[WindowRule, ...]:
        return rules_for(self._sequence(view))

    def _sequence(self, view: SliceView) -> str:
        """The sequence that a pane shows."""
        case = self._context.case
        if case is None:
            return ""
        series = self._series(view)
        return next((r.info.sequence for r in case.study.series if r.id == series), "")

    def _series(self, view: SliceView) -> str:
        case = self._context.case
        if case is None:
            return ""
        number = self._panes.all.index(view)
        if number == 0:
            return case.first
        return case.contents[number - 1].series if number <= len(case.contents) else ""

    def _names(self, view: SliceView) -> tuple[str, ...]:
        cohort, case = self._context.cohort, self._context.case
        return (
            cohort.id if cohort is not None else "",
            case.patient if case is not None else "",
            self._series(view),
        )
