"""What stands next to the image: nothing, another series, or what the network sees."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout, QWidget

from cxstage_gui.session.workers.prediction_values import StudyView
from cxstage_gui.strings import series_words
from cxstage_gui.widgets.short_combo import ShortCombo

INPUT = "input:"
"""Begins the key of an input of the network; its number follows."""


class BesideChoice(QWidget):
    """A list, and a switch for the square that the network sees.

    Signals:
        chosen: id of a series, `INPUT` and a number, or "" for nothing.
        crop_wanted: whether the square is shown.
    """

    chosen = Signal(str)
    crop_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.list = ShortCombo()
        self.list.setAccessibleName(self.tr("Next to the image"))
        self.list.setToolTip(self.tr("What stands next to the image"))
        self.list.setFixedWidth(168)
        self.list.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.list.activated.connect(lambda _: self.chosen.emit(str(self.list.currentData() or "")))
        self.crop = QCheckBox(self.tr("Crop"))
        self.crop.setToolTip(self.tr("Show the square that the network sees"))
        self.crop.toggled.connect(self.crop_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.list)
        column.addWidget(self.crop)
        self.offer(None, ())

    def offer(self, view: StudyView | None, inputs: tuple[str, ...]) -> None:
        """Offer the series of a study, and the inputs of the network once there is an answer."""
        chosen = self.list.currentData() or ""
        self.list.clear()
        self.list.addItem(self.tr("Image alone"), "")
        for one in () if view is None else view.series:
            if view is not None and one.id != view.shown:
                words = series_words(one.used_as, one.plane, one.b_value)
                self.list.addItem(words, one.id)
        for number, name in enumerate(inputs):
            words = self.tr("Network sees: {name}").format(name=name)
            self.list.addItem(words, f"{INPUT}{number}")
        self.list.setCurrentIndex(max(0, self.list.findData(chosen)))
        self.list.setEnabled(self.list.count() > 1)
        self.crop.setEnabled(bool(inputs))

    @staticmethod
    def input_number(key: str) -> int | None:
        """Return the number of an input of the network, None for a series."""
        return int(key.removeprefix(INPUT)) if key.startswith(INPUT) else None
