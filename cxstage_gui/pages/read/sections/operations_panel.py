"""The section "Operations" and its commands."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.imaging import Label
from cxstage_core.reading.tools.level_set import LevelSetSettings
from cxstage_core.reading.tools.operations import Scope
from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.pages.read.bars.section_panel import SectionPanel
from cxstage_gui.pages.read.case.case import Case
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.case.reasons import why_locked
from cxstage_gui.pages.read.panes.panes import Panes
from cxstage_gui.pages.read.sections.outline_operations import Operations
from cxstage_gui.session.level import Level
from cxstage_gui.strings import localized
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.tools import Key
from cxstage_gui.widgets.labels import label, line
from cxstage_gui.widgets.numbers import number_field

SECTION = "operations"
RESIZE_STEPS, RESIZE_MM = 40, 10.0
RUN_STEPS, RUN_MS = 5, 60
STEP_MM = 1.0


class OperationsSection(QObject):
    """Adds the section and the commands."""

    def __init__(
        self,
        context: ReadContext,
        commands: Commands,
        drawing: Drawing,
        panes: Panes,
        side: SectionPanel,
    ) -> None:
        super().__init__(context)
        self._context = context
        self._commands = commands
        self._drawing = drawing
        self._panes = panes
        self._side = side
        self.operations = Operations(context, drawing, panes)
        self.scopes: dict[Scope, QToolButton] = {}
        self.smoothing = number_field(0.5, 10.0, 1, 0.5)
        self.resizing = QSlider(Qt.Orientation.Horizontal)
        self.resize_words = label("", "muted")
        self.transfer_from = QComboBox()
        self.push = number_field(-2.0, 2.0, 1, 0.1)
        self.push.setValue(0.6)
        self.curvature = number_field(0.0, 2.0, 1, 0.1)
        self.curvature.setValue(0.4)
        self.edge = number_field(0.3, 5.0, 1, 0.1)
        self.edge.setValue(1.0)
        self.buttons: dict[str, QPushButton] = {}
        self.words = label("", "muted", wrap=True)
        self._running = QTimer(self)
        self._running.setInterval(RUN_MS)
        self._running.timeout.connect(self._step_on)
        side.add(SECTION, self.tr("Operations"), "sliders-horizontal", self._panel())
        commands.add(*self._build_commands())
        commands.changed.connect(self._show_keys)
        self._show_keys()
        self.operations.moved.connect(self._moved)
        self.operations.waiting.connect(self._wait)
        self._waiting = False
        drawing.previewed.connect(self._previewed)
        drawing.equipped.connect(self._refresh)
        context.stepped.connect(self._fill_transfer)
        side.toggled.connect(lambda _: self._fill_transfer())
        context.case_shown.connect(self._shown)
        context.case_closed.connect(self._refresh)
        context.state_changed.connect(self._refresh)
        context.rights_changed.connect(self._refresh)
        self._refresh()

    @property
    def scope(self) -> Scope:
        """Scope of the operations."""
        return next(scope for scope, button in self.scopes.items() if button.isChecked())

    # -- the section

    def _panel(self) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        column.addLayout(
            self._pair(
                self._button("accept preview", self.tr("Accept"), self._accept),
                self._button("discard preview", self.tr("Discard"), self._discard),
            )
        )
        column.addWidget(self.words)
        column.addWidget(line())
        column.addWidget(label(self.tr("Applies to"), "muted"))
        column.addLayout(self._scope_row())
        column.addLayout(
            self._pair(
                self._button("fill holes", self.tr("Fill holes"), self._fill),
                self._button("largest component", self.tr("Largest part"), self._largest),
            )
        )
        self.smoothing.setValue(1.5)
        self.smoothing.setSuffix(self.tr(" mm"))
        self.smoothing.setAccessibleName(self.tr("Smoothing"))
        column.addLayout(
            self._pair(self._button("smooth mask", self.tr("Smooth"), self._smooth), self.smoothing)
        )
        column.addWidget(line())
        column.addWidget(label(self.tr("Grow or shrink"), "muted"))
        self.resizing.setRange(-RESIZE_STEPS, RESIZE_STEPS)
        self.resizing.setAccessibleName(self.tr("Grow or shrink by"))
        self.resizing.valueChanged.connect(self._resizing)
        row = QHBoxLayout()
        row.addWidget(self.resizing, 1)
        self.resize_words.setMinimumWidth(60)
        self._resized(0.0)
        self.resize_words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.resize_words)
        column.addLayout(row)
        column.addWidget(line())
        column.addWidget(label(self.tr("From slice to slice"), "muted"))
        for name, text, step in (
            ("copy from previous slice", self.tr("Copy from previous slice"), -1),
            ("copy from next slice", self.tr("Copy from next slice"), 1),
        ):
            column.addWidget(self._button(name, text, partial(self._copy_from, step)))
        column.addWidget(
            self._button("interpolate", self.tr("Interpolate"), self.operations.interpolate)
        )
        column.addWidget(line())
        column.addWidget(label(self.tr("From another series"), "muted"))
        self.transfer_from.setAccessibleName(self.tr("Series with an outline"))
        self.transfer_from.setPlaceholderText(self.tr("No other outline"))
        column.addWidget(self.transfer_from)
        column.addWidget(self._button("transfer", self.tr("Transfer"), self._transfer))
        column.addWidget(line())
        column.addWidget(label(self.tr("Level set"), "muted"))
        column.addLayout(self._level_set())
        column.addStretch(1)
        return panel

    def _scope_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        group = QButtonGroup(self)
        for scope, text, tip in (
            (Scope.SLICE, self.tr("This slice"), self.tr("This slice only")),
            (Scope.SLICES, self.tr("Each slice"), self.tr("Every slice by itself")),
            (Scope.SPACE, self.tr("3-D"), self.tr("The whole outline in 3-D")),
        ):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setMinimumHeight(28)
            group.addButton(button)
            row.addWidget(button, 1)
            self.scopes[scope] = button
        self.scopes[Scope.SLICES].setChecked(True)
        return row

    def _level_set(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        self.edge.setSuffix(self.tr(" mm"))
        for row, (title, field, tip) in enumerate(
            (
                (self.tr("Expansion force"), self.push, self.tr("Outwards above 0, inwards below 0")),
                (self.tr("Smoothness"), self.curvature, self.tr("Keeps the border smooth")),
                (self.tr("Edge width"), self.edge, self.tr("Blur before edges are looked for")),
            )
        ):
            field.setAccessibleName(title)
            field.setToolTip(tip)
            grid.addWidget(label(title), row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self._button("tool snake", self.tr("Start"), self._begin), 3, 0)
        grid.addWidget(
            self._button("level set step", self.tr("Step"), lambda: self._move(RUN_STEPS)), 3, 1
        )
        grid.addWidget(self._button("level set run", self.tr("Run"), self._run), 4, 0, 1, 2)
        return grid

    def _button(self, name: str, text: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(act)
        self.buttons[name] = button
        return button

    def _pair(self, first: QWidget, second: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(first, 1)
        row.addWidget(second, 1)
        return row

    def _build_commands(self) -> tuple[Command, ...]:
        group = self.tr("Operations")
        return (
            Command("fill holes", self.tr("Fill holes"), group, self._fill),
            Command("largest component", self.tr("Keep the largest part"), group, self._largest),
            Command("smooth mask", self.tr("Smooth the outline"), group, self._smooth),
            Command("grow", self.tr("Grow by 1 mm"), group, lambda: self._resize(STEP_MM)),
            Command("shrink", self.tr("Shrink by 1 mm"), group, lambda: self._resize(-STEP_MM)),
            Command(
                "copy from previous slice",
                self.tr("Copy the outline of the previous slice"),
                group,
                partial(self._copy_from, -1),
            ),
            Command(
                "copy from next slice",
                self.tr("Copy the outline of the next slice"),
                group,
                partial(self._copy_from, 1),
            ),
            Command(
                "interpolate",
                self.tr("Interpolate between drawn slices"),
                group,
                self.operations.interpolate,
            ),
            Command("transfer", self.tr("Transfer from another series"), group, self._transfer),
            Command("tool snake", self.tr("Level set: start"), group, self._open_level_set),
            Command("accept preview", self.tr("Accept the preview"), group, self._accept),
            Command("discard preview", self.tr("Discard the preview"), group, self._discard),
        )

    def _show_keys(self) -> None:
        for name, button in self.buttons.items():
            keys = self._commands.shown_keys(name)
            tip = f"{button.text()}  ({keys})" if keys else button.text()
            reason = self._why_off(name)
            button.setToolTip(f"{tip}\n{reason}" if reason else tip)

    def _why_off(self, name: str) -> str:
        """Why a button cannot be pressed now, "" if it can."""
        if reason := why_locked(self._context.case):
            return reason
        if name == "transfer" and not self.transfer_from.count():
            return self.tr("No other series of this patient has an outline.")
        return ""

    # -- what happens

    def _fill(self) -> None:
        self.operations.fill(self.scope)

    def _largest(self) -> None:
        self.operations.keep_largest(self.scope)

    def _smooth(self) -> None:
        self.operations.smooth(self.scope, self.smoothing.value())

    def _copy_from(self, step: int, *_: object) -> None:
        self.operations.copy_from(step)

    def _resize(self, mm: float) -> None:
        self.operations.resize(self.scope, mm)

    def _resizing(self, steps: int) -> None:
        mm = steps * RESIZE_MM / RESIZE_STEPS
        self._resized(mm)
        if steps:
            self.operations.preview_size(self.scope, mm)
        else:
            self._drawing.show_preview(None)

    def _resized(self, mm: float) -> None:
        self.resize_words.setText(self.tr("{mm:+.2f} mm").format(mm=mm) if mm else self.tr("0 mm"))

    def _transfer(self) -> None:
        self._side.show_section(SECTION)
        series = self.transfer_from.currentData()
        if series:
            self.operations.transfer(str(series))
        else:
            sentence = self.tr("No other series of this patient has an outline.")
            self._context.notify(sentence, Level.INFO)

    def _open_level_set(self) -> None:
        self._side.show_section(SECTION)
        self._begin()

    def _begin(self) -> None:
        self._running.stop()
        settings = LevelSetSettings(
            push=self.push.value(),
            curvature=self.curvature.value(),
            sigma_mm=self.edge.value(),
            solid=self.scope.solid,
        )
        self.operations.begin_level_set(self.scope, settings)

    def _move(self, count: int) -> None:
        self.operations.step_level_set(self.scope, count)

    def _step_on(self) -> None:
        self._move(RUN_STEPS)

    def _run(self) -> None:
        if self._running.isActive():
            self._running.stop()
        elif self.operations.level_set_begun:
            self._running.start()
        self._refresh()

    def _moved(self, count: int) -> None:
        if count < 0:
            self._running.stop()
            self.words.setText("")
        else:
            words = self.tr("{count} iterations").format(count=count)
            if self._running.isActive() and self.operations.level_set_stopped:
                self._running.stop()
                words = self.tr("{count} iterations: the border has stopped.").format(count=count)
            self.words.setText(words)
        self._refresh()

    def _wait(self, on: bool) -> None:
        """Show the busy mouse while an operation takes longer than an instant."""
        if on == self._waiting:
            return
        self._waiting = on
        if on:
            QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        else:
            QApplication.restoreOverrideCursor()

    def _accept(self) -> None:
        # Without a preview the same key closes and accepts what a tool has begun.
        self._drawing.key(Key.CTRL_RETURN, self._panes.first.index)

    def _discard(self) -> None:
        self._drawing.show_preview(None)

    def _previewed(self) -> None:
        name = self._drawing.preview_name
        if name is None:
            self._running.stop()
            self.words.setText("")
            if self.resizing.value():
                self.resizing.blockSignals(True)
                self.resizing.setValue(0)
                self.resizing.blockSignals(False)
                self._resized(0.0)
        elif not self.operations.level_set_begun:
            self.words.setText(self.tr("Preview: {name}").format(name=localized(name)))
        self._refresh()

    def _shown(self, _: Case) -> None:
        self._fill_transfer()
        self._refresh()

    def _fill_transfer(self) -> None:
        """Series with an outline, other than the one on screen; looked for when the section is open."""
        case = self._context.case
        if self._side.open != SECTION:
            return
        chosen = self.transfer_from.currentData()
        self.transfer_from.clear()
        if case is not None:
            titles = {r.id: f"{r.info.sequence} {localized(r.plane)}" for r in case.study.series}
            for series, mask in case.editor.snapshot().items():
                if series != case.first and (mask.array > Label.BACKGROUND).any():
                    self.transfer_from.addItem(titles.get(series, series), series)
        self.transfer_from.setCurrentIndex(max(0, self.transfer_from.findData(chosen)))
        self._refresh()

    def _refresh(self) -> None:
        drawing = self._drawing
        may = drawing.ready and not drawing.locked
        preview = drawing.preview is not None
        for name, button in self.buttons.items():
            wanted = may
            if name in ("accept preview", "discard preview"):
                wanted = may and preview
            elif name.startswith("level set"):
                wanted = may and self.operations.level_set_begun
            elif name == "transfer":
                wanted = may and self.transfer_from.count() > 0
            button.setEnabled(wanted)
        self.transfer_from.setEnabled(may and self.transfer_from.count() > 0)
        self.resizing.setEnabled(may)
        self._show_keys()
        run = self.buttons["level set run"]
        run.setText(self.tr("Stop") if self._running.isActive() else self.tr("Run"))
