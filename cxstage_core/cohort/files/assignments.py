"""Assignments file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cxstage_core.cohort.values.assignments import Assignment, Assignments
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.errors import IntegrityError
from cxstage_core.storage.checked_json import read_as, write_json
from cxstage_core.storage.content_hash import hash_of
from cxstage_core.storage.watched_file import WatchedFile

_CODE = re.compile(r"[A-Z]\d+")


def read_assignments(layout: Layout) -> Assignments:
    """Read the assignments; none when the file does not exist.

    Raises:
        IntegrityError: the file is damaged.
    """
    if not layout.assignments.exists():
        return Assignments()
    try:
        return read_as(layout.assignments, "assignments", _assignments)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise IntegrityError(
            "{file} is not a list of assignments.",
            remedy="Restore it from a backup.",
            file=layout.assignments,
        ) from error


def write_assignments(layout: Layout, assignments: Assignments) -> None:
    """Replace the file; the caller holds the lock."""
    items = [_plain(item) for item in assignments.items]
    content = {"items": items, "unblinded": dict(assignments.unblinded)}
    write_json(layout.assignments, content, "assignments")


def hash_of_assignment(item: Assignment) -> str:
    """sha256 of what is stored of an assignment, for the audit log; case numbers are not in it."""
    return hash_of(_plain(item))


@dataclass(slots=True)
class CachedAssignments:
    """The current assignments; the file is read again when it has changed."""

    layout: Layout
    _file: WatchedFile[Assignments] = field(init=False)

    def __post_init__(self) -> None:
        self._file = WatchedFile(self.layout.assignments, lambda: read_assignments(self.layout))

    @property
    def now(self) -> Assignments:
        """The current assignments.

        Raises:
            IntegrityError: as for `read_assignments`.
        """
        return self._file.current()


def _assignments(content: Mapping[str, Any]) -> Assignments:
    items = tuple(_assignment(plain) for plain in content["items"])
    return Assignments(items, {str(k): str(v) for k, v in content["unblinded"].items()})


def _assignment(plain: Mapping[str, Any]) -> Assignment:
    words = {name: plain[name] for name in ("patient", "slot", "code", "assigned_at")}
    days = plain["wash_out_days"]
    if not all(type(word) is str for word in words.values()) or type(days) is not int or days < 0:
        raise TypeError("a value of another type")
    if _CODE.fullmatch(words["code"]) is None:
        raise ValueError("no case number")
    if datetime.fromisoformat(words["assigned_at"]).tzinfo is None:
        raise ValueError("no time of day in a zone")
    return Assignment(words["patient"], words["slot"], words["code"], days, words["assigned_at"])


def _plain(item: Assignment) -> dict[str, Any]:
    return {
        "patient": item.patient,
        "slot": item.reading_key,
        "code": item.code,
        "wash_out_days": item.wash_out_days,
        "assigned_at": item.assigned_at,
    }
