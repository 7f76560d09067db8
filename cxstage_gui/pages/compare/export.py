"""The Export button of a comparison: its files carry the name of the experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxstage_core.evaluation.report.comparison_reports import (
    COMPARISON_FOLDERS,
    COMPARISON_REPORTS,
)
from cxstage_gui.widgets.export_button import ExportButton

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.dashboard import Dashboard
    from cxstage_core.evaluation.report.formats import ReportSpec
    from cxstage_gui.session import Session


class Export(ExportButton):
    """Writes the tables and figures of a comparison."""

    def __init__(self, session: Session) -> None:
        reports = (*COMPARISON_REPORTS.values(), *COMPARISON_FOLDERS.values())
        super().__init__(session, reports, "compare/export folder")
        self._experiment = ""

    def offer(self, result: Dashboard | None) -> None:
        """Export this comparison from now on."""
        super().offer(result)
        self._experiment = "" if result is None else result.experiment.id

    def file_name(self, report: ReportSpec) -> str:
        """Experiment and report."""
        return f"{self._experiment}-{report.stem}"
