"""Reviews on disk: one small file per patient with every decision and every remark, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cxstage_core.cohort import durable
from cxstage_core.cohort.guard import damaged
from cxstage_core.cohort.hashing import hash_of
from cxstage_core.cohort.json_file import read_json, write_json
from cxstage_core.cohort.layout import Layout
from cxstage_core.cohort.names import safe_name
from cxstage_core.reading.consensus import Take
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


@dataclass(frozen=True, slots=True)
class ReviewsStore:
    """Reads and writes review files."""

    layout: Layout

    @property
    def root(self) -> Path:
        """One file per patient."""
        return self.layout.root / "reviews"

    def path(self, patient: str) -> Path:
        """The review of a patient."""
        return self.root / f"{safe_name(patient)}.json"

    def read(self, patient: str) -> Review | None:
        """The review as last saved, None before the first.

        Raises:
            IntegrityError: the file is damaged, or another patient's.
        """
        path = self.path(patient)
        if not path.exists():
            return None
        content = read_json(path)
        try:
            found = _review(content)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise damaged(path) from error
        if found.patient != patient:
            raise damaged(path)
        return found

    def write(self, review: Review) -> str:
        """Replace the file; the caller holds the lock. Returns the hash of its content."""
        durable.make_folder(self.root)
        content = asdict(review)
        write_json(self.path(review.patient), content)
        return hash_of(content)

    def check(self, path: Path) -> tuple[int, str]:
        """Version and hash of a file; both are compared with the audit log."""
        found = self.read(path.stem)
        if found is None:
            raise damaged(path)
        return found.version, hash_of(asdict(found))

    def patients(self) -> tuple[str, ...]:
        """Patients with a review file."""
        return tuple(sorted(path.stem for path in self.root.glob("P*.json")))


def _review(content: Mapping[str, Any]) -> Review:
    return Review(
        patient=str(content["patient"]),
        state=None if content["state"] is None else ReviewState(content["state"]),
        reviewer=str(content["reviewer"]),
        readings={str(name): int(version) for name, version in content["readings"].items()},
        decisions={
            str(series): {str(key): _decision(plain) for key, plain in decided.items()}
            for series, decided in content["decisions"].items()
        },
        comments=tuple(_comment(plain) for plain in content["comments"]),
        rules=tuple(AppliedRule(**plain) for plain in content["rules"]),
        reference_version=int(content["reference_version"]),
        note=str(content["note"]),
        returned={str(name): str(reason) for name, reason in content["returned"].items()},
        version=int(content["version"]),
    )


def _decision(plain: Mapping[str, Any]) -> Decision:
    return Decision(Take(plain["take"]), str(plain["by"]), str(plain["at"]), str(plain["rule"]))


def _comment(plain: Mapping[str, Any]) -> Comment:
    x, y, z = (float(value) for value in plain["point_mm"])
    return Comment(
        id=int(plain["id"]),
        series=str(plain["series"]),
        point_mm=(x, y, z),
        text=str(plain["text"]),
        by=str(plain["by"]),
        at=str(plain["at"]),
        answers=tuple(Answer(**answer) for answer in plain["answers"]),
        resolved_by=str(plain["resolved_by"]),
        resolved_at=str(plain["resolved_at"]),
    )
