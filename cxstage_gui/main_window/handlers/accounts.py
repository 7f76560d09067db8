"""Accounts, assignments and the passphrase of the current user."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from cxstage_gui.session import Session
from cxstage_gui.widgets.dialog import while_open
from cxstage_gui.widgets.passphrase import PassphraseDialog

if TYPE_CHECKING:
    from cxstage_core.cohort.values.people import Account


class AccountMenu(QObject):
    """Asks what an entry about accounts needs to know, then calls the session."""

    def __init__(self, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._window = window

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """Return the functions of the menu entries, by id of the action."""
        return {
            "accounts.show": self.show_accounts,
            "assignments.show": self.show_assignments,
            "accounts.passphrase": self.change_passphrase,
            "accounts.out": self._session.sign_out,
        }

    def show_accounts(self) -> None:
        """Open the dialog of accounts."""
        from cxstage_gui.pages.cohort.accounts_dialog import AccountsDialog

        AccountsDialog(self._session, self._window).open()

    def show_assignments(self) -> None:
        """Open the dialog of assignments."""
        from cxstage_gui.pages.cohort.assignments_dialog import AssignmentsDialog

        AssignmentsDialog(self._session, self._window).open()

    def change_passphrase(self) -> None:
        """Ask for the old and a new passphrase."""
        self._ask_passphrase(self.tr("Your present passphrase stops working."))

    def welcome(self) -> None:
        """Ask a user whose passphrase was set by a coordinator to choose one."""

        def found(account: Account | None) -> None:
            if account is not None and account.provisional:
                self._ask_passphrase(
                    self.tr("A coordinator set your passphrase. Choose one that only you know.")
                )

        if self._session.user.signed_in:
            self._session.accounts.load_own(found)

    def _ask_passphrase(self, sentence: str) -> None:
        dialog = PassphraseDialog(self.tr("Your passphrase"), sentence, own=True, parent=self._window)

        def done(_: object) -> None:
            dialog.done_well()
            self._session.notify(self.tr("Your passphrase was changed."))

        dialog.given.connect(
            lambda old, new: self._session.accounts.change_own(
                old, new, while_open(dialog, done), while_open(dialog, dialog.refuse)
            )
        )
        dialog.open()
