"""The answer for one study: warnings first, then group, probability, test figures and slices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QVBoxLayout, QWidget

from cxstage_core.staging import SCHEMES
from cxstage_gui.pages.predict.report.report_bar import ReportBar
from cxstage_gui.pages.predict.scale import Scale
from cxstage_gui.pages.predict.warnings import WarningList
from cxstage_gui.strings import localized
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.table import ROW_PX, Column, RowsModel, table_view

if TYPE_CHECKING:
    from cxstage_gui.session.workers.prediction_values import Answer

ROWS = 8
"""Rows of the slice table without scrolling."""


class AnswerView(QWidget):
    """Shows an `Answer`.

    Signals:
        slice_wanted: the slice of a row was chosen.
    """

    slice_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.answer: Answer | None = None
        self.warnings = WarningList()
        self.report = ReportBar()
        self.principal = label("", "muted", wrap=True)
        self.group = label("", "title", wrap=True)
        self.probability = label("", "figure")
        self.probability.setAccessibleName(self.tr("Probability"))
        self.scale = Scale()
        self.tested = label("", "", wrap=True)
        self.outline = label("", "muted", wrap=True)
        self.notes = label("", "muted", wrap=True)
        self.model: RowsModel[Any] = RowsModel(
            [
                Column(self.tr("Slice"), lambda s: str(s.index + 1), number=True),
                Column(self.tr("Probability"), lambda s: f"{s.probability:.3f}", number=True),
                Column(self.tr("Weight"), lambda s: f"{s.weight:.3f}", number=True),
                Column("", lambda _: ""),
            ]
        )
        self.table = table_view(self.tr("Slices of the prediction"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for column, width in enumerate((64, 104, 88, 16)):
            self.table.setColumnWidth(column, width)
        self.table.selectionModel().currentRowChanged.connect(self._row)
        self.table.clicked.connect(self._row)
        self.table.setToolTip(self.tr("A row shows its slice"))
        self._lay_out()

    def show_answer(self, answer: Answer, study: str, model: str) -> None:
        """Show an answer.

        Args:
            study, model: in words.
        """
        self.answer = answer
        prediction = answer.prediction
        self.warnings.show_warnings(
            [localized(one) for one in answer.cautions],
            [localized(one) for one in prediction.warnings],
        )
        scheme = SCHEMES.get(prediction.scheme)
        self.principal.setText(
            self.tr("{study}\n{model} · labels: {scheme}").format(
                study=study,
                model=model,
                scheme=localized(scheme.title) if scheme else prediction.scheme,
            )
        )
        group = localized(prediction.group)
        self.group.setText(group[:1].upper() + group[1:])
        self.probability.setText(f"{prediction.probability:.3f}")
        self.scale.show_values(prediction.probability, prediction.threshold)
        self.tested.setText(self._tested(answer))
        self.outline.setText(self._outline(answer))
        shown = (prediction.performance,)
        self.notes.setText("\n".join(localized(note) for note in prediction.notes if note not in shown))
        self.table.blockSignals(True)
        self.model.show(prediction.slices)
        self.table.setFixedHeight(ROW_PX * min(ROWS, len(prediction.slices)) + ROW_PX + 12)
        self.table.blockSignals(False)

    def _tested(self, answer: Answer) -> str:
        if answer.prediction.performance is not None:
            return localized(answer.prediction.performance)
        return self.tr(
            "No test figures come with this model here: how often it is right on new patients is unknown."
        )

    def _outline(self, answer: Answer) -> str:
        from cxstage_core.prediction.viewing import outline_use

        facts = answer.outline
        used = outline_use(facts.tumour_cm3, facts.infiltration_cm3, answer.channels)
        words = self.tr("Slices used: {used}. Slices outlined: {drawn}. Tumour: {cm3:.1f} cm³.").format(
            used=len(answer.prediction.slices), drawn=facts.slices, cm3=facts.tumour_cm3
        )
        return words if used is None else f"{words} {localized(used)}"

    def _row(self, index: QModelIndex, *_: object) -> None:
        if index.isValid():
            self.slice_wanted.emit(self.model.rows[index.row()].index)

    def show_slice(self, index: int) -> None:
        """Select the row of the slice on screen."""
        rows = [row.index for row in self.model.rows]
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        if index in rows:
            self.table.selectRow(rows.index(index))
        else:
            self.table.clearSelection()
        selection.blockSignals(False)
        self.table.viewport().update()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        numbers = QVBoxLayout(card)
        numbers.setContentsMargins(16, 12, 16, 12)
        numbers.setSpacing(4)
        numbers.addWidget(label(self.tr("Guideline-recommended group"), "muted"))
        numbers.addWidget(self.group)
        numbers.addSpacing(4)
        numbers.addWidget(
            label(self.tr("Probability of chemoradiotherapy or systemic"), "muted", wrap=True)
        )
        numbers.addWidget(self.probability)
        numbers.addWidget(self.scale)
        numbers.addWidget(self.tested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self.warnings)
        column.addWidget(card)
        column.addWidget(self.report)
        column.addWidget(self.principal)
        column.addWidget(self.outline)
        column.addWidget(self.table)
        column.addWidget(self.notes)
        column.addStretch(1)
