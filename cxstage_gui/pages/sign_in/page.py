"""The sign-in form, shown when a cohort with accounts is opened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_gui.session import Session
from cxstage_gui.strings import error_message
from cxstage_gui.widgets.labels import label, set_role
from cxstage_gui.widgets.notice import Notice

WIDTH = 440


class SignInPage(QWidget):
    """Name and passphrase; the core decides, and gives the wait after wrong ones."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._title = label("", "heading")
        self.name = QComboBox()
        self.words = QLineEdit()
        self.words.setEchoMode(QLineEdit.EchoMode.Password)
        self.notice = Notice()
        self.enter = QPushButton(self.tr("Sign in"))
        set_role(self.enter, role="primary")
        self.back = QPushButton(self.tr("Open another cohort"))
        set_role(self.back, role="flat")
        self._lay_out()
        self.words.textChanged.connect(lambda _: self._check())
        self.words.returnPressed.connect(self.enter.click)
        self.enter.clicked.connect(self._sign_in)
        self.back.clicked.connect(lambda: session.show_page("start"))
        session.sign_in_wanted.connect(self.ask)
        session.cohort_opened.connect(self.words.clear)
        self.ask()

    def ask(self) -> None:
        """Show the names of the cohort that waits."""
        waiting = self._session.waiting
        if waiting is None:
            return
        self._title.setText(waiting.name or waiting.path.stem)
        self.words.clear()
        self.notice.clear()
        self._session.run_in_background(waiting.accounts.names, on_done=self._show_names)
        self._check()

    def _show_names(self, names: tuple[str, ...]) -> None:
        chosen = self.name.currentText()
        self.name.clear()
        self.name.addItems(names)
        if chosen in names:
            self.name.setCurrentText(chosen)
        self.words.setFocus()
        self._check()

    def _sign_in(self) -> None:
        if not self.enter.isEnabled():
            return
        self.enter.setEnabled(False)
        self.enter.setText(self.tr("Signing in…"))
        self.notice.clear()
        self._session.sign_in(self.name.currentText(), self.words.text(), self._refused)

    def _refused(self, error: Exception) -> None:
        self.notice.show_message(error_message(error), "error")
        self.words.clear()
        self.words.setFocus()

    def _check(self) -> None:
        self.enter.setText(self.tr("Sign in"))
        self.enter.setEnabled(bool(self.name.currentText() and self.words.text()))

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 32, 32, 24)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(
            label(self.tr("This cohort has accounts. Sign in to work with it."), "muted", wrap=True)
        )
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for title, field in ((self.tr("Name"), self.name), (self.tr("Passphrase"), self.words)):
            caption = QLabel(title)
            caption.setBuddy(field)
            field.setMinimumHeight(32)
            field.setAccessibleName(title)
            caption.setMinimumHeight(32)
            form.addRow(caption, field)
        column.addLayout(form)
        column.addWidget(self.notice)
        self.enter.setMinimumHeight(36)
        column.addWidget(self.enter)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignHCenter)
        middle = QVBoxLayout()
        middle.addStretch(2)
        middle.addWidget(card)
        middle.addStretch(3)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addLayout(middle)
        row.addStretch(1)
