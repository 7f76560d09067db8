"""How far one prediction can be trusted: interval, set of groups, repetitions, operating point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QPushButton, QVBoxLayout, QWidget

from cxstage_gui.pages.predict.panels.repeat_plot import RepeatPlot
from cxstage_gui.strings import figures, localized
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.numbers import number_field

if TYPE_CHECKING:
    from cxstage_core.evaluation.statistics.estimate import Estimate
    from cxstage_core.prediction.uncertainty import Uncertainty
    from cxstage_gui.session.workers.prediction_values import Answer


class UncertaintyPanel(QWidget):
    """Shows an `Uncertainty`; predictive values follow the prevalence at once.

    Signals:
        outlines_wanted: the prediction shall be repeated with the outlines of others.
    """

    outlines_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.uncertainty: Uncertainty | None = None
        self.state = label("", "muted", wrap=True)
        self.interval = label("", "heading", wrap=True)
        self.interval_note = label("", "muted", wrap=True)
        self.groups = label("", "heading", wrap=True)
        self.groups_note = label("", "muted", wrap=True)
        self.repeats = RepeatPlot()
        self.not_repeated = label("", "muted", wrap=True)
        self.outlines = QPushButton(self.tr("Repeat with the outlines of others"))
        self.outlines.setToolTip(
            self.tr("A reader is logged as having seen them and can no longer reopen the own reading.")
        )
        self.outlines.clicked.connect(self._ask_outlines)
        self.point = label("", "", wrap=True)
        self.point_note = label("", "muted", wrap=True)
        self.prevalence = number_field(0, 1, 2, 0.05)
        self.prevalence.setAccessibleName(self.tr("Prevalence of chemoradiotherapy or systemic"))
        self.predictive = label("", "", wrap=True)
        self._of_patients = QWidget()
        self._body = QWidget()
        self._lay_out()
        self.prevalence.valueChanged.connect(lambda _: self._predict())
        self.wait()

    def wait(self, sentence: str = "") -> None:
        """Show what is waited for; nothing of an earlier answer stays."""
        self.uncertainty = None
        self._body.hide()
        self.state.setText(sentence or self.tr("The uncertainty is being computed …"))
        self.state.show()

    def show_uncertainty(self, found: Uncertainty, answer: Answer) -> None:
        """Show what is known."""
        self.uncertainty = found
        self.state.hide()
        interval = found.interval
        self.interval.setText(
            self.tr("No interval")
            if interval is None
            else self.tr("{level:.0%} interval: {low:.3f} to {high:.3f}").format(
                level=found.level, low=interval[0], high=interval[1]
            )
        )
        self.interval_note.setText(localized(found.interval_note))
        self.groups.setText(self._groups(found))
        notes = [localized(note) for note in (found.set_note, *found.set_notes)]
        if found.coverage is not None:
            notes.append(
                self.tr(
                    "Right for {mean:.0%} of new patients on average ({low:.0%} to {high:.0%})."
                ).format(mean=found.coverage[0], low=found.coverage[1], high=found.coverage[2])
            )
        self.groups_note.setText("\n".join(notes))
        prediction = answer.prediction
        self.repeats.show_repeats(found.repeats, prediction.probability, prediction.threshold)
        self.not_repeated.setText(
            "\n".join(
                f"{localized(one.title)}: {localized(one.why)}" for one in found.repeats if one.why
            )
        )
        self.point_note.setText(localized(found.operating_note))
        point = found.operating_point
        self._of_patients.setVisible(point is not None)
        if point is not None:
            self.point.setText(
                self.tr(
                    "Threshold {threshold:.3f}\nSensitivity {sensitivity}\nSpecificity {specificity}"
                ).format(
                    threshold=point.threshold,
                    sensitivity=self._estimate(point.sensitivity),
                    specificity=self._estimate(point.specificity),
                )
            )
            self.prevalence.blockSignals(True)
            self.prevalence.setValue(point.prevalence)
            self.prevalence.blockSignals(False)
            self.prevalence.setToolTip(localized(point.prevalence_note))
            self._predict(point.prevalence)
        self.outlines.setVisible(bool(answer.question.study.patient))
        self.outlines.setEnabled(True)
        self._body.show()

    def show_outlines_failed(self, sentence: str) -> None:
        """Show the reason why the prediction was not repeated; the rest stays."""
        self.outlines.setEnabled(True)
        self.not_repeated.setText(sentence)

    def _ask_outlines(self) -> None:
        self.outlines.setEnabled(False)
        self.outlines_wanted.emit()

    def _predict(self, prevalence: float | None = None) -> None:
        if self.uncertainty is None:
            return
        share = self.prevalence.value() if prevalence is None else prevalence
        positive, negative = self.uncertainty.predictive_values(share)
        self.predictive.setText(
            self.tr(
                "Of answers “chemoradiotherapy or systemic” right: {positive}\nOf answers “surgery” right: {negative}"
            ).format(positive=self._estimate(positive), negative=self._estimate(negative))
        )

    def _estimate(self, found: Estimate) -> str:
        if found.value is None:
            return self.tr("unknown (n = {n})").format(n=found.n)
        if found.interval is None:
            note = "" if found.note is None else f" {localized(found.note)}"
            return (
                self.tr("{value:.2f} (n = {n}), no interval.").format(value=found.value, n=found.n)
                + note
            )
        return figures(
            self.tr("{value:.2f} ({low:.2f} to {high:.2f}, n = {n})").format(
                value=found.value, low=found.interval.low, high=found.interval.high, n=found.n
            )
        )

    def _groups(self, found: Uncertainty) -> str:
        if found.groups is None:
            return self.tr("No set of groups")
        if not found.groups:
            return self.tr("Neither group fits: the model abstains")
        return self.tr(" or ").join(localized(str(group.value)) for group in found.groups)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.tr("Prevalence"), self.prevalence)
        of_patients = QVBoxLayout(self._of_patients)
        of_patients.setContentsMargins(0, 0, 0, 0)
        of_patients.addWidget(self.point)
        of_patients.addLayout(form)
        of_patients.addWidget(self.predictive)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        for part in (self.interval, self.interval_note, self.groups, self.groups_note):
            body.addWidget(part)
        body.addWidget(label(self.tr("With small changes"), "heading"))
        body.addWidget(self.repeats)
        body.addWidget(self.not_repeated)
        body.addWidget(self.outlines)
        body.addWidget(label(self.tr("At the model's threshold"), "heading"))
        body.addWidget(self._of_patients)
        body.addWidget(self.point_note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 8, 0)
        column.addWidget(self.state)
        column.addWidget(self._body)
        column.addStretch(1)
