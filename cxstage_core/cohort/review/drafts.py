"""The reviewer's draft: the outline that becomes the next reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxstage_core.cohort.context import transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.review.access import now
from cxstage_core.cohort.review.components import ReviewCase
from cxstage_core.cohort.values.reading_key import draft_of
from cxstage_core.cohort.values.records import Reading, ReadingState
from cxstage_core.cohort.values.review import ComponentDecision, Review
from cxstage_core.errors import ReadingError
from cxstage_core.imaging import Mask
from cxstage_core.reading.comparison.border import thickness_named
from cxstage_core.reading.comparison.consensus_rules import rule_of
from cxstage_core.reading.comparison.disagreement import Take
from cxstage_core.storage.content_hash import hash_of_mask

Takes = Mapping[str, Mapping[str, Take | None]]
"""By series id and component key; None reverts a decision."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """Reads and changes the drafts of reviewers; the caller holds the lock of the review."""

    context: CohortContext

    def find(self, patient: str, reviewer: str) -> Reading | None:
        """Return a reviewer's draft, None before the review begins."""
        return self.context.stores.readings.read(patient, draft_of(reviewer))

    def get(self, patient: str, reviewer: str) -> Reading:
        """Return a reviewer's draft.

        Raises:
            ReadingError: it is missing.
        """
        found = self.find(patient, reviewer)
        if found is None:
            raise ReadingError(
                "The draft of {reviewer} is missing.",
                remedy="Restore it from a backup.",
                reviewer=reviewer,
            )
        return found

    def save(self, draft: Reading, reviewer: str) -> Reading:
        """Save a draft; it stays in progress."""
        kept = replace(draft, reader=draft_of(reviewer), state=ReadingState.IN_PROGRESS)
        return transactions.save_reading(self.context, kept, actor=reviewer)

    def replace_masks(self, patient: str, reviewer: str, masks: Mapping[str, Mask]) -> None:
        """Replace the outlines of a draft, or create it."""
        before = self.find(patient, reviewer) or Reading(patient, draft_of(reviewer), {})
        self.save(replace(before, masks=dict(masks)), reviewer)

    def decide(
        self, review: Review, case: ReviewCase, takes: Takes, reviewer: str, rule: str = ""
    ) -> Review:
        """Apply decisions to the draft and save it; return the review with the decisions.

        Args:
            rule: what decided, "" for the reviewer; nothing redrawn by hand is decided by a rule.

        Raises:
            ReadingError: the readings do not differ on a series.
        """
        unknown = set(takes) - set(case.disagreements)
        if unknown:
            raise ReadingError(
                "The two readings do not differ on the series {series}.",
                series=", ".join(sorted(unknown)),
            )
        draft = self.get(review.patient, reviewer)
        masks = case.decided(draft.masks, takes)
        if any(mask is not draft.masks.get(series) for series, mask in masks.items()):
            self.save(replace(draft, masks=masks), reviewer)
        decisions = {series: dict(found) for series, found in review.decisions.items()}
        for series, found in takes.items():
            of_series = decisions.setdefault(series, {})
            for key, take in found.items():
                if take is None:
                    of_series.pop(key, None)
                else:
                    by_rule = "" if take is Take.REDRAWN else rule
                    of_series[key] = ComponentDecision(take, reviewer, now(), by_rule)
        return replace(review, decisions=decisions)

    def require_unchanged(self, review: Review, case: ReviewCase, reviewer: str) -> None:
        """Refuse a rule that would discard changes drawn since the last rule.

        Raises:
            ReadingError: the draft was redrawn.
        """
        draft = self.get(review.patient, reviewer)
        before = case.start()
        if review.rules:
            rule = rule_of(review.rules[-1].rule, len(case.readings))
            before = {s: Mask(rule.combine(case.outlines(s)), g) for s, g in case.grids.items()}
        if hashes_of(draft.masks) != hashes_of(before):
            raise ReadingError(
                "The draft was redrawn, and another rule would discard the changes.",
                remedy="Sign off the draft as it is, or send a reading back to start again.",
            )


def with_redrawn(review: Review, case: ReviewCase, draft: Reading, reviewer: str) -> Review:
    """Return the review with changed decided components marked as redrawn."""
    decisions = {series: dict(found) for series, found in review.decisions.items()}
    for series, keys in case.drawn_over(draft.masks, review.decisions).items():
        for key in keys:
            decisions[series][key] = ComponentDecision(Take.REDRAWN, reviewer, now())
    return replace(review, decisions=decisions)


def border_rules(review: Review) -> tuple[str, ...]:
    """Return how slivers along the border were decided, such as "74 x border 1.5 mm: union"."""
    found: dict[str, int] = {}
    for decided in review.decisions.values():
        for decision in decided.values():
            if thickness_named(decision.rule) is not None and decision.take is not Take.REDRAWN:
                name = f"{decision.rule}: {decision.take.value}"
                found[name] = found.get(name, 0) + 1
    return tuple(f"{count} x {name}" for name, count in found.items())


def hashes_of(masks: Mapping[str, Mask]) -> dict[str, str]:
    """Return the hash of each outline, by series id."""
    return {series: hash_of_mask(mask) for series, mask in masks.items()}
