"""A prediction is repeated with the outlines that the user may see now, and seeing them is logged."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.audit import events
from cxstage_core.errors import CxStageError
from cxstage_core.prediction.uncertainty import outlines_of
from tests.core.cohort.department import Department, outline, reading
from tests.core.dataset.cohorts import fill


@pytest.fixture
def department(tmp_path: Path) -> Department:
    """A has read the first patient, B has begun; a reference is frozen."""
    made = Department.found(tmp_path / "c")
    made.assign()
    patient = made.enter("Kim").patients()[0]
    made.enter("A").save_reading(reading(patient, "A", 9, complete=True))
    made.enter("B").save_reading(reading(patient, "B", 3))
    made.enter("Kim").references.freeze(patient, {"t2-axial": outline(7)}, origin="reader A")
    return made


def shown(cohort: Cohort) -> dict[str, int]:
    """Columns of each outline, by its name."""
    return {
        name: int(mask.array.any(axis=(0, 2)).sum())
        for name, mask in outlines_of(cohort, cohort.patients()[0]).items()
    }


def logged(department: Department) -> list[tuple[str, object]]:
    return [
        (entry.actor, entry.details["outlines"])
        for entry in department.enter("Kim").audit.entries()
        if entry.act == events.SEE_OUTLINES
    ]


def test_a_blind_reader_gets_nothing_of_others_until_the_own_reading_is_complete(
    department: Department,
) -> None:
    assert shown(department.enter("B")) == {}
    assert logged(department) == []
    b = department.enter("B")
    b.save_reading(reading(b.patients()[0], "B", 3, complete=True))
    assert shown(department.enter("B")) == {"A": 9, "B": 3, "reference": 7}
    assert logged(department) == [("B", "A, reference")]
    with pytest.raises(CxStageError, match="no longer blind"):
        department.enter("B").readings.reopen(b.patients()[0], "B", "as A has it")


def test_a_reader_who_is_done_sees_the_complete_ones_alone(department: Department) -> None:
    assert shown(department.enter("A")) == {"A": 9, "reference": 7}
    assert logged(department) == [("A", "reference")]


def test_a_reviewer_waits_for_the_readings_and_is_logged(department: Department) -> None:
    assert shown(department.enter("Roe")) == {"reference": 7}
    b = department.enter("B")
    b.save_reading(reading(b.patients()[0], "B", 3, complete=True))
    assert shown(department.enter("Roe")) == {"A": 9, "B": 3, "reference": 7}
    assert logged(department)[-1] == ("Roe", "A, B, reference")


def test_a_coordinator_sees_what_is_complete_and_is_logged(department: Department) -> None:
    assert shown(department.enter("Kim")) == {"A": 9, "reference": 7}
    assert logged(department) == [("Kim", "A, reference")]


def test_nobody_sees_nothing(department: Department) -> None:
    with pytest.raises(CxStageError, match="no one is signed in"):
        outlines_of(Cohort.open(department.path), "P0001")


def test_without_accounts_everything_complete_is_given(tmp_path: Path) -> None:
    cohort = fill(tmp_path / "open.cxcohort", 1)
    patient = cohort.patients()[0]
    assert list(outlines_of(cohort, patient)) == ["reference"]
    assert list(outlines_of(cohort, patient, "t2-axial")) == ["reference"]
