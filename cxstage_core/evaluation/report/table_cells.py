"""Tables to be written into a paper: the cells of the Compare page as plain words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxstage_core.evaluation.comparison.folds import is_folded
from cxstage_core.evaluation.comparison.paired_tests import PairedRow
from cxstage_core.evaluation.comparison.row import ComparisonRow
from cxstage_core.evaluation.report.table import (
    ABSENT,
    Cell,
    columns,
    format_estimate,
    format_table,
)
from cxstage_core.models.weights_history import origin_text
from cxstage_core.staging import LabelOrigin
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.dashboard import Dashboard

Localizer = Callable[["Text | str"], str]
POSITIVE = text(
    "Positive: chemoradiotherapy or systemic treatment. The patient is the unit; each figure was "
    "computed on the test patients, with its 95 % interval in brackets."
)

FOLDED_PAIRS = text(
    "Over folds the AUC is the mean of the folds' AUCs, tested by its influence curve; right and wrong "
    "decisions are summed over the repeats, and McNemar's test takes each patient as one observation."
)


ORIGINS = {
    LabelOrigin.COMPUTED: text("computed from stated facts"),
    LabelOrigin.ASSUMED: text("computed, empty cells meaning none"),
    LabelOrigin.EARLIER: text("computed by an earlier version, facts perhaps not stated"),
    LabelOrigin.ENTERED: text("entered stage, not computed"),
}
"""What labels rest on, in words."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in words.

    Args:
        rows: cells, each row as long as `head`.
        numbers: which columns are right-aligned.
        notes: below the table.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]
    notes: tuple[str, ...] = ()


def comparison_sheet(board: Dashboard, localized: Localizer = str) -> Sheet:
    """Table 2: one row per network and baseline, value with interval, and n.

    Args:
        localized: puts a sentence into the reader's language.
    """
    head = (
        localized(text("Network")),
        localized(text("n")),
        *(localized(metric.title) for metric in columns()),
        localized(text("Parameters")),
        localized(text("Initial weights")),
    )
    rows = []
    for row, cells in zip(board.rows, format_table(board.rows), strict=True):
        figures = (_with_n(cell, row.evaluation.n) for cell in cells.cells)
        parameters = f"{row.parameters / 1e6:.2f} M" if row.parameters else ABSENT
        rows.append(
            (
                localized(row.title),
                str(row.evaluation.n),
                *figures,
                parameters,
                localized(origin_text(row.weights)),
            )
        )
    numbers = (False, *(True,) * (len(columns()) + 2), False)
    title = localized(
        text("Comparison {experiment} on the test patients", experiment=board.experiment.id)
    )
    return Sheet(
        title,
        head,
        tuple(rows),
        numbers,
        (
            localized(POSITIVE),
            *label_notes(board, localized),
            *_methods(board.rows, localized),
            *(localized(note) for note in board.notes),
        ),
    )


def label_notes(board: Dashboard, localized: Localizer) -> tuple[str, ...]:
    """How many labels do not rest on stated facts alone, one sentence per origin."""
    notes = []
    for origin in LabelOrigin:
        parts = {p: n.get(origin.value, 0) for p, n in board.experiment.config.label_origins.items()}
        if origin is LabelOrigin.COMPUTED or not any(parts.values()):
            continue
        notes.append(
            localized(
                text(
                    "Labels of {train} training and {test} test patients: {origin}.",
                    train=parts.get("train", 0),
                    test=parts.get("test", 0),
                    origin=localized(ORIGINS[origin]),
                )
            )
        )
    return tuple(notes)


def paired_sheet(board: Dashboard, localized: Localizer = str) -> Sheet:
    """Every network against every other: difference of AUC, DeLong and McNemar, Holm."""
    head = tuple(
        localized(title)
        for title in (
            text("First"),
            text("Second"),
            text("n"),
            text("AUC difference"),
            text("DeLong p"),
            text("DeLong p, Holm"),
            text("Only first right"),
            text("Only second right"),
            text("McNemar p"),
            text("McNemar p, Holm"),
        )
    )
    rows = tuple(_pair_cells(row) for row in board.pairs)
    notes = [text("Holm over all {k} comparisons; McNemar exact, two-sided.", k=len(rows))]
    if is_folded(board.experiment):
        notes.append(FOLDED_PAIRS)
    notes += dict.fromkeys(pair.note for pair in board.pairs if pair.note is not None)
    return Sheet(
        localized(text("Paired tests of {experiment}", experiment=board.experiment.id)),
        head,
        rows,
        (False, False, *(True,) * 8),
        tuple(localized(note) for note in notes),
    )


def patients_sheet(board: Dashboard, localized: Localizer = str) -> Sheet:
    """Each test patient: truth, every row's probability, and how many rows are wrong."""
    groups = (localized(text("surgery")), localized(text("chemoradiotherapy or systemic")))
    head = (
        localized(text("Patient")),
        localized(text("Truth")),
        *(localized(row.name) for row in board.rows),
        localized(text("Wrong")),
    )
    rows = tuple(
        (
            one.patient,
            groups[one.truth],
            *(
                ABSENT if p is None else f"{p:.3f}{' ×' if wrong else ''}"
                for p, wrong in zip(one.probabilities, one.wrong, strict=True)
            ),
            str(one.errors),
        )
        for one in board.patients
    )
    note = text("Probability of chemoradiotherapy or systemic treatment; × marks a wrong group.")
    return Sheet(
        localized(text("Test patients of {experiment}", experiment=board.experiment.id)),
        head,
        rows,
        (False, False, *(True,) * (len(board.rows) + 1)),
        (localized(note),),
    )


def _with_n(cell: Cell, n: int) -> str:
    """The figure, with its own n where that is not the row's."""
    return cell.figure if cell.n == str(n) else f"{cell.figure} n={cell.n}"


def _pair_cells(row: PairedRow) -> tuple[str, ...]:
    test = row.delong
    difference = ABSENT
    if test is not None:
        difference = f"{test.difference:+.3f}"
        if test.interval is not None:
            difference += f" ({test.interval.low:+.3f} … {test.interval.high:+.3f})"
    return (
        row.first,
        row.second,
        str(row.n),
        difference,
        format_p(test.p if test is not None else None),
        format_p(row.delong_p_holm),
        str(row.only_first_right),
        str(row.only_second_right),
        format_p(row.mcnemar_p),
        format_p(row.mcnemar_p_holm),
    )


def format_p(p: float | None) -> str:
    """A p value with three digits; a dash where there is none."""
    if p is None:
        return ABSENT
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def _methods(rows: Sequence[ComparisonRow], localized: Localizer) -> tuple[str, ...]:
    """Each comment on a figure once, with the column it belongs to."""
    seen: dict[str, None] = {}
    for row in rows:
        for metric in columns():
            for note in format_estimate(row.evaluation.estimates[metric.key]).note:
                seen[f"{localized(metric.title)}: {localized(note)}"] = None
    return tuple(seen)
