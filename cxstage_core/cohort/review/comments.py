"""Remarks pinned to a place of an image: asked, answered, settled."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.review.access import ReviewAccess, now
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.review import Answer, Comment, Point, Review
from cxstage_core.errors import CohortError

REVIEWER = "reviewer"
"""The actor in a cohort without accounts, where nobody is named."""


@dataclass(frozen=True, slots=True)
class Remarks(ReviewAccess):
    """The comments of a case; readers take part once it is complete."""

    def comment(
        self, patient: str, series: str, point_mm: Point, text: str, *, actor: str = REVIEWER
    ) -> Comment:
        """Pin a remark to a place.

        Args:
            point_mm: (x, y, z), LPS, mm.

        Raises:
            CohortError: it is not permitted, or not yet; no text; the series is unknown.
        """
        principal, said = self._may_speak(patient, actor), _words(text)
        if series not in {record.id for record in self.context.index.series(patient)}:
            raise CohortError(
                "Patient {patient} has no series {series}.", patient=patient, series=series
            )
        x, y, z = (float(value) for value in point_mm)
        with self._locked(patient):
            review = self._store.read(patient) or Review(patient)
            number = 1 + max((comment.id for comment in review.comments), default=0)
            added = Comment(number, series, (x, y, z), said, principal, now())
            after = replace(review, comments=(*review.comments, added))
            self._note(after, events.REMARK, principal, remark=number)
        return added

    def answer(self, patient: str, comment: int, text: str, *, actor: str = REVIEWER) -> Comment:
        """Answer a comment; one that was resolved is open again.

        Raises:
            CohortError: it is not permitted, or not yet; no text; no such comment.
        """
        principal, said = self._may_speak(patient, actor), _words(text)
        with self._locked(patient):
            review, found = self._found(patient, comment)
            replies = (*found.answers, Answer(said, principal, now()))
            answered = replace(found, answers=replies, resolved_by="", resolved_at="")
            return self._changed(review, answered, events.ANSWER, principal)

    def resolve(self, patient: str, comment: int, *, actor: str = REVIEWER) -> Comment:
        """Settle a comment.

        Raises:
            CohortError: it is not permitted; no such comment.
        """
        principal = self._as_reviewer(actor)
        with self._locked(patient):
            review, found = self._found(patient, comment)
            settled = replace(found, resolved_by=principal, resolved_at=now())
            return self._changed(review, settled, events.RESOLVE, principal)

    def _may_speak(self, patient: str, actor: str) -> str:
        if not self.context.principal.blind:
            self.context.permit(Permission.REVIEW)
        self._may_look(patient)
        self.context.require(patient)
        return self.context.actor(actor)

    def _found(self, patient: str, comment: int) -> tuple[Review, Comment]:
        review = self._store.read(patient)
        found = None if review is None else review.comment(comment)
        if review is None or found is None:
            raise CohortError(
                "Patient {patient} has no comment {number}.", patient=patient, number=comment
            )
        return review, found

    def _changed(self, review: Review, comment: Comment, act: str, principal: str) -> Comment:
        comments = tuple(comment if c.id == comment.id else c for c in review.comments)
        self._note(replace(review, comments=comments), act, principal, remark=comment.id)
        return comment


def _words(words: str) -> str:
    clean = words.replace("\0", "").strip()
    if not clean:
        raise CohortError("A comment needs words.")
    return clean
