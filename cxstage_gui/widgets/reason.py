"""Asks for the reason of an act that the audit log keeps."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from cxstage_gui.widgets.dialog import FormDialog

ROOM, WIDEST = 32, 640


class ReasonDialog(FormDialog):
    """Without a reason nothing happens.

    Args:
        example: what a reason may look like.

    Signals:
        given: the reason.
    """

    given = Signal(str)

    def __init__(
        self, title: str, sentence: str, act: str, example: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, sentence, act, parent)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(example)
        self.reason.ensurePolished()  # the style sheet sets the font
        width = self.reason.fontMetrics().horizontalAdvance(example)
        self.reason.setMinimumWidth(min(width + ROOM, WIDEST))
        self.add(self.tr("Reason, kept in the audit log"), self.reason)
        self.reason.textChanged.connect(self._check)
        self._check()
        self.reason.setFocus()

    def accept(self) -> None:
        """Hand the reason on."""
        self.given.emit(self.reason.text().strip())
        super().accept()

    def _check(self) -> None:
        self.decide.setEnabled(bool(self.reason.text().strip()))
