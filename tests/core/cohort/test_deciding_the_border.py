"""Slivers along the border are decided as one group, and everything says so with the thickness."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import Cohort, Reading
from cxstage_core.errors import ReadingError
from cxstage_core.imaging import Mask
from cxstage_core.reading.comparison.border import Border
from cxstage_core.reading.comparison.disagreement import Disagreement, Take, chosen
from cxstage_core.reading.workflow import CaseState
from tests.core.cohort.department import Department, outline, reading

SERIES = "t2-axial"


def _of_a(patient: str) -> Reading:
    """B's outline, with thin rims on three sides, a part that only A saw, and a slice that only A marked."""
    mask = outline(8)
    mask.array[1, 4:10, 4] = 1  # a rim of one pixel in slice 1
    mask.array[2, 3, 6:10] = 1
    mask.array[2, 5:11, 12] = 1
    mask.array[1, 14:20, 14:18] = 1  # elsewhere
    mask.array[3, 6:10, 6:9] = 1  # B left this slice out
    return replace(reading(patient, "A", complete=True), masks={SERIES: mask})


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Department.found(tmp_path_factory.mktemp("border") / "c", patients=1)
    made.assign()
    patient = made.enter("Kim").patients()[0]
    made.enter("A").save_reading(_of_a(patient))
    made.enter("B").save_reading(reading(patient, "B", 8, complete=True))
    return made.path


@pytest.fixture
def department(founded: Path, tmp_path: Path) -> Department:
    return Department(Path(shutil.copytree(founded, tmp_path / "c.cxcohort")))


@pytest.fixture
def roe(department: Department) -> Cohort:
    roe = department.enter("Roe")
    roe.review.begin(_patient(roe))
    return roe


def _patient(cohort: Cohort) -> str:
    return cohort.patients()[0]


def _found(cohort: Cohort) -> Disagreement:
    return cohort.review.disagreements(_patient(cohort))[SERIES]


def _by_border(cohort: Cohort) -> dict[str, Take]:
    review = cohort.review.review(_patient(cohort))
    return {
        key: decision.take
        for key, decision in review.decisions.get(SERIES, {}).items()
        if decision.rule == "border 1.5 mm"
    }


@pytest.mark.parametrize("take", [Take.FIRST, Take.SECOND, Take.UNION, Take.INTERSECTION])
def test_one_decision_settles_all_slivers_exactly_and_nothing_else(roe: Cohort, take: Take) -> None:
    patient, found = _patient(roe), _found(roe)
    before = roe.review.draft(patient).masks[SERIES].array.copy()
    roe.review.decide_border(patient, take)
    group = _by_border(roe)
    assert sorted(found.by_key[key].voxels for key in group) == [4, 6, 6]
    assert set(group.values()) == {take}
    first, second = (roe.readings.get(patient, name).masks[SERIES].array for name in "AB")
    inside = np.isin(found.map, [found.by_key[key].number for key in group])
    after = roe.review.draft(patient).masks[SERIES].array
    np.testing.assert_array_equal(after[inside], chosen(first, second, take)[inside])
    np.testing.assert_array_equal(after[~inside], before[~inside])
    with pytest.raises(ReadingError, match="2 components are still undecided"):
        roe.review.sign_off(patient)


def test_log_and_reference_name_the_thickness(roe: Cohort, department: Department) -> None:
    patient = _patient(roe)
    roe.review.decide_border(patient, Take.UNION)
    single = [item.key for item in _found(roe).items if item.key not in _by_border(roe)]
    roe.review.decide_all(patient, {SERIES: dict.fromkeys(single, Take.FIRST)})
    frozen = roe.review.sign_off(patient)
    assert frozen.rule == "3 x border 1.5 mm: union"
    kim = department.enter("Kim")
    assert kim.references.latest(patient).rule == frozen.rule
    lines = [e.details for e in kim.audit.entries() if e.act == "decide component"]
    assert [line.get("rule", "") for line in lines] == ["border 1.5 mm"] * 3 + [""] * 2
    (signed,) = (e.details for e in kim.audit.entries() if e.act == "sign off review")
    assert signed["border"] == ["3 x border 1.5 mm: union"]
    assert kim.verify() == ()


