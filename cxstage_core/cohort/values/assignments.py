"""Assignments of readings to readers, with case numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cxstage_core.cohort.values.reading_key import ReadingKey


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assigned reading.

    Args:
        reading_key: name under which it is stored, such as "A" or "A#2".
        code: case number shown to the reader.
        wash_out_days: days from the reading before until a repeat may begin; 0 for first readings.
        assigned_at: UTC, ISO 8601.
    """

    patient: str
    reading_key: str
    code: str
    wash_out_days: int = 0
    assigned_at: str = ""

    @property
    def reader(self) -> str:
        """Name of the reader."""
        return ReadingKey.parse(self.reading_key).person

    @property
    def number(self) -> int:
        """1 for the first reading, 2 for the first repeat."""
        return ReadingKey.parse(self.reading_key).number


@dataclass(frozen=True, slots=True)
class Assignments:
    """All assignments of a cohort.

    Args:
        unblinded: by patient, the reason for which the blinding was lifted.
    """

    items: tuple[Assignment, ...] = ()
    unblinded: Mapping[str, str] = field(default_factory=dict)

    def of_patient(self, patient: str) -> tuple[Assignment, ...]:
        """Return the assignments of a patient."""
        return tuple(item for item in self.items if item.patient == patient)

    def of_reader(self, reader: str) -> tuple[Assignment, ...]:
        """Return the assignments of a reader by case number, which is a random order."""
        return tuple(sorted((i for i in self.items if i.reader == reader), key=lambda i: i.code))
