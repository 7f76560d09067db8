"""Consensus of many cases by one rule, logged with a reason; cases it cannot resolve stay for a reviewer."""

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
"""Number of readings that every rule accepts: only the name of the rule is checked with it."""


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """Result of the rule for one case.

    Args:
        reference: the frozen reference, None if the case was not resolved.
        why: reason why it was not resolved; the case stays in review, or unchanged if a review could not begin.
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
) -> tuple[RuleOutcome, ...]:
    """Begin the review of each case, decide open components by the rule, and sign it off.

    Args:
        rule: a key of `rules.RULES`.
        reason: stored in the audit log with rule, threshold and agreement.
        patients: pseudonyms; all complete cases if empty.
        threshold: minimum Dice of the readings, 0 to 1; cases below it stay in review.

    Raises:
        CohortError: the role does not permit it.
        ReadingError: no such rule, or no reason.
        Cancelled: a stop was requested; references frozen so far are kept.
    """
    job = job or no_progress()
    cohort.principal.require(Permission.REVIEW)
    rule_of(rule, MANY)
    clean_reason(reason)
    review = cohort.review
    states = review.states()
    wanted = tuple(patients) or tuple(p for p, s in states.items() if s is CaseState.COMPLETE)
    found = []
    for done, patient in enumerate(wanted):
        job.step(Progress(done, len(wanted), "Applying the consensus rule", patient))
        try:
            review.begin(patient, actor=actor)
            review.apply_rule(patient, rule, reason=reason, threshold=threshold, actor=actor)
            found.append(RuleOutcome(patient, review.sign_off(patient, actor=actor)))
        except (ReadingError, CohortError) as error:
            found.append(RuleOutcome(patient, why=error.what))
    return tuple(found)
