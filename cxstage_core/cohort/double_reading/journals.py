"""The journals of the readers' drawings: opening them, and what a damaged or missing one has lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.values.records import AuditEntry
from cxstage_core.storage.append_log import Damage, JournalFile
from cxstage_core.text import Text, text

_EVENTS = frozenset({events.BEGIN_JOURNAL, events.LOSE_STROKES, events.ACKNOWLEDGE_LOSS})


@dataclass(frozen=True, slots=True)
class Loss:
    """A journal that was found damaged, as the audit log has it.

    Args:
        reader: stored name of the reading.
        at: UTC, ISO 8601.
        lost: number of entries that are known to be missing; 0 if it is not known.
        copy: name of the copy of the damaged file, next to the journal; "" if the journal was missing.
    """

    patient: str
    reader: str
    at: str
    lost: int
    copy: str

    @property
    def sentence(self) -> Text:
        """The message to the reader until the loss is acknowledged."""
        return text(
            "The journal of this drawing was found damaged or missing on {day}, and strokes may be lost. "
            "Compare the outlines with the images before you go on; completing the reading acknowledges this.",
            day=self.at[:10],
        )


def open_journal(context: CohortContext, patient: str, reader: str) -> JournalFile:
    """Open a journal for this process only, and log it if it is damaged, or missing although it was begun.

    Raises:
        CohortError: as for `JournalFile.open`.
    """
    path = context.layout.journal(patient, reader)
    last = _last_event(context, patient, reader)
    details = {"patient": patient, "reader": reader}

    def begin() -> None:
        context.log.append(events.BEGIN_JOURNAL, reader, details)

    found = JournalFile.open(path, None if last is not None else begin)
    try:
        if found.damage is None and found.empty and last is not None:
            if last.act != events.ACKNOWLEDGE_LOSS or last.details.get("copy"):
                found.damage = Damage(0, 0, "", "")
        elif found.damage is None and last is None and not found.empty:
            begin()
        if found.damage is not None:
            _log_loss(context, last, details, found.damage)
    except BaseException:
        found.close()
        raise
    return found


def open_losses(entries: Iterable[AuditEntry]) -> tuple[Loss, ...]:
    """Return the losses that no reader has acknowledged, in the order of patients and readers."""
    found: dict[tuple[str, str], Loss] = {}
    for entry in entries:
        if entry.act not in (events.LOSE_STROKES, events.ACKNOWLEDGE_LOSS):
            continue
        patient, reader = str(entry.details.get("patient")), str(entry.details.get("reader"))
        if entry.act == events.ACKNOWLEDGE_LOSS:
            found.pop((patient, reader), None)
            continue
        before = found.get((patient, reader))
        lost = int(entry.details.get("lost", 0)) + (0 if before is None else before.lost)
        found[patient, reader] = Loss(
            patient, reader, entry.at, lost, str(entry.details.get("copy", ""))
        )
    return tuple(found[key] for key in sorted(found))


def acknowledge_loss(context: CohortContext, patient: str, reader: str) -> bool:
    """Log that the reader knows of a loss; return False if there is none that was not acknowledged."""
    last = _last_event(context, patient, reader)
    if last is None or last.act != events.LOSE_STROKES:
        return False
    details = {"patient": patient, "reader": reader, "copy": last.details.get("copy", "")}
    context.log.append(events.ACKNOWLEDGE_LOSS, context.actor(reader), details)
    return True


def _last_event(context: CohortContext, patient: str, reader: str) -> AuditEntry | None:
    mine = (e for e in context.log.naming(patient) if e.act in _EVENTS)
    return next((e for e in mine if e.details.get("reader") == reader), None)


def _log_loss(
    context: CohortContext, last: AuditEntry | None, details: dict[str, str], damage: Damage
) -> None:
    known = None if last is None or last.act != events.LOSE_STROKES else last.details
    if known is not None and known.get("sha256") == damage.sha256:
        return  # its process ended before the journal was written anew
    line = {**details, "lost": damage.lost, "copy": damage.copy, "sha256": damage.sha256}
    context.log.append(events.LOSE_STROKES, context.actor(details["reader"]), line)
