"""The strip of tools above the panes."""

from __future__ import annotations

from typing import Any, Protocol

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
from cxstage_gui.strings import localized
from cxstage_gui.theme import current, icon
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.presets import Preset
from cxstage_gui.viewer.models.tools.registry import TOOLS
from cxstage_gui.viewer.models.tools.shared_tip import SIZE
from cxstage_gui.viewer.models.tools.spec import ToolSpec
from cxstage_gui.viewer.more_tools import MoreTools

BUTTON = 32
FIRST_TOOLS = 2
"""These stay in the strip longer than the others."""


class KeyNames(Protocol):
    """The table of keys, as far as the strip shows it."""

    changed: Any  # a signal

    @property
    def preset(self) -> Preset:
        """The program that the keys follow."""

    def shown_keys(self, name: str) -> str:
        """The keys of a command in words, "" for none."""


class ToolStrip(QWidget):
    """Shows the drawing's equipment and changes it.

    Args:
        list_name: what the first button shows and hides, "" for no such button.
    """

    styled = Signal()
    list_toggled = Signal(bool)

    def __init__(self, drawing: Drawing, list_name: str = "") -> None:
        super().__init__()
        self._drawing = drawing
        self._commands: KeyNames | None = None
        self._reason = ""
        self._specs = {name: TOOLS[name] for name in drawing.tools}
        self.titles = {name: localized(spec.title) for name, spec in self._specs.items()}
        self.tools: dict[str, QToolButton] = {}
        self.labels: dict[Label, QToolButton] = {}
        self._tool_group = QButtonGroup(self)
        self.list = self._toggle("list", list_name)
        self.list.setChecked(True)
        self._has_list = bool(list_name)
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
        self.more = MoreTools(BUTTON, self._describe)
        self._kept = ""
        self._row = QHBoxLayout(self)
        self._build()
        drawing.equipped.connect(self.refresh)
        drawing.stepped.connect(self.refresh)
        self._show_keys()
        self.refresh()

    def hint(self, name: str) -> str:
        """Return how a tool is used, with the mouse buttons of the preset in force."""
        preset = Preset.ITK_SNAP if self._commands is None else self._commands.preset
        return " ".join(localized(hint) for hint in self._specs[name].hints(preset))

    def show_keys(self, commands: KeyNames) -> None:
        """Name the keys of the preset in force in the tooltips, now and whenever they change."""
        self._commands = commands
        commands.changed.connect(self._show_keys)
        self._show_keys()

    def _add_tool(self, spec: ToolSpec) -> None:
        button = self._toggle(spec.icon, self.titles[spec.name])
        button.clicked.connect(lambda: self._drawing.choose(spec.name))
        self._tool_group.addButton(button)
        self.tools[spec.name] = button

    def _build(self) -> None:
        for spec in self._specs.values():
            self._add_tool(spec)
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
        self.brush.setRange(SIZE.low, SIZE.high)
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
        row = self._row
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(4)
        for part in (
            *((self.list, None) if self._has_list else ()),
            *(*self.tools.values(), self.more),
            *(None, *self.labels.values(), self.protect, None),
            *(self.brush, None, self.undo, self.redo),
        ):
            row.addWidget(Rule() if part is None else part)
        row.addStretch(1)
        row.addWidget(self.masks)
        row.addWidget(self.opacity)

    def add_right(self, part: QWidget) -> None:
        """Place something left of the control of outlines."""
        self._row.insertWidget(self._row.indexOf(self.masks), part)
        self._fit()

    def _keys(self, *commands: str) -> str:
        known = self._commands
        keys = [known.shown_keys(name) for name in commands] if known is not None else []
        return "  ".join(f"({key})" for key in keys if key)

    def _tip(self, text: str, *commands: str) -> str:
        return f"{text}  {self._keys(*commands)}".rstrip()

    def _with_reason(self, tip: str) -> str:
        return f"{tip}\n{self._reason}" if self._reason else tip

    def show_reason(self, reason: str) -> None:
        """Show the drawing's state, and in tooltips why nothing can be drawn, "" if something can."""
        self._reason = reason
        self._show_keys()
        self.refresh()

    def _show_keys(self) -> None:
        for name, button in self.tools.items():
            spec = self._specs[name]
            second = self._reason if self._reason and spec.draws else self.hint(name)
            button.setToolTip(f"{self._tip(self.titles[name], spec.command)}\n{second}")
            button.setAccessibleName(self.titles[name])
        for button in self.labels.values():
            text = self.tr("Draw: {label}").format(label=button.text())
            button.setToolTip(self._with_reason(self._tip(text, "label previous", "label next")))
        self.protect.setToolTip(self._with_reason(self.protect.accessibleName()))
        self.masks.setToolTip(self._tip(self.tr("Show outlines"), "masks"))
        self.opacity.setToolTip(
            self._tip(self.tr("Opacity of outlines"), "less opacity", "more opacity")
        )
        size = self.tr("Brush diameter, also Shift and the wheel")
        self.brush.setToolTip(self._with_reason(self._tip(size, "smaller brush", "larger brush")))
        self._show_steps()

    def refresh(self) -> None:
        """Show the drawing's state."""
        drawing = self._drawing
        for name, button in self.tools.items():
            button.setChecked(name == drawing.tool.name)
            button.setEnabled(drawing.ready and not (drawing.locked and self._specs[name].draws))
        if drawing.tool.name != self._kept:
            self._fit()
        for what, button in self.labels.items():
            button.setChecked(what == drawing.label)
            button.setEnabled(drawing.ready and not drawing.locked)
        self.protect.setChecked(drawing.protect)
        self.protect.setEnabled(drawing.ready and not drawing.locked)
        self.brush.blockSignals(True)
        self.brush.setValue(drawing.brush.size_mm)
        self.brush.blockSignals(False)
        self.brush.setEnabled(drawing.ready and not drawing.locked)
        self._show_steps()

    def _show_steps(self) -> None:
        history = self._drawing.editor.history
        for button, step, word, command in (
            (self.undo, history.next_undo, self.tr("Undo"), "undo"),
            (self.redo, history.next_redo, self.tr("Redo"), "redo"),
        ):
            name = f"{word} {localized(step.name)}" if step is not None else word
            button.setAccessibleName(name)
            button.setToolTip(self._with_reason(self._tip(name, command)))
            button.setEnabled(step is not None and not self._drawing.locked)

    def show_colours(self, colours: dict[Label, str]) -> None:
        """Show the colours that the labels have on the image."""
        for what, colour in colours.items():
            self.labels[what].setIcon(swatch(colour))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange and self.tools:
            for name, button in self.tools.items():
                button.setIcon(icon(self._specs[name].icon))
            for button, name in (
                (self.list, "list"),
                (self.protect, "shield"),
                (self.masks, "eye"),
                (self.undo, "arrow-counter-clockwise"),
                (self.redo, "arrow-clockwise"),
            ):
                button.setIcon(icon(name))
            self.more.redraw()
        super().changeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Return the height alone; what has no room is offered in the menu of further tools."""
        return QSize(0, self._row.minimumSize().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Show what has room."""
        self._fit()

    def _fit(self) -> None:
        """Show the labels by colour alone where their names do not fit, then move parts into the menu.

        The tool in use stays in the strip.
        """
        self._kept = self._drawing.tool.name
        for part in self._in_order():
            part.setVisible(True)
        self.more.show_parts(())
        for style in (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
            Qt.ToolButtonStyle.ToolButtonIconOnly,
        ):
            for button in self.labels.values():
                button.setToolButtonStyle(style)
            if self._fits():
                return
        moved: list[QWidget] = []
        for part in self._movable():
            part.setVisible(False)
            moved.append(part)
            self.more.show_parts(moved)
            if self._fits():
                break
        self.more.show_parts([part for part in self._in_order() if part in moved])

    def _fits(self) -> bool:
        self._row.invalidate()
        return self._row.sizeHint().width() <= self.width()

    def _in_order(self) -> tuple[QWidget, ...]:
        return (*self.tools.values(), self.protect, self.opacity)

    def _movable(self) -> tuple[QWidget, ...]:
        """The parts that may move into the menu, the first to move first."""
        tools = [button for name, button in self.tools.items() if name != self._kept]
        return (
            self.opacity,
            *reversed(tools[FIRST_TOOLS:]),
            self.protect,
            *reversed(tools[:FIRST_TOOLS]),
        )

    def _describe(self, part: QWidget) -> tuple[str, str]:
        """Return name and keys of a part that moved into the menu."""
        for name, button in self.tools.items():
            if button is part:
                known = self._commands
                keys = "" if known is None else known.shown_keys(self._specs[name].command)
                return self.titles[name], keys
        return part.accessibleName(), ""

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
