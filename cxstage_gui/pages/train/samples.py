"""A strip of training images as the network gets them in an epoch, on demand and now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cxstage_gui.session import Session, TaskHandle
from cxstage_gui.strings import error_message
from cxstage_gui.widgets.labels import label

if TYPE_CHECKING:
    from cxstage_core.training.experiment.training_samples import TrainingSamples

SHARE_OF_TIME = 0.01
"""Of the time, at most, that images are drawn without being asked for."""
PICTURE = 104
GAP = 4


class SampleStrip(QWidget):
    """The first augmented images of an epoch; drawn again in another process, so that the training goes on."""

    def __init__(self, session: Session, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._session, self._clock = session, clock
        self._task: TaskHandle | None = None
        self._asked: tuple[str, int] = ("", 0)
        self._began = self._free_at = 0.0
        self._training = 0
        self.shown: TrainingSamples | None = None
        self.channel = QComboBox()
        self.channel.setAccessibleName(self.tr("Channel"))
        self.channel.currentIndexChanged.connect(lambda _: self._draw())
        self.again = QPushButton(self.tr("Show this epoch's images"))
        self.again.setToolTip(
            self.tr("Draws the images again in another process; the training is not changed")
        )
        self.again.clicked.connect(lambda: self._ask(*self._wanted))
        self._wanted: tuple[str, int] = ("", 0)
        self.picture = QLabel()
        self.picture.setProperty("role", "picture")
        self.picture.setFixedHeight(PICTURE)
        self.picture.setAccessibleName(self.tr("Augmented training images"))
        self.words = label("", "muted", wrap=True)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Augmented training images"), "heading"))
        head.addStretch(1)
        head.addWidget(self.channel)
        head.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.picture)
        column.addWidget(self.words)
        self.forget()

    def forget(self) -> None:
        """Another training begins: no image of the one before stays."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._training += 1
        self.shown, self._wanted, self._asked = None, ("", 0), ("", 0)
        self._free_at = 0.0
        self.picture.clear()
        self.again.setEnabled(False)
        self.words.setText(self.tr("They appear with the first epoch."))

    def follow(self, network: str, epoch: int) -> None:
        """Show this epoch if that costs little of the time; else the button shows it."""
        self._wanted = (network, epoch)
        self.again.setEnabled(self._task is None)
        if self._task is None and self._clock() >= self._free_at and self._wanted != self._asked:
            self._ask(network, epoch)

    def _ask(self, network: str, epoch: int) -> None:
        if not network or self._task is not None:
            return
        self._asked, self._began = (network, epoch), self._clock()
        self.again.setEnabled(False)
        if self.shown is None:
            self.words.setText(self.tr("drawing …"))
        training = self._training
        self._task = self._session.training.load_samples(
            network,
            epoch,
            lambda found: self._show(found) if training == self._training else None,
            lambda error: self._failed(error) if training == self._training else None,
        )
        if self._task is None:
            self.words.setText("")

    def _done(self) -> None:
        self._task = None
        took = self._clock() - self._began
        self._free_at = self._clock() + took / SHARE_OF_TIME
        self.again.setEnabled(bool(self._wanted[0]))

    def _show(self, samples: TrainingSamples) -> None:
        self._done()
        self.shown = samples
        if [self.channel.itemText(k) for k in range(self.channel.count())] != list(samples.channels):
            self.channel.blockSignals(True)
            self.channel.clear()
            self.channel.addItems(list(samples.channels))
            self.channel.blockSignals(False)
        self.words.setText(
            self.tr(
                "{network}, epoch {epoch}: the first {n} of the epoch, from {slices} slices of training patients. "
                "Black and white as before augmentation."
            ).format(
                network=samples.network,
                epoch=samples.epoch,
                n=len(samples.images),
                slices=samples.slices,
            )
        )
        self._draw()

    def _failed(self, error: Exception) -> None:
        self._done()
        self.words.setText(error_message(error))

    def _draw(self) -> None:
        if self.shown is None or not len(self.shown.images):
            return
        channel = max(0, self.channel.currentIndex())
        self.picture.setPixmap(strip(self.shown.images[:, channel], self.devicePixelRatioF()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw again for another screen."""
        super().resizeEvent(event)
        self._draw()


def strip(images: npt.NDArray[np.uint8], ratio: float = 1.0) -> QPixmap:
    """Return grey images (n, row, column) side by side, each a square of `PICTURE` pixels."""
    n, rows, columns = images.shape
    row = np.zeros((rows, n * columns), dtype=np.uint8)
    for number, image in enumerate(images):
        row[:, number * columns : (number + 1) * columns] = image
    grey = QImage(row.data, row.shape[1], rows, row.shape[1], QImage.Format.Format_Grayscale8).copy()
    side = round(PICTURE * ratio)
    made = QPixmap.fromImage(grey).scaled(
        side * n,
        side,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    made.setDevicePixelRatio(ratio)
    return made
