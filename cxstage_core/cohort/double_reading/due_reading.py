"""The due reading of a reader and patient, and the time from which it is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.values.assignments import Assignment
from cxstage_core.cohort.values.reading_key import ReadingKey
from cxstage_core.cohort.values.records import ReadingState


def assigned_patients(context: CohortContext) -> set[str] | None:
    """Return the patients assigned to the current reader; None in a cohort without assignments."""
    assignments = context.assignments.now
    return (
        {item.patient for item in assignments.of_reader(context.principal.name)}
        if assignments.items
        else None
    )


def due_reading(context: CohortContext, patient: str, reader: str) -> str:
    """Return the stored name of a reader's current reading of a patient: the latest that is due."""
    items = [item for item in context.assignments.now.of_patient(patient) if item.reader == reader]
    found = latest(context, items)
    return str(ReadingKey(reader)) if found is None else found.reading_key


def latest(context: CohortContext, items: Iterable[Assignment]) -> Assignment | None:
    """Return the latest due assignment among those of one reader and patient."""
    found = None
    for item in sorted(items, key=lambda i: i.number):
        if item.number > 1:  # a first reading is always due, whatever the clock shows
            at = due_at(context, item)
            if at is None or at > datetime.now(UTC):
                break
        found = item
    return found


def due_at(context: CohortContext, item: Assignment) -> datetime | None:
    """Return when an assigned reading may begin, a repeat after its wash-out; None if not known yet."""
    if item.number == 1:
        return datetime.fromisoformat(item.assigned_at)
    before = str(ReadingKey(item.reader, item.number - 1))
    summary = context.stores.readings.summary_of(item.patient, before)
    if summary is None or summary.state is not ReadingState.COMPLETE:
        return None
    return datetime.fromisoformat(summary.saved_at) + timedelta(days=item.wash_out_days)
