"""Figures as text and comparisons as cells: the same in the window, at the terminal and in files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxstage_core.evaluation.comparison.metrics import DIGITS, MetricSpec, Place, shown_in
from cxstage_core.evaluation.comparison.row import ComparisonRow
from cxstage_core.evaluation.statistics.estimate import Estimate
from cxstage_core.text import Text, text

ABSENT = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure.

    Args:
        value: such as "0.697", or a dash.
        interval: such as "0.527–0.826", or "".
        n: such as "33".
        note: method and comments, for a tooltip or footnote.
    """

    value: str
    interval: str
    n: str
    note: tuple[Text, ...] = ()

    @property
    def figure(self) -> str:
        """`0.697 (0.527–0.826)`, for a table that gives n in another column."""
        return f"{self.value} ({self.interval})" if self.interval else self.value

    def __str__(self) -> str:
        return f"{self.figure} n={self.n}"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One model or baseline, its cells in the order of `columns`."""

    name: str
    weights: str
    baseline: bool
    cells: tuple[Cell, ...]
    warnings: tuple[Text, ...]


def columns() -> tuple[MetricSpec, ...]:
    """The metrics of a written comparison."""
    return shown_in(Place.REPORT)


def format_table(rows: Sequence[ComparisonRow]) -> tuple[TableRow, ...]:
    """The rows of a comparison as cells."""
    return tuple(
        TableRow(
            row.name,
            row.weights,
            row.baseline,
            tuple(
                format_estimate(row.evaluation.estimates[metric.key], metric.digits)
                for metric in columns()
            ),
            row.warnings,
        )
        for row in rows
    )


def format_estimate(estimate: Estimate, digits: int = DIGITS) -> Cell:
    """One figure as a cell: `0.697 (0.527–0.826) n=33` when printed."""
    interval = estimate.interval
    notes = [] if estimate.note is None else [estimate.note]
    if interval is not None:
        notes.insert(
            0, text("{level:.0%} interval: {method}.", level=interval.level, method=interval.method)
        )
    return Cell(
        format_number(estimate.value, digits),
        "" if interval is None else format_range(interval.low, interval.high, digits),
        str(estimate.n),
        tuple(notes),
    )


def format_figure(value: float | None, interval: Sequence[float] | None, digits: int = DIGITS) -> str:
    """`0.697 (0.527–0.826)` from the numbers of a JSON file; a dash without a value."""
    if value is None or not interval:
        return format_number(value, digits)
    return f"{format_number(value, digits)} ({format_range(interval[0], interval[1], digits)})"


def format_number(value: float | None, digits: int = DIGITS) -> str:
    """The number, or a dash; never a negative zero."""
    return ABSENT if value is None else f"{round(float(value), digits) + 0.0:.{digits}f}"


def format_range(low: float, high: float, digits: int = DIGITS) -> str:
    """`0.80–0.90`, or `-0.10 to 0.20`, because a dash would look like a minus sign."""
    first, last = format_number(low, digits), format_number(high, digits)
    return f"{first} to {last}" if first.startswith("-") else f"{first}–{last}"
