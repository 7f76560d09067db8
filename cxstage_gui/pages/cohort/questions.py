"""What an import asks: whose a series is, or whose a clinical row is; nothing is joined without an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cxstage_core.cohort.clinical.row_matching import NEW
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.reason import ReasonDialog


class Questions(QWidget):
    """One question at a time with its two answers; hidden without a question.

    Signals:
        person_answered: pseudonym, True for the same person, and the reason.
        rows_answered: patient by row number.
    """

    person_answered = Signal(str, bool, str)
    rows_answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.sentence = label("", wrap=True)
        self.first = QPushButton()
        self.second = QPushButton()
        self.first.clicked.connect(lambda: self._answer(first=True))
        self.second.clicked.connect(lambda: self._answer(first=False))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.first)
        row.addWidget(self.second)
        self._about = ""
        self._rows: dict[int, str] = {}
        self.hide()

    def clear(self) -> None:
        """Ask nothing."""
        self._about, self._rows = "", {}
        self.hide()

    def ask_of_series(self, outcomes: Sequence[Any]) -> None:
        """Ask about the patient of the first series that is held back."""
        self.clear()
        if not outcomes:
            return
        self._about = outcomes[0].about
        self.sentence.setText(
            self.tr(
                "%n series held back. Are those about {patient} of the same person?", "", len(outcomes)
            ).format(patient=self._about)
        )
        self.first.setText(self.tr("Same person …"))
        self.second.setText(self.tr("Another person …"))
        self.show()

    def ask_of_rows(self, unmatched: Sequence[Any]) -> None:
        """Ask whether rows with one candidate belong to it."""
        self.clear()
        self._rows = {one.row: one.candidates[0] for one in unmatched if len(one.candidates) == 1}
        if not self._rows:
            return
        listed = ", ".join(
            self.tr("row {row} → {patient}").format(row=row, patient=patient)
            for row, patient in self._rows.items()
        )
        self.sentence.setText(self.tr("Do these rows belong together? {rows}").format(rows=listed))
        self.first.setText(self.tr("Accept these matches"))
        self.second.setText(self.tr("Patients of their own"))
        self.show()

    def _answer(self, *, first: bool) -> None:
        if self._rows:
            rows = dict(self._rows) if first else dict.fromkeys(self._rows, NEW)
            self.clear()
            self.rows_answered.emit(rows)
            return
        about = self._about
        sentence = (
            self.tr(
                "The series held back about {patient} are imported as the same person's; no split divides her."
            )
            if first
            else self.tr("The series held back about {patient} are imported as another person's.")
        )
        dialog = ReasonDialog(
            self.tr("Same person") if first else self.tr("Another person"),
            sentence.format(patient=about),
            self.tr("Import again"),
            self.tr("checked in the hospital's records"),
            self,
        )
        dialog.given.connect(lambda reason: self.person_answered.emit(about, first, reason))
        dialog.open()
