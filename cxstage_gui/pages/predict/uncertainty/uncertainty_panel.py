"""How far the answer can be trusted: interval, set of groups, repeatability, operating point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cxstage_gui.pages.predict.uncertainty.operating_point_box import OperatingPointBox
from cxstage_gui.pages.predict.uncertainty.repeat_rows import RepeatRows
from cxstage_gui.strings import localized
from cxstage_gui.widgets.labels import label, set_role

if TYPE_CHECKING:
    from cxstage_core.prediction.result import Prediction
    from cxstage_core.prediction.uncertainty import Uncertainty


class UncertaintyPanel(QWidget):
    """Shows an `Uncertainty`; before it is known, that it is being computed or why it is not.

    Signals:
        outlines_wanted: the prediction shall be repeated with the outlines of others.
    """

    outlines_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.status = label("", "muted", wrap=True)
        self.interval = label("", wrap=True)
        self.interval_note = label("", "muted", wrap=True)
        self.set = label("", wrap=True)
        self.coverage = label("", wrap=True)
        self.set_notes = label("", "muted", wrap=True)
        self.summary = label("", wrap=True)
        self.repeats = RepeatRows()
        self.outlines = QPushButton(self.tr("Repeat with the outlines of others"))
        self.outlines.setToolTip(
            self.tr("A reader is logged as having seen them and can no longer reopen the own reading.")
        )
        self.outlines.clicked.connect(self._ask_outlines)
        self.outlines_failed = label("", "error", wrap=True)
        self.point = OperatingPointBox()
        self._found = QWidget()
        parts = QVBoxLayout(self._found)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(6)
        for title, widgets in (
            (self.tr("Interval of the probability"), (self.interval, self.interval_note)),
            (self.tr("Groups not excluded"), (self.set, self.coverage, self.set_notes)),
            (
                self.tr("Repeatability"),
                (self.summary, self.repeats, self.outlines, self.outlines_failed),
            ),
            (self.tr("Operating point"), (self.point,)),
        ):
            if parts.count():
                parts.addSpacing(14)
            parts.addWidget(label(title, "heading"))
            for one in widgets:
                parts.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.status)
        column.addWidget(self._found)
        column.addStretch(1)
        self.show_computing()

    def show_computing(self) -> None:
        """Show that it is being computed."""
        self._show_status(self.tr("The uncertainty is being computed …"), "muted")

    def show_failure(self, sentence: str) -> None:
        """Show why it is not known."""
        self._show_status(sentence, "error")

    def show_outlines_failed(self, sentence: str) -> None:
        """Show why the prediction was not repeated with other outlines; the rest stays."""
        self.outlines.setEnabled(True)
        self.outlines_failed.setText(sentence)

    def _ask_outlines(self) -> None:
        self.outlines.setEnabled(False)
        self.outlines_wanted.emit()

    def show_uncertainty(
        self, found: Uncertainty, prediction: Prediction, *, in_cohort: bool = False
    ) -> None:
        """Show what is known of the uncertainty of a prediction.

        Args:
            in_cohort: the patient may have outlines of others.
        """
        self.outlines.setVisible(in_cohort)
        self.outlines.setEnabled(True)
        self.outlines_failed.setText("")
        self.status.hide()
        self._found.show()
        if found.interval is None:
            self.interval.setText(self.tr("No interval is given."))
        else:
            low, high = found.interval
            words = self.tr("{level:.0f} %: {low:.3f} to {high:.3f}")
            self.interval.setText(words.format(level=100 * found.level, low=low, high=high))
        self.interval_note.setText(localized(found.interval_note))
        self.set.setText(self._set(found))
        self.coverage.setVisible(found.coverage is not None)
        if found.coverage is not None:
            mean, low, high = (100 * one for one in found.coverage)
            words = self.tr(
                "Share of new patients whose set holds the right group: {mean:.1f} % on average, "
                "{low:.1f} % to {high:.1f} % (5 % and 95 % point)."
            )
            self.coverage.setText(words.format(mean=mean, low=low, high=high))
        notes = (found.set_note, *found.set_notes)
        self.set_notes.setText("\n".join(localized(one) for one in dict.fromkeys(notes)))
        known = [one for one in found.repeats if one.probability is not None]
        words = self.tr(
            "One thing changed at a time: {moved} of {n} rows change the group. "
            "Blue line: this answer, {value:.3f}. Dashed: threshold, {threshold:.3f}."
        )
        self.summary.setText(
            words.format(
                moved=sum(one.changes_group for one in known),
                n=len(known),
                value=prediction.probability,
                threshold=prediction.threshold,
            )
        )
        self.repeats.show_repeats(found.repeats, prediction.probability, prediction.threshold)
        self.point.show_uncertainty(found)

    def _set(self, found: Uncertainty) -> str:
        if found.groups is None:
            return self.tr("No set of groups is given.")
        level = 100 * found.level
        if not found.groups:
            words = self.tr(
                "At {level:.0f} %, the set abstains: the study is unlike the calibration patients of either group."
            )
            return words.format(level=level)
        if len(found.groups) > 1:
            return self.tr("At {level:.0f} %, neither group is excluded: undecided.").format(
                level=level
            )
        words = self.tr("At {level:.0f} %, only this group is not excluded: {group}.")
        return words.format(level=level, group=localized(str(found.groups[0])))

    def _show_status(self, sentence: str, role: str) -> None:
        self._found.hide()
        set_role(self.status, role=role)
        self.status.setText(sentence)
        self.status.show()
