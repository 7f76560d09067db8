"""The prediction made again with one thing changed: one line per repetition on the scale of probability."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxstage_gui.strings import localized
from cxstage_gui.theme import current

if TYPE_CHECKING:
    from cxstage_core.prediction.uncertainty import Repeat

ROW, TOP, SIDE, NUMBER = 36, 8, 8.0, 52.0


class RepeatPlot(QWidget):
    """Title above, dot and spread below; dashed threshold, solid line of the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.repeats: tuple[Repeat, ...] = ()
        self._probability, self._threshold = 0.0, 0.5
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Prediction with small changes"))

    def sizeHint(self) -> QSize:
        """A row for each repetition."""
        return QSize(280, TOP + ROW * max(1, len(self.repeats)) + 4)

    def show_repeats(self, repeats: Sequence[Repeat], probability: float, threshold: float) -> None:
        """Show repetitions with the answer and the threshold."""
        self.repeats = tuple(repeats)
        self._probability, self._threshold = probability, threshold
        self.setAccessibleDescription("; ".join(self.words(one) for one in repeats))
        self.updateGeometry()
        self.update()

    def words(self, repeat: Repeat) -> str:
        """One repetition in words."""
        title = localized(repeat.title)
        if repeat.probability is None:
            why = "" if repeat.why is None else localized(repeat.why)
            return self.tr("{title}: not computed. {why}").format(title=title, why=why)
        words = f"{title}: {repeat.probability:.3f}"
        return f"{words}, {self.tr('another group')}" if repeat.changes_group else words

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the lines and every repetition."""
        palette = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() - 2 * SIDE - NUMBER
        ground = TOP + ROW * len(self.repeats)
        for value, style in (
            (self._threshold, Qt.PenStyle.DashLine),
            (self._probability, Qt.PenStyle.SolidLine),
        ):
            painter.setPen(QPen(QColor(palette.faint), 1, style))
            x = SIDE + width * value
            painter.drawLine(QPointF(x, TOP), QPointF(x, ground))
        for number, repeat in enumerate(self.repeats):
            top = TOP + ROW * number
            colour = QColor(palette.warning if repeat.changes_group else palette.text)
            painter.setPen(colour)
            title = localized(repeat.title)
            if repeat.changes_group:
                title = f"⚠ {title} · {self.tr('another group')}"
            room = painter.fontMetrics().elidedText(
                title, Qt.TextElideMode.ElideRight, round(self.width() - 2 * SIDE)
            )
            painter.drawText(
                QRectF(SIDE, top, self.width() - SIDE, 18), Qt.AlignmentFlag.AlignLeft, room
            )
            y = top + 25.0
            place = QRectF(SIDE + width + 6, y - 9, NUMBER - 6, 18)
            written = "–" if repeat.probability is None else f"{repeat.probability:.3f}"
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, written)
            if repeat.spread is not None:
                low, high = (SIDE + width * v for v in repeat.spread)
                painter.setPen(QPen(colour, 2))
                painter.drawLine(QPointF(low, y), QPointF(high, y))
            if repeat.probability is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawEllipse(QPointF(SIDE + width * repeat.probability, y), 4.5, 4.5)
        painter.end()
