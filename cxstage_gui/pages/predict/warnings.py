"""What makes an answer less trustworthy: always on screen with it, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cxstage_gui.session.level import Level
from cxstage_gui.theme import current, icon
from cxstage_gui.widgets.labels import label, set_role


class WarningCard(QFrame):
    """One sentence with its mark; it cannot be closed."""

    def __init__(self, sentence: str, level: Level, *, large: bool) -> None:
        super().__init__()
        self._level = level
        self.setProperty("role", "notice")
        self.setProperty("level", level.value)
        self._icon = QLabel()
        self._icon.setFixedWidth(20)
        self.text = label(sentence, "heading" if large else "", wrap=True)
        self.text.setAccessibleName(sentence)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        palette = current()
        colour = palette.error if self._level == Level.ERROR else palette.warning
        name = "x-circle" if self._level == Level.ERROR else "warning"
        self._icon.setPixmap(icon(name, colour).pixmap(20, 20))


class WarningList(QWidget):
    """Cards: the grave ones large and first, the others together."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[WarningCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is on screen, in its order."""
        return tuple(card.text.text() for card in self.cards)

    def show_warnings(self, grave: Sequence[str], others: Sequence[str]) -> None:
        """Show sentences; `grave` ones are large and come first."""
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [WarningCard(one, Level.ERROR, large=True) for one in grave]
        if others:
            lines = others if len(others) == 1 else [f"• {one}" for one in others]
            self.cards.append(WarningCard("\n".join(lines), Level.WARNING, large=False))
        for card in self.cards:
            set_role(card)
            self._column.addWidget(card)
        self.setVisible(bool(self.cards))
