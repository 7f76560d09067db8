"""The Export button of a comparison: its files carry the name of the experiment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from cxstage_core.evaluation.report.comparison_reports import (
    COMPARISON_FOLDERS,
    COMPARISON_REPORTS,
)
from cxstage_gui.widgets.export_button import ExportButton

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.dashboard import Dashboard
    from cxstage_core.evaluation.report.formats import ReportSpec
    from cxstage_gui.session import Session


STUDY = "study"
"""Entry of the menu that is written from the cohort, not from the comparison alone."""


class Export(ExportButton):
    """Writes the tables and figures of a comparison."""

    def __init__(self, session: Session) -> None:
        reports = (*COMPARISON_REPORTS.values(), *COMPARISON_FOLDERS.values())
        super().__init__(session, reports, "compare/export folder")
        self._experiment = ""
        self.menu().addSeparator()
        study = self.menu().addAction(self.tr("Study report for a paper…"))
        study.setToolTip(
            self.tr("Methods, table 2, figures 3 to 5, TRIPOD+AI, METRICS and cards in a new folder")
        )
        study.triggered.connect(self._ask_for_study)
        self.entries[STUDY] = study

    def offer(self, result: Dashboard | None) -> None:
        """Export this comparison from now on."""
        super().offer(result)
        self._experiment = "" if result is None else result.experiment.id

    def file_name(self, report: ReportSpec) -> str:
        """Experiment and report."""
        return f"{self._experiment}-{report.stem}"

    def _ask_for_study(self, _checked: bool = False) -> None:
        title = self.tr("Folder in which the study report's folder is made")
        before = self._session.settings.text(self._folder_key) or str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self, title, before)
        if chosen:
            self._session.settings.keep(self._folder_key, chosen)
            self._session.results.report_study(
                self._experiment, Path(chosen), self._wrote, self._failed
            )
