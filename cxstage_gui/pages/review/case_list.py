"""The cases of a cohort: where each stands, and how far its readers agree."""

from __future__ import annotations

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from cxstage_core.reading.workflow import CaseState
from cxstage_gui.session import Session, TaskHandle
from cxstage_gui.session.actions.review import CaseRow, Figures
from cxstage_gui.theme import current
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.table import SORT_ROLE, Column, RowsModel, table_view

WIDTH, NARROW = 376, 244
WIDTHS = (66, 84, 60)
DIFFERENCE = 3


class CaseList(QWidget):
    """Choose a case; what is to be reviewed stands first.

    Signals:
        chosen: a patient.
        listed: another list.
    """

    chosen = Signal(str)
    listed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._figures: dict[str, Figures] = {}
        self._task: TaskHandle | None = None
        self.rows: tuple[CaseRow, ...] = ()
        self.setFixedWidth(WIDTH)
        self.filter = QComboBox()
        self.filter.setAccessibleName(self.tr("Show"))
        for title, states in (
            (self.tr("To review"), (CaseState.COMPLETE, CaseState.IN_REVIEW)),
            (self.tr("All cases"), tuple(CaseState)),
            (self.tr("Frozen"), (CaseState.FROZEN,)),
            (self.tr("Being read"), (CaseState.ASSIGNED, CaseState.IN_PROGRESS)),
        ):
            self.filter.addItem(title, states)
        self.filter.setCurrentIndex(1)
        self.model: RowsModel[CaseRow] = RowsModel(
            (
                Column(self.tr("Case"), lambda row: row.patient),
                Column(self.tr("State"), self._state, colour=self._colour),
                Column("Dice", self._dice, sort=lambda row: self._of(row)[0] or -1.0, number=True,
                       header_tip=self.tr("Tumour and possible infiltration together; the lowest of all pairs of readings")),
                Column(self.tr("Difference, cm³"), self._volume, sort=lambda row: self._of(row)[1] or -1.0,
                       number=True, header_tip=self.tr("Volume on which two readings differ")),
            )
        )  # fmt: skip
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSourceModel(self.model)
        self.sorted.setSortRole(SORT_ROLE)
        self.view = table_view(self.tr("Cases"), sortable=True)
        self.view.setModel(self.sorted)
        self.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        for column, width in enumerate(WIDTHS):
            self.view.setColumnWidth(column, width)
        self.count = label("", "muted", wrap=True)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(8, 8, 8, 8)
        column_.setSpacing(8)
        column_.addWidget(self.filter)
        column_.addWidget(self.view, 1)
        column_.addWidget(self.count)
        column_.addWidget(
            label(
                self.tr("Dice: tumour and possible infiltration together, lowest pair"),
                "muted",
                wrap=True,
            )
        )
        self.filter.activated.connect(lambda _: self._show())
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._current())
        self._quiet = False

    def refresh(self) -> None:
        """Read the states again."""
        if self._session.cohort is not None:
            self._session.review.load_rows(self._arrived)
        else:
            self._figures.clear()
            self._arrived(())

    def mark(self, patient: str) -> None:
        """Select a case without opening it."""
        for row in range(self.sorted.rowCount()):
            if self.sorted.index(row, 0).data() == patient:
                self._quiet = True
                self.view.selectRow(row)
                self._quiet = False

    def forget(self, patient: str) -> None:
        """The figures of a case are no longer true."""
        self._figures.pop(patient, None)

    def show_narrow(self, *, narrow: bool) -> None:
        """Leave room for the images: without the last column."""
        self.setFixedWidth(NARROW if narrow else WIDTH)
        self.view.setColumnHidden(DIFFERENCE, narrow)

    def forget_all(self) -> None:
        """Another cohort: no figure is true any more."""
        self._figures.clear()

    def _arrived(self, rows: tuple[CaseRow, ...]) -> None:
        self.rows = rows
        self._show()
        self.listed.emit()
        unknown = [r.patient for r in rows if r.state.all_complete and r.patient not in self._figures]
        busy = self._task is not None and not self._task.settled
        if unknown and not busy:
            self._task = self._session.review.load_figures(unknown, self._counted)

    def _counted(self, figures: dict[str, Figures]) -> None:
        self._figures.update(figures)
        if self.model.rows:
            last = self.model.index(len(self.model.rows) - 1, len(self.model.columns) - 1)
            self.model.dataChanged.emit(self.model.index(0, 0), last)

    def _show(self) -> None:
        wanted = self.filter.currentData()
        kept = self.sorted.index(self.view.currentIndex().row(), 0).data()
        self._quiet = True
        self.model.show([row for row in self.rows if row.state in wanted])
        self._quiet = False
        if kept:
            self.mark(kept)
        frozen = sum(row.state is CaseState.FROZEN for row in self.rows)
        self.count.setText(
            self.tr("{frozen} of {all} cases frozen").format(frozen=frozen, all=len(self.rows))
            if self.rows
            else ""
        )

    def _current(self) -> None:
        name = self.sorted.index(self.view.currentIndex().row(), 0).data()
        if name and not self._quiet:
            self.chosen.emit(name)

    def _of(self, row: CaseRow) -> Figures:
        return self._figures.get(row.patient, (None, None))

    def _dice(self, row: CaseRow) -> str:
        dice = self._of(row)[0]
        return "" if dice is None else f"{dice:.3f}"

    def _volume(self, row: CaseRow) -> str:
        volume = self._of(row)[1]
        return "" if volume is None else f"{volume:.2f}"

    def _state(self, row: CaseRow) -> str:
        if row.state is CaseState.FROZEN:
            return self.tr("frozen v{version}").format(version=row.reference)
        if row.state in (CaseState.IN_PROGRESS, CaseState.ASSIGNED, CaseState.UNASSIGNED):
            return self.tr("{done} of {all} read").format(done=row.complete, all=row.begun)
        if row.state is CaseState.IN_REVIEW:
            return self.tr("in review")
        return self.tr("to review") if row.begun > 1 else self.tr("read once")

    def _colour(self, row: CaseRow) -> str:
        if row.state is CaseState.FROZEN:
            return current().good
        return current().warning if row.state is CaseState.IN_REVIEW else ""
