"""The life of a case, from its assignment to a frozen reference: a state machine that refuses the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from cxstage_core.errors import ReadingError


class CaseState(StrEnum):
    """Where the double reading of a patient stands."""

    UNASSIGNED = "unassigned"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    IN_REVIEW = "in review"
    FROZEN = "frozen"

    @property
    def all_complete(self) -> bool:
        """Return True if all first readings are complete, whether reviewed or not."""
        return self in (CaseState.COMPLETE, CaseState.IN_REVIEW, CaseState.FROZEN)


class Move(StrEnum):
    """What can happen to a case."""

    ASSIGN = "assign"
    WITHDRAW = "withdraw the assignment"
    DRAW = "draw"
    COMPLETE = "complete a reading"
    REOPEN_READING = "reopen a reading"
    BEGIN_REVIEW = "begin the review"
    SEND_BACK = "send a reading back"
    SIGN_OFF = "sign off"
    REOPEN_REVIEW = "reopen the review"


_S, _M = CaseState, Move

ALLOWED: Mapping[CaseState, frozenset[Move]] = {
    _S.UNASSIGNED: frozenset({_M.ASSIGN, _M.DRAW, _M.COMPLETE}),
    _S.ASSIGNED: frozenset({_M.ASSIGN, _M.WITHDRAW, _M.DRAW, _M.COMPLETE}),
    _S.IN_PROGRESS: frozenset({_M.ASSIGN, _M.WITHDRAW, _M.DRAW, _M.COMPLETE, _M.REOPEN_READING}),
    _S.COMPLETE: frozenset({_M.ASSIGN, _M.DRAW, _M.REOPEN_READING, _M.BEGIN_REVIEW}),
    _S.IN_REVIEW: frozenset({_M.SEND_BACK, _M.SIGN_OFF}),
    _S.FROZEN: frozenset({_M.ASSIGN, _M.REOPEN_REVIEW}),
}
"""What may happen in each state. Repeats may be assigned to a finished case: they have their own life."""


_OF_READERS = frozenset({Move.DRAW, Move.COMPLETE, Move.REOPEN_READING})


class ReviewState(StrEnum):
    """Where the review of a case stands."""

    OPEN = "in review"
    FROZEN = "frozen"


def state_of(
    assigned: Iterable[str], complete: Mapping[str, bool], review: ReviewState | None
) -> CaseState:
    """The state of a case.

    Args:
        assigned: stored names of the first readings that were assigned.
        complete: stored name of each first reading that was begun, and whether it is complete.
        review: None before a review was begun.
    """
    if review is not None:
        return CaseState.FROZEN if review is ReviewState.FROZEN else CaseState.IN_REVIEW
    wanted = set(assigned)
    if not complete:
        return CaseState.ASSIGNED if wanted else CaseState.UNASSIGNED
    everyone = wanted | set(complete)
    if all(complete.get(name, False) for name in everyone):
        return CaseState.COMPLETE
    return CaseState.IN_PROGRESS


def why_unavailable(state: CaseState, move: Move) -> ReadingError | None:
    """Return why a move is not available in a state, None if it is.

    The window disables an action with this sentence; `require` refuses it with the same one.
    """
    if move in ALLOWED[state]:
        return None
    if move in _OF_READERS and state is CaseState.FROZEN:
        return ReadingError(
            "This case is frozen, so its readings cannot be changed.",
            remedy="A reviewer can reopen it on the Review page and send a reading back.",
        )
    if move in _OF_READERS and state is CaseState.IN_REVIEW:
        return ReadingError(
            "This case is in review, so its readings cannot be changed.",
            remedy="A reviewer can send a reading back on the Review page.",
        )
    return ReadingError(
        "{move} is not available while the case is {state}.",
        remedy="Look at the case's state; a frozen case is reopened first, with a reason.",
        move=move.value.capitalize(),
        state=state.value,
    )


def require(state: CaseState, move: Move) -> None:
    """Refuse a move that the state does not allow.

    Raises:
        ReadingError: which move, and in which state the case is.
    """
    if (refused := why_unavailable(state, move)) is not None:
        raise refused
