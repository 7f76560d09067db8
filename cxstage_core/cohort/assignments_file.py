"""Who is to read whom, on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cxstage_core.cohort.json_file import read_json, write_json
from cxstage_core.cohort.layout import Layout
from cxstage_core.cohort.slots import Slot
from cxstage_core.errors import IntegrityError


@dataclass(frozen=True, slots=True)
class Assignment:
    """One reading that somebody is to make.

    Args:
        slot: the name under which it is stored, such as "A" or "A#2".
        code: under which number the reader sees the case.
        wash_out_days: how long after the reading before a repeat may begin; 0 for first readings.
        assigned_at: UTC, ISO 8601.
    """

    patient: str
    slot: str
    code: str
    wash_out_days: int = 0
    assigned_at: str = ""

    @property
    def reader(self) -> str:
        """Who is to read."""
        return Slot.parse(self.slot).person

    @property
    def number(self) -> int:
        """1 for the first reading, 2 for the first repeat."""
        return Slot.parse(self.slot).number


@dataclass(frozen=True, slots=True)
class Assignments:
    """All assignments of a cohort.

    Args:
        unblinded: by patient, the reason why the blinding of a case was lifted.
    """

    items: tuple[Assignment, ...] = ()
    unblinded: Mapping[str, str] = field(default_factory=dict)

    def of_patient(self, patient: str) -> tuple[Assignment, ...]:
        """Those of a patient."""
        return tuple(item for item in self.items if item.patient == patient)

    def of_reader(self, reader: str) -> tuple[Assignment, ...]:
        """Those of a reader, in the order of their numbers, which is random."""
        return tuple(sorted((i for i in self.items if i.reader == reader), key=lambda i: i.code))


def read_assignments(layout: Layout) -> Assignments:
    """The assignments; none when there is no file.

    Raises:
        IntegrityError: the file is damaged.
    """
    if not layout.assignments.exists():
        return Assignments()
    content = read_json(layout.assignments)
    try:
        items = tuple(_assignment(plain) for plain in content["items"])
        return Assignments(items, {str(k): str(v) for k, v in content["unblinded"].items()})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise IntegrityError(
            "{file} is not a list of assignments.",
            remedy="Restore it from a backup.",
            file=layout.assignments,
        ) from error


def write_assignments(layout: Layout, assignments: Assignments) -> None:
    """Replace the file; the caller holds the lock."""
    items = [asdict(item) for item in assignments.items]
    write_json(layout.assignments, {"items": items, "unblinded": dict(assignments.unblinded)})


@dataclass(slots=True)
class Roster:
    """The assignments as they are now; the file is read again whenever it has changed."""

    layout: Layout
    _known: Assignments | None = None
    _stamp: tuple[int, int, int] | None = None

    @property
    def now(self) -> Assignments:
        """The assignments.

        Raises:
            IntegrityError: as for `read_assignments`.
        """
        stamp = self._look()
        if self._known is None or stamp != self._stamp:
            self._known, self._stamp = read_assignments(self.layout), stamp
        return self._known

    def _look(self) -> tuple[int, int, int] | None:
        try:
            status = self.layout.assignments.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino


def _assignment(plain: Mapping[str, Any]) -> Assignment:
    return Assignment(
        str(plain["patient"]),
        str(plain["slot"]),
        str(plain["code"]),
        int(plain["wash_out_days"]),
        str(plain["assigned_at"]),
    )
