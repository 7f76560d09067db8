"""Outlines to and from files: the section "Files" and its two keys."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.imaging import Label, Mask
from cxstage_core.reading import Delta
from cxstage_core.reading.history.step_names import IMPORTED
from cxstage_gui.keys.commands import Command
from cxstage_gui.session import Executor
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.workers.jobs import (
    export_outline,
    export_readings,
    incoming_outline,
    strange_labels,
)
from cxstage_gui.strings import error_message, localized
from cxstage_gui.widgets.dialog import FormDialog
from cxstage_gui.widgets.labels import label, line

if TYPE_CHECKING:
    from cxstage_core.intake.exchange import BatchExport, Incoming
    from cxstage_gui.pages.read.page import ReadPage

SECTION = "files"
FOLDER_KEY = "read/exchange folder"


class MeaningsDialog(FormDialog):
    """Asks what the numbers of a file are that nothing explains."""

    def __init__(self, numbers: tuple[int, ...], parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Labels of the file"),
            self.tr("The file holds numbers that nothing explains. What are they?"),
            self.tr("Take the outline in"),
            parent,
        )
        self.choices: dict[int, QComboBox] = {}
        for number in numbers:
            choice = QComboBox()
            choice.addItem(self.tr("Tumour"), Label.TUMOUR)
            choice.addItem(self.tr("Possible infiltration"), Label.INFILTRATION)
            choice.addItem(self.tr("Leave out"), Label.BACKGROUND)
            self.add(self.tr("Label {number}").format(number=number), choice)
            self.choices[number] = choice

    @property
    def meanings(self) -> dict[int, Label]:
        """What was answered."""
        return {number: Label(choice.currentData()) for number, choice in self.choices.items()}


class ExchangePart(QObject):
    """Exports what is drawn, imports as one step that can be undone, and exports a whole reader."""

    def __init__(self, page: ReadPage) -> None:
        super().__init__(page)
        self._page = page
        self.format = QComboBox()
        for title, suffix in (("NIfTI (.nii.gz)", ".nii.gz"), ("MHA", ".mha"), ("NRRD", ".nrrd")):
            self.format.addItem(title, suffix)
        self.dialog: MeaningsDialog | None = None
        self.report = QPlainTextEdit()
        # Files are named by pseudonym, and would tell which case is a repeat.
        page.case_shown.connect(lambda _: self.every.setHidden(page.session.user.principal.blind))
        page.side.add(SECTION, self.tr("Files"), "folder-open", self._panel())
        group = self.tr("Files")
        page.commands.add(
            Command("export outline", self.tr("Export the outline"), group, self._ask_export),
            Command("import outline", self.tr("Import an outline"), group, self._ask_import),
        )

    def _panel(self) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Format"), "muted"))
        self.format.setAccessibleName(self.tr("Format"))
        column.addWidget(self.format)
        for title, act in (
            (self.tr("Export this outline…"), self._ask_export),
            (self.tr("Import an outline…"), self._ask_import),
        ):
            button = QPushButton(title)
            button.clicked.connect(act)
            column.addWidget(button)
        column.addWidget(
            label(
                self.tr(
                    "Every export is read back and compared in world space. A label description for "
                    "ITK-SNAP lies beside it; on import its names say what the labels are."
                ),
                "muted",
                wrap=True,
            )
        )
        column.addWidget(line())
        every = self.every = QPushButton(self.tr("Export all my complete readings…"))
        every.clicked.connect(self._ask_all)
        column.addWidget(every)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(self.tr("What was exported"))
        self.report.hide()
        column.addWidget(self.report)
        column.addStretch(1)
        return panel

    # -- one outline out

    def _ask_export(self) -> None:
        case = self._page.case
        if case is None:
            return
        suffix = str(self.format.currentData())
        proposed = self._folder / f"{case.name}_{case.first}{suffix}"
        chosen, _ = QFileDialog.getSaveFileName(
            self._page, self.tr("Export the outline"), str(proposed), self._patterns()
        )
        if chosen:
            self._remember(Path(chosen))
            self.export(Path(chosen))

    def export(self, file: Path) -> None:
        """Write what is drawn on the series on screen."""
        case, page = self._page.case, self._page
        if case is None:
            return
        page.drawing.finish()
        mask = case.editor.snapshot()[case.first]
        page.notice.tell(self.tr("Writing and reading back …"), "info")
        page.session.run_in_background(
            export_outline,
            Mask(mask.array.copy(), mask.grid),
            file,
            executor=Executor.STUDY,
            on_done=self._exported,
            on_error=lambda error: page.notice.tell(error_message(error), "error"),
        )

    def _exported(self, files: tuple[Path, ...]) -> None:
        names = ", ".join(file.name for file in files)
        self._page.notice.tell(
            self.tr("Saved, read back and the same in world space: {names}").format(names=names), "good"
        )

    # -- one outline in

    def _ask_import(self) -> None:
        if self._page.case is None:
            return
        if self._page.drawing.locked:
            self._page.refuse()
            return
        chosen, _ = QFileDialog.getOpenFileName(
            self._page,
            self.tr("Import an outline"),
            str(self._folder),
            self.tr("Outlines (*.nii *.nii.gz *.mha *.mhd *.nrrd)"),
        )
        if chosen:
            self._remember(Path(chosen))
            self.take_in(Path(chosen))

    def take_in(self, file: Path) -> None:
        """Read an outline; numbers that nothing explains are asked for."""
        self._page.session.run_in_background(
            strange_labels,
            file,
            executor=Executor.STUDY,
            on_done=partial(self._looked_at, file),
            on_error=self._refused,
        )

    def _looked_at(self, file: Path, numbers: tuple[int, ...]) -> None:
        if not numbers:
            self._read(file, {})
            return
        dialog = self.dialog = MeaningsDialog(numbers, self._page)
        dialog.accepted.connect(lambda: self._read(file, dialog.meanings))
        dialog.open()

    def _read(self, file: Path, meanings: dict[int, Label]) -> None:
        case = self._page.case
        if case is None:
            return
        self._page.session.run_in_background(
            incoming_outline,
            file,
            case.study.volumes[case.first].grid,
            meanings,
            executor=Executor.STUDY,
            on_done=partial(self._arrived, case.patient, case.first),
            on_error=self._refused,
        )

    def _arrived(self, patient: str, series: str, incoming: Incoming) -> None:
        case, drawing = self._page.case, self._page.drawing
        if case is None or (case.patient, case.first) != (patient, series):
            return
        before = drawing.editor.labels(series)
        changed = int(np.count_nonzero(before != incoming.mask.array))
        if not drawing.apply(IMPORTED, Delta.of_volume(before, incoming.mask.array)):
            self._page.notice.tell(
                self.tr("The file holds what is drawn already; nothing changed."), "info"
            )
            return
        notes = " ".join(localized(note) for note in incoming.notes)
        sentence = self.tr(
            "The outline of the file took the place of what was drawn ({count} voxels changed); undo "
            "takes it back."
        ).format(count=changed)
        self._page.notice.tell(f"{sentence} {notes}".strip(), "warning" if notes else "info")

    def _refused(self, error: Exception) -> None:
        self._page.notice.tell(error_message(error), "error")

    # -- a whole reader

    def _ask_all(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self._page, self.tr("Folder for the outlines"), str(self._folder)
        )
        if chosen:
            self._remember(Path(chosen) / "x")
            self.export_all(Path(chosen))

    def export_all(self, folder: Path) -> None:
        """Write every complete reading of the reader who sits here."""
        session = self._page.session
        if session.cohort is None:
            return
        session.run_in_background(
            export_readings,
            Opening.of(session.cohort),
            session.reader,
            folder,
            str(self.format.currentData()),
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Export of outlines"),
            on_done=self._all_exported,
            on_error=self._refused,
        )

    def _all_exported(self, batch: BatchExport) -> None:
        outlines = [file for file in batch.written if file.suffix != ".label"]
        lines = [self.tr("{count} outlines written and read back.").format(count=len(outlines))]
        lines += [f"{patient}: {why}" for patient, why in batch.refused]
        self.report.setPlainText("\n".join(lines))
        self.report.show()
        self._page.notice.tell(lines[0], "warning" if batch.refused else "good")

    # -- where files lie

    @property
    def _folder(self) -> Path:
        stored = self._page.session.settings.text(FOLDER_KEY)
        return Path(stored) if stored and Path(stored).is_dir() else Path.home()

    def _remember(self, file: Path) -> None:
        self._page.session.settings.keep(FOLDER_KEY, str(file.parent))

    def _patterns(self) -> str:
        patterns = {
            ".nii.gz": self.tr("NIfTI (*.nii.gz *.nii)"),
            ".mha": "MHA (*.mha)",
            ".nrrd": "NRRD (*.nrrd)",
        }
        first = str(self.format.currentData())
        return ";;".join([patterns[first], *(p for s, p in patterns.items() if s != first)])
