"""Remarks pinned to a place of an image: asked, answered, settled."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cxstage_core.cohort import acts
from cxstage_core.cohort.review_access import ReviewAccess, now
from cxstage_core.cohort.reviews_store import Answer, Comment, Point, Review
from cxstage_core.cohort.who import Act
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
        who, said = self._may_speak(patient, actor), _words(text)
        if series not in {record.id for record in self.parts.index.series(patient)}:
            raise CohortError(
                "Patient {patient} has no series {series}.", patient=patient, series=series
            )
        x, y, z = (float(value) for value in point_mm)
        with self._locked(patient):
            review = self._store.read(patient) or Review(patient)
            number = 1 + max((comment.id for comment in review.comments), default=0)
            added = Comment(number, series, (x, y, z), said, who, now())
            after = replace(review, comments=(*review.comments, added))
            self._note(after, acts.REMARK, who, remark=number)
        return added

    def answer(self, patient: str, comment: int, text: str, *, actor: str = REVIEWER) -> Comment:
        """Answer a comment; one that was resolved is open again.

        Raises:
            CohortError: it is not permitted, or not yet; no text; no such comment.
        """
        who, said = self._may_speak(patient, actor), _words(text)
        with self._locked(patient):
            review, found = self._found(patient, comment)
            replies = (*found.answers, Answer(said, who, now()))
            answered = replace(found, answers=replies, resolved_by="", resolved_at="")
            return self._changed(review, answered, acts.ANSWER, who)

    def resolve(self, patient: str, comment: int, *, actor: str = REVIEWER) -> Comment:
        """Settle a comment.

        Raises:
            CohortError: it is not permitted; no such comment.
        """
        who = self._as_reviewer(actor)
        with self._locked(patient):
            review, found = self._found(patient, comment)
            settled = replace(found, resolved_by=who, resolved_at=now())
            return self._changed(review, settled, acts.RESOLVE, who)

    def _may_speak(self, patient: str, actor: str) -> str:
        if not self.parts.who.blind:
            self.parts.permit(Act.REVIEW)
        self._may_look(patient)
        self.parts.require(patient)
        return self.parts.actor(actor)

    def _found(self, patient: str, comment: int) -> tuple[Review, Comment]:
        review = self._store.read(patient)
        found = None if review is None else review.comment(comment)
        if review is None or found is None:
            raise CohortError(
                "Patient {patient} has no comment {number}.", patient=patient, number=comment
            )
        return review, found

    def _changed(self, review: Review, comment: Comment, act: str, who: str) -> Comment:
        comments = tuple(comment if c.id == comment.id else c for c in review.comments)
        self._note(replace(review, comments=comments), act, who, remark=comment.id)
        return comment


def _words(words: str) -> str:
    clean = words.replace("\0", "").strip()
    if not clean:
        raise CohortError("A comment needs words.")
    return clean
