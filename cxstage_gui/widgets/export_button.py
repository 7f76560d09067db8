"""The Export button: the reports of a result, written to the file that the user chooses."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from cxstage_core.evaluation.report.formats import ReportSpec
from cxstage_gui.session import Session
from cxstage_gui.strings import error_message, localized


class ExportButton(QPushButton):
    """A menu of reports; asks for the file, then writes it in the background.

    Args:
        reports: rows of the menu, in order.
        folder_key: setting that remembers the folder.

    Signals:
        message: a sentence and its kind ("info" or "error").
    """

    message = Signal(str, str)

    def __init__(self, session: Session, reports: Iterable[ReportSpec], folder_key: str) -> None:
        super().__init__()
        self.setText(self.tr("Export"))
        self._session = session
        self._folder_key = folder_key
        self._result: Any = None
        self.entries: dict[str, QAction] = {}
        menu = QMenu(self)
        for report in reports:
            if not report.with_previous:
                menu.addSeparator()
            action = menu.addAction(localized(report.title))
            action.triggered.connect(partial(self._ask, report))
            self.entries[report.key] = action
        self.setMenu(menu)
        self.setEnabled(False)

    def offer(self, result: Any) -> None:
        """Export this result from now on; None disables the button."""
        self._result = result
        self.setEnabled(result is not None)

    def file_name(self, report: ReportSpec) -> str:
        """The proposed name of a report's file, without suffix."""
        return report.stem

    def _ask(self, report: ReportSpec, _checked: bool = False) -> None:
        if self._result is None:
            return
        if report.in_folder:
            self._ask_folder(report)
            return
        usual = report.formats[0].suffix
        folder = Path(self._session.settings.text(self._folder_key) or str(Path.home()))
        proposed = folder / f"{self.file_name(report)}{usual}"
        patterns = ";;".join(f"{localized(one.title)} (*{one.suffix})" for one in report.formats)
        chosen, kind = QFileDialog.getSaveFileName(self, self.tr("Export"), str(proposed), patterns)
        if not chosen:
            return
        file = Path(chosen)
        if file.suffix.lower() in ("", usual):
            file = file.with_suffix(kind.rpartition("*")[2].rstrip(")") or usual)
        self._session.settings.keep(self._folder_key, str(file.parent))
        self._session.results.export(report, self._result, file, self._wrote, self._failed)

    def _ask_folder(self, report: ReportSpec) -> None:
        before = self._session.settings.text(self._folder_key) or str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self, localized(report.title), before)
        if chosen:
            self._session.settings.keep(self._folder_key, chosen)
            self._session.results.export(report, self._result, Path(chosen), self._wrote, self._failed)

    def _wrote(self, file: Path) -> None:
        self.message.emit(self.tr("Saved and verified: {file}").format(file=file.name), "info")

    def _failed(self, error: Exception) -> None:
        self.message.emit(error_message(error), "error")
