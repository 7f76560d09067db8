"""The message of an empty page: what is missing, and a button to add it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cxstage_gui.theme import current, icon
from cxstage_gui.widgets.labels import label

WIDTH = 480


class EmptyState(QWidget):
    """An icon, one sentence, and what to do next."""

    def __init__(
        self, symbol: str, title: str, sentence: str, buttons: Sequence[QPushButton] = ()
    ) -> None:
        super().__init__()
        self._symbol = symbol
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heading = label(title, "heading")
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = label(sentence, "muted", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setFixedWidth(WIDTH)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addWidget(heading)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._text)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(3)
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        self._icon.setPixmap(icon(self._symbol, current().faint).pixmap(64, 64))

    def show_text(self, sentence: str) -> None:
        """Change the sentence."""
        self._text.setText(sentence)
