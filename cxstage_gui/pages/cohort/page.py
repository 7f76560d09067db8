"""Patients in a table, the steps above it, results of imports and checks below it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxstage_gui.actions import Actions
from cxstage_gui.pages.cohort.columns import patient_columns
from cxstage_gui.pages.cohort.results import Results
from cxstage_gui.pages.cohort.steps import Steps
from cxstage_gui.session import Session
from cxstage_gui.session.current.patient_table import PatientRow
from cxstage_gui.widgets.empty import EmptyState
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.notice import Notice
from cxstage_gui.widgets.table import SORT_ROLE, RowsModel, table_view

WIDTHS = (96, 48, 48, 128, 96, 80, 240, 64, 96)


class CohortPage(QWidget):
    """The workspace of the coordinator."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self._heading = label("", "title")
        self._counts = label("", "muted")
        self.notice = Notice()
        self.steps = Steps(actions)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter: patient, stage, group, part …"))
        self.filter.setAccessibleName(self.tr("Filter patients"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(360)
        self.model: RowsModel[PatientRow] = RowsModel(patient_columns())
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.model)
        self._sorted.setSortRole(SORT_ROLE)
        self._sorted.setFilterKeyColumn(-1)
        self._sorted.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.filter.textChanged.connect(self._sorted.setFilterFixedString)
        self.filter.textChanged.connect(self._count)
        self.table = table_view(self.tr("Patients"), sortable=True)
        self.table.setModel(self._sorted)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.table.activated.connect(self._open_patient)
        self.results = Results()
        self._empty = EmptyState(
            "download-simple",
            self.tr("No patients yet"),
            self.tr(
                "Import a folder of DICOM files, or drop it here. Each patient gets a pseudonym; "
                "names, birth dates and hospital numbers stay outside the cohort."
            ),
            [actions.button("cohort.import", "primary")],
        )
        self._lay_out(actions)
        self._follow_session()

    def _lay_out(self, actions: Actions) -> None:
        top = QHBoxLayout()
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(actions.button("cohort.outline"))
        top.addWidget(actions.button("cohort.verify"))
        tools = QHBoxLayout()
        tools.addWidget(self.filter, 1)
        tools.addStretch(1)
        tools.addWidget(self._counts)
        patients = QWidget()
        column = QVBoxLayout(patients)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(tools)
        column.addWidget(self.table, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(patients)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._stack)
        split.addWidget(self.results)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 16, 24, 16)
        page.setSpacing(12)
        page.addLayout(top)
        page.addWidget(self.steps)
        page.addWidget(self.notice)
        page.addWidget(split, 1)

    def _follow_session(self) -> None:
        session, imports = self._session, self._session.imports
        session.patients_changed.connect(self._show_patients)
        session.cohort_opened.connect(self._cohort_opened)
        imports.message.connect(self.notice.show_message)
        imports.import_began.connect(self.results.import_began)
        imports.import_began.connect(self.notice.clear)
        imports.series_done.connect(self.results.add_series)
        imports.images_imported.connect(self.results.images_imported)
        imports.clinical_imported.connect(self.results.clinical_imported)
        imports.verified.connect(self.results.verified)
        self.results.questions.person_answered.connect(imports.answer_person)
        self.results.questions.rows_answered.connect(imports.answer_rows)
        self._show_patients()
        self._heading.setText(session.title)

    def _cohort_opened(self) -> None:
        self._heading.setText(self._session.title)
        self.notice.clear()
        self.results.clear()
        self.filter.clear()

    def _show_patients(self) -> None:
        rows = self._session.patients
        self.model.show(rows)
        self.steps.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        self._count()

    def _count(self) -> None:
        shown, total = self._sorted.rowCount(), len(self.model.rows)
        self._counts.setText(
            self.tr("%n patient(s)", "", total)
            if shown == total
            else self.tr("{shown} of %n patient(s)", "", total).format(shown=shown)
        )

    def _open_patient(self, index: QModelIndex) -> None:
        row = self.model.rows[self._sorted.mapToSource(index).row()]
        self._session.show_patient(row.patient)
