"""Agreement between readers, and of a reader with herself, over the patients of a cohort."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from cxstage_core.cohort.values.reading_key import ReadingKey
from cxstage_core.evaluation.statistics.bland_altman import BlandAltman, bland_altman
from cxstage_core.evaluation.statistics.bootstrap import Values
from cxstage_core.evaluation.statistics.estimate import Estimate
from cxstage_core.evaluation.statistics.icc import icc_a1
from cxstage_core.evaluation.statistics.kappa import Agreement, kappa_of_table
from cxstage_core.evaluation.statistics.means import Limits, jackknife_interval
from cxstage_core.evaluation.statistics.summary import Distribution, describe
from cxstage_core.reading.comparison.definitions import Measure, Region
from cxstage_core.reading.comparison.overlap import CaseAgreement, Presence
from cxstage_core.text import text

DIFFERENCES = (Measure.VOLUME, Measure.DIAMETER, Measure.EDGE)
"""Measures with Bland and Altman's limits."""

ANY: Limits = (-math.inf, math.inf)
LIMITS: Mapping[Measure, Limits] = {
    Measure.DICE: (0, 1),
    Measure.HD95: (0, math.inf),
    Measure.ASSD: (0, math.inf),
    Measure.SLICES: (-1, 1),
}
"""Between which values a measure lies by definition."""


class Kind(StrEnum):
    """Two readers, or one reader twice."""

    INTER = "inter-reader"
    INTRA = "intra-reader"


@dataclass(frozen=True, slots=True, order=True)
class ReaderPair:
    """Two stored names whose readings are compared, such as "A" and "B", or "A" and "A#2"."""

    first: str
    second: str

    @property
    def kind(self) -> Kind:
        """Two people, or one who read twice."""
        same = ReadingKey.parse(self.first).person == ReadingKey.parse(self.second).person
        return Kind.INTRA if same else Kind.INTER

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"


@dataclass(frozen=True, slots=True)
class ComparedCase:
    """Two readings of one patient.

    Args:
        series: the series on which both are compared.
        regions: every region.
    """

    patient: str
    series: str
    pair: ReaderPair
    regions: Mapping[Region, CaseAgreement]


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Agreement of two readers in one region; the patient is the unit.

    Args:
        cases: all that both read, also those where nothing is marked.
        spreads: of each measure, slice kappa by case among them.
        limits: for volume, diameter and edge offset.
        icc: ICC(A,1) of volume and diameter.
        kappa: of all slices together; the interval's unit is the patient.
        presence: cases by who marked something.
    """

    pair: ReaderPair
    region: Region
    cases: tuple[ComparedCase, ...]
    distributions: Mapping[Measure, Distribution]
    limits: Mapping[Measure, BlandAltman]
    icc: Mapping[Measure, Estimate]
    kappa: Estimate
    slices_alike: float | None
    presence: Mapping[Presence, int]

    @property
    def n(self) -> int:
        """Patients that both read."""
        return len(self.cases)


def possible_pairs(slots: Iterable[str]) -> tuple[ReaderPair, ...]:
    """Pairs of a patient's readings to be compared.

    First readings of two people, and each repeat with the same person's reading before it.
    """
    known = sorted(ReadingKey.parse(name) for name in slots)
    firsts = [reading_key for reading_key in known if reading_key.number == 1]
    inter = [ReaderPair(str(a), str(b)) for place, a in enumerate(firsts) for b in firsts[place + 1 :]]
    intra = [ReaderPair(str(a), str(b)) for a, b in pairwise(known) if a.person == b.person]
    return tuple(inter + intra)


def value_of(case: CaseAgreement, measure: Measure) -> float | None:
    """One number of a case; None where it is not defined."""
    if measure is Measure.SLICES:
        return slice_kappa(case).kappa
    found: float | None = getattr(case, measure.value)
    return found


def slice_kappa(case: CaseAgreement) -> Agreement:
    """Cohen's kappa over the slices of one case; its interval holds for slices, not for patients."""
    return kappa_of_table(case.slices.table)


