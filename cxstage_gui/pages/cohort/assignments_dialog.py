"""Assignments of patients to readers: first readings, repeats, progress, and lifting the blinding."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.cohort.values.records import ReadingState
from cxstage_gui.session import Session
from cxstage_gui.strings import error_message
from cxstage_gui.widgets.dialog import while_open
from cxstage_gui.widgets.labels import label, line, set_role
from cxstage_gui.widgets.notice import Notice
from cxstage_gui.widgets.numbers import whole_field
from cxstage_gui.widgets.reason import ReasonDialog
from cxstage_gui.widgets.table import Column, RowsModel, table_view

if TYPE_CHECKING:
    from cxstage_core.cohort.double_reading.worklist import WorkItem
    from cxstage_gui.session.actions.accounts import AssignmentOverview

LIST_HEIGHT = 108
SIDE = 320


class AssignmentsDialog(QDialog):
    """Assigns and shows; every act is kept in the audit log."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._roster: AssignmentOverview | None = None
        self.setWindowTitle(self.tr("Assignments"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1040, 640)
        self._sentence = label("", "muted", wrap=True)
        self.notice = Notice()
        self.model: RowsModel[WorkItem] = RowsModel(
            (
                Column(self.tr("Patient"), lambda item: item.patient),
                Column(self.tr("Reading"), lambda item: item.reading_key),
                Column(self.tr("Number"), lambda item: item.code, tip=self._number_tip),
                Column(self.tr("State"), self._state),
                Column(self.tr("Due"), self._due),
                Column(self.tr("Blinding"), self._blinding, tip=self._why),
            )
        )
        self.table = table_view(self.tr("Assignments"))
        self.table.setModel(self.model)
        self.withdraw = QPushButton(self.tr("Withdraw"))
        self.unblind = QPushButton(self.tr("Lift blinding…"))
        self.readers = QListWidget()
        self.readers.setFixedHeight(LIST_HEIGHT)
        self.how = QComboBox()
        self.how.addItem(self.tr("Each of them reads every patient"), False)
        self.how.addItem(self.tr("Two of them per patient, all equally many"), True)
        self.assign = QPushButton()
        set_role(self.assign, role="primary")
        self.share = whole_field(1, 100, 20, " %")
        self.days = whole_field(0, 3650, 28)
        self.repeat = QPushButton(self.tr("Assign repeats"))
        self._lay_out()
        self._connect()
        self._load()

    # -- what there is

    def _load(self) -> None:
        self._session.accounts.load_assignments(while_open(self, self._show))

    def _show(self, roster: AssignmentOverview) -> None:
        self._roster = roster
        self.model.show(roster.items)
        self.table.resizeColumnsToContents()
        free = self._free()
        self._sentence.setText(
            self.tr(
                "{readings} readings of {patients} patients are assigned; {free} patients have no reader yet. "
                "Readers see numbers, not pseudonyms, so that a repeat looks like any other case."
            ).format(
                readings=len(roster.items),
                patients=len({item.patient for item in roster.items}),
                free=free,
            )
        )
        if self.readers.count() != len(roster.readers):
            self.readers.clear()
            for name in roster.readers:
                item = QListWidgetItem(name, self.readers)
                item.setCheckState(Qt.CheckState.Checked)
        self._check()

    def _free(self) -> int:
        assigned = {item.patient for item in self._roster.items} if self._roster else set()
        return sum(row.patient not in assigned for row in self._session.patients if row.sequences)

    def _number_tip(self, item: WorkItem) -> str:
        return self.tr("The reader sees this case as {code}.").format(code=item.code)

    def _state(self, item: WorkItem) -> str:
        if item.return_reason:
            return self.tr("sent back: {reason}").format(reason=item.return_reason)
        if item.state is None:
            return self.tr("not begun")
        return self.tr("complete") if item.state is ReadingState.COMPLETE else self.tr("in progress")

    def _due(self, item: WorkItem) -> str:
        if item.due is None:
            return self.tr("after the first reading")
        return item.due.astimezone().strftime("%Y-%m-%d")

    def _blinding(self, item: WorkItem) -> str:
        return self.tr("lifted") if self._reason(item) else ""

    def _why(self, item: WorkItem) -> str:
        return self._reason(item)

    def _reason(self, item: WorkItem) -> str:
        return self._roster.unblinded.get(item.patient, "") if self._roster else ""

    def _selected(self) -> WorkItem | None:
        rows = self.table.selectionModel().selectedRows()
        return self.model.rows[rows[0].row()] if rows else None

    def _chosen_readers(self) -> tuple[str, ...]:
        items = (self.readers.item(row) for row in range(self.readers.count()))
        return tuple(i.text() for i in items if i.checkState() == Qt.CheckState.Checked)

    def _check(self) -> None:
        free, readers = self._free(), len(self._chosen_readers())
        self.assign.setText(
            self.tr("Assign %n patient(s)", "", free) if free else self.tr("Every patient is assigned")
        )
        self.assign.setEnabled(free > 0 and readers > 1)
        why = "" if readers > 1 else self.tr("A double reading needs at least two readers.")
        self.assign.setToolTip(why)
        self.repeat.setEnabled(bool(self.model.rows))
        item = self._selected()
        self.withdraw.setEnabled(item is not None and item.state is None)
        self.unblind.setEnabled(item is not None and not self._reason(item))

    # -- changes

    def _assign(self) -> None:
        from cxstage_core.cohort.double_reading.worklist import Draw

        draw = Draw(self._chosen_readers(), balanced=self.how.currentData())
        self._session.accounts.assign(
            draw, (), while_open(self, self._assigned), while_open(self, self._refused)
        )

    def _repeat(self) -> None:
        self._session.accounts.assign_repeats(
            self.share.value() / 100,
            self.days.value(),
            while_open(self, self._assigned),
            while_open(self, self._refused),
        )

    def _assigned(self, new: tuple[object, ...]) -> None:
        self.notice.show_message(self.tr("%n reading(s) are assigned.", "", len(new)), "good")
        self._load()

    def _withdraw(self) -> None:
        item = self._selected()
        if item is not None:
            self._session.accounts.withdraw(
                item.patient,
                item.reading_key,
                while_open(self, lambda _: self._load()),
                while_open(self, self._refused),
            )

    def _ask_unblind(self) -> None:
        item = self._selected()
        if item is None:
            return
        dialog = ReasonDialog(
            self.tr("Lift the blinding of {patient}").format(patient=item.patient),
            self.tr(
                "From now on its readers and reviewers see every complete reading of this case, also "
                "before all are complete. This cannot be taken back."
            ),
            self.tr("Lift blinding"),
            self.tr("Such as: shown at the tumour board"),
            self,
        )
        dialog.given.connect(
            lambda why: self._session.accounts.unblind(
                item.patient,
                why,
                while_open(self, lambda _: self._load()),
                while_open(self, self._refused),
            )
        )
        dialog.open()

    def _refused(self, error: Exception) -> None:
        self.notice.show_message(error_message(error), "error")

    # -- building

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._check())
        self.readers.itemChanged.connect(lambda _: self._check())
        handlers: tuple[tuple[QPushButton, Callable[[], None]], ...] = (
            (self.assign, self._assign),
            (self.repeat, self._repeat),
            (self.withdraw, self._withdraw),
            (self.unblind, self._ask_unblind),
        )
        for button, handler in handlers:
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, call=handler: call())

    def _lay_out(self) -> None:
        side = QWidget()
        side.setLayout(self._choices())
        side.setFixedWidth(SIDE)
        both = QHBoxLayout()
        both.setSpacing(24)
        both.addLayout(self._list(), 1)
        both.addWidget(side)
        close = QPushButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Assignments"), "heading"))
        column.addWidget(self._sentence)
        column.addLayout(both, 1)
        column.addWidget(self.notice)
        column.addLayout(end)

    def _list(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.table, 1)
        acts = QHBoxLayout()
        acts.addWidget(self.withdraw)
        acts.addWidget(self.unblind)
        acts.addStretch(1)
        left.addLayout(acts)
        return left

    def _choices(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        self.readers.setAccessibleName(self.tr("Readers"))
        self.how.setAccessibleName(self.tr("How patients are assigned"))
        right.addWidget(label(self.tr("First readings"), "heading"))
        right.addWidget(label(self.tr("Readers"), "muted"))
        for widget in (self.readers, self.how, self.assign):
            right.addWidget(widget)
        right.addSpacing(8)
        right.addWidget(line())
        right.addWidget(label(self.tr("Repeats"), "heading"))
        said = self.tr(
            "A share of each reader's patients is read once more, under a new number, for agreement "
            "within readers."
        )
        right.addWidget(label(said, "muted", wrap=True))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        for title, field in (
            (self.tr("Share of patients"), self.share),
            (self.tr("Wash-out, days"), self.days),
        ):
            caption = QLabel(title)
            caption.setMinimumHeight(field.sizeHint().height())
            caption.setBuddy(field)
            field.setAccessibleName(title)
            form.addRow(caption, field)
        right.addLayout(form)
        right.addWidget(self.repeat)
        right.addStretch(1)
        return right
