"""Cases that are open again although a reference of them is frozen."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.values.file_names import pseudonym_order
from cxstage_core.cohort.values.reading_key import ReadingKey, is_review
from cxstage_core.cohort.values.records import AuditEntry

_OPENS = (events.BEGIN_REVIEW, events.REOPEN_REVIEW, events.SEND_BACK, events.REOPEN_READING)


@dataclass(frozen=True, slots=True)
class ReopenedCase:
    """A case that was reopened after its reference was frozen.

    Args:
        version: of the latest frozen reference.
        since: UTC, ISO 8601, from when on it is open again.
    """

    patient: str
    version: int
    since: str


def reopened_cases(context: CohortContext) -> tuple[ReopenedCase, ...]:
    """Return the reopened cases, by pseudonym, from the audit log."""
    frozen: dict[str, int] = {}
    since: dict[str, str] = {}
    for entry in context.log.of_acts(events.FREEZE_REFERENCE, *_OPENS):
        patient = str(entry.details.get("patient", ""))
        if entry.act == events.FREEZE_REFERENCE:
            frozen[patient] = int(entry.details["version"])
            since.pop(patient, None)
        elif patient in frozen and _reopens(entry):
            since.setdefault(patient, entry.at)
    return tuple(
        ReopenedCase(patient, frozen[patient], since[patient])
        for patient in sorted(since, key=pseudonym_order)
    )


def _reopens(entry: AuditEntry) -> bool:
    """Return False for a repeated reading and for a draft: they have a life of their own."""
    reader = str(entry.details.get("reader", ""))
    if entry.act != events.REOPEN_READING:
        return True
    return not is_review(reader) and ReadingKey.parse(reader).number == 1
