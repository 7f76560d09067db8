"""Sensitivity and specificity at the model's threshold, and predictive values at a prevalence to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from cxstage_gui.strings import localized
from cxstage_gui.widgets.estimate_tip import estimate_tip
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.numbers import number_field

if TYPE_CHECKING:
    from cxstage_core.evaluation.statistics.estimate import Estimate
    from cxstage_core.prediction.uncertainty import OperatingPoint, Uncertainty


class OperatingPointBox(QWidget):
    """Each figure with its interval and the patients behind it, or the reason why there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._point: OperatingPoint | None = None
        self.threshold = label("", "muted", wrap=True)
        self.sensitivity, self.specificity = label("", wrap=True), label("", wrap=True)
        self.ppv, self.npv = label("", wrap=True), label("", wrap=True)
        self.prevalence = number_field(0.0, 1.0, 2, 0.01)
        self.prevalence.setAccessibleName(self.tr("Prevalence of chemoradiotherapy or systemic"))
        self.prevalence.valueChanged.connect(self._show_predictive)
        self.prevalence_note = label("", "muted", wrap=True)
        self.notes = label("", "muted", wrap=True)
        self._figures = QWidget()
        grid = QGridLayout(self._figures)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Sensitivity"), self.sensitivity),
            (self.tr("Specificity"), self.specificity),
            (self.tr("Prevalence"), self.prevalence),
            (self.tr("Positive predictive value"), self.ppv),
            (self.tr("Negative predictive value"), self.npv),
        )
        for row, (title, field) in enumerate(rows):
            name = label(title, "muted", wrap=True)
            name.setBuddy(field)
            name.setFixedWidth(112)
            grid.addWidget(name, row, 0)
            grid.addWidget(field, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.threshold)
        column.addWidget(self._figures)
        column.addWidget(self.prevalence_note)
        column.addWidget(self.notes)

    def show_uncertainty(self, found: Uncertainty) -> None:
        """Show the operating point of the model, or why it is not known."""
        self._point = point = found.operating_point
        for part in (self.threshold, self._figures, self.prevalence_note):
            part.setVisible(point is not None)
        self.notes.setText(localized(found.operating_note))
        if point is None:
            return
        words = self.tr("At the threshold {value:.3f}, patients of the {part} part: {n}.")
        self.threshold.setText(
            words.format(value=point.threshold, part=localized(point.part), n=point.table.n)
        )
        self._fill(self.sensitivity, point.sensitivity)
        self._fill(self.specificity, point.specificity)
        self.prevalence.blockSignals(True)
        self.prevalence.setValue(point.prevalence)
        self.prevalence.blockSignals(False)
        self.prevalence_note.setText(localized(point.prevalence_note))
        # The first values are those of the core, whose share has more digits than the field.
        self._show_predictive_at(point.prevalence)

    def _show_predictive(self, prevalence: float) -> None:
        self.prevalence_note.setText(self.tr("Prevalence as entered here, taken as known."))
        self._show_predictive_at(round(prevalence, 2))

    def _show_predictive_at(self, prevalence: float) -> None:
        if self._point is not None:
            positive, negative = self._point.predictive_values(prevalence)
            self._fill(self.ppv, positive)
            self._fill(self.npv, negative)

    def _fill(self, field: QLabel, estimate: Estimate) -> None:
        field.setText(self.words(estimate))
        field.setToolTip(estimate_tip(estimate))

    def words(self, estimate: Estimate) -> str:
        """Return a figure with interval and n, or the reason for what it lacks."""
        note = "" if estimate.note is None else localized(estimate.note)
        interval = estimate.interval
        if estimate.value is None:
            return note or self.tr("Not defined, n = {n}").format(n=estimate.n)
        if interval is None:
            none = self.tr("{value:.3f}, no interval, n = {n}")
            words = none.format(value=estimate.value, n=estimate.n)
            return f"{words}. {note}" if note else words
        whole = self.tr("{value:.3f} ({level:.0f} %: {low:.3f} to {high:.3f}), n = {n}")
        return whole.format(
            value=estimate.value,
            level=100 * interval.level,
            low=interval.low,
            high=interval.high,
            n=estimate.n,
        )
