"""How many panes there are, and how pixels are scaled: the menu at the right of the strip."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from cxstage_gui.keys.commands import Command
from cxstage_gui.pages.read.bars.tool_strip import BUTTON
from cxstage_gui.theme import icon
from cxstage_gui.viewer.models.contents import Layout

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

LAYOUT_KEY, SMOOTH_KEY = "read/layout", "read/smooth"


class LayoutsPart(QObject):
    """Adds the commands of layout and interpolation; both are remembered."""

    def __init__(self, page: ReadPage) -> None:
        super().__init__(page)
        self._page = page
        self._settings = page.session.settings
        self.titles = {
            Layout.ONE: self.tr("One pane"),
            Layout.TWO: self.tr("Two panes"),
            Layout.FOUR: self.tr("Two by two panes"),
            Layout.ONE_AND_THREE: self.tr("One large pane and three"),
        }
        self.button = QToolButton()
        self.button.setIcon(icon("squares-four"))
        self.button.setIconSize(QSize(20, 20))
        self.button.setFixedSize(BUTTON + 12, BUTTON)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setToolTip(self.tr("Panes and scaling"))
        self.button.setAccessibleName(self.tr("Panes and scaling"))
        self.button.installEventFilter(self)
        self._menu = QMenu(self.button)
        self._group = QActionGroup(self)
        self.actions: dict[Layout, QAction] = {}
        for layout, title in self.titles.items():
            action = self._menu.addAction(title)
            action.setCheckable(True)
            action.triggered.connect(partial(self.choose, layout))
            self._group.addAction(action)
            self.actions[layout] = action
        self._menu.addSeparator()
        self.smooth = self._menu.addAction(self.tr("Smooth pixels"))
        self.smooth.setCheckable(True)
        self.smooth.triggered.connect(self._scale)
        self.button.setMenu(self._menu)
        page.strip.add_right(self.button)
        page.commands.add(*self._commands())
        page.commands.changed.connect(self._tell_keys)
        stored = self._settings.text(LAYOUT_KEY)
        self.choose(Layout(stored) if stored in tuple(Layout) else Layout.TWO)
        self.smooth.setChecked(self._settings.text(SMOOTH_KEY) != "nearest")
        self._scale()
        self._tell_keys()

    def choose(self, layout: Layout) -> None:
        """Show this layout, and remember it."""
        self.actions[layout].setChecked(True)
        self._settings.keep(LAYOUT_KEY, layout.value)
        self._page.panes.lay_out(layout)

    def _commands(self) -> tuple[Command, ...]:
        group = self.tr("View")
        return (
            *(
                Command(f"layout {layout.value}", title, group, partial(self.choose, layout))
                for layout, title in self.titles.items()
            ),
            Command("interpolation", self.tr("Smooth pixels or not"), group, self.smooth.trigger),
        )

    def _scale(self) -> None:
        smooth = self.smooth.isChecked()
        self._settings.keep(SMOOTH_KEY, "smooth" if smooth else "nearest")
        for view in self._page.panes.all:
            view.smooth = smooth
            view.update()

    def _tell_keys(self) -> None:
        commands = self._page.commands
        for layout, action in self.actions.items():
            action.setText(f"{self.titles[layout]}\t{commands.shown_keys(f'layout {layout.value}')}")
        self.smooth.setText(f"{self.tr('Smooth pixels')}\t{commands.shown_keys('interpolation')}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange and watched is self.button:
            self.button.setIcon(icon("squares-four"))
        return super().eventFilter(watched, event)
