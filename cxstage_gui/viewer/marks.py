"""Paints the linked cursor and the shapes that tools show over a slice."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from cxstage_core.reading import Patch
from cxstage_gui.viewer.models.contour import contour_lines
from cxstage_gui.viewer.models.tools.shapes import Area, Cross, Handle, Ink, Line, Shape, Stroke
from cxstage_gui.viewer.models.transform import PaneTransform, Point

HANDLE_PX = 3.5
SHADOW = QColor(0, 0, 0, 200)
CURSOR = QColor(74, 168, 224, 170)
GAP_PX = 12
CHOSEN_ALPHA = 110
CROSS_PX = 7
PENS = {
    Stroke.SOLID: Qt.PenStyle.SolidLine,
    Stroke.DASHED: Qt.PenStyle.DashLine,
    Stroke.DOTTED: Qt.PenStyle.DotLine,
}


def paint_cursor(painter: QPainter, transform: PaneTransform, at: Point) -> None:
    """Paint two thin lines that cross at a point, open in the middle so that the place stays visible."""
    x, y = transform.to_pane(*at)
    width, height = transform.pane
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(CURSOR, 1))
    painter.drawLine(QPointF(0, y), QPointF(x - GAP_PX, y))
    painter.drawLine(QPointF(x + GAP_PX, y), QPointF(width, y))
    painter.drawLine(QPointF(x, 0), QPointF(x, y - GAP_PX))
    painter.drawLine(QPointF(x, y + GAP_PX), QPointF(x, height))


def paint_shapes(
    painter: QPainter, transform: PaneTransform, shapes: Iterable[Shape], colour: QColor
) -> None:
    """Paint the shapes of a tool; `colour` is that of the label that is drawn."""
    for shape in shapes:
        match shape:
            case Line(points, ink, stroke):
                _trace(painter, transform, points, _ink(ink, colour), PENS[stroke])
            case Handle(at, ink, large):
                _handle(painter, transform, at, _ink(ink, colour), large)
            case Cross(at):
                _cross(painter, transform, at, colour)
            case Area(outline, filled):
                _area(painter, transform, outline, filled, colour)


def region_of(transform: PaneTransform, shapes: Iterable[Shape]) -> QRectF:
    """Return the rectangle of the pane that holds shapes."""
    region = QRectF()
    for shape in shapes:
        match shape:
            case Line(points):
                region |= _around(transform, points)
            case Handle(at) | Cross(at):
                region |= _around(transform, [at])
            case Area(outline):
                top, left, bottom, right = outline.box
                corners = [(top - 0.5, left - 0.5), (bottom - 0.5, right - 0.5)]
                region |= _around(transform, corners, 3.0)
    return region


def _area(
    painter: QPainter, transform: PaneTransform, outline: Patch, filled: Patch | None, colour: QColor
) -> None:
    if filled is not None:
        _fill(painter, transform, filled, colour)
    lines = [
        QLineF(*transform.to_pane(r0, c0), *transform.to_pane(r1, c1))
        for r0, c0, r1, c1 in contour_lines(outline)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for pen in (QPen(SHADOW, 3), QPen(colour, 1.2)):
        painter.setPen(pen)
        painter.drawLines(lines)


def _cross(painter: QPainter, transform: PaneTransform, at: Point, colour: QColor) -> None:
    x, y = transform.to_pane(*at)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for pen in (QPen(SHADOW, 4), QPen(colour, 1.8)):
        painter.setPen(pen)
        painter.drawLine(QPointF(x - CROSS_PX, y), QPointF(x + CROSS_PX, y))
        painter.drawLine(QPointF(x, y - CROSS_PX), QPointF(x, y + CROSS_PX))


def _ink(ink: Ink, colour: QColor) -> QColor:
    return colour if ink == Ink.LABEL else QColor("white")


def _around(transform: PaneTransform, points: Iterable[Point], rim: float = 10.0) -> QRectF:
    places = np.array([transform.to_pane(*point) for point in points]).reshape(-1, 2)
    if not places.size:
        return QRectF()
    low, high = places.min(axis=0) - rim, places.max(axis=0) + rim
    return QRectF(QPointF(*low), QPointF(*high))


def _trace(
    painter: QPainter,
    transform: PaneTransform,
    points: Iterable[Point],
    colour: QColor,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> None:
    line = QPolygonF([QPointF(*transform.to_pane(*point)) for point in points])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(SHADOW, 3.5), QPen(colour, 1.5, style)):
        painter.setPen(pen)
        painter.drawPolyline(line)


def _handle(
    painter: QPainter, transform: PaneTransform, at: Point, colour: QColor, large: bool
) -> None:
    x, y = transform.to_pane(*at)
    size = HANDLE_PX + (1.5 if large else 0)
    painter.setPen(QPen(SHADOW, 1))
    painter.setBrush(colour)
    painter.drawRect(QRectF(x - size, y - size, 2 * size, 2 * size))


def _fill(painter: QPainter, transform: PaneTransform, patch: Patch, colour: QColor) -> None:
    """Colour the pixels of a patch, one image however many they are."""
    top, left, bottom, right = patch.box
    tint = QColor(colour)
    tint.setAlpha(CHOSEN_ALPHA)
    pixels: npt.NDArray[np.uint32] = np.where(patch.inside, np.uint32(tint.rgba()), np.uint32(0))
    rows, columns = pixels.shape
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32)
    x0, y0 = transform.to_pane(top - 0.5, left - 0.5)
    x1, y1 = transform.to_pane(bottom - 0.5, right - 0.5)
    smooth = painter.testRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(QRectF(x0, y0, x1 - x0, y1 - y0), image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
