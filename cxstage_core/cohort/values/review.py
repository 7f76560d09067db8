"""Review of a patient: decisions, comments, applied rules and state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cxstage_core.reading.comparison.disagreement import Take
from cxstage_core.reading.workflow import ReviewState

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ComponentDecision:
    """Decision about one component.

    Args:
        by, at: user and time (UTC, ISO 8601).
        rule: key of the rule that decided it, or the thickness ("border 1.5 mm") up to which the reviewer
            decided slivers along the border as one group; "" if the reviewer decided it singly.
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
    """A comment pinned to a position in an image.

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
        """Return True if the comment is resolved."""
        return bool(self.resolved_by)


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """A rule applied to components that the reviewer had not decided.

    Args:
        threshold: required agreement (Dice), None for none.
        dice: agreement found, the lowest of all pairs and series; None if nothing is marked.
        decided: number of components it decided; 0 if it computed the whole outline of three readings or more.
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
    """Current state of the review of one patient.

    Args:
        state: None before the review was begun, and after a reading was sent back.
        reviewer: author of the draft, "" before the review was begun.
        readings: stored name and version of each reading under review.
        decisions: by series id and component key.
        reference_version: version of the latest frozen reference, 0 for none.
        note: of the last sign-off.
        returned: by stored name, the reason for which a reading was sent back; cleared when a review begins.
        version: grows with each change.
    """

    patient: str
    state: ReviewState | None = None
    reviewer: str = ""
    readings: Mapping[str, int] = field(default_factory=dict)
    decisions: Mapping[str, Mapping[str, ComponentDecision]] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    rules: tuple[AppliedRule, ...] = ()
    reference_version: int = 0
    note: str = ""
    returned: Mapping[str, str] = field(default_factory=dict)
    version: int = 0

    @property
    def open_comments(self) -> tuple[Comment, ...]:
        """Comments that are not resolved."""
        return tuple(comment for comment in self.comments if not comment.is_resolved)

    def decision_on(self, series: str, key: str) -> ComponentDecision | None:
        """Return the decision about a component, None while it is open."""
        return self.decisions.get(series, {}).get(key)

    def comment(self, number: int) -> Comment | None:
        """Return the comment with this id."""
        return next((comment for comment in self.comments if comment.id == number), None)
