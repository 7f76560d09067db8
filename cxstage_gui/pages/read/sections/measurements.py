"""Ruler and angle: the tools, and the section that lists measurements."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_gui.pages.read.bars.section_panel import SectionPanel
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.panes.panes import Panes
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.linking import nearest_index, world_of
from cxstage_gui.viewer.models.measurements import Kind, Measurement, Measurements
from cxstage_gui.viewer.models.tools import Pointer
from cxstage_gui.viewer.ruler import paint_measurements
from cxstage_gui.viewer.slice_view import SliceView
from cxstage_gui.viewer.tool_strip import ToolStrip
from cxstage_gui.widgets.labels import label

TOOLS = (Kind.RULER.value, Kind.ANGLE.value)


class MeasurementsSection(QObject):
    """Measures in every pane; measurements are kept with the case until the window closes."""

    def __init__(
        self,
        context: ReadContext,
        drawing: Drawing,
        panes: Panes,
        strip: ToolStrip,
        side: SectionPanel,
        area: QWidget,
    ) -> None:
        super().__init__(context)
        self._context = context
        self._drawing = drawing
        self._panes = panes
        self._strip = strip
        self._of_case: dict[tuple[str, ...], Measurements] = {}
        self.measurements = Measurements()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Rulers and angles"))
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self.delete = QPushButton(self.tr("Delete"))
        self.delete_all = QPushButton(self.tr("Delete all"))
        self.delete.clicked.connect(self._delete)
        self.delete_all.clicked.connect(self._delete_all)
        side.add("rulers", self.tr("Rulers and angles"), "ruler", self._widget())
        self._keys = (
            QShortcut(QKeySequence(Qt.Key.Key_Delete), area, self._delete),
            QShortcut(QKeySequence(Qt.Key.Key_Escape), area, self._stop),
        )
        for shortcut in self._keys:
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for view in panes.all:
            view.add_marks(self._paint)
        drawing.equipped.connect(self._equipped)
        context.case_shown.connect(lambda _: self._shown())
        context.case_closed.connect(self._closed)
        self._equipped()
        self._refresh()

    @property
    def _kind(self) -> Kind | None:
        name = self._drawing.tool.name
        return Kind(name) if name in TOOLS else None

    def _equipped(self) -> None:
        mouse_grab = self._panes.mouse_grab
        wanted = self._kind is not None
        for shortcut in self._keys:
            shortcut.setEnabled(wanted)
        if wanted:
            mouse_grab.grab(self._handle)
        else:
            mouse_grab.release(self._handle)
            self._stop()

    def _handle(self, what: str, view: SliceView, at: Pointer) -> bool:
        kind, model = self._kind, view.model
        if kind is None or model is None:
            return False
        world = world_of(model.grid, (float(at.index), at.row, at.column))
        before = self.measurements.busy
        if what == "press":
            self.measurements.press(kind, world, at.reach_mm)
        elif what == "move":
            self.measurements.move(world)
        else:
            self.measurements.release(world, at.reach_mm)
        if what == "move" and not before:
            return False
        self._refresh(items=what != "move")
        return True

    def _paint(self, painter: QPainter, view: SliceView) -> None:
        held = self.measurements
        paint_measurements(painter, view, held.all, held.chosen)

    def _refresh(self, *, items: bool = True) -> None:
        for view in self._panes.views:
            view.update()
        if not items:
            return
        self.list.clear()
        for measurement in self.measurements.all:
            item = QListWidgetItem(f"{self._strip.titles[measurement.kind.value]}   {measurement.text}")
            item.setData(Qt.ItemDataRole.UserRole, measurement)
            self.list.addItem(item)
            if measurement is self.measurements.chosen:
                self.list.setCurrentItem(item)
        some = bool(self.measurements.all)
        self.delete.setEnabled(some)
        self.delete_all.setEnabled(some)

    def _go(self, item: QListWidgetItem) -> None:
        """Show the slice in which a measurement lies, in every pane that can."""
        measurement: Measurement = item.data(Qt.ItemDataRole.UserRole)
        self.measurements.chosen = measurement
        middle = np.mean(np.asarray(measurement.points), axis=0)
        for view in self._panes.views:
            if view.model is not None:
                view.show_slice(nearest_index(view.model.grid, middle)[0])
        self._refresh(items=False)

    def _delete(self) -> None:
        self.measurements.delete(self.measurements.chosen)
        self._refresh()

    def _delete_all(self) -> None:
        self._stop()
        self.measurements.all.clear()
        self._refresh()

    def _stop(self) -> None:
        if self.measurements.busy:
            self.measurements.drop_unfinished()
            self._refresh()

    def _shown(self) -> None:
        case, cohort = self._context.case, self._context.cohort
        self._stop()
        if case is not None and cohort is not None:
            key = (cohort.id, case.patient, case.reader)
            self.measurements = self._of_case.setdefault(key, Measurements())
        self._refresh()

    def _closed(self) -> None:
        self._stop()
        self.measurements = Measurements()
        self._refresh()

    def _widget(self) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(
            label(
                self.tr(
                    "Lengths are millimetres in the patient, in every plane. They are kept until "
                    "the window closes and are not part of the reading."
                ),
                "muted",
                wrap=True,
            )
        )
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.delete)
        row.addWidget(self.delete_all)
        column.addLayout(row)
        return widget
