"""Asks for a new passphrase twice, and for the old one where it is one's own."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from cxstage_core.cohort.accounts.passphrase import SHORTEST
from cxstage_gui.strings import error_message
from cxstage_gui.widgets.dialog import FormDialog
from cxstage_gui.widgets.hint import Hint, repeated


def passphrase_field() -> QLineEdit:
    """A field that does not show what is typed."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


def passphrase_hint() -> Hint:
    """The rule for a passphrase, shown before it is broken."""
    return Hint(
        QCoreApplication.translate(
            "Passphrase", "At least {shortest} characters, and not the account's name."
        ).format(shortest=SHORTEST)
    )


class PassphraseDialog(FormDialog):
    """Stays open until the change was made; `refuse` shows why it was not.

    Args:
        own: ask for the old passphrase, too.

    Signals:
        given: old ("" when not asked for) and new passphrase.
    """

    given = Signal(str, str)

    def __init__(self, title: str, sentence: str, *, own: bool, parent: QWidget | None = None) -> None:
        super().__init__(title, sentence, self.tr("Change passphrase"), parent)
        self.old, self.new, self.again = (passphrase_field() for _ in range(3))
        if own:
            self.add(self.tr("Passphrase until now"), self.old)
        self.add(self.tr("New passphrase"), self.new)
        self.add(self.tr("Repeat passphrase"), self.again)
        self._own = own
        self._waits = False
        self.hint = passphrase_hint()
        self.form.addRow("", self.hint)
        for field in (self.old, self.new, self.again):
            field.textChanged.connect(lambda _: self._check())
        self._check()
        (self.old if own else self.new).setFocus()

    def accept(self) -> None:
        """Hand both on; the dialog closes when `done_well` is called."""
        if self._waits:
            return
        self._waits = True  # the button stays enabled: a disabled one would hand its focus on
        self.given.emit(self.old.text(), self.new.text())

    def done_well(self) -> None:
        """The passphrase is changed."""
        super().accept()

    def refuse(self, error: Exception) -> None:
        """Show why it failed."""
        self._waits = False
        self.hint.show_message(error_message(error), "error")

    def _check(self) -> None:
        if not repeated(self.new.text(), self.again.text()):
            self.hint.show_message(self.tr("The two new passphrases differ."), "warning")
        else:
            self.hint.clear()
        full = bool(self.new.text()) and self.new.text() == self.again.text()
        self.decide.setEnabled(full and (bool(self.old.text()) or not self._own))
