"""A row of the list of outlines: visibility, fill and opacity."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QSlider, QWidget

from cxstage_gui.viewer.models.looks import Look, Mode
from cxstage_gui.viewer.tool_strip import swatch

FAINTEST = 5


class OutlineRow(QWidget):
    """Edits a `Look`.

    Signals:
        changed: the edited `Look`.
    """

    changed = Signal(object)

    def __init__(self, name: str, colour: str, look: Look) -> None:
        super().__init__()
        self._look = look
        self.shown = QCheckBox(name)
        self.shown.setIcon(swatch(colour))
        self.mode = QComboBox()
        for mode, words in (
            (Mode.BOTH, self.tr("Area and line")),
            (Mode.OUTLINE, self.tr("Line")),
            (Mode.FILL, self.tr("Area")),
        ):
            self.mode.addItem(words, mode)
        self.mode.setAccessibleName(self.tr("How {name} is shown").format(name=name))
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(FAINTEST, 100)
        self.opacity.setAccessibleName(self.tr("Opacity of {name}").format(name=name))
        for part in (self.shown, self.mode, self.opacity):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            part.setMinimumHeight(28)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.addWidget(self.shown, 0, 0, 1, 2)
        grid.addWidget(self.mode, 1, 0)
        grid.addWidget(self.opacity, 1, 1)
        grid.setColumnStretch(1, 1)
        self.show_look(look)
        self.shown.toggled.connect(lambda on: self._change(shown=on))
        self.mode.activated.connect(lambda _: self._change(mode=self.mode.currentData()))
        self.opacity.valueChanged.connect(lambda percent: self._change(opacity=percent / 100))

    def show_look(self, look: Look) -> None:
        """Show another look without the signal."""
        self._look = look
        for part in (self.shown, self.mode, self.opacity):
            part.blockSignals(True)
        self.shown.setChecked(look.shown)
        self.mode.setCurrentIndex(self.mode.findData(look.mode))
        self.opacity.setValue(round(look.opacity * 100))
        for part in (self.shown, self.mode, self.opacity):
            part.blockSignals(False)

    def _change(self, **parts: object) -> None:
        self._look = replace(self._look, **parts)  # type: ignore[arg-type]
        self.changed.emit(self._look)
