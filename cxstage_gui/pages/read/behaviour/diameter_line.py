"""The longest diameter: its line on the slice, and the 3-D diameter, measured in the background."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from cxstage_core.imaging import Label
from cxstage_core.reading.diameter import SpaceDiameter, largest_diameter_in_space
from cxstage_gui.pages.read.bars.status_bar import StatusBar
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.panes.panes import Panes
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.slice_view import SliceView
from cxstage_gui.viewer.tool_strip import ToolStrip

REST_MS, LIVE_MS = 120, 60
END_PX = 5.0
INK, SHADOW = QColor(255, 255, 255, 210), QColor(0, 0, 0, 170)


class DiameterLine(QObject):
    """Follows the drawing: the line at once, the 3-D diameter after a pause."""

    def __init__(
        self,
        context: ReadContext,
        drawing: Drawing,
        panes: Panes,
        strip: ToolStrip,
        status_bar: StatusBar,
    ) -> None:
        super().__init__(context)
        self._context = context
        self._drawing = drawing
        self._panes = panes
        self._strip = strip
        self._status_bar = status_bar
        self._steps = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._start_measuring)
        self._live = QTimer(self)
        self._live.setSingleShot(True)
        self._live.setInterval(LIVE_MS)
        self._live.timeout.connect(lambda: status_bar.show_measures(context.measures))
        drawing.painted.connect(self._drawn)
        panes.first.add_marks(self._paint)
        context.case_shown.connect(lambda _: self._again())
        context.stepped.connect(self._again)

    def _drawn(self, *_: object) -> None:
        if not self._live.isActive():
            self._live.start()

    def _again(self) -> None:
        self._steps += 1
        self._rest.start()
        self._panes.first.update()

    def _start_measuring(self) -> None:
        case, measures, steps = self._context.case, self._context.measures, self._steps
        if case is None or measures is None:
            return
        tumour = case.editor.labels(case.first) == Label.TUMOUR
        spacing = case.study.volumes[case.first].grid.spacing

        def done(found: SpaceDiameter | None) -> None:
            if steps == self._steps and measures is self._context.measures:
                measures.in_space_mm = None if found is None else found.mm
                self._status_bar.show_measures(measures)

        self._context.run_in_background(
            lambda: largest_diameter_in_space(tumour, spacing), on_done=done
        )

    def _paint(self, painter: QPainter, view: SliceView) -> None:
        measures = self._context.measures
        if measures is None or not view.annotated or not self._strip.masks.isChecked():
            return
        if self._drawing.busy:
            return  # it would lag behind the hand
        found = measures.line(view.index)
        if found is None:
            return
        start, end = (QPointF(*view.transform.to_pane(*at)) for at in (found.start, found.end))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        along = end - start
        length = max(1e-6, (along.x() ** 2 + along.y() ** 2) ** 0.5)
        across = QPointF(-along.y(), along.x()) / length * END_PX
        for pen in (QPen(SHADOW, 3), QPen(INK, 1, Qt.PenStyle.DashLine)):
            painter.setPen(pen)
            painter.drawLine(start, end)
            for place in (start, end):
                painter.drawLine(place - across, place + across)
        words = self.tr("{mm:.1f} mm").format(mm=found.mm)
        metrics = QFontMetricsF(painter.font())
        box = QRectF(end.x() + 8, end.y() - metrics.height() / 2, 0, 0)
        box.setWidth(metrics.horizontalAdvance(words) + 8)
        box.setHeight(metrics.height() + 2)
        if box.right() > view.width():
            box.moveRight(start.x() - 8)
        painter.fillRect(box, SHADOW)
        painter.setPen(INK)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()
