"""Table 2: each network with its figures, their intervals, and n."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from cxstage_core.evaluation.comparison.metrics import MetricSpec, Place, shown_in
from cxstage_core.evaluation.report.table import ABSENT, format_estimate
from cxstage_core.models.weights_history import origin_text
from cxstage_gui.strings import figures, localized
from cxstage_gui.theme import current
from cxstage_gui.widgets.colours import colour_of, sign_of
from cxstage_gui.widgets.estimate_tip import estimate_tip
from cxstage_gui.widgets.table import Column

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.row import ComparisonRow
    from cxstage_core.evaluation.statistics.estimate import Estimate

NETWORK_PX, N_PX, FIGURE_PX = 196, 40, 160


def comparison_columns() -> list[Column[ComparisonRow]]:
    """Name, n, the metrics of Table 2, parameters, warnings, weights."""
    translate = QCoreApplication.translate
    columns: list[Column[ComparisonRow]] = [
        Column(
            translate("Table2", "Network"),
            lambda row: (
                localized(row.name) if row.baseline else f"{sign_of(row.name)}  {localized(row.title)}"
            ),
            colour=lambda row: current().muted if row.baseline else colour_of(row.name),
            tip=lambda row: row.model,
        )
    ]
    columns.append(
        Column(
            translate("Table2", "n"),
            lambda row: str(row.evaluation.n),
            sort=lambda row: row.evaluation.n,
            number=True,
            header_tip=translate("Table2", "Test patients"),
        )
    )
    columns += [_figure_column(metric) for metric in shown_in(Place.WINDOW)]
    columns += [
        Column(
            translate("Table2", "Parameters"),
            lambda row: f"{row.parameters / 1e6:.2f} M" if row.parameters else ABSENT,
            sort=lambda row: row.parameters,
            number=True,
            tip=lambda row: f"{row.parameters:,}" if row.parameters else "",
        ),
        Column(
            translate("Table2", "Warnings"),
            lambda row: str(len(row.warnings)) if row.warnings else ABSENT,
            sort=lambda row: len(row.warnings),
            number=True,
            colour=lambda row: current().warning if row.warnings else current().faint,
            tip=lambda row: "\n".join(localized(warning) for warning in row.warnings),
        ),
        Column(
            translate("Table2", "Initial weights"),
            lambda row: localized(origin_text(row.weights)),
            tip=lambda row: localized(origin_text(row.weights)),
        ),
    ]
    return columns


def column_widths() -> tuple[int, ...]:
    """Width of each column in pixels."""
    return (NETWORK_PX, N_PX, *(FIGURE_PX for _ in shown_in(Place.WINDOW)), 104, 88, FIGURE_PX)


def _figure_column(metric: MetricSpec) -> Column[ComparisonRow]:
    def estimate(row: ComparisonRow) -> Estimate:
        return row.evaluation.estimates[metric.key]

    def value(row: ComparisonRow) -> float:
        found = estimate(row).value
        return -1.0 if found is None else found

    return Column(
        localized(metric.title),
        lambda row: figures(format_estimate(estimate(row), metric.digits).figure),
        sort=value,
        tip=lambda row: estimate_tip(estimate(row)),
        colour=lambda row: current().muted if row.baseline else "",
        number=True,
        header_tip=localized(metric.definition),
    )