def test_another_thickness_makes_another_group(roe: Cohort) -> None:
    patient = _patient(roe)
    assert roe.review.decide_border(patient, Take.UNION, border=Border(0)).decisions == {SERIES: {}}
    after = roe.review.decide_border(patient, Take.UNION, border=Border(0.5))  # one pixel: 0.7 mm
    assert {d.rule for d in after.decisions[SERIES].values()} == {"border 0.7 mm"}
    again = roe.review.decide_border(patient, Take.FIRST)
    assert {d.rule for d in again.decisions[SERIES].values()} == {"border 1.5 mm"}
    assert {d.take for d in again.decisions[SERIES].values()} == {Take.FIRST}


def test_a_sliver_decided_singly_keeps_its_decision(roe: Cohort) -> None:
    patient, found = _patient(roe), _found(roe)
    sliver = next(item for item in found.items if item.voxels == 4)
    roe.review.decide(patient, SERIES, sliver.key, Take.SECOND)
    after = roe.review.decide_border(patient, Take.UNION)
    assert after.decision_on(SERIES, sliver.key).take is Take.SECOND
    assert len(_by_border(roe)) == 2


def test_what_was_drawn_into_a_sliver_stays(roe: Cohort) -> None:
    patient, found = _patient(roe), _found(roe)
    sliver = next(item for item in found.items if item.voxels == 4)
    draft = roe.review.draft(patient)
    array = draft.masks[SERIES].array.copy()
    array[sliver.centre] = 2
    roe.review.save_draft(replace(draft, masks={SERIES: Mask(array, draft.masks[SERIES].grid)}))
    after = roe.review.decide_border(patient, Take.UNION)
    assert after.decision_on(SERIES, sliver.key).take is Take.REDRAWN
    assert after.decision_on(SERIES, sliver.key).rule == ""
    drawn = roe.review.draft(patient).masks[SERIES].array
    there = found.map == sliver.number
    np.testing.assert_array_equal(drawn[there], array[there])
    assert len(_by_border(roe)) == 2


def test_a_group_is_not_redrawn(roe: Cohort) -> None:
    with pytest.raises(ReadingError, match="cannot be redrawn as a group"):
        roe.review.decide_border(_patient(roe), Take.REDRAWN)
    assert _by_border(roe) == {}


def test_decisions_are_put_back_as_they_were(roe: Cohort) -> None:
    patient = _patient(roe)
    before = roe.review.draft(patient).masks[SERIES].array.copy()
    roe.review.decide_border(patient, Take.UNION)
    keys = tuple(_by_border(roe))
    roe.review.decide_border(patient, Take.FIRST)
    roe.review.decide_all(patient, {SERIES: dict.fromkeys(keys, Take.UNION)}, rule="border 1.5 mm")
    assert set(_by_border(roe).values()) == {Take.UNION}
    roe.review.decide_all(patient, {SERIES: dict.fromkeys(keys, None)})
    assert roe.review.review(patient).decisions[SERIES] == {}
    np.testing.assert_array_equal(roe.review.draft(patient).masks[SERIES].array, before)


def test_what_a_rule_decided_is_one_group_too_and_a_reopened_review_keeps_it(roe: Cohort) -> None:
    patient = _patient(roe)
    roe.review.decide_border(patient, Take.FIRST)
    roe.review.apply_rule(patient, "intersection", reason="a trial")
    frozen = roe.review.sign_off(patient)
    assert frozen.rule == "intersection, 3 x border 1.5 mm: first"
    roe.review.reopen(patient, "too small")
    assert roe.review.state(patient) is CaseState.IN_REVIEW
    roe.review.decide_border(patient, Take.UNION)
    assert len(_by_border(roe)) == 3
    assert roe.review.sign_off(patient).rule == "intersection, 3 x border 1.5 mm: union"


def test_a_rule_of_which_no_decision_is_left_is_not_named(roe: Cohort) -> None:
    patient = _patient(roe)
    roe.review.apply_rule(patient, "intersection", reason="a trial")
    assert roe.review.sign_off(patient).rule == "intersection"
    roe.review.reopen(patient, "by hand")
    keys = tuple(_found(roe).by_key)
    roe.review.decide_all(patient, {SERIES: dict.fromkeys(keys, Take.FIRST)})
    assert roe.review.sign_off(patient).rule == ""
