"""Dialogs of a review: signing off, applying a rule, returning a reading."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLabel, QLineEdit, QWidget

from cxstage_core.reading.comparison.consensus_rules import RULES
from cxstage_gui.strings import localized
from cxstage_gui.widgets.dialog import FormDialog
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.numbers import number_field
from cxstage_gui.widgets.reason import ReasonDialog


class SignOffDialog(FormDialog):
    """Freezing is for good; a later change makes another version.

    Signals:
        signed: a note, maybe empty.
    """

    signed = Signal(str)

    def __init__(self, name: str, decided: int, version: int, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Sign off {case}").format(case=name),
            self.tr(
                "{count} disagreements are decided. The draft is frozen as reference v{version}, with its hash "
                "in the audit log; a later change makes a new version."
            ).format(count=decided, version=version),
            self.tr("Freeze v{version}").format(version=version),
            parent,
        )
        self.note = QLineEdit()
        self.add(self.tr("Note, if any"), self.note)

    def accept(self) -> None:
        """Hand the note on."""
        self.signed.emit(self.note.text().strip())
        super().accept()


class RuleDialog(FormDialog):
    """A rule decides what no reader looked at; which, why and at what agreement is logged.

    Args:
        readings: how many there are.
        dice: the agreement found, None when undefined.

    Signals:
        given: key of the rule, reason, threshold or None.
    """

    given = Signal(str, str, object)

    def __init__(
        self, name: str, readings: int, dice: float | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            self.tr("Resolve {case} by a rule").format(case=name),
            self.tr(
                "The rule decides every disagreement that is still open. The audit log keeps the rule, your "
                "reason, the threshold and the agreement found."
            ),
            self.tr("Apply the rule"),
            parent,
        )
        self.rule = QComboBox()
        for key, rule in RULES.items():
            fits = rule.readings <= readings and (rule.take is None or readings == 2)
            if fits or (readings > 2 and key in ("union", "intersection")):
                self.rule.addItem(localized(rule.meaning), key)
        self.meaning = label("", "muted", wrap=True)
        self.asks = QCheckBox(self.tr("Only if the readings agree at least so far (Dice)"))
        self.threshold: QDoubleSpinBox = number_field(0.0, 1.0, 2, 0.01)
        self.threshold.setValue(0.9)
        self.threshold.setEnabled(False)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Such as: small differences at the rim only"))
        found = self.tr("undefined") if dice is None else f"{dice:.3f}"
        self.add(self.tr("Rule"), self.rule)
        self.add("", self.asks)
        self.add(self.tr("Least Dice"), self.threshold)
        self.form.addRow(
            QLabel(self.tr("Dice of this case (tumour and possible infiltration together)")),
            QLabel(found),
        )
        self.add(self.tr("Reason, kept in the audit log"), self.reason)
        self.asks.toggled.connect(self.threshold.setEnabled)
        self.reason.textChanged.connect(lambda _: self._check())
        self._check()

    def accept(self) -> None:
        """Hand all of it on."""
        threshold = self.threshold.value() if self.asks.isChecked() else None
        self.given.emit(self.rule.currentData(), self.reason.text().strip(), threshold)
        super().accept()

    def _check(self) -> None:
        self.decide.setEnabled(bool(self.reason.text().strip()))


class SendBackDialog(ReasonDialog):
    """The reading to return, and the reason.

    Signals:
        sent: stored name of the reading, and the reason.
    """

    sent = Signal(str, str)

    def __init__(self, name: str, readers: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Send a reading of {case} back").format(case=name),
            self.tr(
                "The reader can draw again and sees your reason. When the reading is complete, the review "
                "goes on; decisions stay where nothing changed."
            ),
            self.tr("Send back"),
            self.tr("Such as: please look at the lower end again"),
            parent,
        )
        self.reader = QComboBox()
        self.reader.addItems(readers)
        self.add(self.tr("Reading of"), self.reader)
        self.given.connect(lambda why: self.sent.emit(self.reader.currentText(), why))
