"""Members of the ensembles of an experiment, each with its own AUC on the test patients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxstage_core.evaluation.report.table import ABSENT, format_estimate
from cxstage_gui.strings import figures
from cxstage_gui.widgets.colours import colour_of, sign_of
from cxstage_gui.widgets.estimate_tip import estimate_tip
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.table import Column, RowsModel, table_view

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.dashboard import Dashboard
    from cxstage_core.evaluation.comparison.members import MemberRow

WIDTHS = (128, 88, 112, 112, 72)


class MemberTable(QWidget):
    """One row per member; the table above shows the ensembles."""

    def __init__(self) -> None:
        super().__init__()
        self.model: RowsModel[MemberRow] = RowsModel(self._columns())
        self.table = table_view(self.tr("Members"))
        self.table.setModel(self.model)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.table, 1)
        box.addWidget(
            label(
                self.tr(
                    "AUC on the test patients, of each member by itself; nothing is chosen by it. The ensemble is the "
                    "mean of the members' logits."
                ),
                "muted",
                wrap=True,
            )
        )

    def show_board(self, board: Dashboard) -> None:
        """Show the members of an experiment; none where its networks are single ones."""
        self.model.show(list(board.members))

    def _columns(self) -> list[Column[MemberRow]]:
        return [
            Column(
                self.tr("Network"),
                lambda row: f"{sign_of(row.network)}  {row.network}",
                colour=lambda row: colour_of(row.network),
            ),
            Column(self.tr("Member"), lambda row: f"{row.number} / {row.members}", number=True),
            Column(
                self.tr("Held out"),
                lambda row: str(row.held_out) if row.held_out else ABSENT,
                number=True,
                header_tip=self.tr(
                    "Training patients that the member has not seen: its out-of-fold scores"
                ),
            ),
            Column(
                self.tr("Epoch kept"),
                lambda row: str(row.best_epoch) if row.best_epoch else ABSENT,
                number=True,
            ),
            Column(
                self.tr("n"),
                lambda row: str(row.auc.n),
                number=True,
                header_tip=self.tr("Test patients"),
            ),
            Column(
                self.tr("AUC"),
                lambda row: figures(format_estimate(row.auc).figure),
                tip=lambda row: estimate_tip(row.auc),
                number=True,
            ),
        ]
