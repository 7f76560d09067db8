"""A department: a coordinator, two readers, a reviewer, and a few patients."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from cxstage_core.cohort import Cohort, Reading, ReadingState, SeriesInfo
from cxstage_core.cohort.double_reading.worklist import Draw
from cxstage_core.cohort.values.people import SessionToken
from cxstage_core.cohort.values.permissions import Role
from cxstage_core.imaging import Grid, Mask, Volume

GRID = Grid(
    (4, 24, 20),
    (5.0, 0.7, 0.7),
    (0.0, 0.0, 0.0),
    ((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)),
)
PEOPLE = {
    "Kim": {Role.COORDINATOR},
    "A": {Role.READER},
    "B": {Role.READER},
    "Roe": {Role.REVIEWER},
}


def words(name: str) -> str:
    """The passphrase of somebody."""
    return f"four plain words {name}"


@dataclass
class Department:
    """A cohort with accounts, and a door for each person."""

    path: Path
    tickets: dict[str, SessionToken] = field(default_factory=dict)

    @classmethod
    def found(cls, path: Path, patients: int = 2) -> Department:
        """Make the cohort, its images and its accounts."""
        cohort = Cohort.create(path)
        draw = np.random.default_rng(0)
        for number in range(patients):
            array = draw.integers(0, 900, GRID.size).astype(np.int16)
            cohort.add_series(cohort.pseudonym(f"MRN-{number}"), Volume(array, GRID), SeriesInfo("T2"))
        cohort.accounts.add("Kim", PEOPLE["Kim"], words("Kim"))
        made = cls(cohort.path)
        for name, roles in list(PEOPLE.items())[1:]:
            made.enter("Kim").accounts.add(name, roles, words(name))
        return made

    def enter(self, name: str) -> Cohort:
        """The cohort as this person opens it."""
        if name not in self.tickets:
            self.tickets[name] = Cohort.open(self.path).accounts.sign_in(name, words(name))
        return Cohort.open(self.path, self.tickets[name])

    def assign(self) -> None:
        """Every patient to both readers."""
        self.enter("Kim").worklist.assign(Draw(("A", "B")))


def outline(size: int) -> Mask:
    """An outline that differs with its size."""
    mask = Mask.empty(GRID)
    mask.array[1:3, 4 : 4 + size, 5:12] = 1
    return mask


def reading(patient: str, reading_key: str, size: int = 6, *, complete: bool = False) -> Reading:
    """A reading that was not saved yet."""
    state = ReadingState.COMPLETE if complete else ReadingState.IN_PROGRESS
    return Reading(patient, reading_key, {"t2-axial": outline(size)}, state)
