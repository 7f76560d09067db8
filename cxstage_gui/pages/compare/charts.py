"""Charts of a comparison: all networks as lines, the chosen one with its uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from cxstage_gui.strings import localized
from cxstage_gui.theme import current
from cxstage_gui.widgets.colours import colour_of, symbol_of
from cxstage_gui.widgets.plot import Plot

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.dashboard import Curves, Dashboard
    from cxstage_core.evaluation.comparison.row import ComparisonRow

CORNERS_OF_A_RULE = 2


def draw_roc(plot: Plot, board: Dashboard, chosen: str) -> None:
    """ROC curves, the operating point of each network, and the band of the chosen one."""
    plot.clear()
    plot.diagonal()
    for row, curves in _drawn(board):
        if row.baseline and len(curves.false) <= CORNERS_OF_A_RULE:
            continue
        colour = colour_of(row.name)
        if row.name == chosen:
            plot.band(curves.band.x, curves.band.low, curves.band.high, colour)
        plot.curve(localized(row.name), curves.false, curves.true, colour, dashed=row.baseline)
        found = row.evaluation.estimates
        hit, right = found["sensitivity"].value, found["specificity"].value
        if hit is not None and right is not None:
            plot.point(1 - right, hit, colour, symbol_of(row.name))


def draw_calibration(plot: Plot, board: Dashboard, chosen: str) -> None:
    """Reliability of each network; the chosen one with the intervals of its bins."""
    plot.clear()
    plot.diagonal()
    for row, curves in _drawn(board):
        points = curves.calibration
        if row.baseline or not points:
            continue
        colour = colour_of(row.name)
        said, found = [p.probability for p in points], [p.share for p in points]
        plot.curve(localized(row.name), said, found, colour, marks=symbol_of(row.name))
        if row.name == chosen:
            low, high = [p.interval.low for p in points], [p.interval.high for p in points]
            plot.intervals(said, found, low, high, colour)


def draw_decision(plot: Plot, board: Dashboard, chosen: str) -> None:
    """Net benefit of each network, of treating all, and the band of the chosen one."""
    plot.clear()
    plot.level(0.0, QCoreApplication.translate("Charts", "treat none"))
    everybody = False
    for row, curves in _drawn(board):
        benefit, band = curves.benefit, curves.benefit_band
        if row.baseline or benefit is None or band is None:
            continue
        if not everybody:
            everybody = True
            plot.curve(
                QCoreApplication.translate("Charts", "treat all"),
                benefit.thresholds,
                benefit.treat_all,
                current().muted,
                dashed=True,
            )
        colour = colour_of(row.name)
        if row.name == chosen:
            plot.band(band.x, band.low, band.high, colour)
        plot.curve(localized(row.name), benefit.thresholds, benefit.model, colour)
    tops = [
        float(c.benefit.model.max())
        for row, c in _drawn(board)
        if c.benefit is not None and not row.baseline
    ]
    top = max([0.1, *tops])
    plot.show_range(x=(0.0, 1.0), y=(-0.35 * top, 1.25 * top))


def _drawn(board: Dashboard) -> list[tuple[ComparisonRow, Curves]]:
    found = zip(board.rows, board.curves, strict=True)
    return [(row, curves) for row, curves in found if curves is not None]
