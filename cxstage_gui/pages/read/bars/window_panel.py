"""Fields, histogram and buttons of the section "Window"."""

from __future__ import annotations

from typing import Any

import numpy.typing as npt
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cxstage_gui.viewer.histogram import Histogram
from cxstage_gui.viewer.models.window_level import WindowLevel
from cxstage_gui.viewer.models.window_rules import WindowRule
from cxstage_gui.widgets.labels import label

FURTHEST = 1e7


class WindowPanel(QWidget):
    """Shows the window of one pane; signals ask for another.

    Signals:
        ends_chosen: low and high.
        preset_chosen: number of the preset in the list.
    """

    ends_chosen = Signal(float, float)
    preset_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.histogram = Histogram()
        self.histogram.setAccessibleName(self.tr("Intensities of the slice, with the window's ends"))
        self.histogram.dragged.connect(self.ends_chosen)
        self.low, self.high = self._field(self.tr("Low")), self._field(self.tr("High"))
        self.auto = QPushButton(self.tr("Automatic"))
        self.full = QPushButton(self.tr("Full range"))
        self.region = QPushButton(self.tr("From a region…"))
        self.region.setToolTip(self.tr("Then drag a rectangle in a pane"))
        self.tumour = QPushButton(self.tr("Around the tumour"))
        self.tumour.setToolTip(self.tr("The drawn tumour and 10 mm around it"))
        self._name = label(role="muted")
        self._presets = QVBoxLayout()
        self._presets.setSpacing(4)
        self._rules: tuple[WindowRule, ...] = ()
        self.presets: list[QPushButton] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column, (words, field) in enumerate(
            ((self.tr("Low (black)"), self.low), (self.tr("High (white)"), self.high))
        ):
            grid.addWidget(label(words, "muted"), 0, column)
            grid.addWidget(field, 1, column)
        grid.addWidget(self.auto, 2, 0)
        grid.addWidget(self.full, 2, 1)
        grid.addWidget(self.region, 3, 0, 1, 2)
        grid.addWidget(self.tumour, 4, 0, 1, 2)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(0, 0, 8, 0)
        column_of_all.setSpacing(8)
        column_of_all.addWidget(self._name)
        column_of_all.addWidget(self.histogram)
        column_of_all.addLayout(grid)
        column_of_all.addSpacing(4)
        column_of_all.addWidget(label(self.tr("Presets"), "heading"))
        column_of_all.addLayout(self._presets)
        column_of_all.addWidget(
            label(
                self.tr(
                    "MR intensities have no unit: a preset is a range of percentiles of the tissue "
                    "in this image. The window of each series is remembered."
                ),
                "muted",
                wrap=True,
            )
        )
        column_of_all.addStretch(1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Empty the panel."""
        self.setEnabled(False)
        self._name.setText(self.tr("No image is shown."))
        self.histogram.show_slice(None, (0.0, 1.0))
        self.histogram.show_window(None)

    def show_rules(self, rules: tuple[WindowRule, ...], sequence: str) -> None:
        """Offer the presets of a sequence."""
        self._name.setText(sequence)
        if rules == self._rules:
            return
        self._rules = rules
        for button in self.presets:
            self._presets.removeWidget(button)
            button.deleteLater()
        self.presets = []
        words = self._words()
        for number, rule in enumerate(rules):
            button = QPushButton(words[rule.id])
            button.setToolTip(
                self.tr("From the {low}th to the {high}th percentile of the tissue").format(
                    low=f"{rule.low:g}", high=f"{rule.high:g}"
                )
            )
            button.clicked.connect(lambda _=False, n=number: self.preset_chosen.emit(n))
            self._presets.addWidget(button)
            self.presets.append(button)

    def show_pane(
        self, plane: npt.NDArray[Any], limits: tuple[float, float], window: WindowLevel
    ) -> None:
        """Show a slice's intensities and its window."""
        self.setEnabled(True)
        self.histogram.show_slice(plane, limits)
        self.histogram.show_window(window)
        digits = 0 if window.width >= 20 else 3
        for field, value in ((self.low, window.low), (self.high, window.high)):
            field.blockSignals(True)
            field.setDecimals(digits)
            field.setSingleStep(window.width / 50)
            field.setValue(value)
            field.blockSignals(False)

    def _words(self) -> dict[str, str]:
        return {
            "tissue": self.tr("All tissue"),
            "tumour": self.tr("Tumour and stroma"),
            "dark": self.tr("Dark tissue"),
            "bright": self.tr("Bright tissue"),
            "fluid": self.tr("Fluid"),
            "under fat": self.tr("Soft tissue next to fat"),
            "fat": self.tr("Fat"),
            "restricted": self.tr("Restricted diffusion"),
            "low diffusion": self.tr("Low diffusion"),
        }

    def _field(self, name: str) -> QDoubleSpinBox:
        field = QDoubleSpinBox()
        field.setRange(-FURTHEST, FURTHEST)
        field.setKeyboardTracking(False)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        # As wide as its column, not as its widest possible number.
        field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        field.setAccessibleName(name)
        field.valueChanged.connect(self._typed)
        return field

    def _typed(self) -> None:
        low, high = self.low.value(), self.high.value()
        if low < high:
            self.ends_chosen.emit(low, high)
