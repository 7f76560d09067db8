"""Whose turn it is: under which name a reader reads a patient now, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.values.assignments import Assignment
from cxstage_core.cohort.values.reading_key import ReadingKey
from cxstage_core.cohort.values.records import ReadingState


def assigned_patients(context: CohortContext) -> set[str] | None:
    """The patients whom the reader at work is to read; None in a cohort without assignments."""
    assignments = context.assignments.now
    return (
        {item.patient for item in assignments.of_reader(context.principal.name)}
        if assignments.items
        else None
    )


def due_reading(context: CohortContext, patient: str, reader: str) -> str:
    """The name under which a reader reads a patient now: the latest that is due."""
    items = [item for item in context.assignments.now.of_patient(patient) if item.reader == reader]
    found = latest(context, items)
    return str(ReadingKey(reader)) if found is None else found.reading_key


def latest(context: CohortContext, items: Iterable[Assignment]) -> Assignment | None:
    """The latest of one reader's assignments of one patient that is due."""
    found = None
    for item in sorted(items, key=lambda i: i.number):
        if item.number > 1:  # a first reading waits for nothing, not even for a clock that goes after
            at = due_at(context, item)
            if at is None or at > datetime.now(UTC):
                break
        found = item
    return found


def due_at(context: CohortContext, item: Assignment) -> datetime | None:
    """When an assigned reading may begin: a repeat after its wash-out; None while that is open."""
    if item.number == 1:
        return datetime.fromisoformat(item.assigned_at)
    before = str(ReadingKey(item.reader, item.number - 1))
    summary = context.stores.readings.summary_of(item.patient, before)
    if summary is None or summary.state is not ReadingState.COMPLETE:
        return None
    return datetime.fromisoformat(summary.saved_at) + timedelta(days=item.wash_out_days)
