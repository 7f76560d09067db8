"""Part of an image and part of a pane: only what shows is drawn, only what changed is painted."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from cxstage_core.reading import Box
from cxstage_gui.viewer.models.transform import PaneTransform


def draw_part(painter: QPainter, transform: PaneTransform, image: QImage, region: QRect) -> None:
    """Draw the part of an image that shows in a rectangle of the pane, by whole pixels of the image."""
    rows, columns = image.height(), image.width()
    top, left = transform.to_image(region.left(), region.top())
    bottom, right = transform.to_image(region.right() + 1, region.bottom() + 1)
    r0, r1 = max(0, math.floor(top + 0.5) - 2), min(rows, math.ceil(bottom + 0.5) + 2)
    c0, c1 = max(0, math.floor(left + 0.5) - 2), min(columns, math.ceil(right + 0.5) + 2)
    if r0 >= r1 or c0 >= c1:
        return
    x0, y0 = transform.to_pane(r0 - 0.5, c0 - 0.5)
    x1, y1 = transform.to_pane(r1 - 0.5, c1 - 0.5)
    painter.drawImage(QRectF(x0, y0, x1 - x0, y1 - y0), image, QRectF(c0, r0, c1 - c0, r1 - r0))


def rectangle_of(transform: PaneTransform, box: Box) -> QRect:
    """Return where a rectangle of the image is shown, with a rim for smooth scaling."""
    x0, y0 = transform.to_pane(box[0] - 1.5, box[1] - 1.5)
    x1, y1 = transform.to_pane(box[2] + 0.5, box[3] + 0.5)
    return QRect(
        QPoint(math.floor(x0) - 1, math.floor(y0) - 1),
        QPoint(math.ceil(x1) + 1, math.ceil(y1) + 1),
    )
