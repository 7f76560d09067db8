"""The locked split, as the audit log knows it: never missing, changed or drawn again in silence."""

from __future__ import annotations

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.values.records import Split
from cxstage_core.errors import CohortError, IntegrityError


def locked_hash(context: CohortContext) -> str | None:
    """Return the hash of the split that the audit log knows as locked, None without one."""
    entries = context.log.of_acts(events.LOCK_SPLIT, events.SAVE_EXPERIMENT)
    return events.logged(entries).split


def read_split(context: CohortContext) -> Split | None:
    """Return the locked split, None if none was ever locked.

    Raises:
        IntegrityError: its file is missing, damaged, or holds another split than the one that was locked.
    """
    known = locked_hash(context)
    file = context.layout.split
    if not file.exists():
        if known is not None:
            raise missing(context)
        return None
    found = context.stores.split.read()
    if known is not None and context.stores.split.check() != known:
        raise IntegrityError(
            "The split {file} is not the one that was locked.",
            remedy="Restore it from a backup; the audit log knows its hash.",
            file=file,
        )
    return found


def refuse_second_split(context: CohortContext) -> None:
    """Refuse to lock a split where the audit log knows one.

    Raises:
        CohortError: it does.
    """
    if locked_hash(context) is None:
        return
    if not context.layout.split.exists():
        raise missing(context)
    raise CohortError(
        "This cohort's split is locked and cannot be changed.",
        remedy="Create another cohort to use another split.",
    )


def missing(context: CohortContext) -> IntegrityError:
    """Return the error of a locked split without its file."""
    return IntegrityError(
        "The locked split {file} is missing; restore it.",
        remedy="Take it from a backup: another one cannot be drawn, because experiments may have used it.",
        file=context.layout.split,
    )
