"""Cases that were reopened after their reference was frozen: what is trained on is chosen, never silent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cxstage_core.dataset.labels import Excluded
from cxstage_core.errors import TrainingError
from cxstage_core.jobs import Job, Message
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort, ReopenedCase

USE, LEAVE_OUT = "use", "leave-out"
CHOICES = (USE, LEAVE_OUT)
_MOST_NAMED = 8


def without_reopened(
    cohort: Cohort, patients: Iterable[str], choice: str, job: Job
) -> tuple[tuple[str, ...], Excluded]:
    """Apply the choice about reopened cases.

    Args:
        choice: "use" takes their latest frozen version, "leave-out" leaves them out; "" where no one chose.

    Returns:
        The patients to use, and those left out with the reason.

    Raises:
        TrainingError: there are reopened cases, and no one chose; or the choice is unknown.
    """
    if choice not in ("", *CHOICES):
        raise TrainingError(
            "Reopened cases cannot be treated by {choice}.",
            remedy="Choose one of {names}.",
            choice=choice,
            names=", ".join(CHOICES),
        )
    wanted = tuple(patients)
    found = {case.patient: case for case in cohort.references.reopened() if case.patient in wanted}
    if not found:
        return wanted, ()
    if not choice:
        named = [str(describe(case)) for case in found.values()][:_MOST_NAMED]
        rest = len(found) - len(named)
        raise TrainingError(
            "{n} cases were reopened after their reference was frozen: {cases}.",
            remedy="Choose: --reopened use trains on the frozen versions, --reopened leave-out on none of them.",
            n=len(found),
            cases="; ".join(named) + (f"; and {rest} more" if rest else ""),
        )
    for case in found.values():
        job.emit(Message(describe(case), "warning"))
    if choice == USE:
        return wanted, ()
    return (
        tuple(patient for patient in wanted if patient not in found),
        tuple((patient, _reason(case)) for patient, case in found.items()),
    )


def describe(case: ReopenedCase) -> Text:
    """Name a case, the version that is used, and since when it is reopened."""
    return text(
        "{patient}: version {version} of the reference is used; reopened {since}",
        patient=case.patient,
        version=case.version,
        since=case.since[:10],
    )


def _reason(case: ReopenedCase) -> Text:
    return text("The case was reopened on {since} and is left out.", since=case.since[:10])
