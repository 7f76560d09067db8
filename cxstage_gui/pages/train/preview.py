"""Before and after: slices as acquired, and as the networks get them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.dataset import Preprocessing
from cxstage_core.dataset.roles import ROLES
from cxstage_gui.pages.train.picture import PICTURE, Picture
from cxstage_gui.pages.train.registration import RegistrationDialog
from cxstage_gui.session import Session
from cxstage_gui.strings import error_message, localized
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.notice import Notice

if TYPE_CHECKING:
    from cxstage_core.dataset.preview import Preview
    from cxstage_gui.session import TaskHandle

SMALLEST = 96
FRAME = 32
WORDS_AND_BUTTONS = 320
IN_A_ROW = 5
AGAIN_MS = 250


class PreviewDialog(QDialog):
    """Follows the form while it is open; nothing here changes a setting."""

    def __init__(
        self,
        session: Session,
        patients: Sequence[str],
        settings: Callable[[], Preprocessing],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preprocessing, before and after"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._settings = settings
        self._asked: TaskHandle | None = None
        self.checkerboard: RegistrationDialog | None = None
        self.shown: Preview | None = None
        self._opened = ""
        self._shown: list[Picture] = []
        self.patient = QComboBox()
        self.patient.addItems(list(patients))
        self.patient.setAccessibleName(self.tr("Patient"))
        self.patient.currentIndexChanged.connect(lambda _: self.ask())
        self.slice = QSlider(Qt.Orientation.Horizontal)
        self.slice.setAccessibleName(self.tr("Slice"))
        self.slice.valueChanged.connect(lambda _: self._draw())
        self._number = label("", "muted")
        self.notice = Notice()
        self.pictures = QGridLayout()
        self.pictures.setSpacing(12)
        self._words = label("", "muted", wrap=True)
        self.registration = QPushButton(self.tr("Registration…"))
        self.registration.setToolTip(
            self.tr(
                "T2 and another series in the squares of a checkerboard, before and after registration"
            )
        )
        self.registration.clicked.connect(self._show_registration)
        top = QHBoxLayout()
        top.setSpacing(12)
        for part in (label(self.tr("Patient")), self.patient, label(self.tr("Slice")), self.slice):
            top.addWidget(part)
        top.addWidget(self._number)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        buttons.addButton(self.registration, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.notice)
        column.addLayout(self.pictures, 1)
        column.addWidget(self._words)
        column.addWidget(buttons)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.ask)
        self.ask()

    def follow(self) -> None:
        """Prepare again once no setting has changed for a moment."""
        self._again.start()

    def ask(self) -> None:
        """Prepare the patient with the settings as they are now."""
        if not self.patient.currentText():
            self.notice.show_message(self.tr("No patient has a reference outline yet."), "warning")
            return
        try:
            settings = self._settings()
        except Exception as error:  # noqa: BLE001 - shown in place
            self.notice.show_message(error_message(error), "error")
            return
        if self._asked is not None:
            self._asked.cancel()
        self._words.setText(self.tr("preparing …"))
        self._asked = self._session.setup.preview(
            self.patient.currentText(),
            settings,
            self._show,
            lambda error: self.notice.show_message(error_message(error), "error"),
        )

    def _show(self, made: Preview) -> None:
        if made.patient != self.patient.currentText():
            return
        self.shown = made
        if made.notes:
            self.notice.show_message(" ".join(localized(note) for note in made.notes), "warning")
        else:
            self.notice.clear()
        self.slice.blockSignals(True)
        self.slice.setRange(0, len(made.slice_indices) - 1)
        if self._opened != made.patient:
            self.slice.setValue(made.largest)
            self._opened = made.patient
        self.slice.blockSignals(False)
        self._shown = []
        while (item := self.pictures.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        titles = (self.tr("T2 as acquired"), *(self._title(name) for name in made.channels))
        for number, title in enumerate(titles):
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(label(title, "heading"))
            self._shown.append(Picture(title))
            column.addWidget(self._shown[-1], 1)
            self.pictures.addWidget(page, number // IN_A_ROW, number % IN_A_ROW)
        self._words.setText(
            self.tr(
                "The frame is the field of view, {fov:g} mm, sampled with {size} px of {mm:.2f} mm. "
                "Image channels are shown from −3 to +3 standard deviations of the body, ADC from −3 to +3 of its "
                "fixed scale."
            ).format(
                fov=self._settings().fov_mm, size=made.after.shape[-1], mm=self._settings().pixel_mm
            )
        )
        self._draw()
        self._fit()

    def _fit(self) -> None:
        """Keep the dialog on the screen: smaller pictures where four do not fit side by side."""
        room = self.screen().availableGeometry()
        side = min(
            PICTURE,
            (room.width() - 2 * FRAME) // min(IN_A_ROW, len(self._shown)) - self.pictures.spacing(),
            (room.height() - WORDS_AND_BUTTONS) // -(-len(self._shown) // IN_A_ROW),
        )
        for picture in self._shown:
            picture.setMinimumSize(QSize(max(SMALLEST, side), max(SMALLEST, side)))
        self.adjustSize()
        self.resize(self.size().boundedTo(room.size()))
        frame = self.frameGeometry()
        frame.moveLeft(max(room.left(), min(frame.left(), room.right() - frame.width() + 1)))
        frame.moveTop(max(room.top(), min(frame.top(), room.bottom() - frame.height() + 1)))
        self.move(frame.topLeft())

    def _title(self, channel: str) -> str:
        title = ROLES[channel].title if channel in ROLES else channel
        return self.tr("{channel}, input").format(channel=localized(title))

    def _show_registration(self) -> None:
        self.checkerboard = RegistrationDialog(
            self._session, self.patient.currentText(), self._settings().channels, self
        )
        self.checkerboard.show()

    def _draw(self) -> None:
        made = self.shown
        if made is None:
            return
        place = min(self.slice.value(), len(made.slice_indices) - 1)
        self._number.setText(self.tr("{number}").format(number=made.slice_indices[place] + 1))
        before = made.before[place]
        low, high = np.percentile(before, [0.5, 99.5])
        self._shown[0].show_pixels(before, (float(low), float(high)), made.pixel_mm, made.box)
        for picture, name, pixels in zip(
            self._shown[1:], made.channels, made.after[place], strict=True
        ):
            picture.show_pixels(pixels, (0.0, 1.0) if name == "mask" else (-3.0, 3.0))
