"""The accounts of a cohort: who may sign in, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.cohort.accounts.passphrase import SHORTEST
from cxstage_core.cohort.values.permissions import Role
from cxstage_gui.session import Session
from cxstage_gui.strings import error_message
from cxstage_gui.widgets.dialog import while_open
from cxstage_gui.widgets.hint import repeated
from cxstage_gui.widgets.labels import label, line, set_role
from cxstage_gui.widgets.passphrase import PassphraseDialog, passphrase_field, passphrase_hint
from cxstage_gui.widgets.table import Column, RowsModel, table_view

if TYPE_CHECKING:
    from cxstage_core.cohort.values.people import Account


class AccountsDialog(QDialog):
    """Lists the accounts, makes new ones, resets passphrases, closes and opens accounts."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(self.tr("Accounts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(640)
        self._sentence = label("", "muted", wrap=True)
        self.hint = passphrase_hint()
        self._waits = False
        self.model: RowsModel[Account] = RowsModel(
            (
                Column(self.tr("Name"), lambda account: account.name),
                Column(self.tr("Role"), self._roles),
                Column(self.tr("State"), self._state),
            )
        )
        self.table = table_view(self.tr("Accounts"))
        self.table.setModel(self.model)
        self.table.setMinimumHeight(160)
        self.reset = QPushButton(self.tr("Reset passphrase…"))
        self.turn = QPushButton(self.tr("Deactivate account"))
        self.name = QLineEdit()
        self.name.setMaxLength(100)
        self.role = QComboBox()
        self.words, self.again = passphrase_field(), passphrase_field()
        self.make = QPushButton(self.tr("Create account"))
        set_role(self.make, role="primary")
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.reset.clicked.connect(self._ask_reset)
        self.turn.clicked.connect(self._turn)
        self.make.clicked.connect(self._make)
        for field in (self.name, self.words, self.again):
            field.textChanged.connect(lambda _: self._typed())
        self._offer_roles(session.user.signed_in)
        self._load()
        self.name.setFocus()

    # -- what there is

    def _load(self) -> None:
        self._session.accounts.load_accounts(while_open(self, self._show))

    def _show(self, accounts: tuple[Account, ...]) -> None:
        self.model.show(accounts)
        self.table.resizeColumnsToContents()
        if accounts:
            self._sentence.setText(
                self.tr(
                    "Readers see only their own outlines until a case is complete, and never stage or "
                    "outcome. Reviewers freeze references. Coordinators see and arrange all."
                )
            )
        else:
            self._sentence.setText(
                self.tr(
                    "This cohort has no accounts: every user who can open it may do everything. The first "
                    "account is a coordinator's; from then on all users sign in."
                )
            )
        self._chosen()
        self._check()

    def _roles(self, account: Account) -> str:
        return ", ".join(self._role_name(role) for role in sorted(account.roles))

    def _role_name(self, role: Role) -> str:
        return {
            Role.READER: self.tr("Reader"),
            Role.REVIEWER: self.tr("Reviewer"),
            Role.COORDINATOR: self.tr("Coordinator"),
        }[role]

    def _state(self, account: Account) -> str:
        if not account.active:
            return self.tr("deactivated")
        return self.tr("to choose a passphrase") if account.provisional else self.tr("open")

    def _selected(self) -> Account | None:
        rows = self.table.selectionModel().selectedRows()
        return self.model.rows[rows[0].row()] if rows else None

    def _chosen(self) -> None:
        account = self._selected()
        self.reset.setEnabled(account is not None and account.active)
        self.turn.setEnabled(account is not None)
        closed = account is not None and not account.active
        self.turn.setText(self.tr("Activate account") if closed else self.tr("Deactivate account"))

    # -- changes

    def _make(self) -> None:
        if self._waits:
            return
        name, words = self.name.text(), self.words.text()
        first = not self._session.user.signed_in
        self._waits = True  # the button stays enabled: a disabled one would hand its focus to Close

        def done(_: object) -> None:
            self._waits = False
            for field in (self.again, self.words, self.name):
                field.clear()
            self.hint.show_message(self.tr("{name} can sign in.").format(name=name), "good")
            if first:
                self._session.sign_in_again(name, words, self._refused)
                self.accept()
            else:
                self.name.setFocus()
                self._load()

        def refused(error: Exception) -> None:
            self._waits = False
            self._refused(error)
            (self.words if len(words) < SHORTEST else self.name).setFocus()

        self._session.accounts.add(
            name,
            self.role.currentData(),
            words,
            while_open(self, done),
            while_open(self, refused),
        )

    def _ask_reset(self) -> None:
        account = self._selected()
        if account is None:
            return
        dialog = PassphraseDialog(
            self.tr("Passphrase of {name}").format(name=account.name),
            self.tr("It is to be changed by {name} at the next sign-in.").format(name=account.name),
            own=False,
            parent=self,
        )

        def done(_: object) -> None:
            dialog.done_well()
            self._load()

        dialog.given.connect(
            lambda _, new: self._session.accounts.reset(
                account.name, new, while_open(dialog, done), while_open(dialog, dialog.refuse)
            )
        )
        dialog.open()

    def _turn(self) -> None:
        account = self._selected()
        if account is not None:
            self._session.accounts.activate(
                account.name,
                not account.active,
                while_open(self, lambda _: self._load()),
                while_open(self, self._refused),
            )

    def _refused(self, error: Exception) -> None:
        self.hint.show_message(error_message(error), "error")

    def _typed(self) -> None:
        if not repeated(self.words.text(), self.again.text()):
            self.hint.show_message(self.tr("The two passphrases differ."), "warning")
        else:
            self.hint.clear()
        self._check()

    def _check(self) -> None:
        same = bool(self.words.text()) and self.words.text() == self.again.text()
        self.make.setEnabled(bool(self.name.text().strip()) and same)

    def _offer_roles(self, all_of_them: bool) -> None:
        offers: tuple[tuple[Role, ...], ...] = ((Role.COORDINATOR,), (Role.COORDINATOR, Role.REVIEWER))
        if all_of_them:
            offers = ((Role.READER,), (Role.REVIEWER,), *offers)
        for roles in offers:
            self.role.addItem(", ".join(self._role_name(role) for role in roles), roles)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Accounts"), "heading"))
        column.addWidget(self._sentence)
        column.addWidget(self.table, 1)
        acts = QHBoxLayout()
        acts.addWidget(self.reset)
        acts.addWidget(self.turn)
        acts.addStretch(1)
        column.addLayout(acts)
        column.addWidget(line())
        column.addWidget(label(self.tr("New account"), "heading"))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for title, field in (
            (self.tr("Name"), self.name),
            (self.tr("Role"), self.role),
            (self.tr("Passphrase"), self.words),
            (self.tr("Repeat passphrase"), self.again),
        ):
            caption = QLabel(title)
            caption.setBuddy(field)
            caption.setMinimumHeight(field.sizeHint().height())
            field.setAccessibleName(title)
            form.addRow(caption, field)
        form.addRow("", self.hint)
        column.addLayout(form)
        end = QHBoxLayout()
        close = QPushButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        end.addStretch(1)
        end.addWidget(self.make)
        end.addWidget(close)
        column.addLayout(end)
