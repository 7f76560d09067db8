"""Whose turn it is: under which name a reader reads a patient now, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from cxstage_core.cohort.assignments_file import Assignment
from cxstage_core.cohort.parts import Parts
from cxstage_core.cohort.readings_store import ReadingsStore
from cxstage_core.cohort.records import ReadingState
from cxstage_core.cohort.slots import Slot


def assigned_patients(parts: Parts) -> set[str] | None:
    """The patients whom the reader at work is to read; None in a cohort without assignments."""
    roster = parts.roster.now
    return {item.patient for item in roster.of_reader(parts.who.name)} if roster.items else None


def slot_now(parts: Parts, patient: str, reader: str) -> str:
    """The name under which a reader reads a patient now: the latest that is due."""
    items = [item for item in parts.roster.now.of_patient(patient) if item.reader == reader]
    found = latest(parts, items)
    return str(Slot(reader)) if found is None else found.slot


def latest(parts: Parts, items: Iterable[Assignment]) -> Assignment | None:
    """The latest of one reader's assignments of one patient that is due."""
    found = None
    for item in sorted(items, key=lambda i: i.number):
        if item.number > 1:  # a first reading waits for nothing, not even for a clock that goes after
            at = due_at(parts, item)
            if at is None or at > datetime.now(UTC):
                break
        found = item
    return found


def due_at(parts: Parts, item: Assignment) -> datetime | None:
    """When an assigned reading may begin: a repeat after its wash-out; None while that is open."""
    if item.number == 1:
        return datetime.fromisoformat(item.assigned_at)
    before = str(Slot(item.reader, item.number - 1))
    summary = ReadingsStore(parts.layout).summary_of(item.patient, before)
    if summary is None or summary.state is not ReadingState.COMPLETE:
        return None
    return datetime.fromisoformat(summary.saved_at) + timedelta(days=item.wash_out_days)
