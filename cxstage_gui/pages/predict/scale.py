"""The probability on a line from 0 to 1, with the model's threshold."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxstage_gui.theme import current

SIDE, LINE, DOT = 8.0, 36.0, 16


class Scale(QWidget):
    """Both groups on their sides, the threshold between them."""

    def __init__(self) -> None:
        super().__init__()
        self._probability = 0.0
        self._threshold = 0.5
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line with room for its words."""
        return QSize(280, 80)

    def show_values(self, probability: float, threshold: float) -> None:
        """Move the marks."""
        self._probability, self._threshold = probability, threshold
        self.setAccessibleName(
            self.tr("Probability {p:.3f}, threshold {t:.3f}").format(p=probability, t=threshold)
        )
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw line, threshold and mark."""
        palette = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() - 2 * SIDE
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.hover))
        painter.drawRoundedRect(QRectF(SIDE, LINE - 4, width, 8), 4, 4)
        at = SIDE + width * self._threshold
        painter.setBrush(QColor(palette.line))
        painter.drawRoundedRect(QRectF(at, LINE - 4, width - (at - SIDE), 8), 4, 4)
        painter.setPen(QColor(palette.muted))
        painter.drawLine(round(at), round(LINE - 10), round(at), round(LINE + 10))
        words = self.tr("threshold {value:.3f}").format(value=self._threshold)
        size = painter.fontMetrics().horizontalAdvance(words)
        start = min(max(SIDE, at - size / 2), SIDE + width - size)
        painter.drawText(QRectF(start, 4, size + 2, 20), Qt.AlignmentFlag.AlignLeft, words)
        half = width / 2
        flags = Qt.TextFlag.TextWordWrap.value
        painter.drawText(
            QRectF(SIDE, LINE + 10, half - 4, 36),
            Qt.AlignmentFlag.AlignLeft.value | flags,
            self.tr("0  surgery"),
        )
        painter.drawText(
            QRectF(SIDE + half + 4, LINE + 10, half - 4, 36),
            Qt.AlignmentFlag.AlignRight.value | flags,
            self.tr("chemoradiotherapy or systemic  1"),
        )
        painter.setPen(QColor(palette.window))
        painter.setBrush(QColor(palette.accent))
        painter.drawEllipse(
            QRectF(SIDE + width * self._probability - DOT / 2, LINE - DOT / 2, DOT, DOT)
        )
        painter.end()
