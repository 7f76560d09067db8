"""The pane of the surface: turned with the left button, zoomed with the wheel."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMatrix4x4,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxstage_core.reading.surface import Surface3D
from cxstage_gui.viewer.surface_renderer import SurfaceRenderer, eye

ANGLE_DEG = 30.0
TURN_KEY_DEG = 10.0
DEG_PER_PX = 0.4
INK = QColor(235, 235, 235)
AXIS_PX = 26.0


class SurfacePane(QWidget):
    """Shows surfaces in the patient's millimetres, from the front at first."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Surface of the outlines"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._renderer: SurfaceRenderer | None = None
        self._surfaces: list[tuple[Surface3D, tuple[float, float, float, float]]] = []
        self._turned = (30.0, 15.0)
        self._zoom = 1.0
        self._last: QPointF | None = None
        self._middle = np.zeros(3)
        self._radius = 30.0
        self._words = ""

    @property
    def message(self) -> str:
        """The message shown instead of a surface, "" when there is one."""
        if self._renderer is not None and not self._renderer.ready:
            return self.tr("This computer offers no OpenGL, so the surface cannot be drawn here.")
        return "" if self._surfaces else self.tr("Nothing is drawn yet.")

    @property
    def surfaces(self) -> tuple[tuple[Surface3D, tuple[float, float, float, float]], ...]:
        """The surfaces on screen with red, green, blue, opacity."""
        return tuple(self._surfaces)

    def show_surfaces(
        self, surfaces: list[tuple[Surface3D, tuple[float, float, float, float]]], words: str
    ) -> None:
        """Show other surfaces, each with red, green, blue, opacity.

        Args:
            words: stand in the corner.
        """
        was = bool(self._surfaces)
        self._surfaces, self._words = surfaces, words
        points = [surface.points for surface, _ in surfaces]
        if points:
            every = np.concatenate(points)
            self._middle = (every.min(axis=0) + every.max(axis=0)) / 2
            radius = float(np.linalg.norm(every - self._middle, axis=1).max())
            # While drawing goes on the size stays, unless the surface outgrows it.
            self._radius = max(radius, self._radius if was else 5.0)
        if self._renderer is not None:
            self._renderer.show(surfaces)
        self.update()

    def face_front(self) -> None:
        """Look from the front, at all of it."""
        self._turned, self._zoom = (0.0, 0.0), 1.0
        self.update()

    def grab_picture(self, size: QSize) -> QImage | None:
        """The surface as a picture of so many pixels, None where it cannot be drawn."""
        if self._renderer is None:
            # Asked for only when the pane is first seen: it takes tens of milliseconds.
            self._renderer = SurfaceRenderer()
            self._renderer.show(self._surfaces)
        if not self._renderer.ready or not self._surfaces:
            return None
        distance = self._radius / np.sin(np.radians(ANGLE_DEG / 2)) * 1.15 / self._zoom
        distance /= min(1.0, size.width() / max(1, size.height()))
        project = QMatrix4x4()
        near = max(distance - 2 * self._radius, distance / 50)
        project.perspective(
            ANGLE_DEG, size.width() / max(1, size.height()), near, distance + 2 * self._radius
        )
        turn = eye(self._turned, self._middle, distance)
        return self._renderer.picture(size, turn, project, moving=self._last is not None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, or why there is none."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        ratio = self.devicePixelRatio()
        picture = self.grab_picture(QSize(round(self.width() * ratio), round(self.height() * ratio)))
        font = QFont(painter.font())
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(INK)
        if picture is None:
            room = self.rect().adjusted(24, 24, -24, -24)
            words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(words), self.message)
            return
        picture.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(0, 0), picture)
        painter.drawText(self.rect().adjusted(10, 8, -10, -8), Qt.AlignmentFlag.AlignLeft, self._words)
        self._axes(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn it."""
        if self._last is None or event.buttons() == Qt.MouseButton.NoButton:
            return
        moved = event.position() - self._last
        self._last = event.position()
        self._turn(moved.x() * DEG_PER_PX, moved.y() * DEG_PER_PX)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let it go."""
        self._last = None
        self.update()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """From the front again."""
        self.face_front()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nearer or further."""
        self._zoom = min(max(self._zoom * 1.1 ** (event.angleDelta().y() / 120), 0.3), 6.0)
        self.update()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows turn it."""
        turns = {
            Qt.Key.Key_Left: (-TURN_KEY_DEG, 0.0),
            Qt.Key.Key_Right: (TURN_KEY_DEG, 0.0),
            Qt.Key.Key_Up: (0.0, -TURN_KEY_DEG),
            Qt.Key.Key_Down: (0.0, TURN_KEY_DEG),
        }
        turn = turns.get(Qt.Key(event.key()))
        if turn is None:
            super().keyPressEvent(event)
        else:
            self._turn(*turn)

    def hideEvent(self, event: QHideEvent) -> None:
        """Free the graphics card while the pane is hidden."""
        self.give_back()
        super().hideEvent(event)

    def give_back(self) -> None:
        """Give the memory of the graphics card back, in any case before the program ends."""
        if self._renderer is not None:
            self._renderer.close()
            self._renderer = None

    def _turn(self, sideways: float, up: float) -> None:
        self._turned = (
            (self._turned[0] + sideways) % 360,
            min(max(self._turned[1] + up, -90.0), 90.0),
        )
        self.update()

    def _axes(self, painter: QPainter) -> None:
        """Letters of left, posterior and superior, where they point."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        matrix = eye(self._turned, (0.0, 0.0, 0.0), 0.0)
        middle = QPointF(self.width() - 48.0, self.height() - 48.0)
        for axis, letter in enumerate("LPS"):
            x, y = matrix.column(axis).x(), -matrix.column(axis).y()
            end = middle + QPointF(x, y) * AXIS_PX
            painter.setPen(QPen(INK, 1.4))
            painter.drawLine(middle, end)
            at = middle + QPointF(x, y) * (AXIS_PX + 10)
            room = QRect(round(at.x()) - 8, round(at.y()) - 8, 16, 16)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, letter)
