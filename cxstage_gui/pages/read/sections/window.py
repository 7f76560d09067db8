"""The section "Window": grey values of the pane in use, and the commands for them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen

from cxstage_core.imaging import Label
from cxstage_gui.keys.commands import Command
from cxstage_gui.pages.read.bars.window_panel import WindowPanel
from cxstage_gui.pages.read.case.window_memory import WindowMemory
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

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

AROUND_MM = 10.0
SAVE_MS = 600
SOON_MS = 40
LEAST_PIXELS = 4


class WindowPart(QObject):
    """Window of every pane; panes of one series share theirs."""

    def __init__(self, page: ReadPage) -> None:
        super().__init__(page)
        self._page = page
        self._hand = page.panes.hand
        self._memory = WindowMemory(page.session.settings)
        self._same = False
        self._view = page.panes.first
        self._corner: tuple[SliceView, Pointer, Pointer] | None = None
        self.panel = WindowPanel()
        page.side.add("window", self.tr("Window"), "circle-half", self.panel)
        group = self.tr("Window")
        page.commands.add(
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
        for view in page.panes.all:
            view.window_changed.connect(partial(self._changed, view))
            view.index_changed.connect(lambda _, v=view: self._turned(v))
            view.add_marks(self._paint)
        page.case_shown.connect(lambda _: self._shown())
        page.case_closed.connect(self._closed)
        page.session.closing.connect(self._memory.save)
        page.side.toggled.connect(lambda _: self._refresh())
        self.panel.ends_chosen.connect(lambda low, high: self._set(WindowLevel.between(low, high)))
        self.panel.preset_chosen.connect(self.preset)
        self.panel.auto.clicked.connect(self.auto)
        self.panel.full.clicked.connect(self.full)
        self.panel.region.clicked.connect(self.from_region)
        self.panel.tumour.clicked.connect(self.around_tumour)

    # -- what can be done

    def auto(self) -> None:
        """Every pane in its own automatic window; nothing is remembered any more."""
        for view in self._page.panes.all:
            if view.model is not None:
                view.set_window(view.model.auto_window)
                self._memory.keep(None, *self._names(view))

    def full(self) -> None:
        """Every pane from its lowest to its highest intensity."""
        for view in self._page.panes.all:
            if view.model is not None:
                view.set_window(WindowLevel.full(view.model.volume.array))

    def preset(self, number: int) -> None:
        """The pane in use in one of the windows of its sequence."""
        view = self._chosen()
        rules = self._rules(view)
        if view.model is not None and number < len(rules):
            view.set_window(window_by(rules[number], tissue(view.model.volume.array)))

    def from_region(self) -> None:
        """Let the next drag in a pane choose a rectangle."""
        if self._page.case is not None:
            self._hand.take(self._mark)
            self._page.notice.tell(
                self.tr("Drag a rectangle in a pane: its intensities become the window."), "info"
            )

    def around_tumour(self) -> None:
        """The drawn series in the window of the tumour and 10 mm around it."""
        page, model = self._page, self._page.panes.first.model
        if page.case is None or model is None:
            return
        inside = page.case.editor.labels(page.case.first) == Label.TUMOUR
        box = around_outline(inside, model.grid.spacing, AROUND_MM)
        window = None if box is None else window_of_region(model.volume.array[box])
        if window is None:
            page.notice.tell(self.tr("No tumour is drawn on this series yet."), "info")
        else:
            page.panes.first.set_window(window)

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
        self._hand.give_back(self._mark)
        self._page.notice.clear()
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
            self._page.notice.tell(
                self.tr("The rectangle holds no image; nothing was changed."), "info"
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
        for other in self._page.panes.all:
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
        self._view = self._page.panes.first
        self._same = True
        for view in self._page.panes.all:
            window = self._memory.window(*self._names(view)) if view.model is not None else None
            if window is not None:
                view.set_window(window)
        self._same = False
        self._refresh()

    def _closed(self) -> None:
        self._corner = None
        self._hand.give_back(self._mark)
        self._refresh()

    def _set(self, window: WindowLevel) -> None:
        self._view.set_window(window)

    def _chosen(self) -> SliceView:
        """The pane in use: under the mouse, else the one that was changed last."""
        active = self._page.panes.active
        if active.underMouse() and active.model is not None:
            self._view = active
        return self._view

    def _refresh(self) -> None:
        if self._page.side.open != "window":
            return
        model, case = self._view.model, self._page.case
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
        case = self._page.case
        if case is None:
            return ""
        series = self._series(view)
        return next((r.info.sequence for r in case.study.series if r.id == series), "")

    def _series(self, view: SliceView) -> str:
        case = self._page.case
        if case is None:
            return ""
        number = self._page.panes.all.index(view)
        if number == 0:
            return case.first
        return case.contents[number - 1].series if number <= len(case.contents) else ""

    def _names(self, view: SliceView) -> tuple[str, ...]:
        cohort, case = self._page.session.cohort, self._page.case
        return (
            cohort.id if cohort is not None else "",
            case.patient if case is not None else "",
            self._series(view),
        )
