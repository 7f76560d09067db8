"""The longest diameter: its line on the slice, and the one in space, measured beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from cxstage_core.imaging import Label
from cxstage_core.reading.diameter import SpaceDiameter, largest_diameter_in_space
from cxstage_gui.viewer.slice_view import SliceView

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

REST_MS, LIVE_MS = 120, 60
END_PX = 5.0
INK, SHADOW = QColor(255, 255, 255, 210), QColor(0, 0, 0, 170)


class MeasuringPart(QObject):
    """Follows the drawing: the line at once, the diameter in space when the hand rests."""

    def __init__(self, page: ReadPage) -> None:
        super().__init__(page)
        self._page = page
        self._steps = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._measure)
        self._live = QTimer(self)
        self._live.setSingleShot(True)
        self._live.setInterval(LIVE_MS)
        self._live.timeout.connect(lambda: page.status_bar.show_measures(page.measures))
        page.drawing.painted.connect(self._drawn)
        page.panes.first.add_marks(self._paint)
        page.case_shown.connect(lambda _: self._again())
        page.drawing.stepped.connect(self._again)

    def _drawn(self, *_: object) -> None:
        if not self._live.isActive():
            self._live.start()

    def _again(self) -> None:
        self._steps += 1
        self._rest.start()
        self._page.panes.first.update()

    def _measure(self) -> None:
        case, measures, steps = self._page.case, self._page.measures, self._steps
        if case is None or measures is None:
            return
        tumour = case.editor.labels(case.first) == Label.TUMOUR
        spacing = case.study.volumes[case.first].grid.spacing

        def done(found: SpaceDiameter | None) -> None:
            if steps == self._steps and measures is self._page.measures:
                measures.in_space_mm = None if found is None else found.mm
                self._page.status_bar.show_measures(measures)

        self._page.session.run_in_background(
            lambda: largest_diameter_in_space(tumour, spacing), on_done=done
        )

    def _paint(self, painter: QPainter, view: SliceView) -> None:
        measures, page = self._page.measures, self._page
        if measures is None or not view.annotated or not page.strip.masks.isChecked():
            return
        if page.drawing.busy:
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
