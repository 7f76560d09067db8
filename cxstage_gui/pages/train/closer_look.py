"""A closer look at a training: augmented images, the worst validation patients, calibration.

It draws only while it is on screen. The numbers come with the events that the training emits anyway.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxstage_gui.pages.train.samples import SHARE_OF_TIME, SampleStrip
from cxstage_gui.session import Session
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.validation_view import ValidationView

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.validation_course import ValidationEpoch
    from cxstage_core.jobs import Event
    from cxstage_core.training.settings.events import ModelStarted, ValidationPredicted

DRAW_MS = 250
NAME_WIDTH = 220


class CloserLook(QWidget):
    """Follows the network that trained last, or the one that the user chose.

    Attributes:
        button: opens and closes this; the page puts it where it wants.

    Signals:
        patient_wanted: open this validation patient.
    """

    patient_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._started: dict[str, ModelStarted] = {}
        self._epochs: dict[str, int] = {}
        self._predicted: dict[str, ValidationPredicted] = {}
        self._chosen = ""
        self.button = QPushButton()
        self.button.setCheckable(True)
        self.button.setToolTip(
            self.tr(
                "Augmented images, the worst validation patients and calibration instead of the curves"
            )
        )
        self.button.toggled.connect(lambda on: self._open(on=on))
        self.network = QComboBox()
        self.network.setAccessibleName(self.tr("Network"))
        self.network.setMinimumWidth(NAME_WIDTH)
        self.network.activated.connect(self._choose)
        self._epoch = label("", "muted")
        self.samples = SampleStrip(session)
        self.validation = ValidationView()
        self.validation.patient_wanted.connect(self.patient_wanted)
        self._drawing = QTimer(self)
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(DRAW_MS)
        self._drawing.timeout.connect(self._draw)
        head = QHBoxLayout()
        head.addWidget(self.network)
        head.addWidget(self._epoch)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.samples)
        column.addWidget(self.validation, 1)
        self._open(on=False)

    def _open(self, *, on: bool) -> None:
        self.setVisible(on)
        self.button.setText(self.tr("Back to the curves") if on else self.tr("Closer look"))

    def begin(self) -> None:
        """Make room for a new training."""
        self._started.clear()
        self._epochs.clear()
        self._predicted.clear()
        self._chosen = ""
        self.network.clear()
        self._epoch.setText("")
        self.samples.forget()
        self.validation.show_epoch(None, "")

    def take(self, event: Event) -> None:
        """Keep what an event of the training states; drawn only while this is on screen."""
        from cxstage_core.training.settings.events import (
            EpochFinished,
            ModelStarted,
            ValidationPredicted,
        )

        if isinstance(event, ModelStarted):
            self._started[event.name] = event
            if self.network.findText(event.name) < 0:
                self.network.addItem(event.name)
            if not self._chosen:
                self.network.setCurrentIndex(self.network.findText(event.name))
        elif isinstance(event, EpochFinished):
            self._epochs[event.name] = event.epoch
        elif isinstance(event, ValidationPredicted):
            self._predicted[event.name] = event
        else:
            return
        if self.isVisible() and not self._drawing.isActive():
            self._drawing.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while this was closed."""
        super().showEvent(event)
        self._draw()

    def _choose(self) -> None:
        self._chosen = self.network.currentText()
        self._draw()

    def _draw(self) -> None:
        name = self.network.currentText()
        started = self._started.get(name)
        if not self.isVisible() or started is None:
            return
        began = time.monotonic()
        epoch = self._epochs.get(name, 0)
        self._epoch.setText(
            self.tr("epoch {epoch} of {epochs}").format(epoch=epoch, epochs=started.epochs)
        )
        found = self._last(name)
        if found != self.validation.shown or found is None:
            self.validation.show_epoch(found, name)
        if epoch:
            self.samples.follow(name, epoch)
        took_ms = 1000 * (time.monotonic() - began)
        self._drawing.setInterval(max(DRAW_MS, round(took_ms / SHARE_OF_TIME)))

    def _last(self, name: str) -> ValidationEpoch | None:
        from cxstage_core.evaluation.comparison.validation_course import ValidationEpoch

        started, predicted = self._started[name], self._predicted.get(name)
        if predicted is None:
            return None
        return ValidationEpoch(
            predicted.epoch,
            started.validation_patients,
            started.validation_labels,
            predicted.logits,
        )
