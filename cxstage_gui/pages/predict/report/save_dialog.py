"""Asks which files of an answer shall be written, and where."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from cxstage_gui.session.level import Level
from cxstage_gui.session.workers.saving_report import WantedFiles
from cxstage_gui.widgets.choose_file import ChooseFile
from cxstage_gui.widgets.dialog import FormDialog

LANGUAGES = (("en", "English"), ("zh_CN", "简体中文"))
ENDINGS = {
    "report": "_report.pdf",
    "record": "_record.json",
    "heatmap": "_map.nii.gz",
    "seg": "_seg.dcm",
    "sr": "_sr.dcm",
    "capture": "_pictures.dcm",
}


class SaveDialog(FormDialog):
    """The files, their folder, and what DICOM files need.

    Args:
        name: how file names begin; never a name of a patient.
        folder: where to write at first, None to ask.
        study: folder of the original DICOM study, None where it is not known.
        language: code of the report's language at first.
        no_map: the reason why no heat map can be written, "" if one can.

    Signals:
        wanted: the `WantedFiles`.
    """

    wanted = Signal(object)

    def __init__(
        self,
        name: str,
        folder: Path | None,
        study: Path | None,
        language: str,
        no_map: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            self.tr("Save report"),
            self.tr(
                "Report, record and map hold no name of a patient. DICOM files go into the original study and hold "
                "her name and id."
            ),
            self.tr("Save"),
            parent,
        )
        self._name = name
        self.setMinimumWidth(640)
        self.folder = ChooseFile(self.tr("Folder for the files"))
        if folder is not None:
            self.folder.path = folder
        self.boxes = {
            "report": QCheckBox(self.tr("Report (PDF)")),
            "record": QCheckBox(self.tr("Record (JSON), from which the prediction can be repeated")),
            "heatmap": QCheckBox(self.tr("Heat map (NIfTI)")),
            "seg": QCheckBox(self.tr("Outline (DICOM SEG)")),
            "sr": QCheckBox(self.tr("Result (DICOM SR)")),
            "capture": QCheckBox(self.tr("Pictures of the report (DICOM secondary capture)")),
        }
        self.language = QComboBox()
        for code, words in LANGUAGES:
            self.language.addItem(words, code)
        self.language.setCurrentIndex(max(0, self.language.findData(language)))
        self.study = ChooseFile(self.tr("Folder of the original study"))
        if study is not None:
            self.study.path = study
        self.confirm = QCheckBox(self.tr("The patient's name and id may go into the DICOM files."))
        for key in ("report", "record"):
            self.boxes[key].setChecked(True)
        self.boxes["heatmap"].setEnabled(not no_map)
        self.boxes["heatmap"].setToolTip(no_map)
        self._lay_out()
        self.confirm.toggled.connect(self._refresh)
        self.study.changed.connect(self._refresh)
        self._refresh()

    @property
    def files(self) -> WantedFiles:
        """What is asked for now."""
        folder = self.folder.path or Path()
        begin = f"{self._name}_{datetime.now():%Y%m%d_%H%M%S}"
        paths = {
            key: folder / f"{begin}{ENDINGS[key]}"
            for key, box in self.boxes.items()
            if box.isEnabled() and box.isChecked()
        }
        dicom = any(key in paths for key in ("seg", "sr", "capture"))
        return WantedFiles(
            paths,
            language=str(self.language.currentData()),
            source=self.study.path if dicom else None,
            confirmed=dicom and self.confirm.isChecked(),
        )

    def accept(self) -> None:
        """Hand over what is wanted; report a missing folder in the dialog."""
        folder = self.folder.path
        if folder is None or not folder.is_dir():
            self.notice.show_message(self.tr("Choose a folder that exists."), Level.WARNING)
            return
        files = self.files
        if not files.files:
            self.notice.show_message(self.tr("Choose at least one file."), Level.WARNING)
            return
        self.wanted.emit(files)
        super().accept()

    def _refresh(self) -> None:
        allowed = self.confirm.isChecked() and self.study.path is not None
        for key in ("seg", "sr", "capture"):
            box = self.boxes[key]
            box.setEnabled(allowed)
            if not allowed:
                box.setChecked(False)
            box.setToolTip(
                ""
                if allowed
                else self.tr("Needs the folder of the original study and the confirmation above.")
            )

    def _lay_out(self) -> None:
        self.add(self.tr("Folder for the files"), self.folder)
        self.form.addRow("", self._group("report", "record", "heatmap"))
        self.add(self.tr("Language of the report"), self.language)
        self.add(self.tr("Folder of the original study"), self.study)
        self.form.addRow("", self.confirm)
        self.form.addRow("", self._group("seg", "sr", "capture"))
        for box in (*self.boxes.values(), self.confirm):
            box.setAccessibleName(box.text())
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _group(self, *keys: str) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for key in keys:
            column.addWidget(self.boxes[key])
        return made
