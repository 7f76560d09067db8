"""The panel at the right of the images, with at most one section open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_gui.settings import Settings
from cxstage_gui.theme import icon
from cxstage_gui.widgets.labels import label

WIDTH, BAR, BUTTON = 272, 40, 32
OPEN_KEY = "read/side"


class SectionPanel(QWidget):
    """A narrow bar with one button per section; the open section is left of it.

    Signals:
        toggled: a section was opened (its id) or all are closed ("").
    """

    toggled = Signal(str)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._buttons: dict[str, tuple[QToolButton, str]] = {}
        self._pages: dict[str, QWidget] = {}
        self.open = ""
        self._stack = QStackedWidget()
        self._stack.setFixedWidth(WIDTH)
        self._stack.hide()
        self._bar = QWidget()
        self._bar.setFixedWidth(BAR)
        self._column = QVBoxLayout(self._bar)
        self._column.setContentsMargins(4, 6, 4, 6)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._stack)
        row.addWidget(self._bar)
        self._bar.hide()

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the sections, from top to bottom."""
        return tuple(self._pages)

    def add(self, name: str, title: str, symbol: str, widget: QWidget) -> None:
        """Add a section; it opens at once if it was open when the window was last closed."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(label(title, "heading"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(widget)
        scroll.setAccessibleName(title)
        column.addWidget(scroll, 1)
        self._stack.addWidget(page)
        self._pages[name] = page
        button = QToolButton()
        button.setCheckable(True)
        button.setIcon(icon(symbol))
        button.setIconSize(QSize(20, 20))
        button.setFixedSize(BUTTON, BUTTON)
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _=False, n=name: self.toggle(n))
        self._column.insertWidget(self._column.count() - 1, button)
        self._buttons[name] = (button, symbol)
        self._bar.show()
        if self._settings.text(OPEN_KEY) == name:
            self.show_section(name)

    def toggle(self, name: str) -> None:
        """Open a section, or close it when it is open."""
        self.show_section("" if self.open == name else name)

    def show_section(self, name: str) -> None:
        """Open a section; "" closes all."""
        self.open = name
        for other, (button, _) in self._buttons.items():
            button.setChecked(other == name)
        if name:
            self._stack.setCurrentWidget(self._pages[name])
        self._stack.setVisible(bool(name))
        self._settings.keep(OPEN_KEY, name)
        self.toggled.emit(name)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_buttons"):
            for button, symbol in self._buttons.values():
                button.setIcon(icon(symbol))
        super().changeEvent(event)
