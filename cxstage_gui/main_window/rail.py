"""The navigation rail: one button per page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from cxstage_gui.theme import icon

NAME_PX = 64


class Rail(QWidget):
    """Shows the page actions as tall buttons; the current one is marked. Below them, the signed-in user."""

    def __init__(self, pages: Sequence[QAction], own: Sequence[QAction]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Workspaces"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        group = QActionGroup(self)
        for action in pages:
            action.setCheckable(True)
            group.addAction(action)
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setIconSize(QSize(24, 24))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.text())
            button.setObjectName(f"rail.{action.objectName()}")
            if not action.isVisible():
                button.hide()
            action.visibleChanged.connect(partial(_follow, button, action))
            column.addWidget(button)
        column.addStretch(1)
        self.person = QToolButton()
        self.person.setObjectName("rail.person")
        self.person.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.person.setIconSize(QSize(24, 24))
        self.person.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.person)
        menu.addActions(list(own))
        self.person.setMenu(menu)
        self.person.hide()
        column.addWidget(self.person)

    def show_person(self, name: str, roles: str) -> None:
        """Show the signed-in user; "" for none."""
        self.person.setVisible(bool(name))
        self.person.setText(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, NAME_PX))
        self.person.setToolTip(f"{name}: {roles}")
        self.person.setAccessibleName(self.tr("Signed in as {name}").format(name=name))
        self.redraw()

    def redraw(self) -> None:
        """Take the colours of the current theme."""
        self.person.setIcon(icon("user-circle"))


def _follow(button: QToolButton, action: QAction) -> None:
    button.setVisible(action.isVisible())
