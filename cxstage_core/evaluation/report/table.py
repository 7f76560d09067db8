"""A comparison as ready-made cells, the same in the window and at the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxstage_core.evaluation.comparison.row import ComparisonRow
from cxstage_core.evaluation.statistics.estimate import Estimate, Interval
from cxstage_core.text import Text, text

ABSENT = "–"

COLUMNS: tuple[tuple[str, Text], ...] = (
    ("accuracy", text("Accuracy")),
    ("balanced_accuracy", text("Balanced accuracy")),
    ("f1", text("F1 (macro)")),
    ("precision", text("Precision (macro)")),
    ("auc", text("AUC")),
    ("sensitivity", text("Sensitivity")),
    ("specificity", text("Specificity")),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure.

    Args:
        value: such as "0.697", or a dash.
        interval: such as "0.527–0.826", or "".
        n: such as "33".
        note: method and remarks, for a tooltip or footnote.
    """

    value: str
    interval: str
    n: str
    note: tuple[Text, ...] = ()

    def __str__(self) -> str:
        between = f" ({self.interval})" if self.interval else ""
        return f"{self.value}{between} n={self.n}"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One model or baseline, its cells in the order of `COLUMNS`."""

    name: str
    weights: str
    baseline: bool
    cells: tuple[Cell, ...]
    warnings: tuple[Text, ...]


def format_table(rows: Sequence[ComparisonRow], digits: int = 3) -> tuple[TableRow, ...]:
    """The rows of a comparison as cells."""
    return tuple(
        TableRow(
            row.name,
            row.weights,
            row.baseline,
            tuple(format_estimate(getattr(row.evaluation, key), digits) for key, _ in COLUMNS),
            row.warnings,
        )
        for row in rows
    )


def format_estimate(estimate: Estimate, digits: int = 3) -> Cell:
    """One figure as a cell: `0.697 (0.527–0.826) n=33` when printed."""
    interval = estimate.interval
    notes = [] if estimate.note is None else [estimate.note]
    if interval is not None:
        notes.insert(
            0, text("{level:.0%} interval: {method}.", level=interval.level, method=interval.method)
        )
    return Cell(
        ABSENT if estimate.value is None else f"{estimate.value:.{digits}f}",
        "" if interval is None else format_interval(interval, digits),
        str(estimate.n),
        tuple(notes),
    )


def format_interval(interval: Interval, digits: int = 3) -> str:
    """`0.527–0.826`."""
    return f"{interval.low:.{digits}f}–{interval.high:.{digits}f}"
