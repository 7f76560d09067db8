"""The test patients one by one: truth, the prediction of each network, and the wrong ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from cxstage_gui.strings import localized
from cxstage_gui.theme import current
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.table import SORT_ROLE, Column, RowsModel, table_view

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.dashboard import Dashboard, PatientRow

FIRST, TRUTH, WIDE = 96, 160, 120


class Patients(QWidget):
    """A table whose rows open the patient in the viewer.

    Signals:
        wanted: open this patient.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._board: Dashboard | None = None
        self.only_wrong = QCheckBox(self.tr("Only patients that a network gets wrong"))
        self.only_wrong.toggled.connect(lambda _: self._show())
        self._words = label("", "muted", wrap=True)
        self.table = table_view(self.tr("Test patients"), sortable=True)
        self.table.activated.connect(self._open)
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSortRole(SORT_ROLE)
        self.table.setModel(self.sorted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.only_wrong)
        column.addWidget(self._words)
        column.addWidget(self.table, 1)

    def show_board(self, board: Dashboard) -> None:
        """Show the patients of an experiment."""
        self._board = board
        self._show()

    def _show(self) -> None:
        board = self._board
        if board is None:
            return
        networks = [place for place, row in enumerate(board.rows) if not row.baseline]
        rows = [
            one
            for one in board.patients
            if not self.only_wrong.isChecked() or any(one.wrong[place] for place in networks)
        ]
        self._words.setText(
            self.tr(
                "{shown} of {n} patients · probability of chemoradiotherapy or systemic · × wrong group · "
                "Enter or double-click opens the patient"
            ).format(shown=len(rows), n=len(board.patients))
        )
        old = self.sorted.sourceModel()
        model: RowsModel[Any] = RowsModel(self._columns(board), rows)
        model.setParent(self.sorted)
        self.sorted.setSourceModel(model)
        if old is not None:
            old.deleteLater()
        for column in range(model.columnCount()):
            self.table.setColumnWidth(column, WIDE)
        self.table.setColumnWidth(0, FIRST)
        self.table.setColumnWidth(1, TRUTH)
        if self.sorted.sortColumn() < 0:
            self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)

    def _columns(self, board: Dashboard) -> list[Column[PatientRow]]:
        groups = (self.tr("surgery"), self.tr("chemoradiotherapy"))
        networks = [place for place, row in enumerate(board.rows) if not row.baseline]
        columns: list[Column[PatientRow]] = [
            Column(self.tr("Patient"), lambda one: one.patient),
            Column(self.tr("Truth"), lambda one: groups[one.truth]),
            Column(
                self.tr("Wrong"),
                lambda one: str(sum(one.wrong[place] for place in networks)),
                sort=lambda one: sum(one.wrong[place] for place in networks),
                number=True,
                header_tip=self.tr("Networks that put the patient into the wrong group"),
            ),
        ]
        for place, row in enumerate(board.rows):
            columns.append(_prediction(localized(row.name), place))
        return columns

    def _open(self, index: QModelIndex) -> None:
        place = self.sorted.mapToSource(index)
        model = self.sorted.sourceModel()
        if isinstance(model, RowsModel) and place.isValid():
            self.wanted.emit(model.rows[place.row()].patient)


def _prediction(title: str, place: int) -> Column[PatientRow]:
    def words(one: PatientRow) -> str:
        p = one.probabilities[place]
        return "–" if p is None else f"{'×  ' if one.wrong[place] else ''}{p:.3f}"

    def order(one: PatientRow) -> float:
        p = one.probabilities[place]
        return -1.0 if p is None else p

    return Column(
        title,
        words,
        sort=order,
        colour=lambda one: current().warning if one.wrong[place] else "",
        number=True,
    )
