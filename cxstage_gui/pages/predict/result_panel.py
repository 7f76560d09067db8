"""The right-hand column: the answer, and behind tabs what belongs to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from cxstage_gui.widgets.labels import label

WIDTH = 352


class ResultPanel(QWidget):
    """Panels by key; the bar of tabs is hidden while there is only one."""

    def __init__(self, answer: QWidget) -> None:
        super().__init__()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Parts of the answer"))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName(self.tr("Parts of the answer"))
        self._panels: dict[str, QWidget] = {}
        self.waiting = label(
            self.tr(
                "No prediction yet.\n\nResearch use only: the answer must not guide the care of a patient."
            ),
            "muted",
            wrap=True,
        )
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.waiting.setMargin(24)
        self.setMinimumWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.waiting, 1)
        column.addWidget(self.tabs, 1)
        self.add_panel("answer", self.tr("Answer"), answer)
        self.show_answered(answered=False)

    def add_panel(self, key: str, title: str, widget: QWidget) -> None:
        """Add a panel behind a tab of its own; it scrolls when it is higher than the page.

        Args:
            key: by which the panel is brought to the front.
        """
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(title)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        widget.setObjectName("scrolled")
        area.setWidget(widget)
        self._panels[key] = area
        self.tabs.addTab(area, title)
        self.tabs.tabBar().setVisible(self.tabs.count() > 1)

    def show_panel(self, key: str) -> None:
        """Bring a panel to the front."""
        self.tabs.setCurrentWidget(self._panels[key])

    def panel_shown(self, key: str) -> bool:
        """Return True if this panel is in front."""
        return self.tabs.currentWidget() is self._panels[key]

    def show_answered(self, *, answered: bool) -> None:
        """Show the panels, or what to do to get an answer."""
        for number in range(self.tabs.count()):
            self.tabs.setTabVisible(number, True)
        if not answered:
            self.tabs.setCurrentIndex(0)
        self.tabs.setVisible(answered)
        self.waiting.setVisible(not answered)

    def show_only(self, key: str) -> None:
        """Show one panel alone, when the input gate abstained."""
        self.show_answered(answered=True)
        self.show_panel(key)
        for number in range(self.tabs.count()):
            self.tabs.setTabVisible(number, self.tabs.widget(number) is self._panels[key])
