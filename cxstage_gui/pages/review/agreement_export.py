"""The Export button of the agreement: tables, numbers and figures as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxstage_core.evaluation.report.formats import FIGURE_FORMATS
from cxstage_core.evaluation.report.reader_export import NAMES
from cxstage_core.evaluation.report.reader_reports import (
    AGREEMENT_REPORTS,
    LIMITS,
    AgreementResult,
)
from cxstage_gui.widgets.export_button import ExportButton

if TYPE_CHECKING:
    from cxstage_core.evaluation.readers.reader_agreement import PairAgreement
    from cxstage_core.evaluation.readers.reader_cases import ReadersAgreement
    from cxstage_core.evaluation.report.formats import ReportSpec
    from cxstage_core.reading.comparison.definitions import Measure
    from cxstage_gui.session import Session


class AgreementExport(ExportButton):
    """Writes the agreement; figures are of the measure on screen."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, AGREEMENT_REPORTS.values(), "review/export folder")
        self._shown: AgreementResult | None = None

    def show_measure(self, found: ReadersAgreement, summary: PairAgreement, measure: Measure) -> None:
        """Export this agreement, and draw figures of this pair and measure, from now on."""
        self._shown = AgreementResult(found, summary, measure)
        self.offer(self._shown)
        self.entries[LIMITS].setEnabled(self._shown.has_limits)

    def file_name(self, report: ReportSpec) -> str:
        """The report; of a figure, its region and measure."""
        if report.formats is not FIGURE_FORMATS or self._shown is None:
            return report.stem
        name = f"{self._shown.summary.region.value}-{NAMES[self._shown.measure]}"
        return f"{name}-{report.key}" if report.key == LIMITS else name
