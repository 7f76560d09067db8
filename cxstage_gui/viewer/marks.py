"""The marks of tools: linked cursor, polygon, brush outline."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from cxstage_gui.viewer.models.tools.polygon import Draft
from cxstage_gui.viewer.models.transform import PaneTransform, Point

HANDLE_PX = 3.5
SHADOW = QColor(0, 0, 0, 200)
CURSOR = QColor(74, 168, 224, 170)
GAP_PX = 12


def paint_cursor(painter: QPainter, transform: PaneTransform, at: Point) -> None:
    """Two thin lines that cross at a point, open in the middle so that the place itself is seen."""
    x, y = transform.to_pane(*at)
    width, height = transform.pane
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(CURSOR, 1))
    painter.drawLine(QPointF(0, y), QPointF(x - GAP_PX, y))
    painter.drawLine(QPointF(x + GAP_PX, y), QPointF(width, y))
    painter.drawLine(QPointF(x, 0), QPointF(x, y - GAP_PX))
    painter.drawLine(QPointF(x, y + GAP_PX), QPointF(x, height))


def paint_polygon(
    painter: QPainter, transform: PaneTransform, draft: Draft, hover: Point | None, colour: QColor
) -> None:
    """Corners and lines of a draft; the first corner is marked, since a click on it closes."""
    points = [QPointF(*transform.to_pane(*corner)) for corner in draft.corners]
    if not points:
        return
    line = QPolygonF(points)
    if draft.closed:
        line.append(points[0])
    elif hover is not None:
        line.append(QPointF(*transform.to_pane(*hover)))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(SHADOW, 3.5), QPen(colour, 1.5)):
        painter.setPen(pen)
        painter.drawPolyline(line)
    painter.setPen(QPen(SHADOW, 1))
    for number, point in enumerate(points):
        first = number == 0 and not draft.closed
        painter.setBrush(QColor("white") if first else colour)
        size = HANDLE_PX + (1.5 if first else 0)
        painter.drawRect(QRectF(point.x() - size, point.y() - size, 2 * size, 2 * size))


def brush_rect(transform: PaneTransform, at: Point, size_mm: float) -> QRectF:
    """The rectangle around the brush outline in the pane."""
    x, y = transform.to_pane(*at)
    radius = size_mm / 2 * transform.scale
    return QRectF(x - radius, y - radius, 2 * radius, 2 * radius)


def paint_brush(painter: QPainter, around: QRectF, colour: QColor) -> None:
    """The outline of the brush."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(SHADOW, 3), QPen(colour, 1.2)):
        painter.setPen(pen)
        painter.drawEllipse(around)
