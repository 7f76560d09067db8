"""The colours of a map with their numbers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxstage_core.imaging.evidence_colours import FOR_CHEMORADIOTHERAPY, FOR_SURGERY
from cxstage_gui.theme import current

SIDE, HEIGHT = 8.0, 10.0


class ColourBar(QWidget):
    """From the lowest to the highest value of a map; empty, with its room kept, without one."""

    def __init__(self) -> None:
        super().__init__()
        self.limits: tuple[float, float] | None = None
        self._positive = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Colours of the map"))

    def sizeHint(self) -> QSize:
        """The bar, its numbers, and what its ends mean."""
        return QSize(280, 56)

    def show_limits(self, limits: tuple[float, float] | None, *, positive: int = 1) -> None:
        """Show what the ends stand for.

        Args:
            positive: 1 if positive values speak for chemoradiotherapy or systemic, -1 if for surgery.
        """
        self.limits, self._positive = limits, positive
        words = "" if limits is None else f"{limits[0]:.3g} – {limits[1]:.3g}"
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw colours, numbers and words."""
        if self.limits is None:
            return
        low, high = self.limits
        palette = current()
        painter = QPainter(self)
        bar = QRectF(SIDE, 4, self.width() - 2 * SIDE, HEIGHT)
        painter.fillRect(bar, QColor("black"))
        gradient = QLinearGradient(bar.left(), 0, bar.right(), 0)
        for at in (0.0, 0.5, 1.0):
            value = self._positive * (low + at * (high - low))
            colour = QColor(*(FOR_CHEMORADIOTHERAPY if value >= 0 else FOR_SURGERY))
            colour.setAlphaF(min(1.0, abs(value) / max(abs(low), abs(high), 1e-12)))
            gradient.setColorAt(at, colour)
        painter.fillRect(bar, gradient)
        painter.setPen(QColor(palette.muted))
        line = QRectF(SIDE, bar.bottom() + 2, bar.width(), 18)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, f"{low:.3g}".replace("-", "−"))
        painter.drawText(line, Qt.AlignmentFlag.AlignHCenter, f"{(low + high) / 2:.3g}")
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, f"{high:.3g}")
        below = line.translated(0, 18)
        ends = (self.tr("surgery") if low < 0 else "", self.tr("chemoradiotherapy or systemic"))
        if low >= 0 and self._positive < 0:
            ends = ("", self.tr("surgery"))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, ends[0])
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, ends[1])
        painter.end()
