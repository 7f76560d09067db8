"""Review of a patient: decisions, comments, applied rules and state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cxstage_core.reading.comparison.disagreement import Take
from cxstage_core.reading.workflow import ReviewState

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one component.

    Args:
        by, at: who, and when (UTC, ISO 8601).
        rule: key of the rule that decided it, "" when the reviewer looked at it.
    """

    take: Take
    by: str
    at: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply to a comment."""

    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark pinned to a place.

    Args:
        id: 1, 2, … within the patient.
        point_mm: (x, y, z), LPS, mm.
        resolved_by: "" while it is open.
    """

    id: int
    series: str
    point_mm: Point
    text: str
    by: str
    at: str
    answers: tuple[Answer, ...] = ()
    resolved_by: str = ""
    resolved_at: str = ""

    @property
    def is_resolved(self) -> bool:
        """Whether it is settled."""
        return bool(self.resolved_by)


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """A rule that decided what the reviewer did not look at.

    Args:
        threshold: the least agreement (Dice) that was asked for, None when none was.
        dice: the agreement found, the lowest of all pairs and series; None when nothing is marked.
        decided: how many components it decided; 0 when it made the whole outline of three or more.
    """

    rule: str
    threshold: float | None
    dice: float | None
    decided: int
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one patient as it stands.

    Args:
        state: None before it was begun, and after a reading was sent back.
        reviewer: whose draft it is, "" before it was begun.
        readings: stored name and version of each reading it was begun on.
        decisions: by series id and component key.
        reference_version: of the reference frozen last, 0 before there is one.
        note: of the last sign-off.
        returned: by stored name, why a reading was sent back; empty again once a review is begun.
        version: grows with each change.
    """

    patient: str
    state: ReviewState | None = None
    reviewer: str = ""
    readings: Mapping[str, int] = field(default_factory=dict)
    decisions: Mapping[str, Mapping[str, Decision]] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    rules: tuple[AppliedRule, ...] = ()
    reference_version: int = 0
    note: str = ""
    returned: Mapping[str, str] = field(default_factory=dict)
    version: int = 0

    @property
    def open_comments(self) -> tuple[Comment, ...]:
        """Those that are not resolved."""
        return tuple(comment for comment in self.comments if not comment.is_resolved)

    def decision(self, series: str, key: str) -> Decision | None:
        """What was decided about a component, None while it is open."""
        return self.decisions.get(series, {}).get(key)

    def comment(self, number: int) -> Comment | None:
        """The comment of this id."""
        return next((comment for comment in self.comments if comment.id == number), None)
