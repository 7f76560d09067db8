"""Looking at a review: who may, and when; and the one way in which it is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cxstage_core.cohort.assignments_file import read_assignments
from cxstage_core.cohort.blindness import may_see_reference
from cxstage_core.cohort.case_state import case_state, case_states, finished, reading_states
from cxstage_core.cohort.locks import folder_lock_name, locked
from cxstage_core.cohort.parts import Parts
from cxstage_core.cohort.records import Reading
from cxstage_core.cohort.review_case import ReviewCase
from cxstage_core.cohort.reviews_store import Review, ReviewsStore
from cxstage_core.cohort.slots import Slot
from cxstage_core.cohort.who import Act, Role
from cxstage_core.errors import CohortError, ReadingError
from cxstage_core.reading.consensus import Disagreement
from cxstage_core.reading.rules import Staple, staple
from cxstage_core.reading.workflow import CaseState

_READ = frozenset({CaseState.COMPLETE, CaseState.IN_REVIEW, CaseState.FROZEN})


@dataclass(frozen=True, slots=True)
class ReviewAccess:
    """What there is of a review, for those who may see it.

    Args:
        parts: of the open cohort.
    """

    parts: Parts

    def state(self, patient: str) -> CaseState:
        """Where the double reading of the patient stands.

        Raises:
            CohortError: whoever asks may not know how far the readers are.
        """
        self.parts.permit(Act.SEE_PROGRESS)
        return case_state(self.parts, patient)

    def states(self) -> dict[str, CaseState]:
        """The same for all patients, from the index."""
        self.parts.permit(Act.SEE_PROGRESS)
        return case_states(self.parts)

    def readings(self, patient: str) -> tuple[Reading, ...]:
        """The complete readings by stored name, repeats among them; never a draft.

        Raises:
            CohortError: whoever asks may not see them, or not yet.
        """
        self._may_look(patient)
        return finished(self.parts, patient)

    def review(self, patient: str) -> Review | None:
        """The review as it stands; None while there is neither a review nor a comment.

        Raises:
            CohortError: whoever asks may not see it, or not yet.
        """
        self._may_look(patient)
        return self._store.read(patient)

    def disagreements(self, patient: str) -> Mapping[str, Disagreement]:
        """The components by series id, of the two first readings; empty where there are more.

        Raises:
            CohortError: whoever asks may not see the readings, or not yet.
            ReadingError: there are not two complete readings.
        """
        self._may_look(patient)
        return self._case(patient).disagreements

    def probability(self, patient: str) -> Mapping[str, Staple]:
        """How probable it is that a voxel belongs to the tumour, by series; for three readings or more.

        Raises:
            CohortError: whoever asks may not see the readings, or not yet.
            ReadingError: there are fewer than three complete first readings.
        """
        self._may_look(patient)
        case = self._case(patient)
        if case.is_pair:
            raise ReadingError("A probability needs three readings; this case has two.")
        return {series: staple(case.outlines(series)) for series in case.grids}

    def returned(self, patient: str, slot: str) -> str:
        """Why a reading was sent back, "" where it was not; the reader may ask it of their own."""
        person = Slot.parse(slot).person
        if self.parts.who.name != person:
            self.parts.permit(Act.SEE_READINGS)
        review = self._store.read(patient)
        return "" if review is None else review.returned.get(slot, "")

    def all_returned(self) -> dict[str, dict[str, str]]:
        """By patient and stored name, why readings were sent back that are not complete again."""
        self.parts.permit(Act.SEE_PROGRESS)
        found = {}
        for patient in self._store.patients():
            review = self._store.read(patient)
            if review is not None and review.returned:
                found[patient] = dict(review.returned)
        return found

    @property
    def _store(self) -> ReviewsStore:
        return ReviewsStore(self.parts.layout)

    @contextmanager
    def _locked(self, patient: str) -> Iterator[None]:
        self.parts.require(patient)
        with locked(self.parts.layout.lock(f"review-{folder_lock_name(patient)}")):
            yield

    def _as_reviewer(self, actor: str) -> str:
        self.parts.permit(Act.REVIEW)
        return Slot.parse(self.parts.actor(actor)).person

    def _may_look(self, patient: str) -> None:
        self.parts.require(patient)
        who, lifted = self.parts.who, patient in self.parts.roster.now.unblinded
        if not who.blind:
            self.parts.permit(Act.SEE_READINGS)
            waits = not (who.is_everyone or lifted or Role.COORDINATOR in who.roles)
            if waits and self._early(patient):
                raise ReadingError(
                    "The readings of patient {patient} are shown when all of them are complete.",
                    remedy="Wait for the readers, or ask a coordinator to lift the blinding.",
                    patient=patient,
                )
            return
        if lifted:
            return
        awaited = [item.slot for item in read_assignments(self.parts.layout).of_patient(patient)]
        states = reading_states(self.parts, patient)
        own = may_see_reference(self.parts.who.name, states, awaited)
        if not own or self._early(patient):
            raise CohortError(
                "This case is still blind for {name}.",
                remedy="What others drew and said is shown once all readings of the case are complete.",
                name=self.parts.who.name,
            )

    def _early(self, patient: str) -> bool:
        """Whether readings are still open: also those that were sent back and are being changed."""
        return case_state(self.parts, patient) not in _READ

    def _case(self, patient: str) -> ReviewCase:
        found = finished(self.parts, patient)
        first = tuple(r for r in found if Slot.parse(r.reader).number == 1)
        if len(first) < 2:
            raise ReadingError(
                "A review needs two complete readings; patient {patient} has {number}.",
                remedy="Wait until both readers have marked the case complete.",
                patient=patient,
                number=len(first),
            )
        return ReviewCase(first)

    def _write(self, review: Review) -> tuple[Review, str]:
        after = replace(review, version=review.version + 1)
        return after, self._store.write(after)

    def _note(self, review: Review, act: str, who: str, /, **details: object) -> Review:
        after, content = self._write(review)
        line = {"patient": review.patient, "version": after.version, "sha256": content, **details}
        self.parts.log.append(act, who, line)
        return after


def now() -> str:
    """The time, UTC, ISO 8601, as it is stored."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
