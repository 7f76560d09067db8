"""The menu of the tools that have no room in the strip."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from cxstage_gui.theme import icon

SLIDER = 120


class MoreTools(QToolButton):
    """A button at the end of the tools; its menu does what the hidden parts of the strip do.

    Args:
        describe: returns name and keys of a part; keys may be "".
    """

    def __init__(self, size: int, describe: Callable[[QWidget], tuple[str, str]]) -> None:
        super().__init__()
        self._describe = describe
        self._parts: tuple[QWidget, ...] = ()
        self.setIconSize(QSize(20, 20))
        self.setFixedSize(size + 12, size)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(self.tr("More tools"))
        self.setAccessibleName(self.tr("More tools"))
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)
        self.redraw()

    def redraw(self) -> None:
        """Draw the icon in the colours of the theme."""
        self.setIcon(icon("dots-three-vertical"))

    def show_parts(self, parts: Sequence[QWidget]) -> None:
        """Offer these parts of the strip, each a tool button or a slider; without any, hide."""
        self._parts = tuple(parts)
        self.setVisible(bool(parts))

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for part in self._parts:
            if isinstance(part, QToolButton):
                self._add_button(menu, part)
            elif isinstance(part, QSlider):
                self._add_slider(menu, part)

    def _add_button(self, menu: QMenu, button: QToolButton) -> None:
        name, keys = self._describe(button)
        action = menu.addAction(button.icon(), f"{name}\t{keys}" if keys else name)
        action.setCheckable(button.isCheckable())
        action.setChecked(button.isChecked())
        action.setEnabled(button.isEnabled())
        action.triggered.connect(lambda _: button.click())

    def _add_slider(self, menu: QMenu, slider: QSlider) -> None:
        name, _ = self._describe(slider)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.addWidget(QLabel(name), 1)
        twin = QSlider(Qt.Orientation.Horizontal)
        twin.setRange(slider.minimum(), slider.maximum())
        twin.setValue(slider.value())
        twin.setFixedWidth(SLIDER)
        twin.setAccessibleName(name)
        twin.valueChanged.connect(slider.setValue)
        layout.addWidget(twin)
        action = QWidgetAction(menu)
        action.setDefaultWidget(row)
        menu.addAction(action)
