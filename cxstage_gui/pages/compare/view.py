"""One finished experiment: its table, its curves, its tests and its patients."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from cxstage_core.evaluation.report.table_cells import label_notes
from cxstage_core.staging import SCHEMES
from cxstage_gui.pages.compare.charts import draw_calibration, draw_decision, draw_roc
from cxstage_gui.pages.compare.confusions import Confusions
from cxstage_gui.pages.compare.export import Export
from cxstage_gui.pages.compare.members import MemberTable
from cxstage_gui.pages.compare.pair_matrix import PairedMatrix
from cxstage_gui.pages.compare.patients import Patients
from cxstage_gui.pages.compare.protocol import FoldTable, describe_protocol
from cxstage_gui.pages.compare.table2 import column_widths, comparison_columns
from cxstage_gui.pages.compare.validation_dialog import ValidationDialog
from cxstage_gui.session import Session
from cxstage_gui.strings import error_message, localized
from cxstage_gui.widgets.colours import colour_of
from cxstage_gui.widgets.column_fit import ColumnFit
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.notice import Notice
from cxstage_gui.widgets.plot import Plot
from cxstage_gui.widgets.table import SORT_ROLE, RowsModel, table_view

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.dashboard import Dashboard
    from cxstage_core.evaluation.comparison.row import ComparisonRow


class ExperimentView(QWidget):
    """Shows a dashboard; the row chosen in the table is the one whose bands are drawn.

    Signals:
        patient_wanted: open this patient in the viewer.
        row_chosen: another row of the table, or none any more.
    """

    patient_wanted = Signal(str)
    row_chosen = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.board: Dashboard | None = None
        self.title = label("", "title")
        self._facts = label("", "muted", wrap=True)
        self.protocol = label("", "muted", wrap=True)
        self.folds = FoldTable()
        self.members = MemberTable()
        self.notice = Notice()
        self.export = Export(session)
        self.export.message.connect(self.notice.show_message)
        self.validation = QPushButton(self.tr("Validation patients…"))
        self.validation.setToolTip(
            self.tr("The worst validation patients and the calibration after every epoch")
        )
        self.validation.clicked.connect(self._show_validation)
        self.validation.setEnabled(False)
        self._session = session
        self.radiomics = QPushButton(self.tr("Measure radiomics"))
        self.radiomics.setToolTip(
            self.tr(
                "Measure shape, first-order and texture features of the outlines, and list a logistic regression "
                "on them as one more row; about two seconds a patient"
            )
        )
        self.radiomics.clicked.connect(self._measure_radiomics)
        self.radiomics.hide()
        self.model: RowsModel[Any] = RowsModel(comparison_columns())
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.model)
        self._sorted.setSortRole(SORT_ROLE)
        self.table = table_view(self.tr("Comparison on the test patients"), sortable=True)
        self.table.setModel(self._sorted)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.horizontalHeader().setSortIndicatorClearable(True)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._choose())
        self.beyond = ColumnFit(self.table, column_widths())
        alarm, hit = self.tr("1 − specificity"), self.tr("sensitivity")
        self.roc = Plot("", alarm, hit, legend=True)
        self.roc.setAccessibleName(self.tr("ROC curves"))
        self.roc.show_range(x=(0.0, 1.0), y=(0.0, 1.0))
        self.calibration = Plot(
            "",
            self.tr("mean probability of chemoradiotherapy or systemic"),
            self.tr("share of them in truth"),
            legend=True,
        )
        self.calibration.show_range(x=(0.0, 1.0), y=(0.0, 1.0))
        self.decision = Plot(
            "", self.tr("threshold probability"), self.tr("net benefit"), legend=True, legend_above=True
        )
        self.confusions = Confusions()
        self.paired = PairedMatrix()
        self.patients = Patients()
        self.patients.wanted.connect(self.patient_wanted)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._build()

    def _show_validation(self) -> None:
        if self.board is not None:
            dialog = ValidationDialog(self.board.experiment, self)
            dialog.patient_wanted.connect(self.patient_wanted)
            dialog.open()

    def _measure_radiomics(self) -> None:
        if self.board is None:
            return
        name = self.board.experiment.id
        self.radiomics.setEnabled(False)
        self._session.results.measure_radiomics(
            name,
            partial(self._session.results.compare, name, partial(self._show_again, name)),
            self._not_measured,
            partial(self.radiomics.setEnabled, True),
        )

    def _show_again(self, name: str, board: Dashboard) -> None:
        self.radiomics.setEnabled(True)
        if self.board is not None and self.board.experiment.id == name:
            self.show_board(board)

    def _not_measured(self, error: Exception) -> None:
        self.radiomics.setEnabled(True)
        self.notice.show_message(error_message(error), "error")

    def _build(self) -> None:
        charts = (
            (
                self.roc,
                self.tr("ROC"),
                self.tr("Dots: operating points at each network's threshold. Shaded: {band}"),
            ),
            (
                self.calibration,
                self.tr("Calibration"),
                self.tr("Ten bins of equal width; bars: 95 % Wilson intervals of the chosen network."),
            ),
            (
                self.decision,
                self.tr("Decision curves"),
                self.tr("Net benefit per patient. Shaded: {band}"),
            ),
        )
        band = self.tr("95 % band of the network chosen in the table, pointwise, patient bootstrap.")
        pages: list[tuple[QWidget, str]] = []
        for plot, title, words in charts:
            below = label(words.format(band=band), "muted", wrap=True)
            pages.append((_under(plot, below), title))
        pages.insert(1, (self.confusions, self.tr("Confusion matrices")))
        pages += [(self.paired, self.tr("Paired tests")), (self.patients, self.tr("Patients"))]
        pages += [(self.folds, self.tr("Folds")), (self.members, self.tr("Members"))]
        for page, title in pages:
            page.setContentsMargins(0, 8, 0, 0)
            self.tabs.addTab(page, title)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.radiomics)
        top.addWidget(self.validation)
        top.addWidget(self.export)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(_under(self.table, self.beyond))
        split.addWidget(self.tabs)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([230, 400])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._facts)
        column.addWidget(self.protocol)
        column.addWidget(self.notice)
        column.addWidget(split, 1)

    def wait(self, name: str) -> None:
        """An experiment is being computed."""
        self.board = None
        self.export.offer(None)
        self.validation.setEnabled(False)
        self.radiomics.hide()
        self.title.setText(name)
        self._facts.setText(self.tr("computing intervals …"))
        self.protocol.clear()

    def show_board(self, board: Dashboard) -> None:
        """Show a computed experiment."""
        self.board = board
        self.title.setText(board.experiment.id)
        self._facts.setText(self._describe(board))
        self.protocol.setText(describe_protocol(board))
        self.folds.show_board(board)
        self.tabs.setTabVisible(self.tabs.indexOf(self.folds), bool(self.folds.model.rows))
        self.members.show_board(board)
        self.tabs.setTabVisible(self.tabs.indexOf(self.members), bool(self.members.model.rows))
        self.notice.clear()
        self.export.offer(board)
        self.validation.setEnabled(True)
        self.radiomics.setVisible(board.radiomics_open)
        self.model.show(board.rows)
        self.confusions.show_rows(board.rows, [colour_of(row.name) for row in board.rows])
        self.paired.show_board(board)
        self.patients.show_board(board)
        self.table.selectRow(0)
        self._choose()

    @property
    def chosen(self) -> ComparisonRow | None:
        """The row chosen in the table."""
        index: QModelIndex = self._sorted.mapToSource(self.table.currentIndex())
        if self.board is None or not index.isValid():
            return None
        row: ComparisonRow = self.model.rows[index.row()]
        return row

    def _choose(self) -> None:
        row = self.chosen
        if row is not None and row.warnings:
            sentences = " ".join(localized(warning) for warning in row.warnings)
            self.notice.show_message(f"{localized(row.name)}: {sentences}", "warning")
        else:
            self.notice.clear()
        self._draw()
        self.row_chosen.emit()

    def _draw(self) -> None:
        if self.board is not None:
            row = self.chosen
            name = "" if row is None else row.name
            draw_roc(self.roc, self.board, name)
            draw_calibration(self.calibration, self.board, name)
            draw_decision(self.decision, self.board, name)

    def _describe(self, board: Dashboard) -> str:
        experiment = board.experiment
        config = experiment.config
        scheme = SCHEMES.get(config.scheme)
        return self.tr(
            "{test} test patients ({positive} positive: chemoradiotherapy or systemic){trained} · "
            "labels: {scheme} · {size} px, {channels} · {epochs} epochs · value (95 % interval), "
            "the patient is the unit, {joined} of its slices"
        ).format(
            test=board.rows[0].evaluation.n,
            positive=board.rows[0].evaluation.n_positive,
            trained=self._trained(board),
            scheme=localized(scheme.title) if scheme else config.scheme,
            size="" if config.size_px is None else config.size_px,
            channels=" + ".join(localized(name) for name in config.channels),
            epochs="" if config.epochs is None else config.epochs,
            joined=self._joined(config.aggregation),
        ) + "".join(f" · {note}" for note in label_notes(board, localized))

    def _joined(self, rule: str) -> str:
        return {
            "mean logit": self.tr("mean logit"),
            "max logit": self.tr("largest logit"),
            "attention": self.tr("attention-weighted logit"),
        }.get(rule, rule)

    def _trained(self, board: Dashboard) -> str:
        if board.protocol.get("kind") == "external" or "results" in board.protocol:
            return ""
        return self.tr(", trained on {train}").format(train=len(board.experiment.split.train))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange and self.board is not None:
            self._draw()
            self.confusions.show_rows(self.board.rows, [colour_of(row.name) for row in self.board.rows])
            self.paired.show_board(self.board)
        super().changeEvent(event)


def _under(plot: QWidget, below: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(plot, 1)
    column.addWidget(below)
    return page
