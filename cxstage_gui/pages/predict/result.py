"""The answer for one study, with all its conditions and warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cxstage_core.staging import SCHEMES
from cxstage_gui.strings import localized
from cxstage_gui.theme import current
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.notice import Notice
from cxstage_gui.widgets.plot import Plot
from cxstage_gui.widgets.table import Column, RowsModel, table_view

if TYPE_CHECKING:
    from cxstage_core.prediction import Prediction


class Scale(QWidget):
    """The probability on a line from 0 to 1, with the model's threshold."""

    def __init__(self) -> None:
        super().__init__()
        self._probability = 0.0
        self._threshold = 0.5
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line with room for its words."""
        return QSize(320, 64)

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
        left, width, y = 8.0, self.width() - 16.0, 36.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.hover))
        painter.drawRoundedRect(QRectF(left, y - 4, width, 8), 4, 4)
        at = left + width * self._threshold
        painter.setBrush(QColor(palette.line))
        painter.drawRoundedRect(QRectF(at, y - 4, width - (at - left), 8), 4, 4)
        painter.setPen(QColor(palette.muted))
        painter.drawLine(round(at), round(y - 10), round(at), round(y + 10))
        words = self.tr("threshold {value:.3f}").format(value=self._threshold)
        size = painter.fontMetrics().horizontalAdvance(words)
        start = min(max(left, at - size / 2), left + width - size)
        painter.drawText(QRectF(start, 4, size + 2, 20), Qt.AlignmentFlag.AlignLeft, words)
        painter.drawText(
            QRectF(left, y + 10, 200, 18), Qt.AlignmentFlag.AlignLeft, self.tr("0  surgery")
        )
        painter.drawText(
            QRectF(left + width - 320, y + 10, 320, 18),
            Qt.AlignmentFlag.AlignRight,
            self.tr("chemoradiotherapy or systemic  1"),
        )
        painter.setPen(QColor(palette.window))
        painter.setBrush(QColor(palette.accent))
        painter.drawEllipse(QRectF(left + width * self._probability - 8, y - 8, 16, 16))
        painter.end()


class Result(QWidget):
    """Group, probability, notes, warnings and slices of a prediction."""

    def __init__(self) -> None:
        super().__init__()
        self.prediction: Prediction | None = None
        self._principal = label("", "muted")
        self.group = label("", "title", wrap=True)
        self.probability = label("", "figure")
        self.scale = Scale()
        self.warnings = Notice()
        self._notes = label("", "muted", wrap=True)
        self.plot = Plot(
            self.tr("Prediction of each slice alone"), self.tr("slice"), self.tr("probability")
        )
        self.plot.show_range(y=(0.0, 1.0))
        self.model: RowsModel[Any] = RowsModel(
            [
                Column(self.tr("Slice"), lambda s: str(s.index + 1), number=True),
                Column(self.tr("Series"), lambda s: s.series),
                Column(self.tr("Probability"), lambda s: f"{s.probability:.3f}", number=True),
                Column(self.tr("Weight"), lambda s: f"{s.weight:.3f}", number=True),
                Column("", lambda _: ""),
            ]
        )
        self.table = table_view(self.tr("Slice contributions"))
        self.table.setModel(self.model)
        for column, width in enumerate((60, 104, 104, 80, 24)):
            self.table.setColumnWidth(column, width)
        self._lay_out()

    def show_prediction(self, prediction: Prediction) -> None:
        """Show an answer."""
        self.prediction = prediction
        scheme = SCHEMES.get(prediction.scheme)
        self._principal.setText(
            self.tr("{patient} · {model} · labels: {scheme}").format(
                patient=prediction.patient,
                model=prediction.model_name or prediction.model,
                scheme=localized(scheme.title) if scheme else prediction.scheme,
            )
        )
        group = localized(prediction.group)
        self.group.setText(group[:1].upper() + group[1:])
        self.probability.setText(f"{prediction.probability:.3f}")
        self.probability.setAccessibleName(self.tr("Probability"))
        self.scale.show_values(prediction.probability, prediction.threshold)
        self._notes.setText("\n".join(localized(note) for note in prediction.notes))
        if prediction.warnings:
            self.warnings.show_message(
                "\n".join(localized(warning) for warning in prediction.warnings), "warning"
            )
        else:
            self.warnings.clear()
        self.model.show(prediction.slices)
        self._draw()

    def _draw(self) -> None:
        if self.prediction is None:
            return
        palette = current()
        slices = self.prediction.slices
        self.plot.clear()
        self.plot.bars(
            range(len(slices)),
            [s.probability for s in slices],
            [
                palette.accent if s.probability >= self.prediction.threshold else palette.faint
                for s in slices
            ],
            0.0,
        )
        self.plot.level(self.prediction.threshold, "")
        self.plot.x_ticks([(place, str(s.index + 1)) for place, s in enumerate(slices)])
        self.plot.show_range(x=(-0.6, max(2.6, len(slices) - 0.4)))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        numbers = QHBoxLayout(card)
        numbers.setContentsMargins(24, 16, 24, 16)
        numbers.setSpacing(32)
        answer = QVBoxLayout()
        answer.setSpacing(4)
        answer.addWidget(label(self.tr("Guideline-recommended group"), "muted"))
        answer.addWidget(self.group)
        answer.addWidget(self._principal)
        answer.addStretch(1)
        value = QVBoxLayout()
        value.setSpacing(4)
        value.addWidget(label(self.tr("Probability of chemoradiotherapy or systemic"), "muted"))
        value.addWidget(self.probability)
        value.addWidget(self.scale)
        numbers.addLayout(answer, 2)
        numbers.addLayout(value, 3)
        slices = QHBoxLayout()
        slices.setSpacing(24)
        slices.addWidget(self.plot, 1)
        slices.addWidget(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(card)
        column.addWidget(self.warnings)
        column.addWidget(self._notes)
        column.addSpacing(4)
        column.addLayout(slices, 1)
