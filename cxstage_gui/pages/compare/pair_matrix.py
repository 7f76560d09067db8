"""The matrix of paired tests: every network against every other on the same patients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from cxstage_core.evaluation.comparison.folds import is_folded
from cxstage_core.evaluation.report.table_cells import FOLDED_PAIRS, format_p
from cxstage_gui.strings import figures, localized
from cxstage_gui.theme import current
from cxstage_gui.widgets.labels import label

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.dashboard import Dashboard
    from cxstage_core.evaluation.comparison.paired_tests import PairedRow

LEVEL = 0.05
WIDE, HIGH = 108, 44


class PairedMatrix(QWidget):
    """Above the diagonal DeLong's test of the AUC, below it McNemar's of right and wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.table = QTableWidget()
        self.table.setAccessibleName(self.tr("Paired tests"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(True)
        self.table.horizontalHeader().setDefaultSectionSize(WIDE)
        self.table.verticalHeader().setDefaultSectionSize(HIGH)
        self._words = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addWidget(self.table, 1)

    def show_board(self, board: Dashboard) -> None:
        """Show the tests of an experiment."""
        names = [row.name for row in board.rows if not row.baseline]
        n = board.pairs[0].n if board.pairs else 0
        self._words.setText(
            self.tr(
                "Row minus column. Above the diagonal: difference of AUC and DeLong p; below: patients "
                "that only the row, and only the column, got right, and exact McNemar p. p values by "
                "Holm over all {pairs} pairs; {n} test patients."
            ).format(pairs=len(board.pairs), n=n)
            if board.pairs
            else self.tr("One network alone has nothing to be compared with.")
        )
        if board.pairs and is_folded(board.experiment):
            self._words.setText(f"{self._words.text()} {localized(FOLDED_PAIRS)}")
        self.table.setVisible(bool(board.pairs))
        self.table.setRowCount(len(names))
        self.table.setColumnCount(len(names))
        self.table.setHorizontalHeaderLabels(names)
        self.table.setVerticalHeaderLabels(names)
        for place, name in enumerate(names):
            self._fill(place, place, "", name, certain=False)
        for pair in board.pairs:
            first, second = names.index(pair.first), names.index(pair.second)
            words, tip = self._delong(pair)
            p = pair.delong_p_holm
            self._fill(first, second, words, tip, certain=p is not None and p < LEVEL)
            words, tip = self._mcnemar(pair)
            self._fill(second, first, words, tip, certain=pair.mcnemar_p_holm < LEVEL)

    def _delong(self, pair: PairedRow) -> tuple[str, str]:
        test = pair.delong
        if test is None:
            return "–", "" if pair.note is None else localized(pair.note)
        words = figures(f"{test.difference:+.3f}\np {format_p(pair.delong_p_holm)}")
        between = f" ({test.interval.low:+.3f} … {test.interval.high:+.3f})" if test.interval else ""
        tip = self.tr("{first} − {second}: AUC {difference}, p before Holm {p}, n = {n}").format(
            first=pair.first,
            second=pair.second,
            difference=figures(f"{test.difference:+.3f}{between}"),
            p=format_p(test.p),
            n=pair.n,
        )
        if pair.note is not None:
            tip = f"{tip}\n{localized(pair.note)}"
        return words, tip

    def _mcnemar(self, pair: PairedRow) -> tuple[str, str]:
        words = f"{pair.only_second_right} : {pair.only_first_right}\np {format_p(pair.mcnemar_p_holm)}"
        tip = self.tr(
            "Only {second} right: {b}; only {first} right: {c}; p before Holm {p}, n = {n}"
        ).format(
            first=pair.first,
            second=pair.second,
            b=pair.only_second_right,
            c=pair.only_first_right,
            p=format_p(pair.mcnemar_p),
            n=pair.n,
        )
        return words, tip

    def _fill(self, row: int, column: int, words: str, tip: str, *, certain: bool) -> None:
        item = QTableWidgetItem(words)
        item.setToolTip(tip)
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        if row == column:
            item.setBackground(QColor(current().line))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        if certain:
            font = item.font()
            font.setBold(True)
            item.setFont(font)
        self.table.setItem(row, column, item)
