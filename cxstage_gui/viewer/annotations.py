"""Annotations around the image: orientation, scale, position, window, pseudonym."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from cxstage_gui.viewer.models.orientation import Edges
from cxstage_gui.viewer.models.transform import PaneTransform

LETTER_PX, TEXT_PX = 15, 12
INSET = 10
LENGTHS_MM = (1, 2, 5, 10, 20, 50, 100, 200)
INK = QColor(235, 235, 235)
SHADOW = QColor(0, 0, 0, 210)
GROUND = QColor(0, 0, 0, 135)


@dataclass(frozen=True, slots=True)
class Caption:
    """Lines of text in the corners of a pane."""

    top_left: tuple[str, ...] = ()
    top_right: tuple[str, ...] = ()
    bottom_left: tuple[str, ...] = ()


def paint_annotations(
    painter: QPainter, transform: PaneTransform, letters: Edges, caption: Caption
) -> None:
    """Paint letters, captions and scale bar over a pane."""
    width, height = transform.pane
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    font = QFont(painter.font())
    font.setPixelSize(LETTER_PX)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    box = 40.0
    middle_x, middle_y = (width - box) / 2, (height - box) / 2
    across, down = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignVCenter
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
    _write(painter, QRectF(INSET, middle_y, box, box), left | down, letters.left)
    _write(painter, QRectF(width - box - INSET, middle_y, box, box), right | down, letters.right)
    _write(painter, QRectF(middle_x, INSET - 2, box, box), across | top, letters.top)
    _write(
        painter, QRectF(middle_x, height - box - INSET + 2, box, box), across | bottom, letters.bottom
    )
    font.setPixelSize(TEXT_PX)
    font.setWeight(QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    painter.setFont(font)
    room = QRectF(INSET, INSET - 2, width - 2 * INSET, height - 2 * INSET + 4)
    _write(painter, room, left | top, "\n".join(caption.top_left))
    _write(painter, room, right | top, "\n".join(caption.top_right))
    _write(painter, room, left | bottom, "\n".join(caption.bottom_left))
    _scale_bar(painter, transform, font)


def _write(painter: QPainter, room: QRectF, place: Qt.AlignmentFlag, words: str) -> None:
    """Text on a dark ground, readable on white fat as well."""
    if not words:
        return
    around = painter.boundingRect(room, place, words).adjusted(-4, -1, 4, 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GROUND)
    painter.drawRoundedRect(around, 3, 3)
    painter.setPen(INK)
    painter.drawText(room, place, words)


def _scale_bar(painter: QPainter, transform: PaneTransform, font: QFont) -> None:
    """The longest round length below a quarter of the pane, at the bottom right."""
    width, height = transform.pane
    length = max((n for n in LENGTHS_MM if n * transform.scale <= width / 4), default=LENGTHS_MM[0])
    bar = length * transform.scale
    right, base = width - INSET, height - INSET
    words = f"{length // 10} cm" if length >= 10 else f"{length} mm"
    for pen in (QPen(SHADOW, 4), QPen(INK, 2)):
        painter.setPen(pen)
        painter.drawLine(QPointF(right - bar, base), QPointF(right, base))
        for end in (right - bar, right):
            painter.drawLine(QPointF(end, base - 4), QPointF(end, base + 1))
    tall = QFontMetricsF(font).height()
    room = QRectF(right - 80, base - tall - 9, 80, tall)
    _write(painter, room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
