"""Comments pinned to a position in an image: add, answer, resolve."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.review.access import REVIEWER, ReviewAccess, now
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.review import Answer, Comment, Point, Review
from cxstage_core.cohort.values.visible_outlines import Source
from cxstage_core.errors import CohortError


@dataclass(frozen=True, slots=True)
class CommentService:
    """Adds, answers and resolves comments; readers may do so once all readings of the case are complete."""

    context: CohortContext

    def add(
        self, patient: str, series: str, point_mm: Point, text: str, *, actor: str = REVIEWER
    ) -> Comment:
        """Pin a comment to a position.

        Args:
            point_mm: (x, y, z), LPS, mm.

        Raises:
            CohortError: not permitted, or not yet; the comment is empty; the series is unknown.
        """
        author, clean = self._author(patient, actor), _clean(text)
        if series not in {record.id for record in self.context.index.series(patient)}:
            raise CohortError(
                "Patient {patient} has no series {series}.", patient=patient, series=series
            )
        x, y, z = (float(value) for value in point_mm)
        with self._access.locked(patient):
            review = self._access.read(patient) or Review(patient)
            number = 1 + max((comment.id for comment in review.comments), default=0)
            added = Comment(number, series, (x, y, z), clean, author, now())
            after = replace(review, comments=(*review.comments, added))
            self._access.write_and_log(after, events.ADD_COMMENT, author, remark=number)
        return added

    def answer(self, patient: str, comment: int, text: str, *, actor: str = REVIEWER) -> Comment:
        """Answer a comment; a resolved comment is reopened.

        Raises:
            CohortError: not permitted, or not yet; the answer is empty; the comment is unknown.
        """
        author, clean = self._author(patient, actor), _clean(text)
        with self._access.locked(patient):
            review, found = self._found(patient, comment)
            self._access.blinding.log_seen(patient, [Source.REVIEW])
            replies = (*found.answers, Answer(clean, author, now()))
            answered = replace(found, answers=replies, resolved_by="", resolved_at="")
            return self._change(review, answered, events.ANSWER_COMMENT, author)

    def resolve(self, patient: str, comment: int, *, actor: str = REVIEWER) -> Comment:
        """Mark a comment as resolved.

        Raises:
            CohortError: not permitted; the comment is unknown.
        """
        reviewer = self._access.reviewer(actor)
        with self._access.locked(patient):
            review, found = self._found(patient, comment)
            resolved = replace(found, resolved_by=reviewer, resolved_at=now())
            return self._change(review, resolved, events.RESOLVE_COMMENT, reviewer)

    @property
    def _access(self) -> ReviewAccess:
        return ReviewAccess(self.context)

    def _author(self, patient: str, actor: str) -> str:
        if not self.context.principal.blind:
            self.context.permit(Permission.REVIEW)
        self._access.require_visible(patient)
        return self.context.actor(actor)

    def _found(self, patient: str, comment: int) -> tuple[Review, Comment]:
        review = self._access.read(patient)
        found = None if review is None else review.comment(comment)
        if review is None or found is None:
            raise CohortError(
                "Patient {patient} has no comment {number}.", patient=patient, number=comment
            )
        return review, found

    def _change(self, review: Review, comment: Comment, event: str, reviewer: str) -> Comment:
        comments = tuple(comment if c.id == comment.id else c for c in review.comments)
        changed = replace(review, comments=comments)
        self._access.write_and_log(changed, event, reviewer, remark=comment.id)
        return comment


def _clean(text: str) -> str:
    clean = text.replace("\0", "").strip()
    if not clean:
        raise CohortError("Enter a comment.")
    return clean
