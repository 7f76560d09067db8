"""Agreement of the readers: measures with intervals, and plots with a link to each case."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.cohort.values.records import ReadingState
from cxstage_core.evaluation.report.reader_sheets import EMPTY, KINDS, METHODS
from cxstage_core.reading.comparison.definitions import DEFINITIONS, REGIONS, Measure, Region
from cxstage_core.reading.comparison.overlap import Presence
from cxstage_gui.pages.review.agreement_columns import (
    CaseRow,
    MeasureRow,
    case_columns,
    measure_columns,
)
from cxstage_gui.pages.review.agreement_export import AgreementExport
from cxstage_gui.pages.review.agreement_plots import draw_against_size, draw_spread
from cxstage_gui.session import Session
from cxstage_gui.strings import error_message, localized
from cxstage_gui.widgets.case_plot import CasePlot
from cxstage_gui.widgets.empty import EmptyState
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.notice import Notice
from cxstage_gui.widgets.table import SORT_ROLE, RowsModel, table_view

if TYPE_CHECKING:
    from cxstage_core.evaluation.readers.reader_agreement import PairAgreement, ReaderPair
    from cxstage_core.evaluation.readers.reader_cases import ReadersAgreement
    from cxstage_gui.session import TaskHandle

EMPTY_PAGE, SHOWN_PAGE = range(2)
ROW_PX, HEAD_PX = 28, 32
PLOT_PX, CASES_PX = 240, 408
CASE_WIDTHS = (100, 88, 96, 104)


class AgreementView(QWidget):
    """The agreement of one pair of readers in one region; computed when it is looked at.

    Signals:
        case_wanted: open this patient's case.
    """

    case_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._task: TaskHandle | None = None
        self._turn = 0
        self._stale, self._seen = True, self._complete()
        self.found: ReadersAgreement | None = None
        self.pair, self.region = QComboBox(), QComboBox()
        self.pair.setAccessibleName(self.tr("Readers"))
        self.region.setAccessibleName(self.tr("Region"))
        for region in Region:
            self.region.addItem(localized(REGIONS[region]), region)
        self.facts = label("", "muted", wrap=True)
        self.again = QPushButton(self.tr("Compute again"))
        self.again.clicked.connect(self.compute)
        self.export = AgreementExport(session)
        self.notice = Notice()
        self.export.message.connect(self.notice.show_message)
        self.model: RowsModel[Any] = RowsModel(measure_columns())
        self.table = table_view(self.tr("Measures of agreement"))
        self.table.setModel(self.model)
        self.definition = label("", "", wrap=True)
        self.methods = label(f"{localized(METHODS)} {localized(EMPTY)}", "muted", wrap=True)
        self.against_size = CasePlot("", "", "")
        self.against_size.setAccessibleName(self.tr("Measure against size"))
        self.spread = CasePlot("", "", "", whole_y=True)
        self.spread.setAccessibleName(self.tr("Distribution over the patients"))
        self.cases = table_view(self.tr("Patients"), sortable=True)
        self.patients: RowsModel[Any] = RowsModel(case_columns())
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSourceModel(self.patients)
        self.sorted.setSortRole(SORT_ROLE)
        self.cases.setModel(self.sorted)
        self.cases.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        for column, width in enumerate(CASE_WIDTHS):
            self.cases.setColumnWidth(column, width)
        self.start = QPushButton(self.tr("Compute"))
        self.start.clicked.connect(self.compute)
        self.nothing = EmptyState("users", self.tr("Agreement of the readers"), "", [self.start])
        self._stack = QStackedWidget()
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(self._build())
        page = QVBoxLayout(self)
        page.setContentsMargins(8, 8, 8, 8)
        page.setSpacing(8)
        page.addWidget(self.notice)
        page.addWidget(self._stack, 1)
        self._connect()
        self._show_empty()

    def _build(self) -> QWidget:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.pair)
        top.addWidget(self.region)
        top.addWidget(self.facts, 1)
        top.addWidget(self.again)
        top.addWidget(self.export)
        self.table.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.table.setFixedHeight(HEAD_PX + ROW_PX * len(Measure) + 4)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        plots = QSplitter(Qt.Orientation.Horizontal)
        plots.setChildrenCollapsible(False)
        plots.setHandleWidth(16)
        for widget in (self.against_size, self.spread, self.cases):
            widget.setMinimumWidth(CASES_PX if widget is self.cases else PLOT_PX)
            plots.addWidget(widget)
            plots.setStretchFactor(plots.count() - 1, 0 if widget is self.cases else 1)
        plots.setSizes([400, 400, CASES_PX])
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.table)
        column.addWidget(self.definition)
        column.addWidget(plots, 1)
        column.addWidget(self.methods)
        return shown

    def _connect(self) -> None:
        self.pair.currentIndexChanged.connect(lambda _: self._show_summary())
        self.region.currentIndexChanged.connect(lambda _: self._show_summary())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_measure())
        self.cases.activated.connect(self._open)
        self.cases.selectionModel().currentRowChanged.connect(lambda now, _: self._point_at(now))
        for plot in (self.against_size, self.spread):
            plot.picked.connect(self.case_wanted)
        self._session.patients_changed.connect(self._look_for_news)
        self._session.cohort_opened.connect(self._forget)
        self._session.cohort_closed.connect(self._forget)

    # -- what is shown

    @property
    def summary(self) -> PairAgreement | None:
        """The pair and region on screen."""
        pair: ReaderPair | None = self.pair.currentData()
        if self.found is None or pair is None:
            return None
        return self.found.of(pair, Region(self.region.currentData()))

    @property
    def chosen_measure(self) -> Measure:
        """The measure chosen in the table."""
        row = self.table.currentIndex().row()
        return tuple(Measure)[max(0, row)]

    # -- computing

    def showEvent(self, event: QShowEvent) -> None:
        """It is computed when it is looked at."""
        super().showEvent(event)
        self._catch_up()

    def compute(self) -> None:
        """Compare all complete readings of finished cases."""
        if self._session.cohort is None or self._task is not None:
            return
        if not self._session.agreement.permitted:
            self._show_empty()
            return
        self._stale = False
        self.notice.clear()
        self._turn += 1
        self._task = self._session.agreement.compare(
            partial(self._done, self._turn),
            partial(self._failed, self._turn),
            partial(self._cancelled, self._turn),
        )
        self.again.setEnabled(False)
        self._show_empty()

    def _done(self, turn: int, found: ReadersAgreement) -> None:
        if turn != self._turn:
            return  # of the cohort that was open before
        self._task = None
        self.again.setEnabled(True)
        self.found = found
        kept, measure = self.pair.currentData(), self.chosen_measure
        self.pair.blockSignals(True)
        self.pair.clear()
        for pair in found.pairs:
            self.pair.addItem(f"{pair} · {localized(KINDS[pair.kind])}", pair)
        self.pair.setCurrentIndex(found.pairs.index(kept) if kept in found.pairs else 0)
        self.pair.blockSignals(False)
        self._show_summary()
        self.table.selectRow(tuple(Measure).index(measure))
        self._stack.setCurrentIndex(SHOWN_PAGE)
        self._catch_up()

    def _failed(self, turn: int, error: Exception) -> None:
        if turn == self._turn:
            self._ended()
            self.nothing.show_text(error_message(error))
            self._catch_up()

    def _cancelled(self, turn: int) -> None:
        if turn == self._turn:
            self._ended()
            self._stale = True

    def _catch_up(self) -> None:
        """Compute at once what became out of date, if the view is visible."""
        if self._stale and self.isVisible():
            self.compute()

    def _ended(self) -> None:
        self._task = None
        self.again.setEnabled(True)
        self.found = None
        self.export.offer(None)
        self._show_empty()

    def _forget(self) -> None:
        """Another cohort, or none: nothing of the one before stays on screen."""
        if self._task is not None:
            self._task.cancel()
        self._task, self._turn = None, self._turn + 1
        self.again.setEnabled(True)
        self.found, self._stale, self._seen = None, True, self._complete()
        self.pair.clear()
        self.export.offer(None)
        self.notice.clear()
        self._show_empty()
        self._catch_up()

    def _complete(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (row.patient, reading_key)
            for row in self._session.patients
            for reading_key, state in row.readings.items()
            if state is ReadingState.COMPLETE
        )

    def _look_for_news(self) -> None:
        now = self._complete()
        if now == self._seen:
            return
        known, self._seen = bool(self._seen), now
        if known or self._task is None:  # else: the table of a cohort just opened has filled
            self._stale = True
            self._catch_up()

    def _show_empty(self) -> None:
        waiting = self._task is not None
        permitted = self._session.cohort is None or self._session.agreement.permitted
        if not permitted:
            words = self.tr("Reviewers and coordinators see how far the readers agree.")
        elif waiting:
            words = self.tr("Complete readings are being compared …")
        else:
            words = self.tr(
                "Dice, distances, volumes and diameters of every case that two readers have completed, "
                "with intervals. Nothing of an unfinished case is shown."
            )
        self.nothing.show_text(words)
        self.start.setVisible(permitted and not waiting)
        if self.found is None or not permitted:
            self._stack.setCurrentIndex(EMPTY_PAGE)

    # -- showing

    def _show_summary(self) -> None:
        summary = self.summary
        if summary is None or self.found is None:
            return
        self.facts.setText(self._facts(summary, self.found))
        self.model.show([MeasureRow(measure, summary) for measure in Measure])
        if not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._show_measure()

    def _facts(self, summary: PairAgreement, found: ReadersAgreement) -> str:
        words = [
            self.tr("{n} patients read by both, {both} marked by both").format(
                n=summary.n, both=summary.presence[Presence.BOTH]
            )
        ]
        first, second = (summary.presence[p] for p in (Presence.FIRST_ONLY, Presence.SECOND_ONLY))
        if first or second:
            words.append(
                self.tr("only {a}: {first}, only {b}: {second}").format(
                    a=summary.pair.first, b=summary.pair.second, first=first, second=second
                )
            )
        if found.waiting:
            words.append(self.tr("{n} not finished").format(n=found.waiting))
        if found.single:
            words.append(self.tr("{n} read once").format(n=found.single))
        if found.unmarked:
            words.append(self.tr("{n} without any mark").format(n=found.unmarked))
        if found.unblinded:
            words.append(self.tr("{n} left out, blinding lifted").format(n=found.unblinded))
        if found.influenced:
            words.append(self.tr("{n} changed after others were seen").format(n=found.influenced))
        return " · ".join(words)

    def _show_measure(self) -> None:
        summary, measure = self.summary, self.chosen_measure
        if summary is None or self.found is None:
            return
        self.definition.setText(localized(DEFINITIONS[measure]))
        self.export.show_measure(self.found, summary, measure)
        self._draw()
        rows = [CaseRow(case, summary.region, measure) for case in summary.cases]
        self.patients.show(rows)
        self._point_at(self.cases.currentIndex())

    def _draw(self) -> None:
        summary = self.summary
        if summary is not None:
            draw_against_size(self.against_size, summary, self.chosen_measure)
            draw_spread(self.spread, summary, self.chosen_measure)

    def _patient(self, index: QModelIndex) -> str:
        place = self.sorted.mapToSource(index)
        if not place.isValid():
            return ""
        row: CaseRow = self.patients.rows[place.row()]
        return row.case.patient

    def _point_at(self, index: QModelIndex) -> None:
        for plot in (self.against_size, self.spread):
            plot.choose(self._patient(index))

    def _open(self, index: QModelIndex) -> None:
        patient = self._patient(index)
        if patient:
            self.case_wanted.emit(patient)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)
