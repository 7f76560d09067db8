"""The reader's work list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.cohort.values.records import ReadingState
from cxstage_core.reading.workflow import CaseState
from cxstage_gui.session.current.patient_table import PatientRow
from cxstage_gui.theme import current, icon
from cxstage_gui.widgets.labels import label

Index = QModelIndex | QPersistentModelIndex
WIDTH = 152
SMALLER, GAP = 0.9, 6
CLOSED_ROLE = Qt.ItemDataRole.UserRole + 1
ALL, NEW, UNFINISHED = "all", "new", "unfinished"


class Patients(QAbstractListModel):
    """Patients with the state of one reader's reading; readings of others play no role."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[PatientRow, ...] = ()
        self.reader = ""

    def show(self, rows: Sequence[PatientRow], reader: str) -> None:
        """Show these patients; the same ones with new states keep the selection."""
        same = [row.patient for row in rows] == [row.patient for row in self.rows]
        if not same:
            self.beginResetModel()
        self.rows, self.reader = tuple(rows), reader
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def state(self, row: PatientRow) -> ReadingState | None:
        """State of this reader's reading, None if not started."""
        return row.readings.get(self.reader)

    def row_of(self, patient: str) -> int:
        """Row of a patient, -1 if absent."""
        return next((n for n, row in enumerate(self.rows) if row.patient == patient), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of patients."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title of the case, icon of its state, and both as text."""
        row = self.rows[index.row()]
        state = self.state(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.case
        if role == Qt.ItemDataRole.DecorationRole:
            return icon("arrow-u-up-left", current().warning) if self._returned(row) else _mark(state)
        if role == CLOSED_ROLE:
            return self._closed(row)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = [f"{row.case}: {self._words(state)}"]
            if row.closed is not None:
                words.append(self._closed(row))
            if reason := self._returned(row):
                words.append(self.tr("sent back: {reason}").format(reason=reason))
            return "\n".join(words)
        return None

    def _returned(self, row: PatientRow) -> str:
        return row.returned.get(row.reading_key or self.reader, "")

    def _closed(self, row: PatientRow) -> str:
        """Why no reader can draw in the case any more, in a word; "" if readers can."""
        if row.closed is CaseState.FROZEN:
            return self.tr("frozen")
        return "" if row.closed is None else self.tr("in review")

    def _words(self, state: ReadingState | None) -> str:
        if state is None:
            return self.tr("not started")
        if state == ReadingState.COMPLETE:
            return self.tr("complete")
        return self.tr("in progress")


def _mark(state: ReadingState | None) -> Any:
    if state is None:
        return icon("circle", current().faint)
    if state == ReadingState.COMPLETE:
        return icon("check-circle", current().good)
    return icon("circle-half", current().warning)


def _to_do(row: PatientRow, reader: str) -> bool:
    """Whether this reader has still to read the case, and can."""
    return row.readings.get(reader) != ReadingState.COMPLETE and row.closed is None


def _asked_for(row: PatientRow, reader: str, wanted: str) -> bool:
    state = row.readings.get(reader)
    if wanted == ALL:
        return True
    if wanted == UNFINISHED:
        return _to_do(row, reader)
    if state is None:
        return wanted == NEW and row.closed is None
    return str(state) == wanted


class CaseDelegate(QStyledItemDelegate):
    """Draws the title of a case, and at the right in what state it is closed."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        super().paint(painter, option, index)
        words = index.data(CLOSED_ROLE)
        if not words:
            return
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        text = option.palette.color(QPalette.ColorRole.HighlightedText)
        painter.setPen(text if chosen else QColor(current().muted))
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() * SMALLER)
        painter.setFont(font)
        box = option.rect.adjusted(0, 0, -GAP, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, right, words)
        painter.restore()


class WorkList(QWidget):
    """The reader, and the patients to read.

    Signals:
        chosen: a patient was chosen by hand.
        reader_named: another reader's name was entered.
        filter_chosen: state of the patients to show.
    """

    chosen = Signal(str)
    reader_named = Signal(str)
    filter_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.model = Patients()
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(CaseDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setIconSize(QSize(16, 16))
        self.view.setAccessibleName(self.tr("Work list"))
        self.view.selectionModel().currentChanged.connect(self._current)
        self.reader = QLineEdit()
        self.reader.setMaxLength(100)
        self.reader.setAccessibleName(self.tr("Reader"))
        self.reader.setToolTip(
            self.tr("Who reads here. Every reader sees and changes only their own outlines.")
        )
        self.reader.editingFinished.connect(lambda: self.reader_named.emit(self.reader.text()))
        self.filter = QComboBox()
        self.filter.setAccessibleName(self.tr("Show"))
        for title, wanted in (
            (self.tr("All"), ALL),
            (self.tr("Not started"), NEW),
            (self.tr("In progress"), ReadingState.IN_PROGRESS.value),
            (self.tr("Unfinished"), UNFINISHED),
            (self.tr("Complete"), ReadingState.COMPLETE.value),
        ):
            self.filter.addItem(title, wanted)
        self.filter.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.filter.activated.connect(lambda _: self._filtered())
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find"))
        self.search.setAccessibleName(self.tr("Find a patient"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _: self._show())
        self.done = label("", "muted", wrap=True)
        self._rows: tuple[PatientRow, ...] = ()
        self._name = ""
        self._today: int | None = None
        self.draws = True
        principal = QHBoxLayout()
        principal.setSpacing(8)
        principal.addWidget(label(self.tr("Reader")))
        principal.addWidget(self.reader, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(principal)
        column.addWidget(self.filter)
        column.addWidget(self.search)
        column.addWidget(self.view, 1)
        column.addWidget(self.done)
        self._quiet = False

    def show_rows(self, rows: Sequence[PatientRow], reader: str) -> None:
        """Show the patients with the states of this reader's readings."""
        self._rows, self._name = tuple(rows), reader
        if not self.reader.hasFocus():
            self.reader.setText(reader)
        self._show()

    def show_today(self, count: int) -> None:
        """Show how many this reader completed today."""
        self._today = count
        self._show_counts()

    def choose_filter(self, wanted: str) -> None:
        """Show the patients of one state, or all."""
        self.filter.setCurrentIndex(max(0, self.filter.findData(wanted)))
        self._show()

    def _filtered(self) -> None:
        self._show()
        self.filter_chosen.emit(str(self.filter.currentData()))

    def _show(self) -> None:
        patient, wanted = self.current, str(self.filter.currentData())
        words = self.search.text().strip().casefold()
        shown = [
            row
            for row in self._rows
            if words in row.case.casefold() and _asked_for(row, self._name, wanted)
        ]
        self._quiet = True
        self.model.show(shown, self._name)
        self._quiet = False
        self._show_counts()
        self.mark(patient)

    def _show_counts(self) -> None:
        rows = self._rows
        complete = sum(row.readings.get(self._name) == ReadingState.COMPLETE for row in rows)
        parts = []
        if rows and self.draws:
            parts.append(self.tr("{done} of {all} complete").format(done=complete, all=len(rows)))
        if rows and self.draws and self._today is not None:
            parts.append(self.tr("{count} today").format(count=self._today))
        if len(self.model.rows) != len(rows):
            parts.append(self.tr("{count} shown").format(count=len(self.model.rows)))
        self.done.setText("\n".join(parts))

    def next_unfinished(self, patient: str) -> str:
        """Next patient of the whole list who is to be read; after the last comes the first."""
        names = [row.patient for row in self._rows]
        start = names.index(patient) + 1 if patient in names else 0
        ordered = (*self._rows[start:], *self._rows[:start])
        found = (row.patient for row in ordered if _to_do(row, self._name) and row.patient != patient)
        return next(found, "")

    def name_of(self, patient: str) -> str:
        """The title of a patient's case."""
        return next((row.case for row in self._rows if row.patient == patient), patient)

    @property
    def current(self) -> str:
        """The selected patient, "" for none."""
        row = self.view.currentIndex().row()
        return self.model.rows[row].patient if 0 <= row < len(self.model.rows) else ""

    def mark(self, patient: str) -> None:
        """Select a patient without opening it."""
        row = self.model.row_of(patient)
        if row >= 0 and patient != self.current:
            self._quiet = True
            self.view.setCurrentIndex(self.model.index(row))
            self._quiet = False

    def beside(self, patient: str, steps: int) -> str:
        """Patient that many rows further, "" beyond the ends."""
        here = self.model.row_of(patient)
        row = here + steps if here >= 0 else (0 if steps > 0 else len(self.model.rows) - 1)
        return self.model.rows[row].patient if 0 <= row < len(self.model.rows) else ""

    def _current(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet and now.isValid():
            self.chosen.emit(self.model.rows[now.row()].patient)
