"""Table 2: each network with its figures, their intervals, and n."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from cxstage_gui.strings import localized
from cxstage_gui.theme import current
from cxstage_gui.widgets.colours import colour_of
from cxstage_gui.widgets.table import Column

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.row import ComparisonRow
    from cxstage_core.evaluation.statistics.estimate import Estimate

DASH = "–"


def figure(estimate: Estimate) -> str:
    """ "0.697 (0.527–0.826)", or a dash where the data define no value."""
    if estimate.value is None:
        return DASH
    if estimate.interval is None:
        return f"{estimate.value:.3f}"
    return f"{estimate.value:.3f} ({estimate.interval.low:.3f}–{estimate.interval.high:.3f})"


def how(estimate: Estimate) -> str:
    """Method of the interval and what must be known about the figure."""
    parts = [f"n = {estimate.n}"]
    if estimate.interval is not None:
        parts.append(f"{estimate.interval.level:.0%} {localized(estimate.interval.method)}")
    if estimate.note is not None:
        parts.append(localized(estimate.note))
    return "\n".join(parts)


def comparison_columns() -> list[Column[ComparisonRow]]:
    """Name, n, the four columns of Table 2, AUC, parameters, warnings, weights."""
    translate = QCoreApplication.translate
    columns: list[Column[ComparisonRow]] = [
        Column(
            translate("Table2", "Network"),
            lambda row: localized(row.name) if row.baseline else f"■  {row.name}",
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
    for name, title, tip in (
        ("accuracy", translate("Table2", "Accuracy"), ""),
        (
            "balanced_accuracy",
            translate("Table2", "Balanced accuracy"),
            translate("Table2", "Mean of the recall of both groups, as in the paper's Table 2"),
        ),
        ("f1", translate("Table2", "F1, macro"), translate("Table2", "Mean of both groups' F1")),
        (
            "precision",
            translate("Table2", "Precision, macro"),
            translate("Table2", "Mean of both groups' precision"),
        ),
        (
            "auc",
            translate("Table2", "AUC"),
            translate("Table2", "Area under the ROC curve; positive: chemoradiotherapy or systemic"),
        ),
    ):
        columns.append(_figure_column(name, title, tip))
    columns += [
        Column(
            translate("Table2", "Parameters"),
            lambda row: f"{row.parameters / 1e6:.2f} M" if row.parameters else DASH,
            sort=lambda row: row.parameters,
            number=True,
            tip=lambda row: f"{row.parameters:,}" if row.parameters else "",
        ),
        Column(
            translate("Table2", "Warnings"),
            lambda row: str(len(row.warnings)) if row.warnings else DASH,
            sort=lambda row: len(row.warnings),
            number=True,
            colour=lambda row: current().warning if row.warnings else current().faint,
            tip=lambda row: "\n".join(localized(warning) for warning in row.warnings),
        ),
        Column(
            translate("Table2", "First weights"),
            lambda row: localized(row.weights),
            tip=lambda row: localized(row.weights),
        ),
    ]
    return columns


def _figure_column(name: str, title: str, tip: str) -> Column[ComparisonRow]:
    def estimate(row: ComparisonRow) -> Estimate:
        found: Estimate = getattr(row.evaluation, name)
        return found

    def value(row: ComparisonRow) -> float:
        found = estimate(row).value
        return -1.0 if found is None else found

    return Column(
        title,
        lambda row: figure(estimate(row)),
        sort=value,
        tip=lambda row: how(estimate(row)),
        colour=lambda row: current().muted if row.baseline else "",
        number=True,
        header_tip=tip,
    )
