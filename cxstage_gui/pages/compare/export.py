"""The Export button: tables and figures of a comparison as files for a paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from cxstage_core.evaluation.report.figures import figure_words
from cxstage_core.evaluation.report.table_cells import (
    Sheet,
    comparison_sheet,
    paired_sheet,
    patients_sheet,
)
from cxstage_gui.session import Session
from cxstage_gui.strings import error_message, localized

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.dashboard import Dashboard

FOLDER_KEY = "compare/export folder"


class Export(QPushButton):
    """A menu of what can be written; asks for the file, then writes beside the window.

    Signals:
        told: a sentence and its kind ("info" or "error").
    """

    told = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setText(self.tr("Export"))
        self._session = session
        self._board: Dashboard | None = None
        menu = QMenu(self)
        sheets: tuple[tuple[str, str, Callable[..., Sheet]], ...] = (
            (self.tr("Table 2…"), "table-2", comparison_sheet),
            (self.tr("Paired tests…"), "paired-tests", paired_sheet),
            (self.tr("Patients…"), "patients", patients_sheet),
        )
        for title, name, make in sheets:
            action = menu.addAction(title)
            action.triggered.connect(lambda _=False, n=name, m=make: self._ask_sheet(n, m))
        menu.addSeparator()
        for title, kind in (
            (self.tr("ROC curves…"), "roc"),
            (self.tr("Confusion matrices…"), "confusion"),
            (self.tr("Calibration…"), "calibration"),
            (self.tr("Decision curves…"), "decision"),
        ):
            action = menu.addAction(title)
            action.triggered.connect(lambda _=False, k=kind: self._ask_figure(k))
        self.setMenu(menu)
        self.setEnabled(False)

    def offer(self, board: Dashboard | None) -> None:
        """What is exported from now on."""
        self._board = board
        self.setEnabled(board is not None)

    def write_sheet(self, make: Callable[..., Sheet], file: Path) -> None:
        """Write a table in the words of the window."""
        if self._board is not None:
            self._session.results.export_sheet(
                make(self._board, localized), file, self._wrote, self._failed
            )

    def write_figure(self, kind: str, file: Path) -> None:
        """Draw a figure with the words of the window."""
        if self._board is not None:
            words = figure_words(localized), tuple(localized(row.name) for row in self._board.rows)
            self._session.results.export_figure(
                self._board, kind, file, words, self._wrote, self._failed
            )

    def _ask_sheet(self, name: str, make: Callable[..., Sheet]) -> None:
        patterns = self.tr("Spreadsheet (*.csv);;LaTeX (*.tex);;Word (*.docx)")
        file = self._ask(name, "csv", patterns)
        if file is not None:
            self.write_sheet(make, file)

    def _ask_figure(self, kind: str) -> None:
        patterns = self.tr("PNG, 600 dpi (*.png);;PDF (*.pdf);;SVG (*.svg)")
        file = self._ask(kind, "png", patterns)
        if file is not None:
            self.write_figure(kind, file)

    def _ask(self, name: str, suffix: str, patterns: str) -> Path | None:
        board = self._board
        if board is None:
            return None
        folder = Path(self._session.settings.text(FOLDER_KEY) or str(Path.home()))
        proposed = folder / f"{board.experiment.id}-{name}.{suffix}"
        chosen, kind = QFileDialog.getSaveFileName(self, self.tr("Export"), str(proposed), patterns)
        if not chosen:
            return None
        file = Path(chosen)
        wanted = kind.rpartition("*")[2].rstrip(")")
        if wanted and file.suffix.lower() != wanted:
            file = file.with_suffix(wanted) if file.suffix == f".{suffix}" else file
        self._session.settings.keep(FOLDER_KEY, str(file.parent))
        return file if file.suffix else file.with_suffix(wanted)

    def _wrote(self, file: Path) -> None:
        self.told.emit(self.tr("Written and read back: {file}").format(file=file.name), "info")

    def _failed(self, error: Exception) -> None:
        self.told.emit(error_message(error), "error")
