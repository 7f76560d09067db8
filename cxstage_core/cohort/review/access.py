"""Access to the review of a case: permissions, locking, reading and writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.double_reading.blinding import Blinding
from cxstage_core.cohort.double_reading.case_state import complete_readings
from cxstage_core.cohort.review.components import ReviewCase
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.reading_key import ReadingKey
from cxstage_core.cohort.values.review import Review
from cxstage_core.cohort.values.visible_outlines import Source
from cxstage_core.errors import ReadingError
from cxstage_core.storage.file_locks import folder_lock_name, locked

REVIEWER = "reviewer"
"""Default actor in a cohort without accounts."""


@dataclass(frozen=True, slots=True)
class ReviewAccess:
    """Reads and writes the review file of a case, under its lock and with an entry in the audit log."""

    context: CohortContext

    @property
    def blinding(self) -> Blinding:
        """The blinding of this cohort."""
        return Blinding(self.context)

    def require_visible(self, patient: str) -> None:
        """Refuse a review that the user may not see, or not yet.

        Raises:
            CohortError: the patient is unknown, the role does not permit it, or the case is still blind.
            ReadingError: readings of the case are not complete.
        """
        self.context.require(patient)
        self.blinding.require(patient, Source.REVIEW)

    def reviewer(self, actor: str) -> str:
        """Return the name of the reviewer: the signed-in user, else the given one.

        Raises:
            CohortError: the user is not a reviewer.
        """
        self.context.permit(Permission.REVIEW)
        return ReadingKey.parse(self.context.actor(actor)).person

    @contextmanager
    def locked(self, patient: str) -> Iterator[None]:
        """Hold the lock of a patient's review."""
        self.context.require(patient)
        with locked(self.context.layout.lock(f"review-{folder_lock_name(patient)}")):
            yield

    def read(self, patient: str) -> Review | None:
        """Return the stored review, None before the first change."""
        return self.context.stores.reviews.read(patient)

    def case(self, patient: str) -> ReviewCase:
        """Return the complete first readings of a patient, compared.

        Raises:
            ReadingError: fewer than two are complete.
        """
        found = complete_readings(self.context, patient)
        first = tuple(r for r in found if ReadingKey.parse(r.reader).number == 1)
        if len(first) < 2:
            raise ReadingError(
                "A review needs two complete readings; patient {patient} has {number}.",
                remedy="Wait until both readers have marked the case complete.",
                patient=patient,
                number=len(first),
            )
        return ReviewCase(first)

    def write(self, review: Review) -> tuple[Review, str]:
        """Write the next version of a review; return it and the hash of its content."""
        after = replace(review, version=review.version + 1)
        return after, self.context.stores.reviews.write(after)

    def write_and_log(self, review: Review, event: str, actor: str, /, **details: object) -> Review:
        """Write the next version of a review and log it."""
        after, content = self.write(review)
        line = {"patient": review.patient, "version": after.version, "sha256": content, **details}
        self.context.log.append(event, actor, line)
        return after


def now() -> str:
    """Return the current time as stored: UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
