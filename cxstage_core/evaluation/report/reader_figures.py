"""Figures of agreement for a paper: limits of agreement and distributions, as SVG, PDF or PNG."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.evaluation.readers.reader_agreement import (
    DIFFERENCES,
    PairAgreement,
    mean_of,
    value_of,
)
from cxstage_core.evaluation.report.figures import save_figure
from cxstage_core.evaluation.report.reader_sheets import DIGITS, figure_with_n
from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.reading.comparison.definitions import MEASURES, REGIONS, Measure
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WORDS: Mapping[str, Text] = {
    "volume": text("mean of both volumes, cm³"),
    "diameter": text("mean of both diameters, mm"),
    "bias": text("bias"),
    "limit": text("limit"),
    "patients": text("patients"),
    "mean": text("mean"),
    "kappa": text("all slices together"),
}
BINS = 20
_MARK, _LINE, _GREY = "#0072B2", "#D55E00", "#777777"


def write_limits(
    summary: PairAgreement, measure: Measure, file: Path, localized: Localizer = str
) -> None:
    """Bland and Altman's plot of one difference, with bias, limits and their intervals.

    Args:
        measure: one of `DIFFERENCES`.

    Raises:
        CohortError: as for `save_figure`.
        ValueError: no difference is measured.
    """
    if measure not in DIFFERENCES:
        raise ValueError(measure)
    save_figure(file, lambda figure: _limits(figure, summary, measure, localized))


def write_distribution(
    summary: PairAgreement, measure: Measure, file: Path, localized: Localizer = str
) -> None:
    """The distribution of a measure over the patients.

    Raises:
        CohortError: as for `save_figure`.
    """
    save_figure(file, lambda figure: _distribution(figure, summary, measure, localized))


def _limits(figure: Figure, summary: PairAgreement, measure: Measure, localized: Localizer) -> None:
    figure.set_size_inches(4.5, 3.5)
    axes = _axes(figure, summary, localized)
    axes.set_xlabel(localized(WORDS["volume" if measure is Measure.VOLUME else "diameter"]))
    axes.set_ylabel(localized(MEASURES[measure]))
    places = [
        (
            mean_of(case.regions[summary.region], measure),
            value_of(case.regions[summary.region], measure),
        )
        for case in summary.cases
    ]
    drawn = [(x, y) for x, y in places if x is not None and y is not None]
    axes.plot([x for x, _ in drawn], [y for _, y in drawn], "o", ms=3, color=_MARK, alpha=0.8)
    axes.axhline(0, color=_GREY, linewidth=0.6)
    limits, digits = summary.limits[measure], DIGITS[measure]
    for one, word, style in (
        (limits.bias, "bias", "-"),
        (limits.low, "limit", "--"),
        (limits.high, "limit", "--"),
    ):
        if one.value is None:
            continue
        words = f"{localized(WORDS[word])} {figure_with_n(one, digits)}"
        axes.axhline(one.value, color=_LINE, linewidth=1, linestyle=style, label=words)
        if one.interval is not None:
            axes.axhspan(one.interval.low, one.interval.high, color=_LINE, alpha=0.12, linewidth=0)
    if limits.bias.value is not None:
        figure.legend(loc="outside lower center", frameon=False, fontsize=7)


def _distribution(
    figure: Figure, summary: PairAgreement, measure: Measure, localized: Localizer
) -> None:
    axes = _axes(figure, summary, localized)
    axes.set_xlabel(localized(MEASURES[measure]))
    axes.set_ylabel(localized(WORDS["patients"]))
    found = (value_of(case.regions[summary.region], measure) for case in summary.cases)
    values = [value for value in found if value is not None]
    if not values:
        return
    axes.hist(values, bins=BINS, color=_MARK, alpha=0.85)
    axes.locator_params(axis="y", integer=True)
    mean, digits = summary.distributions[measure].mean, DIGITS[measure]
    words = f"{localized(WORDS['mean'])} {figure_with_n(mean, digits)}"
    axes.axvline(mean.value or 0.0, color=_LINE, linewidth=1, label=words)
    if mean.interval is not None:
        axes.axvspan(mean.interval.low, mean.interval.high, color=_LINE, alpha=0.15, linewidth=0)
    if measure is Measure.SLICES:
        axes.plot(
            [], [], " ", label=f"{localized(WORDS['kappa'])} {figure_with_n(summary.kappa, digits)}"
        )
    figure.legend(loc="outside lower center", frameon=False, fontsize=7)


def _axes(figure: Figure, summary: PairAgreement, localized: Localizer) -> Axes:
    axes = figure.add_subplot()
    axes.set_title(f"{summary.pair} · {localized(REGIONS[summary.region])}", fontsize=8)
    return axes
