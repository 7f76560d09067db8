"""The checklists as tables."""

from __future__ import annotations

from collections.abc import Sequence

from cxstage_core.evaluation.report.study import metrics_items, tripod_items
from cxstage_core.evaluation.report.study.items import NOT_REPORTED, REPORTED, Row
from cxstage_core.evaluation.report.study.metrics import (
    ANSWERS,
    Answered,
    Score,
    score_of,
)
from cxstage_core.evaluation.report.table_cells import Localizer, Sheet
from cxstage_core.text import Text, text


def tripod_sheet(rows: Sequence[Row], localized: Localizer = str) -> Sheet:
    """One line per row: number, topic, status, and where or who knows."""
    head = (text("Item"), text("Section"), text("Topic"), text("Status"), text("Where, or who knows"))
    reported = sum(row.reported for row in rows)
    notes = (
        text(
            "{reported} of {rows} rows reported from evidence; no row is guessed.",
            reported=reported,
            rows=len(rows),
        ),
        tripod_items.SOURCE,
    )
    return Sheet(
        "TRIPOD+AI",
        tuple(localized(one) for one in head),
        tuple(
            (
                row.item.number,
                localized(row.item.section),
                localized(row.item.topic),
                localized(REPORTED if row.reported else NOT_REPORTED),
                row.where(localized),
            )
            for row in rows
        ),
        (False,) * 5,
        tuple(localized(note) for note in notes),
    )


def metrics_sheet(answers: Sequence[Answered], localized: Localizer = str) -> Sheet:
    """One line per item: number, topic, weight, answer, and where or who knows; the score below."""
    head = (text("Item"), text("Topic"), text("Weight"), text("Answer"), text("Where, or who knows"))
    notes = (
        score_words(score_of(answers)),
        text(
            "Outlines count as made by the readers under whose names they are stored; the networks use no hand-crafted "
            "features and no table."
        ),
        metrics_items.SOURCE,
    )
    return Sheet(
        "METRICS",
        tuple(localized(one) for one in head),
        tuple(
            (
                one.weighted.item.number,
                localized(one.weighted.item.topic),
                f"{one.weighted.weight:.4f}",
                localized(ANSWERS[one.answer]),
                one.where(localized),
            )
            for one in answers
        ),
        (False, False, True, False, False),
        tuple(localized(note) for note in notes),
    )


def score_words(score: Score) -> Text:
    """Return the score and its class, with the range that open items leave."""
    low, high = score.classes
    if not score.open:
        return text("METRICS score {score}: {quality}.", score=f"{score.low:.0%}", quality=low)
    return text(
        "METRICS score of what is known: {low} ({lowest}). {open} items are open; with all of them fulfilled it would be "
        "{high} ({highest}).",
        low=f"{score.low:.0%}",
        lowest=low,
        open=score.open,
        high=f"{score.high:.0%}",
        highest=high,
    )
