"""Assignments: which reader reads which patient, under which number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cxstage_core.cohort.values.reading_key import ReadingKey


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
    reading_key: str
    code: str
    wash_out_days: int = 0
    assigned_at: str = ""

    @property
    def reader(self) -> str:
        """Who is to read."""
        return ReadingKey.parse(self.reading_key).person

    @property
    def number(self) -> int:
        """1 for the first reading, 2 for the first repeat."""
        return ReadingKey.parse(self.reading_key).number


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
