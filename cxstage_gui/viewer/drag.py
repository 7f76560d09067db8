"""A drag of the pane itself; Qt's buttons, keys and pointers as the tools know them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.models.tools import Button, Drag, Key
from cxstage_gui.viewer.models.transform import PaneTransform
from cxstage_gui.viewer.models.window_level import WindowLevel

LEAST_REGION = 4
"""Pixels that a window can be taken from."""
BUTTONS = {
    Qt.MouseButton.LeftButton: Button.LEFT,
    Qt.MouseButton.MiddleButton: Button.MIDDLE,
    Qt.MouseButton.RightButton: Button.RIGHT,
}
POINTERS = {
    "hand": Qt.CursorShape.OpenHandCursor,
    "cross": Qt.CursorShape.CrossCursor,
    "none": Qt.CursorShape.BlankCursor,
}
KEYS = {
    Qt.Key.Key_Return: Key.RETURN,
    Qt.Key.Key_Enter: Key.RETURN,
    Qt.Key.Key_Backspace: Key.BACKSPACE,
    Qt.Key.Key_Delete: Key.DELETE,
    Qt.Key.Key_Escape: Key.ESCAPE,
}


@dataclass(slots=True)
class ActiveDrag:
    """A drag of the pane itself that is under way."""

    drag: Drag
    button: Qt.MouseButton
    start: QPointF
    last: QPointF
    window: WindowLevel
    transform: PaneTransform


def window_of(drag: ActiveDrag, model: PaneModel, transform: PaneTransform) -> WindowLevel | None:
    """Return level and width of the grey values in the dragged rectangle; None if it holds too few."""
    ends = [transform.to_image(point.x(), point.y()) for point in (drag.start, drag.last)]
    rows, columns = model.shape
    top, bottom = (min(max(round(v), 0), rows) for v in sorted(end[0] for end in ends))
    left, right = (min(max(round(v), 0), columns) for v in sorted(end[1] for end in ends))
    part = model.volume.array[model.index, top : bottom + 1, left : right + 1]
    return WindowLevel.auto(part) if part.size >= LEAST_REGION else None


def paint_region(painter: QPainter, drag: ActiveDrag) -> None:
    """Paint the rectangle that the window will be taken from."""
    if drag.drag == Drag.REGION:
        painter.setPen(QPen(QColor("white"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(drag.start, drag.last).normalized())
