"""Asks for an outline file and where it belongs."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from cxstage_core.imaging import Label
from cxstage_gui.session import Executor, Session
from cxstage_gui.session.current.study import SeriesName
from cxstage_gui.session.workers.jobs import OutlineRequest, strange_labels
from cxstage_gui.widgets.choose_file import ChooseFile
from cxstage_gui.widgets.dialog import FormDialog, while_open
from cxstage_gui.widgets.meanings_dialog import MeaningsDialog


class OutlineDialog(FormDialog):
    """Patient, series, reader and file; accepting imports the outline as that reader's reading."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("OutlineDialog", "Import outline"),
            translate(
                "OutlineDialog",
                "Labels 1 (tumour) and 2 (possible infiltration) of a NIfTI, MHA or NRRD file, or the named "
                "segments of 3D Slicer, DICOM SEG and RTSTRUCT, become a reading. A file on another grid is "
                "resampled in world coordinates, with a note.",
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
            translate(
                "OutlineDialog", "Outlines (*.nii *.nii.gz *.mha *.mhd *.nrrd *.dcm);;All files (*)"
            ),
        )
        self.meanings: MeaningsDialog | None = None
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
        """Import; ask first for the meaning of segments that the file leaves open."""
        file = self.file.path
        if file is None:
            return
        self.decide.setEnabled(False)
        self._session.run_in_background(
            strange_labels,
            file,
            executor=Executor.STUDY,
            on_done=while_open(self, self._looked_at),
            # The import itself reports what is wrong with the file.
            on_error=while_open(self, lambda _: self._import({})),
        )

    def _looked_at(self, keys: tuple[int | str, ...]) -> None:
        if not keys:
            self._import({})
            return
        asked = self.meanings = MeaningsDialog(keys, self)
        asked.accepted.connect(lambda: self._import(asked.meanings))
        asked.rejected.connect(self._check)
        asked.open()

    def _import(self, meanings: Mapping[int | str, Label]) -> None:
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
                dict(meanings),
            )
        )
        super().accept()
