"""The agreement of readers as tables and as JSON: every figure with its n and its interval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxstage_core.evaluation.readers.reader_agreement import (
    DIFFERENCES,
    ComparedCase,
    Kind,
    PairAgreement,
    value_of,
)
from cxstage_core.evaluation.readers.reader_cases import ReadersAgreement
from cxstage_core.evaluation.report.table import format_estimate, format_number
from cxstage_core.evaluation.report.table_cells import Localizer, Sheet
from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate
from cxstage_core.reading.comparison.definitions import DEFINITIONS, MEASURES, REGIONS, Measure, Region
from cxstage_core.text import Text, text

DIGITS: Mapping[Measure, int] = {
    Measure.DICE: 3,
    Measure.HD95: 1,
    Measure.ASSD: 2,
    Measure.EDGE: 2,
    Measure.VOLUME: 2,
    Measure.DIAMETER: 1,
    Measure.SLICES: 3,
}

KINDS: Mapping[Kind, Text] = {
    Kind.INTER: text("two readers"),
    Kind.INTRA: text("one reader, twice"),
}

METHODS = text(
    "The patient is the unit; n counts the patients that define a figure. In brackets {level:.0%} intervals: "
    "mean by Student's t, for Dice, distances and kappa corrected for skewness; median from order statistics; "
    "kappa of all slices by the jackknife over patients; bias and limits of agreement by Bland and Altman "
    "(1999); ICC(A,1) by McGraw and Wong (1996).",
    level=LEVEL,
)
EMPTY = text(
    "Where neither reading marks a region the patient counts in the slice kappa only; where one marks it, "
    "Dice is 0, the volume difference counts, and distances and diameters do not."
)


def figure_with_n(estimate: Estimate, digits: int) -> str:
    """`0.85 (0.80–0.90), n = 30`, or a dash."""
    return f"{bare(estimate, digits)}, n = {estimate.n}"


def bare(estimate: Estimate, digits: int) -> str:
    """`0.85 (0.80–0.90)`, or a dash; its n is in another column."""
    return format_estimate(estimate, digits).figure


def coefficient_of(summary: PairAgreement, measure: Measure) -> Estimate | None:
    """ICC(A,1) of volume and diameter, kappa of all slices together; None for other measures."""
    return summary.kappa if measure is Measure.SLICES else summary.icc.get(measure)


def interval_of(estimate: Estimate, digits: int) -> str:
    """`0.80–0.90`, or "" without an interval."""
    return format_estimate(estimate, digits).interval


def cases_sheet(found: ReadersAgreement, localized: Localizer = str) -> Sheet:
    """Every patient, pair and region: one row with all numbers."""
    head = (
        *(localized(word) for word in (text("Patient"), text("First"), text("Second"), text("Region"))),
        localized(text("Series")),
        *(localized(MEASURES[measure]) for measure in Measure),
        localized(text("First volume, cm³")),
        localized(text("Second volume, cm³")),
        localized(text("First diameter, mm")),
        localized(text("Second diameter, mm")),
        localized(text("Remark")),
    )
    rows = [_case_row(case, s.region, localized) for s in found.summaries for case in s.cases]
    numbers = (False,) * 5 + (True,) * (len(Measure) + 4) + (False,)
    return Sheet(localized(text("Agreement by patient")), head, tuple(rows), numbers, notes(localized))


def summary_sheet(found: ReadersAgreement, localized: Localizer = str) -> Sheet:
    """Every pair, region and measure: one row with its distribution, bias, limits and ICC."""
    head = tuple(
        localized(word)
        for word in (
            text("First"),
            text("Second"),
            text("Kind"),
            text("Region"),
            text("Measure"),
            text("n"),
            text("Not defined"),
            text("Mean"),
            text("SD"),
            text("Median"),
            text("Lower quartile"),
            text("Upper quartile"),
            text("Least"),
            text("Most"),
            text("Bias"),
            text("Lower limit"),
            text("Upper limit"),
            text("ICC(A,1)"),
            text("All slices together"),
        )
    )
    rows = [_summary_row(s, measure, localized) for s in found.summaries for measure in Measure]
    numbers = (False,) * 5 + (True,) * (len(head) - 5)
    return Sheet(localized(text("Agreement of readers")), head, tuple(rows), numbers, notes(localized))


def notes(localized: Localizer = str) -> tuple[str, ...]:
    """Notes below the numbers: methods, then each definition."""
    return (
        localized(METHODS),
        localized(EMPTY),
        *(localized(DEFINITIONS[measure]) for measure in Measure),
    )


def agreement_json(found: ReadersAgreement, *, cases: bool = True) -> dict[str, Any]:
    """All of it in JSON's types, numbers unrounded.

    Args:
        cases: with every patient's numbers.
    """
    return {
        "waiting": found.waiting,
        "read_once": found.single,
        "unmarked": found.unmarked,
        "unblinded": found.unblinded,
        "influenced": found.influenced,
        "definitions": {measure.value: str(DEFINITIONS[measure]) for measure in Measure},
        "methods": [str(METHODS), str(EMPTY)],
        "agreement": [_summary_json(summary, cases) for summary in found.summaries],
    }


def _case_row(case: ComparedCase, region: Region, localized: Localizer) -> tuple[str, ...]:
    one = case.regions[region]
    values = (format_number(value_of(one, measure), DIGITS[measure]) for measure in Measure)
    return (
        case.patient,
        case.pair.first,
        case.pair.second,
        localized(REGIONS[region]),
        case.series,
        *values,
        format_number(one.first.volume_cm3, 2),
        format_number(one.second.volume_cm3, 2),
        format_number(one.first.diameter_mm, 1),
        format_number(one.second.diameter_mm, 1),
        "" if one.note is None else localized(one.note),
    )


def _summary_row(summary: PairAgreement, measure: Measure, localized: Localizer) -> tuple[str, ...]:
    spread, digits = summary.distributions[measure], DIGITS[measure]
    limits, icc = summary.limits.get(measure), summary.icc.get(measure)
    return (
        summary.pair.first,
        summary.pair.second,
        localized(KINDS[summary.pair.kind]),
        localized(REGIONS[summary.region]),
        localized(MEASURES[measure]),
        str(spread.n),
        str(spread.undefined),
        bare(spread.mean, digits),
        format_number(spread.sd, digits),
        bare(spread.median, digits),
        *(format_number(v, digits) for v in (spread.lower, spread.upper, spread.least, spread.most)),
        *(
            ("", "", "")
            if limits is None
            else (bare(one, digits) for one in (limits.bias, limits.low, limits.high))
        ),
        "" if icc is None else bare(icc, 3),
        bare(summary.kappa, 3) if measure is Measure.SLICES else "",
    )


def _summary_json(summary: PairAgreement, cases: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "first": summary.pair.first,
        "second": summary.pair.second,
        "kind": summary.pair.kind.value,
        "region": summary.region.value,
        "patients": summary.n,
        "marked": {presence.value: n for presence, n in summary.presence.items()},
        "measures": {m.value: _spread_json(summary, m) for m in Measure},
        "slice_kappa_pooled": _estimate_json(summary.kappa),
        "slices_alike": summary.slices_alike,
    }
    if cases:
        data["cases"] = [_case_json(case, summary.region) for case in summary.cases]
    return data


def _spread_json(summary: PairAgreement, measure: Measure) -> dict[str, Any]:
    spread = summary.distributions[measure]
    data: dict[str, Any] = {
        "n": spread.n,
        "not_defined": spread.undefined,
        "mean": _estimate_json(spread.mean),
        "median": _estimate_json(spread.median),
        "sd": spread.sd,
        "quartiles": [spread.lower, spread.upper],
        "range": [spread.least, spread.most],
    }
    if measure in DIFFERENCES:
        limits = summary.limits[measure]
        data["bias"] = _estimate_json(limits.bias)
        data["limits"] = [_estimate_json(limits.low), _estimate_json(limits.high)]
    if measure in summary.icc:
        data["icc_a1"] = _estimate_json(summary.icc[measure])
    return data


def _estimate_json(estimate: Estimate) -> dict[str, Any]:
    found = estimate.interval
    return {
        "value": estimate.value,
        "interval": None if found is None else found.pair,
        "method": None if found is None else found.method,
        "n": estimate.n,
        "note": None if estimate.note is None else str(estimate.note),
    }


def _case_json(case: ComparedCase, region: Region) -> dict[str, Any]:
    one = case.regions[region]
    return {
        "patient": case.patient,
        "series": case.series,
        **{measure.value: value_of(one, measure) for measure in Measure},
        "volumes_cm3": [one.first.volume_cm3, one.second.volume_cm3],
        "diameters_mm": [one.first.diameter_mm, one.second.diameter_mm],
        "slices": {
            "both": one.slices.both,
            "only_first": one.slices.only_first,
            "only_second": one.slices.only_second,
            "neither": one.slices.neither,
        },
        "marked": one.presence.value,
    }
