"""What a user may do with a reading is what saving and reopening permit, in every state of the case."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxstage_core.cohort import Cohort, ReadingState
from cxstage_core.cohort.bulk.consensus_by_rule import consensus_by_rule
from cxstage_core.cohort.double_reading.worklist import Draw
from cxstage_core.errors import CxStageError
from cxstage_core.reading.workflow import CaseState
from tests.core.cohort.department import Department, reading


def kept_promise(cohort: Cohort, patient: str, name: str) -> None:
    """Compare the rights with what saving, and then reopening, really do."""
    stored = cohort.readings.rights(patient, name)
    try:
        before = cohort.readings.get(patient, name)
    except CxStageError:
        before = None
    complete = before is not None and before.state is ReadingState.COMPLETE
    if complete:
        try:
            cohort.readings.reopen(patient, name, "a test")
        except CxStageError as error:
            assert str(stored.reopen) == str(error)
        else:
            assert stored.reopen is None
        return
    try:
        cohort.save_reading(reading(patient, name, size=5))
    except CxStageError as error:
        assert stored.draw is not None
        assert str(stored.draw) == str(error) or "may not" in str(stored.draw)
    else:
        assert stored.draw is None


@pytest.fixture
def shared(tmp_path: Path) -> Cohort:
    """A cohort without accounts, of two patients."""
    made = Department.found(tmp_path / "d")
    cohort = Cohort.create(tmp_path / "open")
    source = made.enter("Kim")
    for number, patient in enumerate(source.patients()):
        record = source.series(patient)[0]
        volume = source.volume(patient, record.id)
        cohort.add_series(cohort.pseudonym(f"H{number}"), volume, record.info)
    return cohort


def test_without_accounts_anybody_draws_until_the_review_begins(shared: Cohort) -> None:
    patient, other = shared.patients()
    assert shared.readings.rights(patient, "A").draw is None
    for name in "AB":
        shared.save_reading(reading(patient, name, complete=True))
    assert shared.readings.rights(patient, "A").reopen is None
    assert shared.readings.closed_cases() == {}
    shared.review.begin(patient, actor="R")
    assert shared.readings.closed_cases() == {patient: CaseState.IN_REVIEW}
    for name in ("A", "B", "Dr Lee"):
        rights = shared.readings.rights(patient, name)
        assert "in review" in str(rights.draw)
        assert "reviewer" in str(rights.reopen)
        kept_promise(shared, patient, name)
    assert shared.readings.rights(other, "A").draw is None


def test_a_frozen_case_names_who_can_reopen_it(shared: Cohort) -> None:
    patient, other = shared.patients()
    for name in "AB":
        shared.save_reading(reading(patient, name, complete=True))
    consensus_by_rule(shared, "union", reason="a test", patients=[patient])
    assert shared.readings.closed_cases() == {patient: CaseState.FROZEN}
    assert shared.readings.closed_cases([other]) == {}
    for name in ("A", "B", "Dr Lee"):
        rights = shared.readings.rights(patient, name)
        assert "frozen" in str(rights.draw)
        assert "A reviewer can reopen it" in str(rights.draw)
        kept_promise(shared, patient, name)
    assert shared.readings.rights(patient, "A#2").draw is None  # a repeat has its own life


def test_each_role_may_do_what_it_is_for(tmp_path: Path) -> None:
    made = Department.found(tmp_path / "d", patients=3)
    first, second, third = made.enter("Kim").patients()
    made.enter("Kim").worklist.assign(Draw(("A", "B")), [first, second])
    a = made.enter("A")
    assert a.readings.rights(first, "A").draw is None
    assert "not been assigned" in str(a.readings.rights(third, "A").draw)
    assert "assigned to them" in str(a.readings.rights(first, "B").draw)
    assert "assigned to them" in str(a.readings.rights(first, "A#2").draw)
    for name in ("Roe", "Kim"):
        assert "may not draw a reading" in str(made.enter(name).readings.rights(first, name).draw)
    a.save_reading(reading(first, "A", complete=True))
    assert a.readings.rights(first, "A").reopen is None
    made.enter("B").save_reading(reading(first, "B", complete=True))
    assert a.readings.shown_outlines(first, "A")
    refused = str(a.readings.rights(first, "A").reopen)
    assert "has seen the outlines of others" in refused
    assert "coordinator" in refused
    kept_promise(a, first, "A")
    made.enter("Roe").review.begin(first)
    assert made.enter("Roe").readings.rights(first, "Roe#review").draw is None
    assert a.readings.closed_cases() == {first: CaseState.IN_REVIEW}
    for name in "AB":
        kept_promise(made.enter(name), first, name)
