"""Reviewing: from two complete readings to a frozen reference, every step permitted, checked, noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context import transactions
from cxstage_core.cohort.review.access import now
from cxstage_core.cohort.review.comments import REVIEWER, Remarks
from cxstage_core.cohort.review.components import ReviewCase
from cxstage_core.cohort.review.preconditions import clean_reason, require_agreement, require_settled
from cxstage_core.cohort.values.reading_key import ReadingKey, draft_of
from cxstage_core.cohort.values.records import Reading, ReadingState, Reference
from cxstage_core.cohort.values.review import AppliedRule, Decision, Review
from cxstage_core.errors import ReadingError
from cxstage_core.imaging import Mask
from cxstage_core.reading.comparison.consensus_rules import rule_of
from cxstage_core.reading.comparison.disagreement import Take
from cxstage_core.reading.workflow import Move, ReviewState, require
from cxstage_core.storage.content_hash import hash_of_mask


@dataclass(frozen=True, slots=True)
class ReviewService(Remarks):
    """The reviews of an open cohort; reached as `cohort.reviewing`.

    Every change is on disk when its method returns. In a cohort with accounts the actor is whoever
    signed in.
    """

    # --- the reviewer's work

    def begin(self, patient: str, *, actor: str = REVIEWER) -> Review:
        """Begin the review of a complete case, take one over, or take up readings that changed.

        Decisions stay for every component that is the same as before.

        Raises:
            CohortError: it is not permitted.
            ReadingError: the case is not complete, or has fewer than two readings.
        """
        principal = self._as_reviewer(actor)
        with self._locked(patient):
            review = self._store.read(patient) or Review(patient)
            case = self._case(patient)
            versions = {reading.reader: reading.version for reading in case.readings}
            if review.state is not ReviewState.OPEN:
                require(self.state(patient), Move.BEGIN_REVIEW)
            elif review.reviewer == principal and versions == dict(review.readings):
                return review
            before = self._stored_draft(patient, review.reviewer) if review.reviewer else None
            same = before is not None and versions == dict(review.readings)
            decisions = case.kept(review.decisions)
            after = replace(
                review,
                state=ReviewState.OPEN,
                reviewer=principal,
                readings=versions,
                decisions=decisions,
                rules=review.rules if same else (),
                returned={},
            )
            masks = (
                dict(before.masks)
                if before is not None and same
                else case.rebuilt({} if before is None else before.masks, decisions)
            )
            self._save_draft(patient, principal, masks)
            names = ", ".join(f"{name} v{version}" for name, version in sorted(versions.items()))
            return self._note(after, events.BEGIN_REVIEW, principal, readings=names)

    def decide(
        self, patient: str, series: str, key: str, take: Take | None, *, actor: str = REVIEWER
    ) -> Review:
        """Decide about one component, and put it into the draft; None takes the decision back.

        A component that was redrawn stays as the draft has it.

        Raises:
            CohortError: it is not permitted.
            ReadingError: the case is not in review, or has no such component.
        """
        return self.decide_all(patient, {series: {key: take}}, actor=actor)

    def decide_all(
        self,
        patient: str,
        takes: Mapping[str, Mapping[str, Take | None]],
        *,
        actor: str = REVIEWER,
    ) -> Review:
        """The same for several components at once, by series id and key."""
        principal = self._as_reviewer(actor)
        with self._locked(patient):
            review, case = self._opened(patient, principal)
            if not any(takes.values()):
                return review
            after = self._decided(review, case, takes, principal, "")
            stored, content = self._write(after)
            lines = [
                {
                    "patient": patient,
                    "version": stored.version,
                    "sha256": content,
                    "series": series,
                    "component": key,
                    "take": take or "open",
                }
                for series, found in takes.items()
                for key, take in found.items()
            ]
            self.context.log.append_all([(events.DECIDE, principal, line) for line in lines])
        return stored

    def draft(self, patient: str, *, actor: str = REVIEWER) -> Reading:
        """The reviewer's draft, stored as "NAME#review"; it begins as the voxels all agree on.

        Raises:
            CohortError: it is not permitted.
            ReadingError: the case is not in review by this reviewer.
        """
        principal = self._as_reviewer(actor)
        self._require_open(self._store.read(patient), patient, principal)
        return self._draft(patient, principal)

    def save_draft(self, reading: Reading) -> Reading:
        """Save a draft that was drawn on; as `Cohort.save_reading`.

        Raises:
            CohortError: it is not permitted, or cannot be saved.
            ReadingError: the case is not in review by this reviewer.
        """
        reading_key = ReadingKey.parse(reading.reader)
        if not reading_key.is_review:
            raise ReadingError("The reading of {name} is no draft of a review.", name=reading.reader)
        principal = self._as_reviewer(reading_key.person)
        with self._locked(reading.patient):
            self._require_open(self._store.read(reading.patient), reading.patient, principal)
            kept = replace(reading, reader=draft_of(principal), state=ReadingState.IN_PROGRESS)
            return transactions.save_reading(self.context, kept, actor=principal)

    def apply_rule(
        self,
        patient: str,
        rule: str,
        *,
        reason: str,
        threshold: float | None = None,
        actor: str = REVIEWER,
    ) -> Review:
        """Let a rule decide about every component that is still open; the log says which, and why.

        With three readings or more the rule makes the whole outline.

        Args:
            rule: a key of `RULES`.
            threshold: the least Dice of the readings, 0 to 1; None asks for none.

        Raises:
            CohortError: it is not permitted.
            ReadingError: no reason, an unknown rule, or the readings agree less than asked for.
        """
        principal = self._as_reviewer(actor)
        why = clean_reason(reason)
        with self._locked(patient):
            review, case = self._opened(patient, principal)
            chosen = rule_of(rule, len(case.readings))
            dice = case.dice()
            if threshold is not None:
                require_agreement(dice, threshold)
            if case.is_pair:
                wanted = {
                    series: dict.fromkeys(
                        (k for k in found.by_key if review.decision(series, k) is None), chosen.take
                    )
                    for series, found in case.disagreements.items()
                }
                number = sum(len(keys) for keys in wanted.values())
                review = self._decided(review, case, wanted, principal, rule)
            else:
                number = 0
                self._require_untouched(review, case, principal)
                masks = {
                    s: Mask(chosen.combine(case.outlines(s)), grid) for s, grid in case.grids.items()
                }
                self._save_draft(patient, principal, masks)
            applied = AppliedRule(rule, threshold, dice, number, why, principal, now())
            after = replace(review, rules=(*review.rules, applied))
            details = {"rule": rule, "threshold": threshold, "dice": dice, "decided": number}
            return self._note(after, events.APPLY_RULE, principal, reason=why, **details)

    def sign_off(self, patient: str, *, note: str = "", actor: str = REVIEWER) -> Reference:
        """Freeze the draft as the next reference.

        Raises:
            CohortError: it is not permitted.
            ReadingError: a component is undecided, a comment unresolved, or a reading was changed.
        """
        principal = self._as_reviewer(actor)
        with self._locked(patient):
            review, case = self._opened(patient, principal)
            require(self.state(patient), Move.SIGN_OFF)
            require_settled(review, case)
            draft = self._draft(patient, principal)
            review = _with_redrawn(review, case, draft, principal)
            frozen = self._freeze(review, case, draft, principal)
            after = replace(
                review, state=ReviewState.FROZEN, reference_version=frozen.version, note=note.strip()
            )
            takes = [d.take for found in review.decisions.values() for d in found.values()]
            self._note(
                after,
                events.SIGN_OFF,
                principal,
                reference=frozen.version,
                frozen=frozen.sha256,
                decided=len(takes),
                redrawn=takes.count(Take.REDRAWN),
                voxels_elsewhere=case.redrawn_elsewhere(draft.masks),
            )
            return frozen

    def reopen(self, patient: str, reason: str, *, actor: str = REVIEWER) -> Review:
        """Take a frozen case into review again; the draft begins as the frozen outline.

        Raises:
            CohortError: it is not permitted.
            ReadingError: no reason, or the case is not frozen.
        """
        principal = self._as_reviewer(actor)
        why = clean_reason(reason)
        with self._locked(patient):
            require(self.state(patient), Move.REOPEN_REVIEW)
            review = self._store.read(patient)
            reference = self.context.stores.references.latest(patient)
            if review is None or reference is None:
                raise ReadingError("Patient {patient} has no frozen reference.", patient=patient)
            self._save_draft(patient, principal, reference.masks)
            after = replace(review, state=ReviewState.OPEN, reviewer=principal)
            return self._note(
                after, events.REOPEN_REVIEW, principal, reason=why, reference=reference.version
            )

    def send_back(
        self, patient: str, reading_key: str, reason: str, *, actor: str = REVIEWER
    ) -> Review:
        """Give a reading back to its reader; the review begins again when it is complete.

        Raises:
            CohortError: it is not permitted.
            ReadingError: no reason, the case is not in review, or the reading is none of it.
        """
        principal = self._as_reviewer(actor)
        why = clean_reason(reason)
        with self._locked(patient):
            require(self.state(patient), Move.SEND_BACK)
            review = self._store.read(patient)
            reading = self.context.stores.readings.read(patient, reading_key)
            if review is None or reading is None or reading_key not in review.readings:
                raise ReadingError(
                    "There is no reading of {reader} in this review.", reader=reading_key
                )
            again = replace(reading, state=ReadingState.IN_PROGRESS)
            transactions.save_reading(self.context, again, actor=principal, reason=why)
            after = replace(review, state=None, returned={**review.returned, reading_key: why})
            return self._note(after, events.SEND_BACK, principal, reader=reading_key, reason=why)

    # --- within

    def _require_open(self, review: Review | None, patient: str, principal: str) -> Review:
        if review is None or review.state is not ReviewState.OPEN:
            raise ReadingError(
                "The case {patient} is not in review.",
                remedy="Begin the review first; a frozen case is reopened with a reason.",
                patient=patient,
            )
        if review.reviewer != principal:
            raise ReadingError(
                "The review of {patient} is with {reviewer}.",
                remedy="Begin the review to take it over.",
                patient=patient,
                reviewer=review.reviewer,
            )
        return review

    def _opened(self, patient: str, principal: str) -> tuple[Review, ReviewCase]:
        review = self._require_open(self._store.read(patient), patient, principal)
        case = self._case(patient)
        if {r.reader: r.version for r in case.readings} != dict(review.readings):
            raise ReadingError(
                "A reading of {patient} was changed since the review began.",
                remedy="Begin the review again; decisions stay where nothing changed.",
                patient=patient,
            )
        return review, case

    def _decided(
        self,
        review: Review,
        case: ReviewCase,
        takes: Mapping[str, Mapping[str, Take | None]],
        principal: str,
        rule: str,
    ) -> Review:
        """The review after decisions, whose draft is saved already."""
        unknown = set(takes) - set(case.disagreements)
        if unknown:
            raise ReadingError(
                "The two readings do not differ on the series {series}.",
                series=", ".join(sorted(unknown)),
            )
        draft = self._draft(review.patient, principal)
        masks = case.decided(draft.masks, takes)
        if any(mask is not draft.masks.get(series) for series, mask in masks.items()):
            transactions.save_reading(self.context, replace(draft, masks=masks), actor=principal)
        decisions = {series: dict(found) for series, found in review.decisions.items()}
        for series, found in takes.items():
            place = decisions.setdefault(series, {})
            for key, take in found.items():
                if take is None:
                    place.pop(key, None)
                else:
                    place[key] = Decision(take, principal, now(), rule)
        return replace(review, decisions=decisions)

    def _freeze(self, review: Review, case: ReviewCase, draft: Reading, principal: str) -> Reference:
        names = ", ".join(reading.reader for reading in case.readings)
        origin = f"review of {names} by {principal}"
        latest = self.context.stores.references.latest(review.patient)
        if (
            latest is not None
            and latest.version > review.reference_version
            and latest.origin == origin
            and _hashes(latest.masks) == _hashes(draft.masks)
        ):
            return latest  # whoever signed off was killed between freezing and noting it here
        rule = ", ".join(dict.fromkeys(applied.rule for applied in review.rules))
        return transactions.freeze_reference(
            self.context, review.patient, draft.masks, origin, principal, rule=rule
        )

    def _require_untouched(self, review: Review, case: ReviewCase, principal: str) -> None:
        """Refuse a rule that would throw away what was drawn after the rule before it."""
        draft = self._draft(review.patient, principal)
        before = case.start()
        if review.rules:
            rule = rule_of(review.rules[-1].rule, len(case.readings))
            before = {s: Mask(rule.combine(case.outlines(s)), g) for s, g in case.grids.items()}
        if _hashes(draft.masks) != _hashes(before):
            raise ReadingError(
                "The draft was redrawn, and another rule would replace it.",
                remedy="Sign the draft off as it is, or send a reading back to begin anew.",
            )

    def _stored_draft(self, patient: str, principal: str) -> Reading | None:
        return self.context.stores.readings.read(patient, draft_of(principal))

    def _draft(self, patient: str, principal: str) -> Reading:
        found = self._stored_draft(patient, principal)
        if found is None:
            raise ReadingError(
                "The draft of {reviewer} is missing.",
                remedy="Restore it from a backup.",
                reviewer=principal,
            )
        return found

    def _save_draft(self, patient: str, principal: str, masks: Mapping[str, Mask]) -> None:
        before = self._stored_draft(patient, principal) or Reading(patient, draft_of(principal), {})
        kept = replace(before, masks=dict(masks), state=ReadingState.IN_PROGRESS)
        transactions.save_reading(self.context, kept, actor=principal)


def _with_redrawn(review: Review, case: ReviewCase, draft: Reading, principal: str) -> Review:
    """The same review, where decided components that were drawn over since count as redrawn."""
    decisions = {series: dict(found) for series, found in review.decisions.items()}
    for series, keys in case.drawn_over(draft.masks, review.decisions).items():
        for key in keys:
            decisions[series][key] = Decision(Take.REDRAWN, principal, now())
    return replace(review, decisions=decisions)


def _hashes(masks: Mapping[str, Mask]) -> dict[str, str]:
    return {series: hash_of_mask(mask) for series, mask in masks.items()}
