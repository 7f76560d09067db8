"""The bar above the images with the reason why a case cannot be changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from cxstage_gui.session.level import Level
from cxstage_gui.theme import current, icon
from cxstage_gui.widgets.labels import label, set_role

STRESS_MS = 1500


class LockedBar(QFrame):
    """The one place for the reason; hidden while the case can be changed."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._icon = QLabel()
        self._icon.setFixedWidth(20)
        self._text = label("", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(STRESS_MS)
        self._calm.timeout.connect(lambda: set_role(self, level=Level.INFO.value))
        set_role(self, level=Level.INFO.value)
        self._redraw()
        self.hide()

    @property
    def text(self) -> str:
        """The reason on screen, "" without one."""
        return "" if self.isHidden() else self._text.text()

    def show_reason(self, sentence: str) -> None:
        """Show a reason, or with "" none."""
        self._text.setText(sentence)
        self._text.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def stress(self) -> None:
        """Make the reason stand out for a moment, because something was tried that it forbids."""
        set_role(self, level=Level.WARNING.value)
        self._calm.start()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again in the colours of a new theme."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon"):
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        self._icon.setPixmap(icon("lock-simple", current().muted).pixmap(16, 16))
