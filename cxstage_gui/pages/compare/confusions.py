"""Confusion matrices side by side: counts of patients by truth and prediction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from cxstage_gui.strings import localized
from cxstage_gui.theme import current
from cxstage_gui.widgets.labels import label

if TYPE_CHECKING:
    from cxstage_core.evaluation import Confusion
    from cxstage_core.evaluation.comparison.row import ComparisonRow

CELL = 44
LEFT = 24
TOP = 24
GAP = 8


class Matrix(QWidget):
    """One 2 × 2 matrix; darker cells hold more of their row's patients."""

    def __init__(self, name: str, confusion: Confusion, colour: str) -> None:
        super().__init__()
        self._name = name
        self._confusion = confusion
        self._colour = colour
        c = confusion
        self.setAccessibleName(
            self.tr(
                "{name}: surgery {tn} right, {fp} wrong; chemoradiotherapy {tp} right, {fn} wrong"
            ).format(name=name, tn=c.tn, fp=c.fp, tp=c.tp, fn=c.fn)
        )
        self.setToolTip(self.accessibleName())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for title, heads and cells."""
        return QSize(LEFT + 2 * CELL + 12, TOP * 2 + 2 * CELL + 8)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw title, heads, cells and counts."""
        palette = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = Qt.AlignmentFlag.AlignCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(self._colour))
        painter.drawText(QRectF(LEFT - 16, 0, 2 * CELL + 28, TOP), centre, self._name)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(QColor(palette.muted))
        heads = (self.tr("S"), self.tr("C"))
        counts = ((self._confusion.tn, self._confusion.fp), (self._confusion.fn, self._confusion.tp))
        for column, head in enumerate(heads):
            painter.drawText(QRectF(LEFT + column * CELL, TOP, CELL, TOP), centre, head)
        for row, head in enumerate(heads):
            y = 2 * TOP + row * CELL
            painter.setPen(QColor(palette.muted))
            painter.drawText(QRectF(0, y, LEFT - 8, CELL), right, head)
            for column, count in enumerate(counts[row]):
                cell = QRectF(LEFT + column * CELL + 1, y + 1, CELL - 2, CELL - 2)
                ground = QColor(palette.accent)
                ground.setAlphaF(0.08 + 0.6 * count / max(1, sum(counts[row])))
                painter.fillRect(cell, ground)
                if row == column:
                    painter.setPen(QColor(palette.accent))
                    painter.drawRect(cell)
                painter.setPen(QColor(palette.text))
                painter.drawText(cell, centre, str(count))
        painter.end()


class Confusions(QWidget):
    """All matrices of an experiment, as many in a row as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._matrices: list[Matrix] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        inner = QWidget()
        inner.setObjectName("scrolled")
        inner.setLayout(self._grid)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(inner)
        self._area.setAccessibleName(self.tr("Confusion matrices"))
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(self.tr("Confusion matrices, test patients"), "heading"))
        column.addWidget(
            label(
                self.tr(
                    "Rows: truth. Columns: prediction. S: surgery. C: chemoradiotherapy or systemic "
                    "(positive)."
                ),
                "muted",
                wrap=True,
            )
        )
        column.addWidget(self._area, 1)

    def show_rows(self, rows: Sequence[ComparisonRow], colours: Sequence[str]) -> None:
        """Show one matrix per row."""
        for old in self._matrices:
            self._grid.removeWidget(old)
            old.deleteLater()
        self._matrices = [
            Matrix(localized(row.name), row.evaluation.confusion, colour)
            for row, colour in zip(rows, colours, strict=True)
        ]
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the matrices out again."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if not self._matrices:
            return
        wide = self._matrices[0].sizeHint().width() + GAP
        columns = max(1, (self._area.viewport().width() + GAP) // wide)
        for number, matrix in enumerate(self._matrices):
            self._grid.addWidget(matrix, number // columns, number % columns)
