"""Fields for the options that a tool declares."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QPushButton, QWidget

from cxstage_gui.strings import localized
from cxstage_gui.viewer.models.tools import Tool
from cxstage_gui.viewer.models.tools.options import (
    ButtonOption,
    ChoiceOption,
    NumberOption,
    Option,
    SwitchOption,
)
from cxstage_gui.widgets.numbers import number_field

SetOption = Callable[[str, object], None]


def option_field(option: Option, set_option: SetOption) -> QWidget:
    """Build the field of an option; it calls `set_option` with the name and the new value."""
    match option:
        case NumberOption():
            field: QWidget = _number(option, set_option)
        case ChoiceOption():
            field = _choice(option, set_option)
        case SwitchOption():
            switch = QCheckBox(localized(option.words))
            switch.toggled.connect(partial(set_option, option.name))
            field = switch
        case ButtonOption():
            button = QPushButton(localized(option.title))
            button.clicked.connect(lambda: set_option(option.name, True))
            field = button
    field.setAccessibleName(localized(option.title))
    field.setToolTip(localized(option.help))
    return field


def show_value(option: Option, field: QWidget, tool: Tool) -> None:
    """Show the value that a tool has, without setting it again."""
    value = getattr(tool, option.name)
    field.blockSignals(True)
    if isinstance(field, QDoubleSpinBox):
        field.setValue(value or 0.0)
    elif isinstance(field, QComboBox):
        field.setCurrentIndex(field.findData(value))
    elif isinstance(field, QCheckBox):
        field.setChecked(value)
    elif isinstance(field, QPushButton):
        field.setDown(value)
    field.blockSignals(False)


def _number(option: NumberOption, set_option: SetOption) -> QDoubleSpinBox:
    field = number_field(option.low, option.high, option.decimals, option.step)
    field.setSuffix(localized(option.unit))
    if not option.decimals:
        field.setKeyboardTracking(False)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.valueChanged.connect(partial(set_option, option.name))
    return field


def _choice(option: ChoiceOption, set_option: SetOption) -> QComboBox:
    field = QComboBox()
    for value, title in option.choices:
        field.addItem(localized(title), value)
    values = tuple(value for value, _ in option.choices)
    field.activated.connect(lambda place: set_option(option.name, values[place]))
    return field
