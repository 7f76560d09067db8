"""Review from complete readings to a frozen reference; every step is checked and logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context import transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.double_reading.case_state import case_state, case_states, complete_readings
from cxstage_core.cohort.review.access import REVIEWER, ReviewAccess, now
from cxstage_core.cohort.review.comments import CommentService
from cxstage_core.cohort.review.components import ReviewCase
from cxstage_core.cohort.review.drafts import Drafts, Takes, border_rules, hashes_of, with_redrawn
from cxstage_core.cohort.review.preconditions import clean_reason, require_agreement, require_resolved
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.reading_key import ReadingKey, person_of
from cxstage_core.cohort.values.records import Reading, ReadingState, Reference
from cxstage_core.cohort.values.review import AppliedRule, Review
from cxstage_core.cohort.values.visible_outlines import Source
from cxstage_core.errors import ReadingError
from cxstage_core.imaging import Mask
from cxstage_core.reading.comparison.border import Border
from cxstage_core.reading.comparison.consensus_rules import Staple, rule_of, staple
from cxstage_core.reading.comparison.disagreement import Disagreement, Take
from cxstage_core.reading.workflow import CaseState, Move, ReviewState, require


@dataclass(frozen=True, slots=True)
class ReviewService:
    """Manages the reviews of an open cohort; available as `cohort.review`.

    Every change is on disk when its method returns. In a cohort with accounts the actor is the
    signed-in user.
    """

    context: CohortContext

    @property
    def comments(self) -> CommentService:
        """Comments pinned to a position in an image."""
        return CommentService(self.context)

    # --- seeing

    def state(self, patient: str) -> CaseState:
        """Return the state of a patient's double reading.

        Raises:
            CohortError: the user may not see the progress of the readers.
        """
        self.context.permit(Permission.SEE_PROGRESS)
        return case_state(self.context, patient)

    def states(self) -> dict[str, CaseState]:
        """Return the state of every patient's double reading, from the index."""
        self.context.permit(Permission.SEE_PROGRESS)
        return case_states(self.context)

    def readings(self, patient: str, *, drawing_as: str = "") -> tuple[Reading, ...]:
        """Return the complete readings by stored name, including repeats; no drafts.

        Args:
            drawing_as: in a cohort without accounts, the reader's name under which the user draws.

        Raises:
            CohortError, ReadingError: the user may not see them, or not yet.
        """
        self._access.require_visible(patient)
        found = complete_readings(self.context, patient)
        blinding = self._access.blinding
        blinding.log_seen(patient, [r.reader for r in found], blinding.given_name(drawing_as))
        return found

    def review(self, patient: str) -> Review | None:
        """Return the current review; None if there is neither a review nor a comment.

        Raises:
            CohortError, ReadingError: the user may not see it, or not yet.
        """
        self._access.require_visible(patient)
        found = self._access.read(patient)
        if found is not None:
            self._access.blinding.log_seen(patient, [Source.REVIEW])
        return found

    def disagreements(self, patient: str) -> Mapping[str, Disagreement]:
        """Return the components by series id, of the two first readings; empty if there are more.

        Raises:
            CohortError, ReadingError: the user may not see the readings, or not yet; or there are not
                two complete readings.
        """
        self._access.require_visible(patient)
        case = self._access.case(patient)
        self._log_seen(case)
        return case.disagreements

    def probability(self, patient: str) -> Mapping[str, Staple]:
        """Return the probability that each voxel belongs to the tumour, by series; for three readings or more.

        Raises:
            CohortError, ReadingError: the user may not see the readings, or not yet; or there are
                fewer than three complete first readings.
        """
        self._access.require_visible(patient)
        case = self._access.case(patient)
        if case.is_pair:
            raise ReadingError("The probability needs at least three readings; this case has two.")
        self._log_seen(case)
        return {series: staple(case.outlines(series)) for series in case.grids}

    def return_reason(self, patient: str, reading_key: str) -> str:
        """Return the reason for which a reading was sent back, "" if it was not; readers may ask for their own.

        Raises:
            CohortError: it is another reader's, and the role does not permit it.
        """
        if self.context.principal.name != person_of(reading_key):
            self.context.permit(Permission.SEE_READINGS)
        review = self._access.read(patient)
        return "" if review is None else review.returned.get(reading_key, "")

    def return_reasons(self) -> dict[str, dict[str, str]]:
        """Return by patient and stored name the reasons of readings that were sent back and are not complete yet."""
        self.context.permit(Permission.SEE_PROGRESS)
        found = {}
        for patient in self.context.stores.reviews.patients():
            review = self._access.read(patient)
            if review is not None and review.returned:
                found[patient] = dict(review.returned)
        return found

    # --- reviewing

    def begin(self, patient: str, *, actor: str = REVIEWER) -> Review:
        """Begin the review of a complete case, take over another reviewer's, or continue with changed readings.

        Decisions about unchanged components are kept.

        Raises:
            CohortError: the role does not permit it.
            ReadingError: the case is not complete, or has fewer than two readings.
        """
        reviewer = self._access.reviewer(actor)
        with self._access.locked(patient):
            review = self._access.read(patient) or Review(patient)
            case = self._access.case(patient)
            versions = {reading.reader: reading.version for reading in case.readings}
            if review.state is not ReviewState.OPEN:
                require(case_state(self.context, patient), Move.BEGIN_REVIEW)
            elif review.reviewer == reviewer and versions == dict(review.readings):
                return review
            before = self._drafts.find(patient, review.reviewer) if review.reviewer else None
            same = before is not None and versions == dict(review.readings)
            decisions = case.kept(review.decisions)
            after = replace(
                review,
                state=ReviewState.OPEN,
                reviewer=reviewer,
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
            self._drafts.replace_masks(patient, reviewer, masks)
            names = ", ".join(f"{name} v{version}" for name, version in sorted(versions.items()))
            return self._access.write_and_log(after, events.BEGIN_REVIEW, reviewer, readings=names)

    def decide(
        self, patient: str, series: str, key: str, take: Take | None, *, actor: str = REVIEWER
    ) -> Review:
        """Decide one component and apply it to the draft; None reverts the decision.

        A redrawn component is kept as drawn.

        Raises:
            CohortError: the role does not permit it.
            ReadingError: the case is not in review, or has no such component.
        """
        return self.decide_all(patient, {series: {key: take}}, actor=actor)

    def decide_all(
        self,
        patient: str,
        takes: Takes,
        *,
        rule: str = "",
        actor: str = REVIEWER,
    ) -> Review:
        """Decide several components at once, by series id and key; see `decide`.

        Args:
            rule: `Border.key` when decisions about slivers are put back as they were, else "".
        """
        reviewer = self._access.reviewer(actor)
        with self._access.locked(patient):
            review, case = self._opened(patient, reviewer)
            if not any(takes.values()):
                return review
            return self._decide(review, case, {rule: takes}, reviewer)

    def decide_border(
        self, patient: str, take: Take, *, border: Border | None = None, actor: str = REVIEWER
    ) -> Review:
        """Decide all slivers along the border at once; each decision keeps the thickness.

        What the reviewer drew into a sliver stays as drawn, and slivers decided singly keep their decision.

        Args:
            border: what counts as a sliver; as in `Border()` if None.

        Raises:
            CohortError: the role does not permit it.
            ReadingError: the case is not in review, or `take` is not a choice between the readings.
        """
        if take is Take.REDRAWN:
            raise ReadingError(
                "The slivers along the border cannot be redrawn as a group.",
                remedy="Choose a reading, the union or the intersection, or redraw one of them.",
            )
        border = border or Border()
        reviewer = self._access.reviewer(actor)
        with self._access.locked(patient):
            review, case = self._opened(patient, reviewer)
            group = case.border_group(review.decisions, border)
            if not group:
                return review
            drawn = case.drawn_in(self._drafts.get(patient, reviewer).masks, review.decisions)
            takes: dict[str, dict[str, dict[str, Take | None]]] = {}
            for series, keys in group.items():
                thickness = border.key(case.grids[series].spacing)
                takes.setdefault(thickness, {})[series] = {
                    key: Take.REDRAWN if key in drawn[series] else take for key in keys
                }
            return self._decide(review, case, takes, reviewer)

    def draft(self, patient: str, *, actor: str = REVIEWER) -> Reading:
        """Return the reviewer's draft, stored as "NAME#review"; it begins with the voxels on which all agree.

        Raises:
            CohortError: the role does not permit it.
            ReadingError: the case is not in review by this reviewer.
        """
        reviewer = self._access.reviewer(actor)
        self._require_open(self._access.read(patient), patient, reviewer)
        return self._drafts.get(patient, reviewer)

    def save_draft(self, reading: Reading) -> Reading:
        """Save an edited draft; see `Cohort.save_reading`.

        Raises:
            CohortError: the role does not permit it, or the file cannot be written.
            ReadingError: the case is not in review by this reviewer.
        """
        reading_key = ReadingKey.parse(reading.reader)
        if not reading_key.is_review:
            raise ReadingError("The reading {name} is not a reviewer's draft.", name=reading.reader)
        reviewer = self._access.reviewer(reading_key.person)
        with self._access.locked(reading.patient):
            self._require_open(self._access.read(reading.patient), reading.patient, reviewer)
            return self._drafts.save(reading, reviewer)

    def apply_rule(
        self,
        patient: str,
        rule: str,
        *,
        reason: str,
        threshold: float | None = None,
        actor: str = REVIEWER,
    ) -> Review:
        """Decide every open component by a rule; rule and reason are logged.

        For three readings or more the rule computes the whole outline.

        Args:
            rule: a key of `RULES`.
            threshold: minimum Dice of the readings, 0 to 1; None for no minimum.

        Raises:
            CohortError: the role does not permit it.
            ReadingError: no reason, an unknown rule, or too little agreement.
        """
        reviewer = self._access.reviewer(actor)
        why = clean_reason(reason)
        with self._access.locked(patient):
            review, case = self._opened(patient, reviewer)
            chosen = rule_of(rule, len(case.readings))
            dice = case.dice()
            if threshold is not None:
                require_agreement(dice, threshold)
            if case.is_pair:
                wanted = {
                    series: dict.fromkeys(
                        (k for k in found.by_key if review.decision_on(series, k) is None), chosen.take
                    )
                    for series, found in case.disagreements.items()
                }
                number = sum(len(keys) for keys in wanted.values())
                review = self._drafts.decide(review, case, wanted, reviewer, rule)
            else:
                number = 0
                self._drafts.require_unchanged(review, case, reviewer)
                masks = {
                    s: Mask(chosen.combine(case.outlines(s)), grid) for s, grid in case.grids.items()
                }
                self._drafts.replace_masks(patient, reviewer, masks)
            applied = AppliedRule(rule, threshold, dice, number, why, reviewer, now())
            after = replace(review, rules=(*review.rules, applied))
            details = {"rule": rule, "threshold": threshold, "dice": dice, "decided": number}
            return self._access.write_and_log(after, events.APPLY_RULE, reviewer, reason=why, **details)

    def sign_off(self, patient: str, *, note: str = "", actor: str = REVIEWER) -> Reference:
        """Freeze the draft as the next reference.

        Raises:
            CohortError: the role does not permit it.
            ReadingError: a component is undecided, a comment unresolved, or a reading was changed.
        """
        reviewer = self._access.reviewer(actor)
        with self._access.locked(patient):
            review, case = self._opened(patient, reviewer)
            require(case_state(self.context, patient), Move.SIGN_OFF)
            require_resolved(review, case)
            draft = self._drafts.get(patient, reviewer)
            review = with_redrawn(review, case, draft, reviewer)
            frozen = self._freeze(review, case, draft, reviewer)
            after = replace(
                review, state=ReviewState.FROZEN, reference_version=frozen.version, note=note.strip()
            )
            takes = [d.take for found in review.decisions.values() for d in found.values()]
            self._access.write_and_log(
                after,
                events.SIGN_OFF,
                reviewer,
                reference=frozen.version,
                frozen=frozen.sha256,
                decided=len(takes),
                redrawn=takes.count(Take.REDRAWN),
                border=border_rules(review),
                voxels_elsewhere=case.redrawn_elsewhere(draft.masks),
            )
            return frozen

    def reopen(self, patient: str, reason: str, *, actor: str = REVIEWER) -> Review:
        """Reopen the review of a frozen case; the draft begins as the frozen outline.

        Raises:
            CohortError: the role does not permit it.
            ReadingError: no reason, or the case is not frozen.
        """
        reviewer = self._access.reviewer(actor)
        why = clean_reason(reason)
        with self._access.locked(patient):
            require(case_state(self.context, patient), Move.REOPEN_REVIEW)
            review = self._access.read(patient)
            reference = self.context.stores.references.latest(patient)
            if review is None or reference is None:
                raise ReadingError("Patient {patient} has no frozen reference.", patient=patient)
            self._drafts.replace_masks(patient, reviewer, reference.masks)
            after = replace(review, state=ReviewState.OPEN, reviewer=reviewer)
            return self._access.write_and_log(
                after, events.REOPEN_REVIEW, reviewer, reason=why, reference=reference.version
            )

    def send_back(
        self, patient: str, reading_key: str, reason: str, *, actor: str = REVIEWER
    ) -> Review:
        """Send a reading back to its reader; the review begins again when it is complete.

        Raises:
            CohortError: the role does not permit it.
            ReadingError: no reason, the case is not in review, or the reading is not part of it.
        """
        reviewer = self._access.reviewer(actor)
        why = clean_reason(reason)
        with self._access.locked(patient):
            require(case_state(self.context, patient), Move.SEND_BACK)
            review = self._access.read(patient)
            reading = self.context.stores.readings.read(patient, reading_key)
            if review is None or reading is None or reading_key not in review.readings:
                raise ReadingError("This review contains no reading of {reader}.", reader=reading_key)
            again = replace(reading, state=ReadingState.IN_PROGRESS)
            transactions.save_reading(self.context, again, actor=reviewer, reason=why)
            after = replace(review, state=None, returned={**review.returned, reading_key: why})
            return self._access.write_and_log(
                after, events.SEND_BACK, reviewer, reader=reading_key, reason=why
            )

    # --- helpers

    def _decide(
        self, review: Review, case: ReviewCase, by_rule: Mapping[str, Takes], reviewer: str
    ) -> Review:
        """Store and log decisions; `by_rule` holds them by the rule that made them, "" for the reviewer."""
        for rule, takes in by_rule.items():
            review = self._drafts.decide(review, case, takes, reviewer, rule)
        stored, content = self._access.write(review)
        lines = [
            {
                "patient": review.patient,
                "version": stored.version,
                "sha256": content,
                "series": series,
                "component": key,
                "take": take or "open",
                **({"rule": rule} if rule and take not in (None, Take.REDRAWN) else {}),
            }
            for rule, takes in by_rule.items()
            for series, found in takes.items()
            for key, take in found.items()
        ]
        self.context.log.append_all([(events.DECIDE, reviewer, line) for line in lines])
        return stored

    @property
    def _access(self) -> ReviewAccess:
        return ReviewAccess(self.context)

    @property
    def _drafts(self) -> Drafts:
        return Drafts(self.context)

    def _log_seen(self, case: ReviewCase) -> None:
        names = [reading.reader for reading in case.readings]
        self._access.blinding.log_seen(case.readings[0].patient, names)

    def _require_open(self, review: Review | None, patient: str, reviewer: str) -> Review:
        if review is None or review.state is not ReviewState.OPEN:
            raise ReadingError(
                "The case {patient} is not in review.",
                remedy="Begin the review first; a frozen case must be reopened with a reason.",
                patient=patient,
            )
        if review.reviewer != reviewer:
            raise ReadingError(
                "The case {patient} is being reviewed by {reviewer}.",
                remedy="Begin the review to take it over.",
                patient=patient,
                reviewer=review.reviewer,
            )
        return review

    def _opened(self, patient: str, reviewer: str) -> tuple[Review, ReviewCase]:
        review = self._require_open(self._access.read(patient), patient, reviewer)
        case = self._access.case(patient)
        if {r.reader: r.version for r in case.readings} != dict(review.readings):
            raise ReadingError(
                "A reading of {patient} was changed since the review began.",
                remedy="Begin the review again; decisions about unchanged components are kept.",
                patient=patient,
            )
        return review, case

    def _freeze(self, review: Review, case: ReviewCase, draft: Reading, reviewer: str) -> Reference:
        names = ", ".join(reading.reader for reading in case.readings)
        origin = f"review of {names} by {reviewer}"
        latest = self.context.stores.references.latest(review.patient)
        if (
            latest is not None
            and latest.version > review.reference_version
            and latest.origin == origin
            and hashes_of(latest.masks) == hashes_of(draft.masks)
        ):
            return latest  # a sign-off was killed between freezing the reference and writing the review
        held = {d.rule for decided in review.decisions.values() for d in decided.values()}
        applied = [a.rule for a in review.rules if a.rule in held or not case.is_pair]
        rule = ", ".join(dict.fromkeys((*applied, *border_rules(review))))
        return transactions.freeze_reference(
            self.context, review.patient, draft.masks, origin, reviewer, rule=rule
        )
