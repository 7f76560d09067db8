"""The marks of tools: linked cursor, polygon, brush outline, lasso, live wire, seed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from cxstage_core.reading import Patch
from cxstage_gui.viewer.models.contour import contour_lines
from cxstage_gui.viewer.models.tools import LassoTool, LiveWireTool, PolygonTool
from cxstage_gui.viewer.models.transform import PaneTransform, Point

HANDLE_PX = 3.5
SHADOW = QColor(0, 0, 0, 200)
CURSOR = QColor(74, 168, 224, 170)
GAP_PX = 12
CHOSEN_ALPHA = 110
SEED_PX = 7
Lines = list[tuple[float, float, float, float]]


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
    painter: QPainter,
    transform: PaneTransform,
    tool: PolygonTool,
    index: int,
    at: Point | None,
    colour: QColor,
) -> None:
    """Corners and lines of a draft; the first corner is marked, since a click on it closes.

    Args:
        at: row and column of the mouse, None when it is elsewhere.
    """
    draft = tool.draft(index)
    if not draft.corners:
        return
    ends = [draft.corners[0]] if draft.closed else [] if at is None else [at]
    _trace(painter, transform, [*draft.corners, *ends], colour)
    for number, corner in enumerate(draft.corners):
        first = number == 0 and not draft.closed
        near = at is not None and number == tool.under
        _handle(painter, transform, corner, QColor("white") if first or near else colour, first or near)


def paint_brush(
    painter: QPainter,
    transform: PaneTransform,
    outline: Patch,
    chosen: Patch | None,
    colour: QColor,
) -> None:
    """The sides of the pixels under the tip, which are those that a click would paint.

    Args:
        chosen: those of them that look right, for a tip that chooses; they are filled.
    """
    if chosen is not None:
        _fill(painter, transform, chosen, colour)
    lines = [
        QLineF(*transform.to_pane(r0, c0), *transform.to_pane(r1, c1))
        for r0, c0, r1, c1 in contour_lines(outline)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for pen in (QPen(SHADOW, 3), QPen(colour, 1.2)):
        painter.setPen(pen)
        painter.drawLines(lines)


def paint_lasso(
    painter: QPainter, transform: PaneTransform, tool: LassoTool, index: int, colour: QColor
) -> None:
    """The line, and faintly how it would be closed."""
    if not tool.line or tool.index != index:
        return
    _trace(painter, transform, [tool.line[-1], tool.line[0]], colour, Qt.PenStyle.DotLine)
    style = Qt.PenStyle.DashLine if tool.erases else Qt.PenStyle.SolidLine
    _trace(painter, transform, tool.line, colour, style)


def paint_live_wire(
    painter: QPainter,
    transform: PaneTransform,
    tool: LiveWireTool,
    index: int,
    at: Point | None,
    colour: QColor,
) -> None:
    """The line so far, its anchors, and the way to the mouse."""
    draft = tool.draft(index)
    if not draft.anchors:
        return
    _trace(painter, transform, draft.line.tolist(), colour)
    if at is not None and tool.hover is not None:
        _trace(painter, transform, tool.hover.tolist(), QColor("white"))
    for number, anchor in enumerate(draft.anchors):
        _handle(painter, transform, anchor, QColor("white") if number == 0 else colour, number == 0)


def paint_seed(painter: QPainter, transform: PaneTransform, at: Point, colour: QColor) -> None:
    """A small cross where a region was seeded."""
    x, y = transform.to_pane(*at)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for pen in (QPen(SHADOW, 4), QPen(colour, 1.8)):
        painter.setPen(pen)
        painter.drawLine(QPointF(x - SEED_PX, y), QPointF(x + SEED_PX, y))
        painter.drawLine(QPointF(x, y - SEED_PX), QPointF(x, y + SEED_PX))


def around(transform: PaneTransform, points: Iterable[Point], rim: float = 10.0) -> QRectF:
    """The rectangle of the pane around points of the slice."""
    places = np.array([transform.to_pane(*point) for point in points]).reshape(-1, 2)
    if not places.size:
        return QRectF()
    low, high = places.min(axis=0) - rim, places.max(axis=0) + rim
    return QRectF(QPointF(*low), QPointF(*high))


def around_patch(transform: PaneTransform, patch: Patch) -> QRectF:
    """The rectangle of the pane around a patch of the slice."""
    top, left, bottom, right = patch.box
    return around(transform, [(top - 0.5, left - 0.5), (bottom - 0.5, right - 0.5)], 3.0)


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
