"""Asks why a model is put into use."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cxstage_gui.widgets.dialog import FormDialog


class PromoteDialog(FormDialog):
    """The reason is kept in the audit log; without one nothing is put into use.

    Signals:
        decided: the reason.
    """

    decided = Signal(str)

    def __init__(self, model: str, in_use: str, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Use {model} for predictions").format(model=model),
            (
                self.tr("The Predict page takes this model first, in place of {other}.").format(
                    other=in_use
                )
                if in_use
                else self.tr("The Predict page takes this model first.")
            ),
            self.tr("Put into use"),
            parent,
        )
        self.reason = QPlainTextEdit()
        self.reason.setPlaceholderText(
            self.tr("Such as: best AUC in validation, agreed in the meeting of 12 March")
        )
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(96)
        self.add(self.tr("Reason, kept in the audit log"), self.reason)
        self.reason.textChanged.connect(self._check)
        self._check()

    def accept(self) -> None:
        """Hand the reason on."""
        self.decided.emit(self.reason.toPlainText().strip())
        super().accept()

    def _check(self) -> None:
        self.decide.setEnabled(bool(self.reason.toPlainText().strip()))
