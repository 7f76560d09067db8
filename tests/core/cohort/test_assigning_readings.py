"""Assignment: every patient twice or a balanced draw, repeats as new, a list per reader."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.cohort import ReadingState
from cxstage_core.cohort.double_reading.allocation import all_readers, balanced, codes, repeats
from cxstage_core.cohort.double_reading.worklist import Draw
from cxstage_core.errors import CohortError, ReadingError
from cxstage_core.reading.workflow import CaseState
from cxstage_core.storage.checked_json import write_json
from tests.core.cohort.department import Department, reading, words

names = st.lists(st.text("ABCDEFGH", min_size=1, max_size=3), min_size=2, max_size=6, unique=True)


@given(st.integers(0, 120), names, st.integers(0, 2**31))
def test_a_balanced_draw_gives_two_readers_each_and_equal_loads(
    number: int, readers: list[str], seed: int
) -> None:
    patients = [f"P{n:04}" for n in range(number)]
    pairs = balanced(patients, readers, seed=seed)
    per_patient = Counter(patient for patient, _ in pairs)
    assert set(per_patient.values()) <= {2}
    assert len(per_patient) == number
    assert len(set(pairs)) == len(pairs)
    loads = Counter(dict.fromkeys(readers, 0))
    loads.update(reader for _, reader in pairs)
    assert max(loads.values()) - min(loads.values()) <= 1
    assert pairs == balanced(patients, readers, seed=seed)


@given(st.integers(1, 300), st.integers(0, 2**63), st.integers(0, 50))
def test_case_numbers_are_never_used_twice(number: int, seed: int, taken: int) -> None:
    before = codes(taken, (), seed=1)
    found = codes(number, before, seed=seed)
    assert len({*found, *before}) == number + taken


def test_all_readers_needs_two() -> None:
    assert len(all_readers(["P0001"], ["A", "B", "C"])) == 3
    for alone in (["A"], ["A", "A"], []):
        with pytest.raises(CohortError, match="two readers"):
            all_readers(["P0001"], alone)


@given(st.floats(0.01, 1.0), st.integers(1, 60))
def test_a_share_of_repeats_is_a_share_and_never_nothing(share: float, number: int) -> None:
    read = {"A": [f"P{n:04}" for n in range(number)], "B": []}
    found = repeats(read, share, seed=1)
    assert len(found) == max(1, round(share * number))
    assert {reader for _, reader in found} == {"A"}


@pytest.fixture
def department(tmp_path: Path) -> Department:
    return Department.found(tmp_path / "c", patients=3)


def test_each_reader_sees_their_own_list_under_numbers(department: Department) -> None:
    department.assign()
    kim = department.enter("Kim")
    a, b = (department.enter(name).worklist.items() for name in "AB")
    assert len(a) == len(b) == 3
    assert not {item.code for item in a} & {item.code for item in b}
    assert kim.worklist.items("A") == a
    with pytest.raises(CohortError, match="may not"):
        department.enter("A").worklist.items("B")
    assert set(kim.worklist.case_states().values()) == {CaseState.ASSIGNED}
    with pytest.raises(CohortError, match="nothing left"):
        department.assign()


def test_who_is_assigned_nothing_sees_no_patient(department: Department) -> None:
    kim = department.enter("Kim")
    kim.accounts.add("C", {"reader"}, words("C"))
    first, second, third = kim.patients()
    kim.worklist.assign(Draw(("A", "B")), [first])
    assert department.enter("A").patients() == (first,)
    assert department.enter("C").patients() == ()
    for door in (
        department.enter("A").series,
        lambda p: department.enter("A").readings.journal(p, "A"),
    ):
        with pytest.raises(CohortError, match="not been assigned"):
            door(second)
    kim.worklist.assign(Draw(("A", "B", "C"), balanced=True), [second, third])
    loads = Counter(item.reading_key for item in kim.worklist.assignments())
    assert loads == {"A": 2, "B": 2, "C": 2}  # the draw knows what everybody has already


def test_only_readers_of_this_cohort_are_assigned(department: Department) -> None:
    kim = department.enter("Kim")
    for stranger in ("Roe", "Kim", "Nobody"):
        with pytest.raises(CohortError, match="is not a reader"):
            kim.worklist.assign(Draw(("A", stranger)))
    kim.accounts.close("B")
    with pytest.raises(CohortError, match="is not a reader"):
        kim.worklist.assign(Draw(("A", "B")))
    assert kim.worklist.assignments() == ()


def test_a_repeat_comes_after_its_wash_out_and_looks_new(department: Department) -> None:
    department.assign()
    kim, a = department.enter("Kim"), department.enter("A")
    patient = a.patients()[0]
    kim.worklist.assign_repeats(1.0, 14)
    before = {item.patient: item for item in a.worklist.items()}
    a.save_reading(reading(patient, "A", 5, complete=True))
    assert {item.reading_key for item in a.worklist.items()} == {"A"}  # not due: nothing has changed
    with pytest.raises(CohortError, match="current reading assigned"):
        a.save_reading(reading(patient, "A#2"))

    _wait_days(department, 14)
    now = {item.patient: item for item in a.worklist.items()}[patient]
    assert (now.reading_key, now.state) == ("A#2", None)
    assert now.code not in {item.code for item in before.values()}
    with pytest.raises(CohortError, match="still blind"):
        a.readings.get(patient, "A")  # not even to one's own first reading
    assert a.readings.readers(patient) == ()
    assert patient not in a.readings.states()
    assert a.readings.get(patient, "A#2") is None
    with pytest.raises(CohortError, match="current reading assigned"):
        a.readings.reopen(patient, "A", "to look at it")

    a.save_reading(reading(patient, "A#2", 6, complete=True))
    first = a.readings.get(patient, "A")
    assert first is not None
    assert first.masks["t2-axial"].array.sum() == 2 * 5 * 7
    assert a.readings.states()[patient] == {"A": ReadingState.COMPLETE, "A#2": ReadingState.COMPLETE}


def test_the_other_readers_outline_stays_hidden_until_the_repeat_is_read(
    department: Department,
) -> None:
    department.assign()
    kim, a, b = (department.enter(name) for name in ("Kim", "A", "B"))
    patient = a.patients()[0]
    kim.worklist.assign_repeats(1.0, 0)
    a.save_reading(reading(patient, "A", complete=True))
    b.save_reading(reading(patient, "B", complete=True))
    assert a.readings.shown_outlines(patient, "A#2") == ()
    a.save_reading(reading(patient, "A#2", complete=True))
    assert [outline.author for outline in a.readings.shown_outlines(patient, "A#2")] == ["A", "B"]


def test_what_was_begun_is_not_withdrawn(department: Department) -> None:
    department.assign()
    kim, a = department.enter("Kim"), department.enter("A")
    first, second, _ = a.patients()
    a.save_reading(reading(first, "A"))
    with pytest.raises(CohortError, match="has begun"):
        kim.worklist.withdraw(first, "A")
    kim.worklist.withdraw(second, "A")
    assert second not in a.patients()
    assert [entry.act for entry in kim.audit.entries()][-1] == "withdraw assignments"


def test_a_reviewed_case_gets_no_further_first_reading(department: Department) -> None:
    department.assign()
    kim = department.enter("Kim")
    kim.accounts.add("C", {"reader"}, words("C"))
    patient = kim.patients()[0]
    for name in "AB":
        department.enter(name).save_reading(reading(patient, name, complete=True))
    department.enter("Roe").review.begin(patient)
    with pytest.raises(ReadingError, match="in review"):
        kim.worklist.assign(Draw(("A", "C")), [patient])


def _wait_days(department: Department, days: int) -> None:
    """Let time pass: the assignments' wash-out becomes shorter instead of the clock faster."""
    from dataclasses import replace

    from cxstage_core.cohort.files.assignments import read_assignments, write_assignments
    from cxstage_core.cohort.values.folder_layout import Layout

    layout = Layout(department.path)
    before = read_assignments(layout)
    items = tuple(replace(i, wash_out_days=max(0, i.wash_out_days - days)) for i in before.items)
    write_assignments(layout, replace(before, items=items))


@pytest.mark.parametrize(("key", "value"), [("code", "Z1"), ("wash_out_days", 0)])
def test_an_assignment_changed_behind_the_log_is_named(
    department: Department, key: str, value: object
) -> None:
    department.assign()
    kim = department.enter("Kim")
    kim.worklist.assign_repeats(1.0, 14)
    assert kim.verify() == ()
    file = department.path / "assignments.json"
    stored = json.loads(file.read_bytes())["content"]
    changed = stored["items"][-1]
    write_json(
        file, {**stored, "items": [*stored["items"][:-1], {**changed, key: value}]}, "assignments"
    )
    (problem,) = department.enter("Kim").verify()
    assert str(problem.what) == (
        f"The assignment of {changed['patient']} to {changed['slot']} differs from the audit log."
    )
