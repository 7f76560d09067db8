"""The stack as small pictures, with a mark on slices that are drawn on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from cxstage_gui.theme import current
from cxstage_gui.viewer.models.window_level import Greys

SIDE = 96
MARK = Qt.ItemDataRole.UserRole
GAP = 4


class ThumbnailList(QListWidget):
    """Two pictures a row, the slice on screen framed.

    Signals:
        wanted: a slice was chosen.
    """

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setMovement(QListWidget.Movement.Static)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setGridSize(QSize(SIDE + 2 * GAP, SIDE + 2 * GAP))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setItemDelegate(SliceDelegate(self))
        self.itemClicked.connect(lambda item: self.wanted.emit(self.row(item)))
        self.itemActivated.connect(lambda item: self.wanted.emit(self.row(item)))

    def show_pictures(self, pictures: Greys | None) -> None:
        """Show other pictures, uint8 (slice, row, column)."""
        self.clear()
        for number, plane in enumerate(() if pictures is None else pictures):
            grey = np.ascontiguousarray(plane)
            rows, columns = grey.shape
            image = QImage(grey.data, columns, rows, columns, QImage.Format.Format_Grayscale8)
            item = QListWidgetItem(QIcon(QPixmap.fromImage(image.copy())), str(number + 1))
            item.setToolTip(self.tr("Slice {number}").format(number=number + 1))
            self.addItem(item)

    def mark(self, number: int, colours: Sequence[str]) -> None:
        """Show the colours of the labels that are drawn on a slice."""
        item = self.item(number)
        if item is not None and item.data(MARK) != tuple(colours):
            item.setData(MARK, tuple(colours))

    def marks(self, number: int) -> tuple[str, ...]:
        """The colours that a slice shows."""
        item = self.item(number)
        return () if item is None else tuple(item.data(MARK) or ())

    def show_slice(self, number: int) -> None:
        """Frame a slice and bring it into view."""
        item = self.item(number)
        if item is not None:
            self.setCurrentItem(item)
            self.scrollToItem(item)


class SliceDelegate(QStyledItemDelegate):
    """Picture, number and marks of a slice."""

    def __init__(self, parent: QListWidget) -> None:
        super().__init__(parent)
        self._list = parent

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one."""
        room: QRect = option.rect.adjusted(GAP, GAP, -GAP, -GAP)
        painter.save()
        painter.fillRect(room, Qt.GlobalColor.black)
        picture: QIcon = index.data(Qt.ItemDataRole.DecorationRole)
        picture.paint(painter, room)
        font = QFont(painter.font())
        font.setPixelSize(11)
        painter.setFont(font)
        painter.fillRect(QRect(room.left(), room.top(), 20, 16), QColor(0, 0, 0, 150))
        painter.setPen(QColor(235, 235, 235))
        painter.drawText(room.adjusted(4, 2, 0, 0), Qt.AlignmentFlag.AlignLeft, str(index.row() + 1))
        for place, colour in enumerate(index.data(MARK) or ()):
            painter.fillRect(
                QRect(room.left(), room.bottom() - 4 - 5 * place, room.width(), 5), QColor(colour)
            )
        if self._list.currentRow() == index.row():
            painter.setPen(QPen(QColor(current().accent), 2))
            painter.drawRect(room)
        painter.restore()

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """A square with a gap."""
        return QSize(SIDE + 2 * GAP, SIDE + 2 * GAP)
