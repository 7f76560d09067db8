"""The Export button of the agreement: tables, numbers and figures as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from cxstage_core.evaluation.readers.reader_agreement import DIFFERENCES
from cxstage_core.evaluation.report.reader_export import NAMES
from cxstage_core.evaluation.report.reader_sheets import cases_sheet, summary_sheet
from cxstage_gui.session import Session
from cxstage_gui.strings import error_message, localized

if TYPE_CHECKING:
    from cxstage_core.evaluation.readers.reader_agreement import PairAgreement
    from cxstage_core.evaluation.readers.reader_cases import ReadersAgreement
    from cxstage_core.reading.comparison.definitions import Measure

FOLDER_KEY = "review/export folder"


class AgreementExport(QPushButton):
    """A menu of what can be written; asks for the file, then writes beside the window.

    Signals:
        told: a sentence and its kind ("info" or "error").
    """

    told = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setText(self.tr("Export"))
        self._session = session
        self._found: ReadersAgreement | None = None
        self._shown: tuple[PairAgreement, Measure] | None = None
        menu = QMenu(self)
        menu.addAction(self.tr("All measures…")).triggered.connect(lambda _=False: self._summary())
        menu.addAction(self.tr("Patients…")).triggered.connect(lambda _=False: self._cases())
        menu.addAction(self.tr("All numbers…")).triggered.connect(lambda _=False: self._numbers())
        menu.addSeparator()
        self.limits = menu.addAction(self.tr("Limits of agreement…"))
        self.limits.triggered.connect(lambda _=False: self._figure(limits=True))
        spread = menu.addAction(self.tr("Distribution…"))
        spread.triggered.connect(lambda _=False: self._figure(limits=False))
        self.setMenu(menu)
        self.setEnabled(False)

    def offer(self, found: ReadersAgreement | None) -> None:
        """What is exported from now on."""
        self._found = found
        self.setEnabled(found is not None)

    def show_measure(self, summary: PairAgreement, measure: Measure) -> None:
        """Of what figures are drawn from now on."""
        self._shown = summary, measure
        self.limits.setEnabled(measure in DIFFERENCES)

    def _summary(self) -> None:
        file = self._ask("agreement", "csv", self._tables())
        if file is not None and self._found is not None:
            sheet = summary_sheet(self._found, localized)
            self._session.agreeing.write_sheet(sheet, file, self._wrote, self._failed)

    def _cases(self) -> None:
        file = self._ask("agreement-by-patient", "csv", self._tables())
        if file is not None and self._found is not None:
            sheet = cases_sheet(self._found, localized)
            self._session.agreeing.write_sheet(sheet, file, self._wrote, self._failed)

    def _numbers(self) -> None:
        file = self._ask("agreement", "json", self.tr("JSON (*.json)"))
        if file is not None and self._found is not None:
            self._session.agreeing.write_json(self._found, file, self._wrote, self._failed)

    def _figure(self, *, limits: bool) -> None:
        if self._shown is None:
            return
        summary, measure = self._shown
        name = f"{summary.region.value}-{NAMES[measure]}{'-limits' if limits else ''}"
        file = self._ask(name, "png", self.tr("PNG, 600 dpi (*.png);;PDF (*.pdf);;SVG (*.svg)"))
        if file is not None:
            self._session.agreeing.write_figure(
                summary,
                measure,
                limits=limits,
                file=file,
                on_done=self._wrote,
                on_error=self._failed,
            )

    def _tables(self) -> str:
        return self.tr("Spreadsheet (*.csv);;LaTeX (*.tex);;Word (*.docx)")

    def _ask(self, name: str, suffix: str, patterns: str) -> Path | None:
        folder = Path(self._session.settings.text(FOLDER_KEY) or str(Path.home()))
        proposed = str(folder / f"{name}.{suffix}")
        chosen, kind = QFileDialog.getSaveFileName(self, self.tr("Export"), proposed, patterns)
        if not chosen:
            return None
        file = Path(chosen)
        wanted = kind.rpartition("*")[2].rstrip(")") or f".{suffix}"
        if file.suffix in ("", f".{suffix}"):
            file = file.with_suffix(wanted)
        self._session.settings.keep(FOLDER_KEY, str(file.parent))
        return file

    def _wrote(self, file: Path) -> None:
        self.told.emit(self.tr("Written and read back: {file}").format(file=file.name), "info")

    def _failed(self, error: Exception) -> None:
        self.told.emit(error_message(error), "error")
