"""The strip of tools above the panes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDoubleSpinBox,
    QHBoxLayout,
    QSlider,
    QToolButton,
    QWidget,
)

from cxstage_core.imaging import Label
from cxstage_gui.keys.commands import Commands
from cxstage_gui.strings import localized
from cxstage_gui.theme import current, icon
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.tools.brush import LARGEST_MM, SMALLEST_MM

ICONS = {
    "cursor": "crosshair-simple",
    "pan": "hand",
    "polygon": "polygon",
    "lasso": "scribble-loop",
    "brush": "paint-brush",
    "eraser": "eraser",
    "adaptive brush": "magic-wand",
    "threshold brush": "drop-half",
    "live wire": "magnet-straight",
    "region growing": "paint-bucket",
}
BUTTON = 32


class ToolStrip(QWidget):
    """Shows the drawing's equipment and changes it."""

    styled = Signal()
    list_toggled = Signal(bool)

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self._drawing = drawing
        self._commands: Commands | None = None
        self.titles = self._titles()
        self._hints = self._hints_of_tools()
        self._symbols = dict(ICONS)
        self.tools: dict[str, QToolButton] = {}
        self.labels: dict[Label, QToolButton] = {}
        self._tool_group = QButtonGroup(self)
        self._tool_row = QHBoxLayout()
        self._tool_row.setSpacing(4)
        self.list = self._toggle("list", self.tr("Show the work list"))
        self.list.setChecked(True)
        self.list.toggled.connect(self.list_toggled)
        self.brush = QDoubleSpinBox()
        self.protect = self._toggle(
            "shield", self.tr("Protect the other label: paint around what is drawn with it")
        )
        self.undo = self._step("arrow-counter-clockwise")
        self.redo = self._step("arrow-clockwise")
        self.masks = self._toggle("eye", self.tr("Show outlines"))
        self.masks.setChecked(True)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self._build()
        drawing.equipped.connect(self.refresh)
        drawing.stepped.connect(self.refresh)
        self.refresh()

    def add_tool(self, name: str, symbol: str, title: str, hint: str = "") -> None:
        """A button for another tool of the drawing.

        Args:
            name: as the drawing knows it.
            symbol: name of the icon.
            title: what people read.
            hint: how it is used, in the tooltip.
        """
        self.titles[name] = title
        self._hints[name] = hint
        self._symbols[name] = symbol
        button = self._toggle(symbol, title)
        button.clicked.connect(lambda _=False, n=name: self._drawing.choose(n))
        self._tool_group.addButton(button)
        self._tool_row.addWidget(button)
        self.tools[name] = button
        self._tell_keys()

    def hint(self, name: str) -> str:
        """How a tool is used."""
        return self._hints.get(name, "")

    def show_keys(self, commands: Commands) -> None:
        """Name the keys of the preset in force in the tooltips, now and whenever they change."""
        self._commands = commands
        commands.changed.connect(self._tell_keys)
        self._tell_keys()

    def _titles(self) -> dict[str, str]:
        return {
            "cursor": self.tr("Linked cursor"),
            "pan": self.tr("Zoom and pan"),
            "polygon": self.tr("Polygon"),
            "lasso": self.tr("Lasso"),
            "brush": self.tr("Paintbrush"),
            "eraser": self.tr("Eraser"),
            "adaptive brush": self.tr("Adaptive brush"),
            "threshold brush": self.tr("Threshold brush"),
            "live wire": self.tr("Live wire"),
            "region growing": self.tr("Region growing"),
        }

    def _hints_of_tools(self) -> dict[str, str]:
        return {
            "cursor": self.tr("Click a point: all panes show it."),
            "pan": self.tr("Drag to move, right button to zoom."),
            "polygon": self.tr("Click corners, Return closes, Return again accepts, Esc clears."),
            "lasso": self.tr("Draw around with the left button; the right button erases."),
            "brush": self.tr("Left paints, right erases."),
            "eraser": self.tr("Left erases."),
            "adaptive brush": self.tr("Paints what looks like the tissue under the middle."),
            "threshold brush": self.tr("Paints only signal within the limits."),
            "live wire": self.tr("Click along an edge; the line follows it. Return accepts."),
            "region growing": self.tr("Click in the tissue, drag to widen. Return accepts."),
        }

    def _build(self) -> None:
        for name in (n for n in self.titles if n in self._drawing.tools):
            self.add_tool(name, ICONS[name], self.titles[name], self._hints[name])
        titles = {
            Label.TUMOUR: self.tr("Tumour"),
            Label.INFILTRATION: self.tr("Possible infiltration"),
        }
        marks = QButtonGroup(self)
        for what, title in titles.items():
            button = self._toggle("", title)
            button.setText(title)
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
        self.brush.valueChanged.connect(self._drawing.set_brush)
        self.protect.toggled.connect(lambda on: setattr(self._drawing, "protect", on))
        self.undo.clicked.connect(self._drawing.undo)
        self.redo.clicked.connect(self._drawing.redo)
        self.masks.toggled.connect(lambda _: self.styled.emit())
        self.opacity.setRange(0, 100)
        self.opacity.setValue(30)
        self.opacity.setFixedSize(72, BUTTON)
        self.opacity.setAccessibleName(self.tr("Opacity of outlines"))
        self.opacity.valueChanged.connect(lambda _: self.styled.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(4)
        row.addWidget(self.list)
        row.addWidget(Rule())
        row.addLayout(self._tool_row)
        for part in (
            *(None, *self.labels.values(), self.protect, None),
            *(self.brush, None, self.undo, self.redo),
        ):
            row.addWidget(Rule() if part is None else part)
        row.addStretch(1)
        self._right = QHBoxLayout()
        self._right.setSpacing(4)
        row.addLayout(self._right)
        row.addWidget(self.masks)
        row.addWidget(self.opacity)

    def add_right(self, part: QWidget) -> None:
        """Place something left of the control of outlines."""
        self._right.addWidget(part)

    def _keys(self, *commands: str) -> str:
        known = self._commands
        keys = [known.shown_keys(name) for name in commands] if known is not None else []
        return "  ".join(f"({key})" for key in keys if key)

    def _tip(self, text: str, *commands: str) -> str:
        return f"{text}  {self._keys(*commands)}".rstrip()

    def _tell_keys(self) -> None:
        for name, button in self.tools.items():
            tip = self._tip(self.titles[name], f"tool {name}")
            button.setToolTip(f"{tip}\n{self._hints[name]}".rstrip())
            button.setAccessibleName(self.titles[name])
        for button in self.labels.values():
            text = self.tr("Draw: {label}").format(label=button.text())
            button.setToolTip(self._tip(text, "label previous", "label next"))
        self.masks.setToolTip(self._tip(self.tr("Show outlines"), "masks"))
        self.opacity.setToolTip(
            self._tip(self.tr("Opacity of outlines"), "less opacity", "more opacity")
        )
        size = self.tr("Brush diameter, also Shift and the wheel")
        self.brush.setToolTip(self._tip(size, "smaller brush", "larger brush"))
        self._tell_steps()

    def refresh(self) -> None:
        """Show the drawing's state."""
        drawing = self._drawing
        for name, button in self.tools.items():
            button.setChecked(name == drawing.tool.name)
            button.setEnabled(drawing.ready and not (drawing.locked and drawing.draws(name)))
        for what, button in self.labels.items():
            button.setChecked(what == drawing.label)
            button.setEnabled(drawing.ready and not drawing.locked)
        self.protect.setChecked(drawing.protect)
        self.protect.setEnabled(drawing.ready and not drawing.locked)
        self.brush.blockSignals(True)
        self.brush.setValue(drawing.brush.size_mm)
        self.brush.blockSignals(False)
        self.brush.setEnabled(drawing.ready and not drawing.locked)
        self._tell_steps()

    def _tell_steps(self) -> None:
        history = self._drawing.editor.history
        for button, step, word, command in (
            (self.undo, history.next_undo, self.tr("Undo"), "undo"),
            (self.redo, history.next_redo, self.tr("Redo"), "redo"),
        ):
            name = f"{word} {localized(step.name)}" if step is not None else word
            button.setAccessibleName(name)
            button.setToolTip(self._tip(name, command))
            button.setEnabled(step is not None and not self._drawing.locked)

    def show_colours(self, colours: dict[Label, str]) -> None:
        """The colours of the labels, which are those on the image."""
        for what, colour in colours.items():
            self.labels[what].setIcon(swatch(colour))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange and self.tools:
            for name, button in self.tools.items():
                button.setIcon(icon(self._symbols[name]))
            for button, name in (
                (self.list, "list"),
                (self.protect, "shield"),
                (self.masks, "eye"),
                (self.undo, "arrow-counter-clockwise"),
                (self.redo, "arrow-clockwise"),
            ):
                button.setIcon(icon(name))
        super().changeEvent(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Where words have no room, labels show their colour alone; their names are in the tooltips."""
        layout = self.layout()
        for style in (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
            Qt.ToolButtonStyle.ToolButtonIconOnly,
        ):
            for button in self.labels.values():
                button.setToolButtonStyle(style)
            if layout is None or layout.sizeHint().width() <= self.width():
                break

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
        return button


class Rule(QWidget):
    """A thin line between groups of buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(9, BUTTON - 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One pixel in the theme's line colour."""
        QPainter(self).fillRect(4, 0, 1, self.height(), QColor(current().line))


def swatch(colour: str) -> QIcon:
    """A dot in the colour of an outline."""
    pixmap = QPixmap(20, 20)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(4, 4, 12, 12)
    painter.end()
    return QIcon(pixmap)
