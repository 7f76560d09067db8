"""Preconditions for applying a rule and for signing off a case."""

from __future__ import annotations

from cxstage_core.cohort.review.components import ReviewCase
from cxstage_core.cohort.values.review import Review
from cxstage_core.errors import ReadingError


def require_resolved(review: Review, case: ReviewCase) -> None:
    """Refuse to sign off a case with open components or comments.

    Raises:
        ReadingError: components, comments or the outline are unresolved.
    """
    if undecided := case.undecided(review.decisions):
        raise ReadingError(
            "{number} components are still undecided.",
            remedy="Decide each of them, or apply a rule.",
            number=undecided,
        )
    if not case.is_pair and not review.rules:
        raise ReadingError(
            "These {number} readings have not been combined yet.",
            remedy="Apply a rule, such as majority or staple; the result can be edited.",
            number=len(case.readings),
        )
    if review.open_comments:
        raise ReadingError(
            "{number} comments are not resolved.",
            remedy="Answer and resolve them first.",
            number=len(review.open_comments),
        )


def require_agreement(dice: float | None, threshold: float) -> None:
    """Refuse a rule for readings with less agreement than required.

    Args:
        dice: None if nothing is marked.

    Raises:
        ReadingError: the agreement is too low or undefined, or the threshold is out of range.
    """
    if not 0 <= threshold <= 1:
        raise ReadingError("The threshold of agreement must be between 0 and 1.")
    if dice is None:
        raise ReadingError(
            "Nothing is marked, so the agreement is undefined.",
            remedy="Apply the rule without a threshold.",
        )
    if dice < threshold:
        raise ReadingError(
            "The Dice of the readings is {dice}, below {threshold}.",
            remedy="Decide the components one by one.",
            dice=f"{dice:.3f}",
            threshold=f"{threshold:.3f}",
        )


def clean_reason(reason: str) -> str:
    """Return the reason with normalised spaces.

    Raises:
        ReadingError: the reason is empty.
    """
    clean = " ".join(reason.split())
    if not clean:
        raise ReadingError("Enter a reason.", remedy="A few words are enough.")
    return clean
