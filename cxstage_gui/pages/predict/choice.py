"""Which study and which model: of the cohort, or straight from files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_gui.session.actions.prediction import StoredModel
from cxstage_gui.session.current.patient_table import PatientRow
from cxstage_gui.widgets.choose_file import ChooseFile
from cxstage_gui.widgets.labels import label

VOLUMES = "*.nii *.nii.gz *.mha *.mhd *.nrrd"


class Choice(QWidget):
    """Two ways to name a study, and the model."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.of_cohort = QRadioButton(self.tr("A patient of the cohort"))
        self.of_files = QRadioButton(self.tr("A study from files"))
        self.patient = QComboBox()
        self.patient.setEditable(False)
        self.model = QComboBox()
        self.folder = ChooseFile(self.tr("Folder with the MRI of one patient"))
        self.outline = ChooseFile(
            self.tr("Outline of the tumour"),
            self.tr("Volumes") + f" ({VOLUMES} *.dcm);;" + self.tr("All files (*)"),
        )
        self.model_file = ChooseFile(self.tr("Model file"), self.tr("Models (*.safetensors)"))
        for box in (self.patient, self.model):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Study"), "heading"))
        column.addWidget(self.of_cohort)
        column.addWidget(self.of_files)
        self._cohort_fields = _fields(
            (self.tr("Patient"), self.patient), (self.tr("Model"), self.model)
        )
        self._file_fields = _fields(
            (self.tr("Folder with the MRI"), self.folder),
            (self.tr("Outline of the tumour"), self.outline),
            (self.tr("Model file"), self.model_file),
        )
        column.addWidget(self._cohort_fields)
        column.addWidget(self._file_fields)
        for button in (self.of_cohort, self.of_files):
            button.toggled.connect(self._switch)
        for field in (self.folder, self.outline, self.model_file):
            field.changed.connect(self.changed)
        self.patient.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.model.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.of_files.setChecked(True)

    def show_patients(self, rows: Sequence[PatientRow]) -> None:
        """List the patients that have an outline; keeps the chosen one."""
        chosen = self.patient.currentData()
        self.patient.blockSignals(True)
        self.patient.clear()
        for row in rows:
            complete = any(str(state) == "complete" for state in row.readings.values())
            if row.reference or complete:
                part = {"train": self.tr("training"), "test": self.tr("test")}.get(row.part, "")
                text = " · ".join(word for word in (row.patient, row.stage, part) if word)
                self.patient.addItem(text, row.patient)
        self.patient.setCurrentIndex(max(0, self.patient.findData(chosen)))
        self.patient.blockSignals(False)
        self.changed.emit()

    def show_models(self, models: Sequence[StoredModel]) -> None:
        """List the models of the cohort, newest first."""
        self.model.blockSignals(True)
        self.model.clear()
        for model in models:
            title = f"{model.name} · {model.experiment}" if model.name else model.id
            if model.in_use:
                title = self.tr("{model} (in use)").format(model=title)
            self.model.addItem(title, model.id)
        self.model.blockSignals(False)
        self.changed.emit()

    def allow_cohort(self, *, allowed: bool) -> None:
        """Offer the cohort's patients, or only files."""
        self.of_cohort.setEnabled(allowed)
        (self.of_cohort if allowed else self.of_files).setChecked(True)

    @property
    def complete(self) -> bool:
        """Whether everything that a prediction needs was named."""
        if self.of_cohort.isChecked():
            return self.patient.count() > 0 and self.model.count() > 0
        return all(f.path is not None for f in (self.folder, self.outline, self.model_file))

    def _switch(self) -> None:
        self._cohort_fields.setVisible(self.of_cohort.isChecked())
        self._file_fields.setVisible(self.of_files.isChecked())
        self.changed.emit()


def _fields(*rows: tuple[str, QWidget]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(4)
    for name, field in rows:
        title = QLabel(name)
        title.setBuddy(field)
        field.setAccessibleName(name)
        column.addWidget(title)
        column.addWidget(field)
        column.addSpacing(8)
    return box
