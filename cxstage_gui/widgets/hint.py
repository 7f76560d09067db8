"""A line with room of its own: a hint, or in its place what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from cxstage_gui.session.level import Level
from cxstage_gui.widgets.labels import set_role

LINES = 3


class Hint(QLabel):
    """Never changes its height, so that nothing below it moves.

    Args:
        hint: what stands there while nothing is wrong.
    """

    def __init__(self, hint: str) -> None:
        super().__init__(hint)
        self._hint = hint
        self.level = ""
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * LINES + 4)
        set_role(self, role="muted")

    def show_message(self, sentence: str, level: str = Level.INFO) -> None:
        """Show a sentence in place of the hint."""
        self.level = Level(level).value
        self.setText(sentence)
        set_role(self, role=self.level if level != Level.INFO else "muted")

    def clear(self) -> None:
        """Show the hint again."""
        self.level = ""
        self.setText(self._hint)
        set_role(self, role="muted")


def repeated(first: str, second: str) -> bool:
    """Return True while the second of two typed texts can still become the first."""
    return first.startswith(second)
