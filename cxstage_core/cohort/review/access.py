"""Looking at a review: who may, and when; and the one way in which it is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.double_reading.case_state import (
    case_state,
    case_states,
    finished,
    reading_states,
)
from cxstage_core.cohort.files.assignments import read_assignments
from cxstage_core.cohort.files.reviews import ReviewsStore
from cxstage_core.cohort.review.components import ReviewCase
from cxstage_core.cohort.values.permissions import Permission, Role
from cxstage_core.cohort.values.reading_key import ReadingKey
from cxstage_core.cohort.values.records import Reading
from cxstage_core.cohort.values.review import Review
from cxstage_core.cohort.values.visible_outlines import may_see_reference
from cxstage_core.errors import CohortError, ReadingError
from cxstage_core.reading.comparison.consensus_rules import Staple, staple
from cxstage_core.reading.comparison.disagreement import Disagreement
from cxstage_core.reading.workflow import CaseState
from cxstage_core.storage.file_locks import folder_lock_name, locked

_READ = frozenset({CaseState.COMPLETE, CaseState.IN_REVIEW, CaseState.FROZEN})


@dataclass(frozen=True, slots=True)
class ReviewAccess:
    """What there is of a review, for those who may see it.

    Args:
        parts: of the open cohort.
    """

    context: CohortContext

    def state(self, patient: str) -> CaseState:
        """Where the double reading of the patient stands.

        Raises:
            CohortError: whoever asks may not know how far the readers are.
        """
        self.context.permit(Permission.SEE_PROGRESS)
        return case_state(self.context, patient)

    def states(self) -> dict[str, CaseState]:
        """The same for all patients, from the index."""
        self.context.permit(Permission.SEE_PROGRESS)
        return case_states(self.context)

    def readings(self, patient: str) -> tuple[Reading, ...]:
        """The complete readings by stored name, repeats among them; never a draft.

        Raises:
            CohortError: whoever asks may not see them, or not yet.
        """
        self._may_look(patient)
        return finished(self.context, patient)

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

    def returned(self, patient: str, reading_key: str) -> str:
        """Why a reading was sent back, "" where it was not; the reader may ask it of their own."""
        person = ReadingKey.parse(reading_key).person
        if self.context.principal.name != person:
            self.context.permit(Permission.SEE_READINGS)
        review = self._store.read(patient)
        return "" if review is None else review.returned.get(reading_key, "")

    def all_returned(self) -> dict[str, dict[str, str]]:
        """By patient and stored name, why readings were sent back that are not complete again."""
        self.context.permit(Permission.SEE_PROGRESS)
        found = {}
        for patient in self._store.patients():
            review = self._store.read(patient)
            if review is not None and review.returned:
                found[patient] = dict(review.returned)
        return found

    @property
    def _store(self) -> ReviewsStore:
        return self.context.stores.reviews

    @contextmanager
    def _locked(self, patient: str) -> Iterator[None]:
        self.context.require(patient)
        with locked(self.context.layout.lock(f"review-{folder_lock_name(patient)}")):
            yield

    def _as_reviewer(self, actor: str) -> str:
        self.context.permit(Permission.REVIEW)
        return ReadingKey.parse(self.context.actor(actor)).person

    def _may_look(self, patient: str) -> None:
        self.context.require(patient)
        principal, lifted = self.context.principal, patient in self.context.assignments.now.unblinded
        if not principal.blind:
            self.context.permit(Permission.SEE_READINGS)
            waits = not (principal.is_everyone or lifted or Role.COORDINATOR in principal.roles)
            if waits and self._early(patient):
                raise ReadingError(
                    "The readings of patient {patient} are shown when all of them are complete.",
                    remedy="Wait for the readers, or ask a coordinator to lift the blinding.",
                    patient=patient,
                )
            return
        if lifted:
            return
        awaited = [
            item.reading_key for item in read_assignments(self.context.layout).of_patient(patient)
        ]
        states = reading_states(self.context, patient)
        own = may_see_reference(self.context.principal.name, states, awaited)
        if not own or self._early(patient):
            raise CohortError(
                "This case is still blind for {name}.",
                remedy="What others drew and said is shown once all readings of the case are complete.",
                name=self.context.principal.name,
            )

    def _early(self, patient: str) -> bool:
        """Whether readings are still open: also those that were sent back and are being changed."""
        return case_state(self.context, patient) not in _READ

    def _case(self, patient: str) -> ReviewCase:
        found = finished(self.context, patient)
        first = tuple(r for r in found if ReadingKey.parse(r.reader).number == 1)
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

    def _note(self, review: Review, act: str, principal: str, /, **details: object) -> Review:
        after, content = self._write(review)
        line = {"patient": review.patient, "version": after.version, "sha256": content, **details}
        self.context.log.append(act, principal, line)
        return after


def now() -> str:
    """The time, UTC, ISO 8601, as it is stored."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
