"""A message next to its cause: information, a warning, an error."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from cxstage_gui.session.level import Level
from cxstage_gui.theme import current, icon
from cxstage_gui.widgets.labels import set_role

ICONS = {
    Level.INFO: "info",
    Level.GOOD: "check-circle",
    Level.WARNING: "warning",
    Level.ERROR: "x-circle",
}


class Notice(QFrame):
    """Hidden until `show_message` is called; closed by its button or by `clear`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._icon = QLabel()
        self._icon.setFixedWidth(20)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._level = Level.INFO
        self._close = close = QToolButton()
        close.setAccessibleName(self.tr("Close this message"))
        close.setToolTip(self.tr("Close this message"))
        close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def level(self) -> str:
        """The level of the message on screen, "" without one."""
        return "" if self.isHidden() else self._level

    @property
    def text(self) -> str:
        """The message on screen, "" without one."""
        return "" if self.isHidden() else self._text.text()

    def show_message(self, sentence: str, level: str = Level.INFO) -> None:
        """Show a sentence; `level` is a `Level` or its value."""
        self._level = Level(level)
        self._text.setText(sentence)
        self._text.setAccessibleName(sentence)
        set_role(self, level=self._level.value)
        self._redraw()
        self.show()

    def clear(self) -> None:
        """Hide the notice."""
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        palette = current()
        colours = {
            Level.INFO: palette.accent,
            Level.GOOD: palette.good,
            Level.WARNING: palette.warning,
            Level.ERROR: palette.error,
        }
        self._icon.setPixmap(icon(ICONS[self._level], colours[self._level]).pixmap(20, 20))
        self._close.setIcon(icon("x"))
