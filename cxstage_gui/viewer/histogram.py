"""The intensities of a slice, with the two ends of the window to drag."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from cxstage_gui.theme import current
from cxstage_gui.viewer.models.window_level import WindowLevel

BINS, RIM, REACH = 96, 6, 9


class Histogram(QWidget):
    """Bars on a square-root scale, so that rare intensities are seen.

    Signals:
        dragged: the window's ends were moved to low and high.
    """

    dragged = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setFixedHeight(112)
        self.setMinimumWidth(160)
        self._heights = np.zeros(BINS)
        self._range = (0.0, 1.0)
        self._window: WindowLevel | None = None
        self._end = ""

    def sizeHint(self) -> QSize:
        """As wide as the section."""
        return QSize(216, 112)

    def show_slice(self, plane: npt.NDArray[Any] | None, limits: tuple[float, float]) -> None:
        """Count the intensities of a slice.

        Args:
            limits: of the scale; windows may reach beyond.
        """
        self._range = limits if limits[1] > limits[0] else (limits[0], limits[0] + 1.0)
        self._heights = np.zeros(BINS)
        if plane is not None:
            step = max(1, plane.size // 60_000)
            known = plane.reshape(-1)[::step]
            low, high = self._range
            counts, _ = np.histogram(known[np.isfinite(known)], BINS, (low, high))
            counts[0] = 0  # the air, which would dwarf the rest
            self._heights = np.sqrt(counts / max(1, counts.max()))
        self.update()

    def show_window(self, window: WindowLevel | None) -> None:
        """Mark the window's ends."""
        self._window = window
        self.update()

    def x_of(self, value: float) -> float:
        """Return the position of an intensity."""
        low, high = self._range
        part = (value - low) / (high - low)
        return RIM + min(max(part, 0.0), 1.0) * (self.width() - 2 * RIM)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars, the part that becomes grey, and the ends."""
        look, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.well))
        painter.drawRoundedRect(self.rect(), 4, 4)
        wide, base = (self.width() - 2 * RIM) / BINS, self.height() - RIM
        tall = base - RIM - 6
        tops = [QPointF(RIM + wide * (k + 0.5), base - tall * h) for k, h in enumerate(self._heights)]
        area = QPolygonF([QPointF(RIM, base), *tops, QPointF(self.width() - RIM, base)])
        painter.setBrush(QColor(look.muted))
        painter.drawPolygon(area)
        if self._window is None:
            return
        left, right = self.x_of(self._window.low), self.x_of(self._window.high)
        shade = QColor(look.accent)
        shade.setAlpha(46)
        painter.fillRect(QRectF(left, RIM, right - left, base - RIM), shade)
        for x in (left, right):
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawLine(QPointF(x, RIM), QPointF(x, base))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent))
            painter.drawEllipse(QPointF(x, RIM + 4), 4.5, 4.5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearer end."""
        if self._window is None or event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        near = {end: abs(x - self.x_of(value)) for end, value in self._ends(self._window).items()}
        self._end = min(near, key=lambda end: near[end])
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the end that was taken."""
        if self._window is None:
            return
        x = event.position().x()
        over = min(abs(x - self.x_of(value)) for value in self._ends(self._window).values()) < REACH
        self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)
        if not self._end or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        low, high = self._range
        value = low + (high - low) * (x - RIM) / max(1, self.width() - 2 * RIM)
        value, least = min(max(value, low), high), (high - low) / 500
        ends = self._ends(self._window)
        ends[self._end] = value
        if self._end == "low":
            ends["low"] = min(value, ends["high"] - least)
        else:
            ends["high"] = max(value, ends["low"] + least)
        self.dragged.emit(ends["low"], ends["high"])

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let the end go."""
        self._end = ""

    @staticmethod
    def _ends(window: WindowLevel) -> dict[str, float]:
        return {"low": window.low, "high": window.high}
