"""Number of panes and interpolation: the menu at the right of the toolbar."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.panes.panes import Panes
from cxstage_gui.theme import icon
from cxstage_gui.viewer.models.contents import Layout
from cxstage_gui.viewer.tool_strip import BUTTON, ToolStrip

LAYOUT_KEY, SMOOTH_KEY = "read/layout", "read/smooth"


class Layouts(QObject):
    """Adds the commands of layout and interpolation; both are remembered."""

    def __init__(
        self,
        context: ReadContext,
        commands: Commands,
        panes: Panes,
        strip: ToolStrip,
    ) -> None:
        super().__init__(context)
        self._commands = commands
        self._panes = panes
        self._settings = context.settings
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
        strip.add_right(self.button)
        commands.add(*self._build_commands())
        commands.changed.connect(self._show_keys)
        stored = self._settings.text(LAYOUT_KEY)
        self.choose(Layout(stored) if stored in tuple(Layout) else Layout.TWO)
        self.smooth.setChecked(self._settings.text(SMOOTH_KEY) != "nearest")
        self._scale()
        self._show_keys()

    def choose(self, layout: Layout) -> None:
        """Show this layout, and keep it for the next start."""
        self.actions[layout].setChecked(True)
        self._settings.keep(LAYOUT_KEY, layout.value)
        self._panes.lay_out(layout)

    def _build_commands(self) -> tuple[Command, ...]:
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
        for view in self._panes.all:
            view.smooth = smooth
            view.update()

    def _show_keys(self) -> None:
        commands = self._commands
        for layout, action in self.actions.items():
            action.setText(f"{self.titles[layout]}\t{commands.shown_keys(f'layout {layout.value}')}")
        self.smooth.setText(f"{self.tr('Smooth pixels')}\t{commands.shown_keys('interpolation')}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange and watched is self.button:
            self.button.setIcon(icon("squares-four"))
        return super().eventFilter(watched, event)
