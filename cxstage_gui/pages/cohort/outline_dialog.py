"""Asks for an outline file and where it belongs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from cxstage_gui.session import Session
from cxstage_gui.session.current.study import SeriesName
from cxstage_gui.session.workers.jobs import OutlineRequest
from cxstage_gui.widgets.choose_file import ChooseFile
from cxstage_gui.widgets.dialog import FormDialog


class OutlineDialog(FormDialog):
    """Patient, series, reader and file; accepting imports the outline as that reader's reading."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("OutlineDialog", "Import outline"),
            translate(
                "OutlineDialog",
                "Labels 1 (tumour) and 2 (possible infiltration) of a NIfTI, MHA or NRRD file become a "
                "reading. A file on another grid is resampled in world coordinates, with a note.",
            ),
            translate("OutlineDialog", "Import"),
            parent,
        )
        self._session = session
        self.patient = QComboBox()
        self.patient.addItems([row.patient for row in session.patients])
        self.series = QComboBox()
        self.reader = QLineEdit(session.reader)
        self.file = ChooseFile(
            translate("OutlineDialog", "Outline"),
            translate("OutlineDialog", "Volumes (*.nii *.nii.gz *.mha *.mhd *.nrrd)"),
        )
        self.complete = QCheckBox(translate("OutlineDialog", "Mark the reading complete"))
        self.complete.setChecked(True)
        self.add(translate("OutlineDialog", "Patient"), self.patient)
        self.add(translate("OutlineDialog", "Series"), self.series)
        self.add(translate("OutlineDialog", "Reader"), self.reader)
        self.add(translate("OutlineDialog", "File"), self.file)
        self.form.addRow("", self.complete)
        self.patient.currentTextChanged.connect(self._list_series)
        self.file.changed.connect(self._check)
        self.reader.textChanged.connect(self._check)
        self._list_series(self.patient.currentText())
        self._check()
        self.patient.setFocus()

    def _list_series(self, patient: str) -> None:
        self.series.clear()
        self._session.list_series(patient, self._show_series)

    def _show_series(self, names: tuple[SeriesName, ...]) -> None:
        for name in names:
            if name.patient == self.patient.currentText():
                self.series.addItem(f"{name.id}  ({name.size})", name.id)
        self._check()

    def _check(self) -> None:
        ready = self.file.path is not None and self.series.count() > 0
        self.decide.setEnabled(ready and bool(self.reader.text().strip()))

    def accept(self) -> None:
        """Import."""
        file = self.file.path
        if file is None:
            return
        self._session.imports.import_outline(
            OutlineRequest(
                self.patient.currentText(),
                self.series.currentData(),
                file,
                self.reader.text().strip(),
                self.complete.isChecked(),
            )
        )
        super().accept()