def mean_of(case: CaseAgreement, measure: Measure) -> float | None:
    """Position of a difference on the x axis: the mean of both readings.

    An edge offset stands at the mean diameter.
    """
    if measure is Measure.VOLUME:
        return (case.first.volume_cm3 + case.second.volume_cm3) / 2
    a, b = case.first.diameter_mm, case.second.diameter_mm
    return None if a is None or b is None else (a + b) / 2


def summarise(cases: Iterable[ComparedCase], pair: ReaderPair, region: Region) -> PairAgreement:
    """All statistics of one pair of readers in one region."""
    mine = tuple(sorted((c for c in cases if c.pair == pair), key=lambda case: case.patient))
    found = [case.regions[region] for case in mine]
    numbers = {measure: _column(found, measure) for measure in Measure}
    tables = np.array([case.slices.table for case in found], dtype=np.float64).reshape(-1, 4)
    kappa, alike = pooled_kappa(tables)
    return PairAgreement(
        pair,
        region,
        mine,
        {m: describe(column, limits=LIMITS.get(m, ANY)) for m, column in numbers.items()},
        {m: bland_altman(numbers[m][~np.isnan(numbers[m])]) for m in DIFFERENCES},
        {Measure.VOLUME: _icc_of_volume(found), Measure.DIAMETER: _icc_of_diameter(found)},
        kappa,
        alike,
        {presence: sum(case.presence is presence for case in found) for presence in Presence},
    )


def _column(cases: Iterable[CaseAgreement], measure: Measure) -> Values:
    values = (value_of(case, measure) for case in cases)
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _icc_of_volume(cases: Iterable[CaseAgreement]) -> Estimate:
    return _icc(
        [
            (case.first.volume_cm3, case.second.volume_cm3)
            for case in cases
            if case.presence is not Presence.NEITHER
        ]
    )


def _icc_of_diameter(cases: Iterable[CaseAgreement]) -> Estimate:
    return _icc(
        [
            (case.first.diameter_mm, case.second.diameter_mm)
            for case in cases
            if case.first.diameter_mm is not None and case.second.diameter_mm is not None
        ]
    )


def _icc(pairs: list[tuple[float, float]]) -> Estimate:
    if len(pairs) < 2:
        return Estimate(None, None, len(pairs), text("A correlation needs two patients at least."))
    return icc_a1(pairs)


def pooled_kappa(tables: Values) -> tuple[Estimate, float | None]:
    """Kappa over the slices of all patients together, and the share of slices on which both agree.

    Slices of a patient hang together, so whole patients are left out in turn for the interval.

    Args:
        tables: slices that neither, only the second, only the first and both mark, (patients, 4).
    """
    n = len(tables)
    if n == 0:
        return Estimate(None, None, 0, text("No patient defines this number.")), None
    total = tables.sum(axis=0)
    whole = kappa_of_table(total.reshape(2, 2))
    if whole.kappa is None:
        return Estimate(None, None, n, whole.note), whole.agreement
    interval = jackknife_interval(whole.kappa, _kappas(total - tables))
    note = None
    if interval is None:
        note = text("Without one of the patients kappa does not vary or is not defined: no interval.")
    return Estimate(whole.kappa, interval, n, note), whole.agreement


def _kappas(tables: Values) -> Values:
    """Cohen's kappa of each table, shape (tables, 4), NaN where it is not defined."""
    sums = tables.sum(axis=1, keepdims=True)
    shares = np.divide(tables, sums, out=np.full_like(tables, np.nan), where=sums > 0)
    neither, only_second, only_first, both = shares.T
    first, second = only_first + both, only_second + both
    chance = first * second + (1 - first) * (1 - second)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (neither + both - chance) / (1 - chance)
    return np.where(1 - chance > 1e-12, found, np.nan)
