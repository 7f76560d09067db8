"""The Cohort menu: build a cohort, check it, and exchange reading kits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMainWindow

from cxstage_gui.main_window.handlers.folders import LastFolder
from cxstage_gui.session import Session

if TYPE_CHECKING:
    from cxstage_core.cohort.clinical.preview import ClinicalPreview
    from cxstage_core.cohort.kits import KitReport


class CohortMenu(QObject):
    """Asks what an entry of the Cohort menu needs to know, then calls the session."""

    def __init__(self, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._folder = LastFolder(session.settings)
        session.imports.clinical_seen.connect(self._table_seen)
        session.kits.written.connect(self._kit_written)
        session.kits.imported.connect(self._kit_imported)
        session.kits.message.connect(session.notify)

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """Return the functions of the menu entries, by id of the action."""
        return {
            "cohort.import": self.import_images,
            "cohort.clinical": self.import_clinical,
            "cohort.outline": self.import_outline,
            "cohort.freeze": self.freeze_reference,
            "cohort.split": self.draw_split,
            "cohort.verify": self.verify,
            "kit.export": self.export_kit,
            "kit.import": self.import_kit,
        }

    def import_images(self) -> None:
        """Ask for a folder and import its images."""
        chosen = QFileDialog.getExistingDirectory(
            self._window,
            self.tr("Import images: a folder of DICOM files or volumes"),
            str(self._folder.path),
        )
        if chosen:
            self._folder.remember(Path(chosen).parent)
            self.import_paths([Path(chosen)])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import what was chosen or dropped: CSV files as clinical tables, the rest as images."""
        self._session.show_page("cohort")
        tables = [path for path in paths if path.suffix.lower() == ".csv"]
        images = [path for path in paths if path not in tables]
        for table in tables:
            self._session.imports.look_at_clinical(table)
        if images:
            self._session.imports.import_images(images)

    def import_clinical(self) -> None:
        """Ask for a clinical table and import it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Import clinical table"),
            str(self._folder.path),
            self.tr("Table (*.csv)"),
        )
        if chosen:
            self._folder.remember(Path(chosen).parent)
            self.import_paths([Path(chosen)])

    def _table_seen(self, file: Path, found: ClinicalPreview) -> None:
        """Ask what the table leaves open, or import it at once."""
        from cxstage_gui.pages.cohort.clinical_dialog import ClinicalDialog

        if found.asks:
            ClinicalDialog(self._session, file, found, self._window).open()
        else:
            self._session.imports.import_clinical(file)

    def import_outline(self) -> None:
        """Ask for an outline file and import it."""
        from cxstage_gui.pages.cohort.outline_dialog import OutlineDialog

        self._session.show_page("cohort")
        OutlineDialog(self._session, self._window).open()

    def freeze_reference(self) -> None:
        """Ask for a reader and freeze that reader's outlines."""
        from cxstage_gui.pages.cohort.freeze_dialog import FreezeDialog

        self._session.show_page("cohort")
        FreezeDialog(self._session, self._window).open()

    def draw_split(self) -> None:
        """Ask for the settings of the split and draw it."""
        from cxstage_gui.pages.cohort.split_dialog import SplitDialog

        self._session.show_page("cohort")
        SplitDialog(self._session, self._window).open()

    def verify(self) -> None:
        """Check every file of the cohort."""
        self._session.show_page("cohort")
        self._session.imports.verify()

    def export_kit(self) -> None:
        """Ask for a reader and a file, and export a reading kit."""
        from cxstage_gui.pages.cohort.kit_dialogs import ExportKitDialog, kit_file

        def chosen(reader: str) -> None:
            file, _ = QFileDialog.getSaveFileName(
                self._window,
                self.tr("Reading kit of {reader}").format(reader=reader),
                str(kit_file(self._folder.path, reader)),
                self.tr("Reading kit (*.cxkit)"),
            )
            if file:
                self._folder.remember(Path(file).parent)
                self._session.kits.export(reader, Path(file))

        dialog = ExportKitDialog(self._session, self._window)
        dialog.chosen.connect(chosen)
        dialog.open()

    def import_kit(self) -> None:
        """Ask for a returned kit and import its readings."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Import a returned reading kit"),
            str(self._folder.path),
            self.tr("Reading kit (*.cxkit)"),
        )
        if chosen:
            self._folder.remember(Path(chosen).parent)
            self._session.kits.import_kit(Path(chosen))

    def _kit_written(self, place: Path) -> None:
        self._session.notify(self.tr("Wrote {name}.").format(name=place.name))

    def _kit_imported(self, report: KitReport) -> None:
        from cxstage_gui.pages.cohort.kit_dialogs import KitReportDialog

        KitReportDialog(report, self._window).open()
