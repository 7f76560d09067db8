"""Two readers save into one cohort at once, killed at random; nobody's held journal or lock stops the other."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from cxstage_core.errors import InUseError
from tests.benchmarks.two_readers import run
from tests.core.cohort.department import Department, reading


def test_kills_lose_nothing_and_the_log_stays_whole(tmp_path: Path) -> None:
    found = run(12, tmp_path, seed=3)
    assert found.kills >= 4
    assert found.acknowledged > 50
    assert (found.lost, found.problems, found.audit_problems) == (0, 0, 0)


def test_a_held_journal_stops_its_own_reading_alone(tmp_path: Path) -> None:
    department = Department.found(tmp_path / "c")
    department.assign()
    a, b = department.enter("A"), department.enter("B")
    first, second = a.patients()
    with closing(a.readings.journal(first, "A")):
        with pytest.raises(InUseError, match="another window"):
            department.enter("A").readings.journal(first, "A")
        with closing(b.readings.journal(first, "B")), closing(a.readings.journal(second, "A")):
            b.save_reading(reading(first, "B"))
            a.save_reading(reading(second, "A"))
    assert department.enter("Kim").verify() == ()
