"""What must be so before a rule is applied or a case is signed off."""

from __future__ import annotations

from cxstage_core.cohort.review.components import ReviewCase
from cxstage_core.cohort.values.review import Review
from cxstage_core.errors import ReadingError


def require_resolved(review: Review, case: ReviewCase) -> None:
    """Refuse to sign off what is still open.

    Raises:
        ReadingError: what is.
    """
    if undecided := case.undecided(review.decisions):
        raise ReadingError(
            "{number} components are still undecided.",
            remedy="Decide about each of them, or apply a rule.",
            number=undecided,
        )
    if not case.is_pair and not review.rules:
        raise ReadingError(
            "Nobody decided how these {number} readings become one.",
            remedy="Apply a rule, such as majority or staple; the result can be redrawn.",
            number=len(case.readings),
        )
    if review.open_comments:
        raise ReadingError(
            "{number} comments are not resolved.",
            remedy="Answer and resolve them first.",
            number=len(review.open_comments),
        )


def require_agreement(dice: float | None, threshold: float) -> None:
    """Refuse a rule for readings that agree less than was asked for.

    Args:
        dice: None where nobody marked anything.

    Raises:
        ReadingError: they do, or the threshold is none.
    """
    if not 0 <= threshold <= 1:
        raise ReadingError("A threshold of agreement lies from 0 to 1.")
    if dice is None:
        raise ReadingError(
            "Nobody marked anything, so the agreement is undefined.",
            remedy="Apply the rule without a threshold.",
        )
    if dice < threshold:
        raise ReadingError(
            "The readings agree with Dice {dice}, less than {threshold}.",
            remedy="Decide about the components one by one.",
            dice=f"{dice:.3f}",
            threshold=f"{threshold:.3f}",
        )


def clean_reason(reason: str) -> str:
    """The reason without stray spaces.

    Raises:
        ReadingError: none was given.
    """
    clean = " ".join(reason.split())
    if not clean:
        raise ReadingError("A reason is needed.", remedy="Say in a few words why.")
    return clean
