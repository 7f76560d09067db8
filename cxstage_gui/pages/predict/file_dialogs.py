"""The dialogs that ask for a study, an outline or a model file; a folder of DICOM files shows its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from cxstage_gui.settings import Settings

VOLUMES = "*.nii *.nii.gz *.mha *.mhd *.nrrd"
FOLDER_KEY = "last folder"


class StudyDialog(QFileDialog):
    """Takes a folder as well as files: a chosen folder is taken, a double click looks into it."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, title)
        self.setOption(QFileDialog.Option.DontUseNativeDialog, True)

    def accept(self) -> None:
        """Take what is chosen."""
        names = self.selectedFiles()
        if names:
            self.filesSelected.emit(names)
            QDialog.accept(self)


class FileDialogs(QObject):
    """Opens one dialog at a time; starts where the last one was left."""

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self._parent = parent
        self.open_dialog: QFileDialog | None = None

    def study(self, chosen: Callable[[list[Path]], None]) -> None:
        """Ask for the files of a study, or for the folder that holds them."""
        # The platform's dialogs choose either files or folders; this one shows the files of a folder and takes both.
        dialog = StudyDialog(self._parent, self.tr("Open study: choose a folder, or its files"))
        self._begin(dialog, QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("All files (*)"), self.tr("Volumes") + f" ({VOLUMES})"])
        self._ask(dialog, chosen)

    def outline(self, chosen: Callable[[list[Path]], None]) -> None:
        """Ask for an outline file."""
        dialog = self._dialog(self.tr("Outline of the tumour"), QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                self.tr("Outlines") + f" ({VOLUMES} *.dcm)",
                self.tr("All files (*)"),
            ]
        )
        self._ask(dialog, chosen)

    def model(self, chosen: Callable[[list[Path]], None]) -> None:
        """Ask for a model file."""
        dialog = self._dialog(self.tr("Model file"), QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Models (*.safetensors)"), self.tr("All files (*)")])
        self._ask(dialog, chosen)

    def save_outline(self, chosen: Callable[[list[Path]], None]) -> None:
        """Ask where the drawn outline shall be stored."""
        dialog = self._dialog(self.tr("Save the drawn outline"), QFileDialog.FileMode.AnyFile)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("NIfTI (*.nii.gz)"), self.tr("NRRD (*.nrrd)")])
        dialog.selectFile("outline.nii.gz")
        self._ask(dialog, chosen)

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        return self._begin(QFileDialog(self._parent, title), mode)

    def _begin(self, dialog: QFileDialog, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog.setFileMode(mode)
        stored = self._settings.text(FOLDER_KEY)
        folder = Path(stored) if stored and Path(stored).is_dir() else Path.home()
        dialog.setDirectory(str(folder))
        return dialog

    def _ask(self, dialog: QFileDialog, chosen: Callable[[list[Path]], None]) -> None:
        def done(names: Sequence[str]) -> None:
            paths = [Path(name) for name in names if name]
            if paths:
                self._settings.keep(FOLDER_KEY, str(paths[0].parent))
                chosen(paths)

        dialog.filesSelected.connect(done)
        dialog.finished.connect(dialog.deleteLater)
        self.open_dialog = dialog
        dialog.open()
