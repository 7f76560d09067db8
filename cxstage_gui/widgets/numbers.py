"""Fields for numbers."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

MARGIN_PX = 6


def whole_field(low: int, high: int, value: int | None = None, suffix: str = "") -> QSpinBox:
    """A field for a whole number."""
    box = QSpinBox()
    box.setRange(low, high)
    box.setSuffix(suffix)
    box.setValue(low if value is None else value)
    box.lineEdit().setTextMargins(MARGIN_PX, 0, 0, 0)
    return box


def number_field(low: float, high: float, decimals: int, step: float) -> QDoubleSpinBox:
    """A field for a number, written with a decimal point in every language."""
    box = QDoubleSpinBox()
    box.setLocale(QLocale.c())
    box.setDecimals(decimals)
    box.setRange(low, high)
    box.setSingleStep(step)
    box.lineEdit().setTextMargins(MARGIN_PX, 0, 0, 0)
    return box
