"""All steps of a drawing as a list; a click goes to any of them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from cxstage_core.reading import MaskEditor, Step
from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.pages.read.bars.section_panel import SectionPanel
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.strings import localized
from cxstage_gui.theme import current, icon
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.widgets.labels import label

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
CLEAR = "#00000000"
MARK = 12


class StepsModel(QAbstractListModel):
    """The start, then every step; after a stroke only the changed rows are refreshed.

    Row n is the state after n steps.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = MaskEditor()
        self._rows = 1
        self._at = self._added = self._dropped = 0

    @property
    def at(self) -> int:
        """The row of what is on screen."""
        return self._at

    def show_editor(self, editor: MaskEditor) -> None:
        """Show the steps of another drawing."""
        self.beginResetModel()
        self._editor = editor
        self._note()
        self.endResetModel()

    def refresh(self) -> None:
        """Follow the drawing after a step, an undo or a redo."""
        history = self._editor.history
        added, dropped = history.added - self._added, history.dropped - self._dropped
        if added > 1 or (dropped and added != 1):
            self.show_editor(self._editor)
            return
        before = self._at
        if added:
            if self._rows > before + 1:
                self.beginRemoveRows(NOWHERE, before + 1, self._rows - 1)
                self._rows = before + 1
                self.endRemoveRows()
            self.beginInsertRows(NOWHERE, self._rows, self._rows)
            self._rows += 1
            self.endInsertRows()
        if dropped:
            self.beginRemoveRows(NOWHERE, 1, dropped)
            self._note()
            self.endRemoveRows()
        self._note()
        changed = sorted((min(before, self._rows - 1), self._at))
        self.dataChanged.emit(self.index(changed[0]), self.index(changed[1]))

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """One row more than there are steps."""
        return 0 if parent.isValid() else self._rows

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The step's name; slice and series on hover; grey when it was undone."""
        row = index.row()
        if not 0 <= row <= self._editor.history.total:
            return None
        step = self._editor.history.step(row - 1) if row else None
        look: Any = None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                look = self._beginning() if step is None else self._words(row, step)
            case Qt.ItemDataRole.ToolTipRole if step is not None:
                look = self._where(step)
            case Qt.ItemDataRole.ForegroundRole if row > self._at:
                look = QColor(current().faint)
            case Qt.ItemDataRole.FontRole if row == self._at:
                look = QFont()
                look.setBold(True)
            case Qt.ItemDataRole.DecorationRole:
                look = icon("caret-right", "" if row == self._at else CLEAR)
        return look

    def _beginning(self) -> str:
        return self.tr("Start\n(nothing drawn)")

    def _words(self, row: int, step: Step) -> str:
        return f"{row}  {localized(step.name)}\n{self._where(step)}"

    def _where(self, step: Step) -> str:
        numbers = [index + 1 for index in step.slices]
        if len(numbers) == 1:
            return self.tr("{series}, slice {number}").format(series=step.series, number=numbers[0])
        return self.tr("{series}, {count} slices, {first} to {last}").format(
            series=step.series, count=len(numbers), first=min(numbers), last=max(numbers)
        )

    def _note(self) -> None:
        history = self._editor.history
        self._rows, self._at = history.total + 1, len(history)
        self._added, self._dropped = history.added, history.dropped


class HistorySection(QObject):
    """The section "History" and its command."""

    def __init__(
        self,
        context: ReadContext,
        commands: Commands,
        drawing: Drawing,
        side: SectionPanel,
    ) -> None:
        super().__init__(context)
        self._context = context
        self._drawing = drawing
        self.model = StepsModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setUniformItemSizes(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setSpacing(2)
        self.view.setIconSize(QSize(MARK, MARK))
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.view.setAccessibleName(self.tr("Steps of this drawing"))
        self._hint = label(role="muted", wrap=True)
        side.add("history", self.tr("History"), "clock-counter-clockwise", self._widget())
        group = self.tr("Steps")
        commands.add(
            Command("history", self.tr("List of all steps"), group, lambda: side.toggle("history"))
        )
        self.view.clicked.connect(self._go)
        self.view.activated.connect(self._go)
        context.stepped.connect(self._refresh)
        context.case_shown.connect(lambda case: self._show(case.editor))
        context.case_closed.connect(lambda: self._show(MaskEditor()))
        side.toggled.connect(lambda _: self._scroll())
        self._show_hint()

    def _widget(self) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._hint)
        column.addWidget(self.view, 1)
        return widget

    def _go(self, index: QModelIndex) -> None:
        if self._drawing.locked:
            self._context.refuse()
        elif index.row() != self.model.at:
            self._drawing.go_to(index.row())

    def _show(self, editor: MaskEditor) -> None:
        self.model.show_editor(editor)
        self._show_hint()
        self._scroll()

    def _refresh(self) -> None:
        self.model.refresh()
        self._show_hint()
        self._scroll()

    def _scroll(self) -> None:
        if self.view.isVisible():
            self.view.scrollTo(self.model.index(self.model.at))

    def _show_hint(self) -> None:
        self._hint.setText(
            self.tr("Click a step to go back or forward to it.")
            if self.model.rowCount() > 1
            else self.tr("Nothing drawn yet.")
        )
