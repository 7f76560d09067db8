"""The strip of tools above the panes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QDoubleSpinBox,
    QHBoxLayout,
    QSlider,
    QToolButton,
    QWidget,
)

from cxstage_core.imaging import Label
from cxstage_gui.strings import say
from cxstage_gui.theme import current, icon
from cxstage_gui.viewer.drawing import TOOLS, Drawing
from cxstage_gui.viewer.models.tools.brush import LARGEST_MM, SMALLEST_MM

ICONS = {"cursor": "crosshair-simple", "pan": "hand", "polygon": "polygon", "brush": "paint-brush"}
BUTTON = 32


class ToolStrip(QWidget):
    """Shows the drawing's equipment and changes it."""

    styled = Signal()
    list_toggled = Signal(bool)

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self._drawing = drawing
        self.tools: dict[str, QToolButton] = {}
        self.labels: dict[Label, QToolButton] = {}
        self.list = self._toggle("list", self.tr("Show the work list"))
        self.list.setChecked(True)
        self.list.toggled.connect(self.list_toggled)
        self.brush = QDoubleSpinBox()
        self.protect = self._toggle(
            "shield", self.tr("Protect the other label: paint around what is drawn with it")
        )
        self.undo = self._step("arrow-counter-clockwise")
        self.redo = self._step("arrow-clockwise")
        self.masks = self._toggle("eye", self.tr("Show outlines (S)"))
        self.masks.setChecked(True)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self._build()
        drawing.equipped.connect(self.refresh)
        drawing.stepped.connect(self.refresh)
        self.refresh()

    def _build(self) -> None:
        names = {
            "cursor": self.tr("Linked cursor (1)"),
            "pan": self.tr("Zoom and pan (2)"),
            "polygon": self.tr(
                "Polygon (3): click corners, Return closes, Return again accepts, Esc clears"
            ),
            "brush": self.tr("Paintbrush (4): left paints, right erases"),
        }
        group = QButtonGroup(self)
        for name in TOOLS:
            button = self._toggle(ICONS[name], names[name])
            button.clicked.connect(lambda _=False, n=name: self._drawing.choose(n))
            group.addButton(button)
            self.tools[name] = button
        titles = {
            Label.TUMOUR: self.tr("Tumour"),
            Label.INFILTRATION: self.tr("Possible infiltration"),
        }
        marks = QButtonGroup(self)
        for what, title in titles.items():
            button = self._toggle("", self.tr("Draw: {label}  (, and . change)").format(label=title))
            button.setText(title)
            button.setAccessibleName(title)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.clicked.connect(lambda _=False, w=what: setattr(self._drawing, "label", w))
            marks.addButton(button)
            self.labels[what] = button
        self.brush.setRange(SMALLEST_MM, LARGEST_MM)
        self.brush.setDecimals(1)
        self.brush.setSuffix(self.tr(" mm"))
        self.brush.setFixedSize(92, BUTTON)
        self.brush.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.brush.setKeyboardTracking(False)
        self.brush.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.brush.setAccessibleName(self.tr("Brush diameter"))
        self.brush.setToolTip(self.tr("Brush diameter (+, −, or Shift and the wheel)"))
        self.brush.valueChanged.connect(self._drawing.set_brush)
        self.protect.toggled.connect(lambda on: setattr(self._drawing, "protect", on))
        self.undo.clicked.connect(self._drawing.undo)
        self.redo.clicked.connect(self._drawing.redo)
        self.masks.toggled.connect(lambda _: self.styled.emit())
        self.opacity.setRange(0, 100)
        self.opacity.setValue(30)
        self.opacity.setFixedSize(88, BUTTON)
        self.opacity.setAccessibleName(self.tr("Opacity of outlines"))
        self.opacity.setToolTip(self.tr("Opacity of outlines (A less, D more)"))
        self.opacity.valueChanged.connect(lambda _: self.styled.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(4)
        for part in (
            *(self.list, None, *self.tools.values(), None, *self.labels.values(), self.protect, None),
            *(self.brush, None, self.undo, self.redo),
        ):
            row.addWidget(Rule() if part is None else part)
        row.addStretch(1)
        row.addWidget(self.masks)
        row.addWidget(self.opacity)

    def refresh(self) -> None:
        """Show the drawing's state."""
        drawing = self._drawing
        for name, button in self.tools.items():
            button.setChecked(name == drawing.tool.name)
            button.setEnabled(drawing.ready and not (drawing.locked and name in ("polygon", "brush")))
        for what, button in self.labels.items():
            button.setChecked(what == drawing.label)
            button.setEnabled(drawing.ready and not drawing.locked)
        self.protect.setChecked(drawing.protect)
        self.protect.setEnabled(drawing.ready and not drawing.locked)
        self.brush.blockSignals(True)
        self.brush.setValue(drawing.brush.size_mm)
        self.brush.blockSignals(False)
        self.brush.setEnabled(drawing.ready and not drawing.locked)
        history = drawing.editor.history
        for button, step, word, keys in (
            (self.undo, history.next_undo, self.tr("Undo"), "Ctrl+Z"),
            (self.redo, history.next_redo, self.tr("Redo"), "Ctrl+Shift+Z"),
        ):
            name = f"{word} {say(step.name)}" if step is not None else word
            button.setText(name)
            button.setAccessibleName(name)
            button.setToolTip(f"{name}  ({keys})")
            button.setEnabled(step is not None and not drawing.locked)

    def show_colours(self, colours: dict[Label, str]) -> None:
        """The colours of the labels, which are those on the image."""
        for what, colour in colours.items():
            self.labels[what].setIcon(_swatch(colour))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange and self.tools:
            for name, button in self.tools.items():
                button.setIcon(icon(ICONS[name]))
            for button, name in (
                (self.list, "list"),
                (self.protect, "shield"),
                (self.masks, "eye"),
                (self.undo, "arrow-counter-clockwise"),
                (self.redo, "arrow-clockwise"),
            ):
                button.setIcon(icon(name))
        super().changeEvent(event)

    def _toggle(self, symbol: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        if symbol:
            button.setIcon(icon(symbol))
        button.setIconSize(QSize(20, 20))
        button.setMinimumSize(BUTTON, BUTTON)
        button.setFixedHeight(BUTTON)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button

    def _step(self, symbol: str) -> QToolButton:
        button = self._toggle(symbol, "")
        button.setCheckable(False)
        button.setIconSize(QSize(16, 16))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button


class Rule(QWidget):
    """A thin line between groups of buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(9, BUTTON - 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One pixel in the theme's line colour."""
        QPainter(self).fillRect(4, 0, 1, self.height(), QColor(current().line))


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(20, 20)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(4, 4, 12, 12)
    painter.end()
    return QIcon(pixmap)
