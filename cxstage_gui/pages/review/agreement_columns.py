"""The columns of the two tables of agreement: measures with intervals, and patients."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from cxstage_core.evaluation.readers.reader_agreement import value_of
from cxstage_core.evaluation.report.reader_sheets import DIGITS, bare, coefficient_of
from cxstage_core.evaluation.report.table import format_number
from cxstage_core.reading.comparison.definitions import DEFINITIONS, MEASURES, Measure
from cxstage_gui.strings import figures, localized
from cxstage_gui.theme import current
from cxstage_gui.widgets.estimate_tip import estimate_tip
from cxstage_gui.widgets.table import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from cxstage_core.evaluation.readers.reader_agreement import ComparedCase, PairAgreement
    from cxstage_core.evaluation.statistics.estimate import Estimate
    from cxstage_core.reading.comparison.definitions import Region
    from cxstage_core.reading.comparison.overlap import CaseAgreement


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure of one pair of readers."""

    measure: Measure
    summary: PairAgreement

    @property
    def limits(self) -> tuple[Estimate, Estimate, Estimate] | None:
        """Bias, lower and upper limit of agreement; None where the measure is not a difference."""
        found = self.summary.limits.get(self.measure)
        return None if found is None else (found.bias, found.low, found.high)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One patient, and the measure that is looked at."""

    case: ComparedCase
    region: Region
    measure: Measure

    @property
    def agreement(self) -> CaseAgreement:
        """Of the region that is looked at."""
        return self.case.regions[self.region]

    @property
    def value(self) -> float | None:
        """Of the measure that is looked at."""
        return value_of(self.agreement, self.measure)


def measure_columns() -> list[Column[MeasureRow]]:
    """Name, n, mean, median, bias, limits, coefficient."""
    translate = QCoreApplication.translate
    interval = translate("Agreement", "95 % interval in brackets")
    limits = translate("Agreement", "Bland–Altman; 95 % interval in brackets")
    columns: list[Column[MeasureRow]] = [
        Column(
            translate("Agreement", "Measure"),
            lambda row: localized(MEASURES[row.measure]),
            tip=lambda row: localized(DEFINITIONS[row.measure]),
        ),
        Column(
            translate("Agreement", "n"),
            lambda row: str(row.summary.distributions[row.measure].n),
            tip=_undefined,
            number=True,
            header_tip=translate("Agreement", "Patients that define the measure"),
        ),
        _estimate(translate("Agreement", "Mean"), _mean, interval),
        _estimate(translate("Agreement", "Median"), _median, interval),
        _estimate(translate("Agreement", "Bias"), partial(_limit, 0), limits),
        _estimate(translate("Agreement", "Lower limit"), partial(_limit, 1), limits),
        _estimate(translate("Agreement", "Upper limit"), partial(_limit, 2), limits),
    ]
    columns.append(
        Column(
            translate("Agreement", "ICC(A,1) / kappa"),
            _coefficient,
            tip=lambda row: _tip(coefficient_of(row.summary, row.measure)),
            number=True,
            header_tip=translate(
                "Agreement",
                "ICC(A,1) of volume and diameter; Cohen's kappa of all slices of all patients together",
            ),
        )
    )
    return columns


def case_columns() -> list[Column[CaseRow]]:
    """Patient, value, both volumes, and what must be known."""
    translate = QCoreApplication.translate
    return [
        Column(translate("Agreement", "Patient"), lambda row: row.case.patient),
        Column(
            translate("Agreement", "Value"),
            lambda row: figures(format_number(row.value, DIGITS[row.measure])),
            sort=lambda row: float("-inf") if row.value is None else row.value,
            number=True,
            tip=lambda row: "" if row.agreement.note is None else localized(row.agreement.note),
            colour=lambda row: "" if row.agreement.note is None else current().warning,
            header_tip=translate("Agreement", "Of the measure chosen above"),
        ),
        _volume(translate("Agreement", "First, cm³"), lambda row: row.agreement.first.volume_cm3),
        _volume(translate("Agreement", "Second, cm³"), lambda row: row.agreement.second.volume_cm3),
    ]


def _volume(title: str, value: Callable[[CaseRow], float]) -> Column[CaseRow]:
    return Column(title, lambda row: f"{value(row):.2f}", sort=value, number=True)


def _estimate(
    title: str, pick: Callable[[MeasureRow], Estimate | None], header_tip: str
) -> Column[MeasureRow]:
    def words(row: MeasureRow) -> str:
        found = pick(row)
        return "" if found is None else figures(bare(found, DIGITS[row.measure]))

    return Column(title, words, tip=lambda row: _tip(pick(row)), number=True, header_tip=header_tip)


def _mean(row: MeasureRow) -> Estimate:
    return row.summary.distributions[row.measure].mean


def _median(row: MeasureRow) -> Estimate:
    return row.summary.distributions[row.measure].median


def _limit(place: int, row: MeasureRow) -> Estimate | None:
    return None if row.limits is None else row.limits[place]


def _coefficient(row: MeasureRow) -> str:
    found = coefficient_of(row.summary, row.measure)
    if found is None:
        return ""
    apart = found.n != row.summary.distributions[row.measure].n
    return figures(bare(found, 3)) + (f", n = {found.n}" if apart else "")


def _tip(estimate: Estimate | None) -> str:
    return "" if estimate is None else estimate_tip(estimate)


def _undefined(row: MeasureRow) -> str:
    number = row.summary.distributions[row.measure].undefined
    words = QCoreApplication.translate("Agreement", "Not defined in {number} more patients")
    return words.format(number=number) if number else ""
