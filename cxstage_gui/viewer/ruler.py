"""Paints rulers and angles."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from cxstage_gui.viewer.models.measurements import Measurement
from cxstage_gui.viewer.slice_view import SliceView

INK, CHOSEN, SHADOW = QColor("#F0E442"), QColor("white"), QColor(0, 0, 0, 200)
GROUND = QColor(0, 0, 0, 150)
END_PX, TEXT_PX, ARC_PX = 4.0, 13, 22.0


def paint_measurements(
    painter: QPainter,
    view: SliceView,
    measurements: Iterable[Measurement],
    chosen: Measurement | None,
) -> None:
    """Paint those that lie in the slice a pane shows."""
    model = view.model
    if model is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for measurement in measurements:
        places = measurement.places(model.grid, model.index)
        if places is not None:
            points = [QPointF(*view.transform.to_pane(*place)) for place in places]
            _paint(painter, points, measurement, CHOSEN if measurement is chosen else INK)


def _paint(painter: QPainter, points: list[QPointF], measurement: Measurement, colour: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(SHADOW, 3.5), QPen(colour, 1.6)):
        painter.setPen(pen)
        painter.drawPolyline(points)
        if len(points) > 2:
            _arc(painter, points)
    painter.setPen(QPen(SHADOW, 1))
    painter.setBrush(colour)
    for point in points:
        painter.drawEllipse(point, END_PX, END_PX)
    font = QFont(painter.font())
    font.setPixelSize(TEXT_PX)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    words = measurement.text
    metrics = QFontMetricsF(font)
    at = points[1] if len(points) > 2 else points[-1]
    width, height = metrics.horizontalAdvance(words) + 10, metrics.height() + 2
    pane = painter.viewport()
    x = at.x() + 10 if at.x() + 10 + width <= pane.width() else at.x() - 10 - width
    room = QRectF(x, min(max(at.y() + 6, 0), pane.height() - height), width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GROUND)
    painter.drawRoundedRect(room, 3, 3)
    painter.setPen(colour)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)


def _arc(painter: QPainter, points: list[QPointF]) -> None:
    """The arc between the arms, on the side of the smaller angle."""
    one, vertex, other = points
    start = math.degrees(math.atan2(vertex.y() - one.y(), one.x() - vertex.x()))
    end = math.degrees(math.atan2(vertex.y() - other.y(), other.x() - vertex.x()))
    span = (end - start + 180) % 360 - 180
    room = QRectF(vertex.x() - ARC_PX, vertex.y() - ARC_PX, 2 * ARC_PX, 2 * ARC_PX)
    painter.drawArc(room, round(start * 16), round(span * 16))
