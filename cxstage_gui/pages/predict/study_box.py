"""Which study: files, or a patient of the cohort."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from cxstage_gui.pages.predict.series_list import SeriesList
from cxstage_gui.session.current.patient_table import PatientRow
from cxstage_gui.session.workers.prediction_values import StudyView
from cxstage_gui.widgets.labels import label


class StudyBox(QWidget):
    """Chooses the study and shows its series.

    Signals:
        files_wanted: the user wants to choose files.
        patient_chosen: pseudonym.
    """

    files_wanted = Signal()
    patient_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.open = QPushButton(self.tr("Open study …"))
        self.open.setToolTip(self.tr("A folder or image files; or drop them anywhere on this page"))
        self.open.clicked.connect(self.files_wanted)
        self.patient = QComboBox()
        self.patient.setAccessibleName(self.tr("Patient of the cohort"))
        self.patient.setPlaceholderText(self.tr("Choose a patient of the cohort"))
        self.patient.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.patient.setMinimumContentsLength(12)
        self.patient.activated.connect(lambda _: self._chosen())
        self.about = label("", "muted", wrap=True)
        self.series = SeriesList()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Study"), "heading"))
        column.addWidget(self.open)
        column.addWidget(self.patient)
        column.addWidget(self.about)
        column.addWidget(self.series)
        self.show_study(None)

    def show_patients(self, rows: Sequence[PatientRow], chosen: str) -> None:
        """List the patients of the cohort, with a note on those without an outline.

        Args:
            chosen: the patient on screen, "" for none.
        """
        self.patient.clear()
        for row in rows:
            complete = any(str(state) == "complete" for state in row.readings.values())
            outlined = "" if row.reference or complete else self.tr("no outline")
            part = {"train": self.tr("training"), "test": self.tr("test")}.get(row.part, "")
            words = (row.patient, row.stage, part, outlined)
            self.patient.addItem(" · ".join(word for word in words if word), row.patient)
        self.patient.setCurrentIndex(self.patient.findData(chosen) if chosen else -1)
        self.patient.setVisible(bool(rows))

    def show_study(self, view: StudyView | None) -> None:
        """Describe the study on screen, without any name of a person or folder."""
        self.series.show_study(view)
        if view is None:
            self.about.setText("")
            self.about.hide()
            self.patient.setCurrentIndex(-1)
            return
        self.patient.setCurrentIndex(
            self.patient.findData(view.ref.patient) if view.ref.patient else -1
        )
        self.about.setText(describe(view))
        self.about.setVisible(not view.ref.patient)

    def _chosen(self) -> None:
        if self.patient.currentData():
            self.patient_chosen.emit(str(self.patient.currentData()))


def describe(view: StudyView) -> str:
    """Describe a study without any name: its pseudonym, or its images on screen."""
    if view.ref.patient:
        return view.ref.patient
    found = next((s for s in view.series if s.id == view.shown), None)
    if found is None:
        return QCoreApplication.translate("StudyBox", "Study from files, no axial T2 series")
    words = QCoreApplication.translate(
        "StudyBox", "Study from files: T2 axial, {slices} slices, {pixel:.2f} × {thick:.1f} mm"
    )
    return words.format(slices=found.size[0], pixel=found.spacing[2], thick=found.spacing[0])
