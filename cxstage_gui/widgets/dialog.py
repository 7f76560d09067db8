"""The frame of the project's dialogs: a sentence, a form, two buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_gui.widgets.labels import label, set_role
from cxstage_gui.widgets.notice import Notice

P = ParamSpec("P")


def while_open(dialog: QDialog, call: Callable[P, None]) -> Callable[P, None]:
    """The same call, which does nothing once the dialog is closed: an answer may come too late."""
    closed: list[int] = []
    dialog.finished.connect(closed.append)

    def guarded(*args: P.args, **named: P.kwargs) -> None:
        if not closed:
            call(*args, **named)

    return guarded


class FormDialog(QDialog):
    """Asks for a few values; `decide` names the button that accepts them."""

    def __init__(self, title: str, sentence: str, decide: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.notice = Notice()
        buttons = QDialogButtonBox()
        self.decide = QPushButton(decide)
        set_role(self.decide, role="primary")
        self.decide.setDefault(True)
        buttons.addButton(self.decide, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addWidget(label(title, "heading"))
        column.addWidget(label(sentence, "muted", wrap=True))
        column.addLayout(self.form)
        column.addWidget(self.notice)
        column.addStretch(1)
        column.addWidget(buttons)

    def add(self, title: str, field: QWidget) -> None:
        """Add a field with its label; the label is the field's accessible name."""
        name = QLabel(title)
        name.setBuddy(field)
        name.setMinimumHeight(field.sizeHint().height())
        field.setAccessibleName(title)
        self.form.addRow(name, field)
