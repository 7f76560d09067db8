"""The networks to choose from, with their true sizes and their colours."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from cxstage_core.models import FAMILIES
from cxstage_gui.widgets.colours import colour_of, sign_of
from cxstage_gui.widgets.labels import label

MARK_PX = 14


class Networks(QWidget):
    """One checkbox per family and its number of parameters; all, none, or only one at a click."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        self.only: dict[str, QPushButton] = {}
        self._counts: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for row, family in enumerate(FAMILIES.values()):
            box = QCheckBox(family.title)
            box.setToolTip(f"{family.key} ({family.source})")
            box.setChecked(True)
            box.toggled.connect(lambda _: self.changed.emit())
            count = label("", "muted")
            count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.boxes[family.key] = box
            self._counts[family.key] = count
            only = QPushButton(self.tr("only"))
            only.setProperty("role", "flat")
            only.setToolTip(self.tr("Only {network}").format(network=family.title))
            only.setAccessibleName(self.tr("Only {network}").format(network=family.title))
            only.clicked.connect(lambda _=False, key=family.key: self.choose((key,)))
            self.only[family.key] = only
            grid.addWidget(box, row, 0)
            grid.addWidget(only, row, 1)
            grid.addWidget(count, row, 2)
        self.all = QPushButton(self.tr("All"))
        self.all.clicked.connect(lambda: self.choose(tuple(FAMILIES)))
        self.none = QPushButton(self.tr("None"))
        self.none.clicked.connect(lambda: self.choose(()))
        several = QHBoxLayout()
        for button in (self.all, self.none):
            button.setProperty("role", "flat")
            several.addWidget(button)
        several.addStretch(1)
        grid.addLayout(several, len(FAMILIES), 0, 1, 3)
        self._redraw()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Keys of the chosen families, in the order of the list."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def choose(self, keys: tuple[str, ...]) -> None:
        """Check exactly these."""
        for key, box in self.boxes.items():
            box.setChecked(key in keys)

    def show_counting(self) -> None:
        """Mark the numbers that are being counted."""
        for shown in self._counts.values():
            shown.setText("…")
            shown.setToolTip(self.tr("counting the parameters"))

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show the numbers of parameters; a family without one cannot take the input size."""
        for key, shown in self._counts.items():
            count = counts.get(key)
            shown.setText(
                "" if count is None else self.tr("{millions:.2f} M").format(millions=count / 1e6)
            )
            shown.setToolTip(
                "" if count is None else self.tr("{count:,} trainable parameters").format(count=count)
            )

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        for box in self.boxes.values():
            box.setIcon(_mark(sign_of(box.text()), colour_of(box.text())))


def _mark(sign: str, colour: str) -> QIcon:
    """Draw the mark of a network in its colour."""
    picture = QPixmap(MARK_PX, MARK_PX)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(colour))
    font = painter.font()
    font.setPixelSize(MARK_PX)
    painter.setFont(font)
    painter.drawText(picture.rect(), Qt.AlignmentFlag.AlignCenter, sign)
    painter.end()
    return QIcon(picture)
