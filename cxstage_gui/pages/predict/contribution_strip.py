"""Every slice of the series as a bar: its own probability, how much it counts, and which one is on screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cxstage_gui.theme import current

if TYPE_CHECKING:
    from cxstage_core.prediction.result import SliceContribution

TOP, BOTTOM, LEFT, RIGHT = 6, 20, 8, 8
LEAST = 0.35
"""Opacity of the bar of a slice that counts for nothing."""


class ContributionStrip(QWidget):
    """The slices from first to last; a click, drag or arrow key goes to one.

    Signals:
        wanted: a slice was chosen.
    """

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.slices: Mapping[int, SliceContribution] = {}
        self.threshold = 0.5
        self.current = 0
        self._outlined: npt.NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)
        self._colour = ""
        self._name()

    def sizeHint(self) -> QSize:
        """Low and wide."""
        return QSize(400, 84)

    @property
    def count(self) -> int:
        """The number of slices."""
        return int(self._outlined.size)

    def show_outline(self, outlined: npt.NDArray[np.bool_], colour: str) -> None:
        """Show which slices are drawn on, bool (slice,), in the colour of the outline."""
        self._outlined, self._colour = outlined, colour
        self._name()
        self.update()

    def show_slices(self, slices: tuple[SliceContribution, ...], threshold: float) -> None:
        """Show what a prediction rests on; empty for no prediction."""
        self.slices, self.threshold = {one.index: one for one in slices}, threshold
        self._name()
        self.update()

    def show_current(self, index: int) -> None:
        """Mark the slice on screen."""
        self.current = index
        self._name()
        self.update()

    def bar(self, index: int) -> QRectF:
        """The column of a slice."""
        width = (self.width() - LEFT - RIGHT) / max(1, self.count)
        return QRectF(LEFT + index * width, TOP, width, self.height() - TOP - BOTTOM)

    def words(self, index: int) -> str:
        """What is known of a slice, in words."""
        slice_name = self.tr("Slice {number}").format(number=index + 1)
        found = self.slices.get(index)
        if found is None:
            drawn = index < self.count and bool(self._outlined[index])
            more = self.tr("outlined, not used") if drawn and self.slices else ""
            more = more or (self.tr("outlined") if drawn else self.tr("no outline"))
            return f"{slice_name}: {more}"
        return self.tr("{slice}: probability {p:.3f} alone, weight {w:.3f}").format(
            slice=slice_name, p=found.probability, w=found.weight
        )

    # -- events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the slice."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along with the mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the neighbours, Home and End to the ends."""
        to = {
            Qt.Key.Key_Left: self.current - 1,
            Qt.Key.Key_Right: self.current + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.count - 1,
        }.get(Qt.Key(event.key()))
        if to is None or not self.count:
            super().keyPressEvent(event)
        elif 0 <= to < self.count:
            self.wanted.emit(to)

    def event(self, event: QEvent) -> bool:
        """Show the figures of the slice under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self._index(float(event.pos().x()))
            if index is not None:
                QToolTip.showText(event.globalPos(), self.words(index), self)
            return True
        return super().event(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint bars, outline marks, the threshold and the current slice."""
        if not self.count:
            return
        palette = current()
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        most = max((s.weight for s in self.slices.values()), default=1.0) or 1.0
        for index in range(self.count):
            room = self.bar(index).adjusted(1, 0, -1, 0)
            painter.fillRect(room, QColor(palette.panel))
            if self._outlined[index] and self._colour:
                mark = QRectF(room.left(), room.bottom() + 1, room.width(), 3)
                painter.fillRect(mark, QColor(self._colour))
            found = self.slices.get(index)
            if found is not None:
                high = found.probability >= self.threshold
                colour = QColor(palette.accent if high else palette.muted)
                colour.setAlphaF(LEAST + (1 - LEAST) * found.weight / most)
                height = max(2.0, room.height() * found.probability)
                painter.fillRect(
                    QRectF(room.left(), room.bottom() - height, room.width(), height), colour
                )
            if index == self.current:
                painter.setPen(QPen(QColor(palette.text), 1.5))
                painter.drawRect(room.adjusted(0.5, 0.5, -0.5, -0.5))
                painter.setPen(Qt.PenStyle.NoPen)
        if self.slices:
            y = self.bar(0).bottom() - self.bar(0).height() * self.threshold
            painter.setPen(QPen(QColor(palette.text), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(LEFT, y), QPointF(self.width() - RIGHT, y))
        self._paint_numbers(painter)
        if self.hasFocus():
            painter.setPen(QColor(palette.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_numbers(self, painter: QPainter) -> None:
        painter.setPen(QColor(current().muted))
        every = next(n for n in (1, 2, 5, 10, 20, 50, 100, 1000) if self.bar(0).width() * n >= 26)
        for index in range(self.count):
            if (index + 1) % every == 0 or index == 0:
                room = self.bar(index)
                box = QRectF(room.center().x() - 20, self.height() - BOTTOM + 4, 40, BOTTOM - 4)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(index + 1))

    def _index(self, x: float) -> int | None:
        if not self.count:
            return None
        index = int((x - LEFT) / self.bar(0).width())
        return min(max(index, 0), self.count - 1)

    def _go(self, x: float) -> None:
        index = self._index(x)
        if index is not None:
            self.wanted.emit(index)

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Slices"))
        self.setAccessibleDescription(self.words(self.current) if self.count else "")
