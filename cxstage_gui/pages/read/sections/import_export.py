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

from cxstage_core.imaging import Mask
from cxstage_core.reading import Delta
from cxstage_core.reading.history.step_names import IMPORTED
from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.pages.read.bars.section_panel import SectionPanel
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.session import Executor
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.level import Level
from cxstage_gui.session.workers.jobs import (
    export_outline,
    export_readings,
    incoming_outline,
    strange_labels,
)
from cxstage_gui.strings import localized
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.widgets.labels import label, line
from cxstage_gui.widgets.meanings_dialog import MeaningsDialog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cxstage_core.imaging import Label
    from cxstage_core.intake.exchange import BatchExport, Incoming

SECTION = "files"
FOLDER_KEY = "read/exchange folder"


class ImportExportSection(QObject):
    """Exports the outline, imports one as a step that can be undone, and exports all readings of a reader."""

    def __init__(
        self,
        context: ReadContext,
        commands: Commands,
        drawing: Drawing,
        side: SectionPanel,
    ) -> None:
        super().__init__(context)
        self._context = context
        self._drawing = drawing
        self._side = side
        self.format = QComboBox()
        for title, suffix in (("NIfTI (.nii.gz)", ".nii.gz"), ("MHA", ".mha"), ("NRRD", ".nrrd")):
            self.format.addItem(title, suffix)
        self.dialog: MeaningsDialog | None = None
        self.report = QPlainTextEdit()
        # Files are named by pseudonym, and would tell which case is a repeat.
        context.case_shown.connect(lambda _: self.every.setHidden(context.blind))
        side.add(SECTION, self.tr("Files"), "folder-open", self._panel())
        group = self.tr("Files")
        commands.add(
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
                    "Every export is read back and compared in patient coordinates. A label description "
                    "for ITK-SNAP is written next to it; on import it gives the meaning of the labels."
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
        case = self._context.case
        if case is None:
            return
        suffix = str(self.format.currentData())
        proposed = self._folder / f"{case.name}_{case.first}{suffix}"
        chosen, _ = QFileDialog.getSaveFileName(
            self._side, self.tr("Export the outline"), str(proposed), self._patterns()
        )
        if chosen:
            self._remember(Path(chosen))
            self.export(Path(chosen))

    def export(self, file: Path) -> None:
        """Write the outline on the series of the first pane."""
        case = self._context.case
        if case is None:
            return
        self._drawing.finish()
        mask = case.editor.snapshot()[case.first]
        self._context.notify(self.tr("Writing and reading back …"), Level.INFO)
        self._context.run_in_background(
            export_outline,
            Mask(mask.array.copy(), mask.grid),
            file,
            executor=Executor.STUDY,
            on_done=self._exported,
            on_error=self._context.show_error,
        )

    def _exported(self, files: tuple[Path, ...]) -> None:
        names = ", ".join(file.name for file in files)
        self._context.notify(self.tr("Saved and verified: {names}").format(names=names), Level.GOOD)

    # -- one outline in

    def _ask_import(self) -> None:
        if self._context.case is None:
            return
        if self._drawing.locked:
            self._context.refuse()
            return
        chosen, _ = QFileDialog.getOpenFileName(
            self._side,
            self.tr("Import an outline"),
            str(self._folder),
            self.tr("Outlines (*.nii *.nii.gz *.mha *.mhd *.nrrd *.dcm);;All files (*)"),
        )
        if chosen:
            self._remember(Path(chosen))
            self.import_outline(Path(chosen))

    def import_outline(self, file: Path) -> None:
        """Import an outline; ask for the meaning of segments that the file does not explain."""
        self._context.run_in_background(
            strange_labels,
            file,
            executor=Executor.STUDY,
            on_done=partial(self._looked_at, file),
            on_error=self._context.show_error,
        )

    def _looked_at(self, file: Path, keys: tuple[int | str, ...]) -> None:
        if not keys:
            self._read(file, {})
            return
        dialog = self.dialog = MeaningsDialog(keys, self._side)
        dialog.accepted.connect(lambda: self._read(file, dialog.meanings))
        dialog.open()

    def _read(self, file: Path, meanings: Mapping[int | str, Label]) -> None:
        case = self._context.case
        if case is None:
            return
        self._context.run_in_background(
            incoming_outline,
            file,
            case.study.volumes[case.first].grid,
            meanings,
            executor=Executor.STUDY,
            on_done=partial(self._arrived, case.patient, case.first),
            on_error=self._context.show_error,
        )

    def _arrived(self, patient: str, series: str, incoming: Incoming) -> None:
        case, drawing = self._context.case, self._drawing
        if case is None or (case.patient, case.first) != (patient, series):
            return
        before = drawing.editor.labels(series)
        changed = int(np.count_nonzero(before != incoming.mask.array))
        if not drawing.apply(IMPORTED, Delta.of_volume(before, incoming.mask.array)):
            self._context.notify(
                self.tr("The file holds the same outline; nothing changed."), Level.INFO
            )
            return
        notes = " ".join(localized(note) for note in incoming.notes)
        sentence = self.tr(
            "The outline of the file took the place of what was drawn ({count} voxels changed); undo "
            "takes it back."
        ).format(count=changed)
        self._context.notify(f"{sentence} {notes}".strip(), Level.WARNING if notes else Level.INFO)

    # -- a whole reader

    def _ask_all(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self._side, self.tr("Folder for the outlines"), str(self._folder)
        )
        if chosen:
            self._remember(Path(chosen) / "x")
            self.export_all(Path(chosen))

    def export_all(self, folder: Path) -> None:
        """Write every complete reading of the current reader."""
        cohort = self._context.cohort
        if cohort is None:
            return
        self._context.run_in_background(
            export_readings,
            Opening.of(cohort),
            self._context.reader,
            folder,
            str(self.format.currentData()),
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Export of outlines"),
            on_done=self._all_exported,
            on_error=self._context.show_error,
        )

    def _all_exported(self, batch: BatchExport) -> None:
        outlines = [file for file in batch.written if file.suffix != ".label"]
        lines = [self.tr("{count} outlines written and read back.").format(count=len(outlines))]
        lines += [f"{patient}: {why}" for patient, why in batch.refused]
        self.report.setPlainText("\n".join(lines))
        self.report.show()
        self._context.notify(lines[0], Level.WARNING if batch.refused else Level.GOOD)

    # -- where files lie

    @property
    def _folder(self) -> Path:
        stored = self._context.settings.text(FOLDER_KEY)
        return Path(stored) if stored and Path(stored).is_dir() else Path.home()

    def _remember(self, file: Path) -> None:
        self._context.settings.keep(FOLDER_KEY, str(file.parent))

    def _patterns(self) -> str:
        patterns = {
            ".nii.gz": self.tr("NIfTI (*.nii.gz *.nii)"),
            ".mha": "MHA (*.mha)",
            ".nrrd": "NRRD (*.nrrd)",
        }
        first = str(self.format.currentData())
        return ";;".join([patterns[first], *(p for s, p in patterns.items() if s != first)])
