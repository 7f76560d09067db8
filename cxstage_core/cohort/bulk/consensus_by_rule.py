"""Many cases settled by one rule: openly, with a reason, and the rest left for a reviewer to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxstage_core.cohort.cohort import Cohort
from cxstage_core.cohort.review.access import REVIEWER
from cxstage_core.cohort.review.preconditions import clean_reason
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.records import Reference
from cxstage_core.errors import CohortError, ReadingError
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.reading.comparison.consensus_rules import rule_of
from cxstage_core.reading.workflow import CaseState
from cxstage_core.text import Text

MANY = 99
"""Readings enough for any rule: here only its name is in question."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one case.

    Args:
        reference: what was frozen, None when it was not.
        why: why not; the case stays in review, or as it was when a review could not begin.
    """

    patient: str
    reference: Reference | None = None
    why: Text | None = None


def consensus_by_rule(
    cohort: Cohort,
    rule: str,
    *,
    reason: str,
    patients: Sequence[str] = (),
    threshold: float | None = None,
    actor: str = REVIEWER,
    job: Job | None = None,
) -> tuple[Settled, ...]:
    """Begin the review of each case, let the rule decide what is open, and sign it off.

    Args:
        rule: a key of `rules.RULES`.
        reason: kept in the audit log with rule, threshold and the agreement found.
        patients: pseudonyms; every case that is complete, when empty.
        threshold: the least Dice of the readings, 0 to 1; cases below it stay in review.

    Raises:
        CohortError: it is not permitted.
        ReadingError: no such rule, or no reason.
        Cancelled: a stop was asked for; what was settled stays settled.
    """
    job = job or no_progress()
    cohort.principal.require(Permission.REVIEW)
    rule_of(rule, MANY)
    clean_reason(reason)
    desk = cohort.review
    states = desk.states()
    wanted = tuple(patients) or tuple(p for p, s in states.items() if s is CaseState.COMPLETE)
    found = []
    for done, patient in enumerate(wanted):
        job.step(Progress(done, len(wanted), "Settling by rule", patient))
        try:
            desk.begin(patient, actor=actor)
            desk.apply_rule(patient, rule, reason=reason, threshold=threshold, actor=actor)
            found.append(Settled(patient, desk.sign_off(patient, actor=actor)))
        except (ReadingError, CohortError) as error:
            found.append(Settled(patient, why=error.what))
    return tuple(found)
