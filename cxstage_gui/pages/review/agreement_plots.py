"""Plots of agreement: each mark is a patient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.evaluation.readers.reader_agreement import DIFFERENCES, mean_of, value_of
from cxstage_core.evaluation.report.reader_figures import BINS, WORDS
from cxstage_core.evaluation.report.reader_sheets import DIGITS, interval_of
from cxstage_core.evaluation.report.table import format_number
from cxstage_core.reading.comparison.definitions import MEASURES, Measure
from cxstage_gui.strings import figures, localized
from cxstage_gui.theme import current

if TYPE_CHECKING:
    from cxstage_core.evaluation.readers.reader_agreement import PairAgreement
    from cxstage_core.evaluation.statistics.estimate import Estimate
    from cxstage_gui.widgets.case_plot import CasePlot


def draw_against_size(plot: CasePlot, summary: PairAgreement, measure: Measure) -> None:
    """A measure against the size of what was drawn; of differences, with bias and limits."""
    plot.clear()
    x_words = localized(WORDS["volume" if measure is Measure.VOLUME else "diameter"])
    found = [(case.patient, case.regions[summary.region]) for case in summary.cases]
    places = [(name, mean_of(one, measure), value_of(one, measure)) for name, one in found]
    drawn = [(name, x, y) for name, x, y in places if x is not None and y is not None]
    plot.name_axes(f"{x_words} · n = {len(drawn)}", localized(MEASURES[measure]))
    names, xs, ys = zip(*drawn, strict=True) if drawn else ((), (), ())
    lines = _lines(summary, measure)
    for one, word, dashed in lines:
        if one.value is None:
            continue
        if one.interval is not None:
            plot.span(one.interval.low, one.interval.high, current().warning)
        plot.rule(
            one.value,
            _words(one, word, measure),
            current().warning,
            dashed=dashed,
            below=measure in DIFFERENCES and one is summary.limits[measure].low,
        )
    if measure in DIFFERENCES:
        plot.rule(0.0, "", current().faint)
    tips = [f"{name}\n{_number(y, measure)}" for name, y in zip(names, ys, strict=True)]
    plot.marks(xs, ys, names, tips, current().accent)
    edges = [v for one, *_ in lines for v in _ends(one)]
    _show_whole(plot, xs, [*ys, *edges])


def draw_spread(plot: CasePlot, summary: PairAgreement, measure: Measure) -> None:
    """The distribution over the patients, each a mark on the pile of its bin, and the mean."""
    plot.clear()
    found = [(c.patient, value_of(c.regions[summary.region], measure)) for c in summary.cases]
    drawn = sorted((value, name) for name, value in found if value is not None)
    plot.name_axes(f"{localized(MEASURES[measure])} · n = {len(drawn)}", localized(WORDS["patients"]))
    values = np.array([value for value, _ in drawn])
    mean = summary.distributions[measure].mean
    if mean.value is not None:
        if mean.interval is not None:
            plot.span(mean.interval.low, mean.interval.high, current().warning, upright=True)
        words = _words(mean, localized(WORDS["mean"]), measure)
        plot.rule(mean.value, words, current().warning, upright=True)
    heights, tallest = _piled(values)
    tips = [f"{name}\n{_number(value, measure)}" for value, name in drawn]
    plot.marks(values.tolist(), heights, [name for _, name in drawn], tips, current().accent)
    _show_whole(plot, [*values.tolist(), *_ends(mean)], [])
    plot.show_range(y=(0.0, max(6.0, tallest * 1.35)))


def _lines(summary: PairAgreement, measure: Measure) -> list[tuple[Estimate, str, bool]]:
    if measure not in DIFFERENCES:
        return [(summary.distributions[measure].mean, localized(WORDS["mean"]), False)]
    limits = summary.limits[measure]
    return [
        (limits.bias, localized(WORDS["bias"]), False),
        (limits.low, localized(WORDS["limit"]), True),
        (limits.high, localized(WORDS["limit"]), True),
    ]


def _words(one: Estimate, word: str, measure: Measure) -> str:
    between = interval_of(one, DIGITS[measure])
    return figures(f"{word} {_number(one.value or 0.0, measure)}{f' ({between})' if between else ''}")


def _number(value: float, measure: Measure) -> str:
    return figures(format_number(value, DIGITS[measure]))


def _ends(one: Estimate) -> list[float]:
    if one.interval is not None:
        return one.interval.pair
    return [] if one.value is None else [one.value]


def _piled(values: np.ndarray) -> tuple[list[float], float]:
    """Heights that pile the marks of each bin upon each other, from 1."""
    if values.size == 0:
        return [], 0.0
    low, high = float(values.min()), float(values.max())
    step = (high - low) / BINS or 1.0
    count: dict[int, int] = {}
    heights = []
    for value in values.tolist():
        place = min(BINS - 1, int((value - low) / step))
        count[place] = count.get(place, 0) + 1
        heights.append(float(count[place]))
    return heights, max(heights)


def _show_whole(plot: CasePlot, xs: Sequence[float], ys: Sequence[float]) -> None:
    plot.show_range(_around(xs) if xs else None, _around(ys) if ys else None)


def _around(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    more = (high - low) * 0.08 or max(abs(high) * 0.1, 0.1)
    return low - more, high + more
