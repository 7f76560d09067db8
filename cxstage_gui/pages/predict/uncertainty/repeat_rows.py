"""The prediction repeated with one thing changed: a row each, over one scale from 0 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from cxstage_gui.strings import localized
from cxstage_gui.theme import current
from cxstage_gui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxstage_core.prediction.uncertainty import Repeat

SIDE, DOT = 6.0, 9.0


class Track(QWidget):
    """One row of the plot: threshold dashed, the answer as a line, the repetition as a dot with its spread."""

    def __init__(
        self,
        value: float | None,
        spread: tuple[float, float] | None,
        answer: float,
        threshold: float,
        *,
        changed: bool,
    ) -> None:
        super().__init__()
        self._value, self._spread = value, spread
        self._answer, self._threshold, self._changed = answer, threshold, changed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Low; it grows with the words to its left."""
        return QSize(120, 36)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the row; the lines of the rows join to lines through the plot."""
        palette = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height, width = float(self.height()), self.width() - 2 * SIDE
        painter.fillRect(QRectF(0, 0, self.width(), height), QColor(palette.plot))
        for at, colour, style in (
            (self._threshold, palette.muted, Qt.PenStyle.DashLine),
            (self._answer, palette.accent, Qt.PenStyle.SolidLine),
        ):
            painter.setPen(QPen(QColor(colour), 1.5, style))
            x = SIDE + width * at
            painter.drawLine(QPointF(x, 0), QPointF(x, height))
        ink = QColor(palette.warning if self._changed else palette.text)
        middle = height / 2
        if self._spread is not None:
            painter.setPen(QPen(ink, 2))
            low, high = (SIDE + width * one for one in self._spread)
            painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        if self._value is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(SIDE + width * self._value, middle), DOT / 2, DOT / 2)
        painter.end()


class RepeatRows(QWidget):
    """The rows, with what was changed on the left and the plot on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.sentences: list[str] = []
        self._rows: QWidget | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName(self.tr("Repeatability"))

    def show_repeats(self, repeats: Sequence[Repeat], answer: float, threshold: float) -> None:
        """Show the repetitions of a prediction with this probability."""
        if self._rows is not None:
            self._grid.removeWidget(self._rows)
            self._rows.deleteLater()
        self._rows = rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 4)
        self.sentences = []
        for row, one in enumerate(repeats):
            title, found = localized(one.title), self._words(one)
            self.sentences.append(f"{title}: {found}")
            beside = QWidget()
            cell = QGridLayout(beside)
            cell.setContentsMargins(0, 4, 0, 4)
            cell.setVerticalSpacing(0)
            cell.addWidget(label(title, wrap=True), 0, 0)
            role = "warning" if one.changes_group else "muted"
            cell.addWidget(label(found, role, wrap=True), 1, 0)
            track = Track(one.probability, one.spread, answer, threshold, changed=one.changes_group)
            track.setAccessibleName(self.sentences[-1])
            track.setToolTip(self.sentences[-1])
            grid.addWidget(beside, row, 0)
            grid.addWidget(track, row, 1)
        ends = QWidget()
        axis = QGridLayout(ends)
        axis.setContentsMargins(2, 2, 2, 0)
        axis.addWidget(label("0", "muted"), 0, 0)
        axis.addWidget(label("1", "muted"), 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(ends, len(repeats), 1)
        self.setAccessibleDescription("\n".join(self.sentences))
        self._grid.addWidget(rows, 0, 0)

    def _words(self, one: Repeat) -> str:
        why = "" if one.why is None else localized(one.why)
        if one.probability is None:
            return self.tr("No number: {why}").format(why=why)
        parts = [f"{one.probability:.3f}"]
        if one.spread is not None:
            low, high = one.spread
            parts[0] = self.tr("{value} (lowest {low:.3f}, highest {high:.3f})").format(
                value=parts[0], low=low, high=high
            )
        if one.count > 1:
            words = self.tr("{changed} of {count} in another group")
            parts.append(words.format(changed=one.changed, count=one.count))
        if one.changes_group:
            parts.append(self.tr("changes the group"))
        return " · ".join((*parts, why) if why else parts)
