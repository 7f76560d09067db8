"""The reports of the readers' agreement, one row each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cxstage_core.evaluation.readers.reader_agreement import DIFFERENCES, PairAgreement
from cxstage_core.evaluation.readers.reader_cases import ReadersAgreement
from cxstage_core.evaluation.report.formats import (
    FIGURE_FORMATS,
    JSON_FORMATS,
    TABLE_FORMATS,
    Phrases,
    ReportSpec,
)
from cxstage_core.evaluation.report.reader_export import write_json
from cxstage_core.evaluation.report.reader_figures import WORDS, write_distribution, write_limits
from cxstage_core.evaluation.report.reader_sheets import cases_sheet, summary_sheet
from cxstage_core.evaluation.report.table_cells import Localizer, Sheet
from cxstage_core.evaluation.report.table_files import write_sheet
from cxstage_core.reading.comparison.definitions import MEASURES, REGIONS, Measure
from cxstage_core.text import text


@dataclass(frozen=True, slots=True)
class AgreementResult:
    """The agreement of a cohort, and the pair, region and measure that figures are drawn of."""

    found: ReadersAgreement
    summary: PairAgreement
    measure: Measure

    @property
    def has_limits(self) -> bool:
        """Return True if limits of agreement are given for the measure."""
        return self.measure in DIFFERENCES


@dataclass(frozen=True, slots=True)
class AgreementFigure:
    """A figure of one pair and measure with the words of the reader's language."""

    summary: PairAgreement
    measure: Measure
    limits: bool
    words: Phrases


def _summary(result: AgreementResult, localized: Localizer) -> Sheet:
    return summary_sheet(result.found, localized)


def _cases(result: AgreementResult, localized: Localizer) -> Sheet:
    return cases_sheet(result.found, localized)


def _numbers(result: AgreementResult, _localized: Localizer) -> ReadersAgreement:
    return result.found


def _figure(limits: bool, result: AgreementResult, localized: Localizer) -> AgreementFigure:
    sentences = (*WORDS.values(), *MEASURES.values(), *REGIONS.values())
    return AgreementFigure(result.summary, result.measure, limits, Phrases.of(sentences, localized))


def write_agreement_figure(figure: AgreementFigure, file: Path) -> None:
    """Draw and write limits of agreement or a distribution.

    Raises:
        CohortError: as for `save_figure`.
    """
    write = write_limits if figure.limits else write_distribution
    write(figure.summary, figure.measure, file, figure.words)


LIMITS = "limits"
_ALL = (
    ReportSpec("agreement", text("All measures…"), TABLE_FORMATS, _summary, write_sheet),
    ReportSpec("agreement-by-patient", text("Patients…"), TABLE_FORMATS, _cases, write_sheet),
    ReportSpec("numbers", text("All numbers…"), JSON_FORMATS, _numbers, write_json, name="agreement"),
    ReportSpec(
        LIMITS,
        text("Limits of agreement…"),
        FIGURE_FORMATS,
        partial(_figure, True),
        write_agreement_figure,
        with_previous=False,
    ),
    ReportSpec(
        "distribution",
        text("Distribution…"),
        FIGURE_FORMATS,
        partial(_figure, False),
        write_agreement_figure,
    ),
)

AGREEMENT_REPORTS: dict[str, ReportSpec] = {report.key: report for report in _ALL}
"""The reports of an `AgreementResult` by key, in the order of the menu."""
