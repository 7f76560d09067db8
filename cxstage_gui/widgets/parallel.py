"""Parallel coordinates: one line per trial across one axis per setting."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cxstage_gui.theme import current

SIDE, TOP, BOTTOM = 48, 40, 28
DECADES = 10.0
Cell = float | int | str | None


class ParallelCoordinates(QWidget):
    """Numbers that span more than a decade are laid out by their logarithm; words by their order."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMinimumHeight(220)
        self._axes: tuple[tuple[str, str], ...] = ()
        self._rows: tuple[Mapping[str, Cell], ...] = ()
        self._best = -1

    def show_rows(
        self, axes: Sequence[tuple[str, str]], rows: Sequence[Mapping[str, Cell]], best: int
    ) -> None:
        """Show rows.

        Args:
            axes: key and title of each axis, left to right.
            best: place of the row that is drawn in front.
        """
        self._axes, self._rows, self._best = tuple(axes), tuple(rows), best
        self.update()

    def place(self, key: str, value: Cell) -> float | None:
        """Return the position of a value on its axis, 0 (bottom) to 1; None when it has none."""
        known = [row[key] for row in self._rows if row.get(key) is not None]
        if value is None or not known:
            return None
        if any(isinstance(one, str) for one in known):
            words = list(dict.fromkeys(str(one) for one in known))
            return 0.5 if len(words) == 1 else words.index(str(value)) / (len(words) - 1)
        numbers = [float(one) for one in known if isinstance(one, int | float)]
        low, high = min(numbers), max(numbers)
        if isinstance(value, str) or low == high:
            return 0.5
        if low > 0 and high / low > DECADES:
            return (math.log(float(value)) - math.log(low)) / (math.log(high) - math.log(low))
        return (float(value) - low) / (high - low)

    def ends(self, key: str) -> tuple[str, str]:
        """Return the labels at the bottom and at the top of an axis."""
        known = [row[key] for row in self._rows if row.get(key) is not None]
        if not known:
            return "", ""
        if any(isinstance(one, str) for one in known):
            words = list(dict.fromkeys(str(one) for one in known))
            return words[0], words[-1] if len(words) > 1 else ""
        numbers = [float(one) for one in known if isinstance(one, int | float)]
        return f"{min(numbers):.3g}", f"{max(numbers):.3g}"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, then all trials, the best one last."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(event.rect())
        palette = current()
        if not self._axes:
            return
        spots = [self._x(number) for number in range(len(self._axes))]
        for x, (key, title) in zip(spots, self._axes, strict=True):
            painter.setPen(QPen(QColor(palette.faint), 1))
            painter.drawLine(QPointF(x, TOP), QPointF(x, self.height() - BOTTOM))
            painter.setPen(QColor(palette.text))
            self._write(painter, x, 2, title)
            painter.setPen(QColor(palette.muted))
            low, high = self.ends(key)
            self._write(painter, x, 20, high)
            self._write(painter, x, self.height() - BOTTOM + 4, low)
        order = [n for n in range(len(self._rows)) if n != self._best]
        for number in [*order, *([self._best] if 0 <= self._best < len(self._rows) else [])]:
            best = number == self._best
            colour = QColor(palette.accent if best else palette.muted)
            colour.setAlpha(255 if best else 110)
            painter.setPen(QPen(colour, 2.5 if best else 1.2))
            points = [
                QPointF(x, self._y(place))
                for x, (key, _) in zip(spots, self._axes, strict=True)
                if (place := self.place(key, self._rows[number].get(key))) is not None
            ]
            painter.drawPolyline(points)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def _x(self, number: int) -> float:
        room = max(1, self.width() - 2 * SIDE)
        return SIDE + (room * number / (len(self._axes) - 1) if len(self._axes) > 1 else room / 2)

    def _y(self, place: float) -> float:
        return self.height() - BOTTOM - place * (self.height() - TOP - BOTTOM)

    def _write(self, painter: QPainter, x: float, y: float, words: str) -> None:
        box = QRectF(x - 70, y, 140, 18)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), words)
