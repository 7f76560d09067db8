"""T2 and another series in the squares of a checkerboard, before and after registration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.dataset.registering import registration_note
from cxstage_core.dataset.roles import OPTIONAL, ROLES
from cxstage_gui.pages.train.picture import Picture
from cxstage_gui.session import Session
from cxstage_gui.strings import error_message, localized
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.notice import Notice

if TYPE_CHECKING:
    from cxstage_core.dataset.overlay import Overlay
    from cxstage_gui.session import TaskHandle

SIDE = 480
SQUARES, MOST_SQUARES = 8, 32


class RegistrationDialog(QDialog):
    """One patient; the registration is found when it is first asked for, and stored."""

    def __init__(
        self,
        session: Session,
        patient: str,
        channels: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Registration to T2: {patient}").format(patient=patient))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._patient = session, patient
        self._asked: TaskHandle | None = None
        self.shown: Overlay | None = None
        self.channel = QComboBox()
        self.channel.setAccessibleName(self.tr("Series"))
        for name in sorted(OPTIONAL, key=lambda name: name not in channels):
            self.channel.addItem(localized(ROLES[name].title), name)
        self.channel.currentIndexChanged.connect(lambda _: self.ask())
        self.moved = QCheckBox(self.tr("After registration"))
        self.moved.setChecked(True)
        self.moved.toggled.connect(lambda _: self._draw())
        self.slice = self._slider(self.tr("Slice"), 0, 0, 0)
        self.squares = self._slider(self.tr("Squares"), 1, MOST_SQUARES, SQUARES)
        self.notice = Notice()
        self.picture = Picture(self.tr("Checkerboard of T2 and the other series"))
        self.picture.setMinimumSize(QSize(SIDE, SIDE))
        self.words = label("", "muted", wrap=True)
        top = QHBoxLayout()
        top.setSpacing(12)
        for part in (
            label(self.tr("Series")),
            self.channel,
            label(self.tr("Slice")),
            self.slice,
            label(self.tr("Squares")),
            self.squares,
            self.moved,
        ):
            top.addWidget(part)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.notice)
        column.addWidget(self.picture, 1)
        column.addWidget(self.words)
        column.addWidget(buttons)
        self.ask()

    def ask(self) -> None:
        """Lay the chosen series on T2."""
        if self._asked is not None:
            self._asked.cancel()
        self.shown = None
        self.notice.clear()
        self.words.setText(self.tr("registering …"))
        self._asked = self._session.setup.overlay(
            self._patient, str(self.channel.currentData()), self._show, self._failed
        )

    def _failed(self, error: Exception) -> None:
        self.words.setText("")
        self.picture.show_pixels(np.zeros((1, 1), np.float32), (0.0, 1.0))
        self.notice.show_message(error_message(error), "error")

    def _show(self, made: Overlay) -> None:
        if made.channel != self.channel.currentData():
            return
        self.shown = made
        self.slice.setRange(0, len(made.t2) - 1)
        self.slice.setValue(len(made.t2) // 2)
        self.moved.setEnabled(made.registration.used is not None)
        found = made.registration.found
        self.words.setText(
            self.tr("{note} Mutual information {before:.3f} before, {after:.3f} after.").format(
                note=localized(registration_note(made.channel, found)),
                before=found.before,
                after=found.after,
            )
        )
        self._draw()

    def _draw(self) -> None:
        made = self.shown
        if made is None:
            return
        place = min(self.slice.value(), len(made.t2) - 1)
        grey = made.picture(place, self.squares.value(), moved=self.moved.isChecked())
        self.picture.show_pixels(grey.astype(np.float32), (0.0, 255.0), made.pixel_mm)

    def _slider(self, name: str, low: int, high: int, value: int) -> QSlider:
        made = QSlider(Qt.Orientation.Horizontal)
        made.setAccessibleName(name)
        made.setRange(low, high)
        made.setValue(value)
        made.valueChanged.connect(lambda _: self._draw())
        return made
