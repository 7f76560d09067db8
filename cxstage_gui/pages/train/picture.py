"""A grey picture of a slice, for dialogs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cxstage_gui.theme import current

PICTURE = 280


class Picture(QWidget):
    """One grey picture, square, with an optional frame in it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._shape = (1.0, 1.0)
        self._frame: tuple[float, float, float, float] | None = None
        self.setAccessibleName(title)
        self.setMinimumSize(QSize(PICTURE, PICTURE))

    def show_pixels(
        self,
        pixels: npt.NDArray[np.float32],
        limits: tuple[float, float],
        pixel_mm: tuple[float, float] = (1.0, 1.0),
        frame: tuple[float, float, float, float] | None = None,
    ) -> None:
        """Show (row, column) between two limits, black to white."""
        low, high = limits
        grey = np.clip((pixels - low) / max(high - low, 1e-6) * 255, 0, 255).astype(np.uint8)
        grey = np.ascontiguousarray(grey)
        rows, columns = grey.shape
        self._image = QImage(grey.data, columns, rows, columns, QImage.Format.Format_Grayscale8).copy()
        self._shape = (rows * pixel_mm[0], columns * pixel_mm[1])
        self._frame = frame
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the picture in its true proportions, and the frame."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        if self._image is None:
            return
        high, wide = self._shape
        scale = min(self.width() / wide, self.height() / high)
        left, top = (self.width() - wide * scale) / 2, (self.height() - high * scale) / 2
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(left, top, wide * scale, high * scale)
        painter.drawImage(place, self._image)
        if self._frame is not None:
            rows, columns = self._image.height(), self._image.width()
            y0, x0, y1, x1 = self._frame
            painter.setPen(QPen(QColor(current().accent), 1.5))
            painter.drawRect(
                QRectF(
                    left + (x0 + 0.5) / columns * place.width(),
                    top + (y0 + 0.5) / rows * place.height(),
                    (x1 - x0) / columns * place.width(),
                    (y1 - y0) / rows * place.height(),
                )
            )
