"""A field for a path: typed, chosen with a button, or dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget


class ChooseFile(QWidget):
    """One path.

    Args:
        question: title of the platform's dialog.
        patterns: such as "Volumes (*.nii.gz *.mha)"; "" asks for a folder.
    """

    changed = Signal()

    def __init__(self, question: str, patterns: str = "") -> None:
        super().__init__()
        self._question = question
        self._patterns = patterns
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Choose, or drop it here"))
        self.field.setAcceptDrops(False)
        self.field.textChanged.connect(lambda _: self.changed.emit())
        self._button = QPushButton(self.tr("Choose…"))
        self._button.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self._button)
        self.setAcceptDrops(True)
        self.setFocusProxy(self.field)

    @property
    def path(self) -> Path | None:
        """The path, None while the field is empty."""
        text = self.field.text().strip()
        return Path(text) if text else None

    @path.setter
    def path(self, value: Path) -> None:
        self.field.setText(str(value))

    def setAccessibleName(self, name: str) -> None:
        """Name the field and its button."""
        super().setAccessibleName(name)
        self.field.setAccessibleName(name)
        self._button.setAccessibleName(f"{self._button.text()} {name}")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One local file or folder may be dropped."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the dropped path."""
        self.path = Path(event.mimeData().urls()[0].toLocalFile())
        event.acceptProposedAction()

    def _ask(self) -> None:
        start = str(self.path.parent) if self.path is not None else str(Path.home())
        if self._patterns:
            chosen, _ = QFileDialog.getOpenFileName(self, self._question, start, self._patterns)
        else:
            chosen = QFileDialog.getExistingDirectory(self, self._question, start)
        if chosen:
            self.path = Path(chosen)
