"""Saving and copying the answer, and what came of it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.notice import Notice


class ReportBar(QWidget):
    """Two buttons, a third that ends the saving, and a message below."""

    def __init__(self) -> None:
        super().__init__()
        self.save = QPushButton(self.tr("Save report …"))
        self.copy = QPushButton(self.tr("Copy answer"))
        self.copy.setToolTip(self.tr("Copy group, probability, interval, model and date as text"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel saving the report"))
        self.status = label("", "muted", wrap=True)
        self.notice = Notice()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.save, self.cancel, self.copy):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.status)
        column.addWidget(self.notice)
        self.show_state(computing=False, saving=False)

    def show_state(self, *, computing: bool, saving: bool) -> None:
        """Show what is possible now.

        Args:
            computing: explanation or uncertainty, which belong into the report, are not known yet.
            saving: files are being written.
        """
        self.save.setVisible(not saving)
        self.save.setEnabled(not computing)
        self.cancel.setVisible(saving)
        words = self.tr("Writing the files …") if saving else ""
        if computing and not saving:
            words = self.tr(
                "A report can be saved once explanation, checks and uncertainty are computed."
            )
        self.status.setText(words)
        self.status.setVisible(bool(words))
