"""The validation patients of a network after an epoch: worst cases first, and the reliability diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cxstage_gui.widgets.case_plot import CasePlot
from cxstage_gui.widgets.colours import colour_of
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.table import Column, RowsModel, table_view

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.validation_course import ValidationCase, ValidationEpoch

WIDTHS = (76, 68, 104)
COIN = "0.69"


class ValidationView(QWidget):
    """A table and a plot of one epoch.

    Signals:
        patient_wanted: open this patient.
    """

    patient_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.shown: ValidationEpoch | None = None
        self.model: RowsModel[ValidationCase] = RowsModel(self._columns())
        self.table = table_view(self.tr("Validation patients, the worst first"))
        self.table.setModel(self.model)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.activated.connect(self._open)
        self.words = label("", "muted", wrap=True)
        self.plot = CasePlot(
            self.tr("Calibration on the validation patients"),
            self.tr("mean probability of chemoradiotherapy or systemic"),
            self.tr("share of them in truth"),
        )
        self.plot.show_range(x=(0.0, 1.0), y=(0.0, 1.0))
        self.counts = label("", "muted", wrap=True)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(label(self.tr("Worst validation patients"), "heading"))
        left.addWidget(self.table, 1)
        left.addWidget(self.words)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self.plot, 1)
        right.addWidget(self.counts)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        self.show_epoch(None, "")

    def show_epoch(self, epoch: ValidationEpoch | None, network: str) -> None:
        """Show an epoch; None where there are no validation patients yet, or none at all.

        Args:
            network: title of the network, whose colour the points have.
        """
        self.shown = epoch
        self.plot.clear()
        self.plot.diagonal()
        if epoch is None:
            self.model.show(())
            self.words.setText(self.tr("No validation patients yet, or a network trained without any."))
            self.counts.setText("")
            return
        self.model.show(epoch.worst_first())
        n = len(epoch.patients)
        self.words.setText(
            self.tr(
                "n = {n}, all inside the training part; no test patient is among them. Loss {coin} is a "
                "coin. Enter or double-click opens the patient."
            ).format(n=n, coin=COIN)
        )
        points = epoch.calibration()
        colour = colour_of(network)
        shares = [point.share for point in points]
        self.plot.intervals(
            [point.probability for point in points],
            shares,
            [point.interval.low for point in points],
            [point.interval.high for point in points],
            colour,
        )
        tips = [
            self.tr(
                "n = {n}: mean probability {p:.2f}, share {share:.2f} ({low:.2f}–{high:.2f})"
            ).format(
                n=point.n,
                p=point.probability,
                share=point.share,
                low=point.interval.low,
                high=point.interval.high,
            )
            for point in points
        ]
        self.plot.marks([point.probability for point in points], shares, tips, tips, colour)
        self.counts.setText(
            self.tr(
                "{n} patients; per point, left to right: {counts}. Bars: 95 % Wilson intervals. Probabilities "
                "before the temperature is fitted."
            ).format(n=n, counts=", ".join(str(point.n) for point in points))
        )

    def _columns(self) -> list[Column[ValidationCase]]:
        groups = (self.tr("surgery"), self.tr("chemoradiotherapy"))
        return [
            Column(self.tr("Patient"), lambda case: case.patient),
            Column(self.tr("Loss"), lambda case: f"{case.loss:.3f}", number=True),
            Column(
                self.tr("Probability"),
                lambda case: f"{case.probability:.3f}",
                number=True,
                header_tip=self.tr("Of chemoradiotherapy or systemic treatment"),
            ),
            Column(self.tr("Truth"), lambda case: groups[case.truth]),
        ]

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.patient_wanted.emit(self.model.rows[index.row()].patient)
