"""A review: decisions by piece, a draft, remarks, signing off, and what leads back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import Cohort, Reading, SeriesInfo
from cxstage_core.cohort.bulk.consensus_by_rule import consensus_by_rule
from cxstage_core.errors import CohortError, CxStageError, ReadingError
from cxstage_core.evaluation.readers.reader_cases import compare_readers
from cxstage_core.imaging import Volume
from cxstage_core.reading.comparison.disagreement import Take
from cxstage_core.reading.workflow import CaseState
from cxstage_core.storage.checked_json import read_json, write_json
from tests.core.cohort.department import GRID, Department, outline, reading

SERIES = "t2-axial"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A department whose two readers are done with the first patient; copied for each test."""
    made = Department.found(tmp_path_factory.mktemp("review") / "c")
    made.assign()
    patient = made.enter("Kim").patients()[0]
    made.enter("A").save_reading(_two_pieces(patient, "A"))
    made.enter("B").save_reading(reading(patient, "B", 6, complete=True))
    return made.path


@pytest.fixture
def department(founded: Path, tmp_path: Path) -> Department:
    import shutil

    return Department(Path(shutil.copytree(founded, tmp_path / "c.cxcohort")))


@pytest.fixture
def roe(department: Department) -> Cohort:
    return department.enter("Roe")


def _two_pieces(patient: str, reading_key: str) -> Reading:
    """As B's, but larger at one end, and with a second piece that B does not have."""
    mask = outline(8)
    mask.array[3, 20:23, 15:18] = 2
    return replace(reading(patient, reading_key, complete=True), masks={SERIES: mask})


def _patient(cohort: Cohort) -> str:
    return cohort.patients()[0]


def test_pieces_are_listed_by_volume_and_decided_one_by_one(roe: Cohort) -> None:
    patient, desk = _patient(roe), roe.review
    desk.begin(patient)
    large, small = desk.disagreements(patient)[SERIES].items
    assert large.volume_cm3 > small.volume_cm3
    assert np.array_equal(desk.draft(patient).masks[SERIES].array, outline(6).array)
    desk.decide(patient, SERIES, large.key, Take.FIRST)
    assert np.array_equal(desk.draft(patient).masks[SERIES].array, outline(8).array)
    with pytest.raises(ReadingError):
        desk.sign_off(patient)
    desk.decide(patient, SERIES, small.key, Take.SECOND)
    desk.decide(patient, SERIES, large.key, None)
    assert desk.review(patient).decision_on(SERIES, large.key) is None
    desk.decide(patient, SERIES, large.key, Take.FIRST)
    frozen = desk.sign_off(patient, note="after a look at the sagittal")
    assert (frozen.version, frozen.origin) == (1, "review of A, B by Roe")
    assert np.array_equal(roe.references.latest(patient).masks[SERIES].array, outline(8).array)
    assert desk.state(patient) is CaseState.FROZEN


def test_the_log_tells_who_did_what_with_the_hash_of_what_was_frozen(
    roe: Cohort, department: Department
) -> None:
    patient, desk = _patient(roe), roe.review
    desk.begin(patient)
    keys = [one.key for one in desk.disagreements(patient)[SERIES].items]
    desk.decide_all(patient, {SERIES: dict.fromkeys(keys, Take.UNION)})
    frozen = desk.sign_off(patient)
    desk.reopen(patient, "the vagina was left out")
    entries = [
        e for e in department.enter("Kim").audit.entries() if e.actor == "Roe" and e.act != "sign in"
    ]
    assert [entry.act for entry in entries] == [
        "start reading", "begin review", "decide component", "decide component", "freeze reference", "sign off review",
        "reopen review",
    ]  # fmt: skip
    assert entries[4].details["sha256"] == entries[5].details["frozen"] == frozen.sha256
    assert entries[6].details["reason"] == "the vagina was left out"
    assert department.enter("Kim").verify() == ()


def test_a_reopened_case_becomes_a_second_version(roe: Cohort) -> None:
    patient, desk = _patient(roe), roe.review
    consensus_by_rule(roe, "union", reason="a trial")
    desk.reopen(patient, "too large")
    draft = desk.draft(patient)
    assert np.array_equal(
        draft.masks[SERIES].array > 0, _two_pieces(patient, "A").masks[SERIES].array > 0
    )
    smaller = draft.masks[SERIES].array.copy()
    smaller[3] = 0
    desk.save_draft(replace(draft, masks={SERIES: replace(draft.masks[SERIES], array=smaller)}))
    second = desk.sign_off(patient)
    assert second.version == 2
    first, latest = roe.references.versions(patient)
    assert not first.masks[SERIES].same_as(latest.masks[SERIES])


def test_a_reading_that_is_sent_back_begins_the_review_anew_and_decisions_stay(
    roe: Cohort, department: Department
) -> None:
    patient, desk, b = _patient(roe), roe.review, department.enter("B")
    desk.begin(patient)
    large, small = desk.disagreements(patient)[SERIES].items
    desk.decide(patient, SERIES, small.key, Take.FIRST)
    with pytest.raises(ReadingError, match="reason"):
        desk.send_back(patient, "B", " ")
    desk.send_back(patient, "B", "look at the lower end again")
    assert desk.state(patient) is CaseState.IN_PROGRESS
    (item,) = [one for one in b.worklist.items() if one.patient == patient]
    assert item.return_reason == "look at the lower end again"
    with pytest.raises(CxStageError):
        desk.begin(patient)
    b.save_reading(reading(patient, "B", 7, complete=True))
    review = desk.begin(patient)
    assert review.decision_on(SERIES, small.key).take is Take.FIRST
    assert review.decision_on(SERIES, large.key) is None  # that piece is another one now
    assert review.returned == {}


def test_nobody_draws_in_a_case_under_review(roe: Cohort, department: Department) -> None:
    patient, b = _patient(roe), department.enter("B")
    roe.review.begin(patient)
    with pytest.raises(ReadingError, match="in review"):
        b.readings.reopen(patient, "B", "I saw something")


def test_a_remark_is_answered_and_must_be_resolved_before_signing_off(
    roe: Cohort, department: Department
) -> None:
    patient, desk, b = _patient(roe), roe.review, department.enter("B")
    desk.begin(patient)
    remark = desk.comments.add(patient, SERIES, (1.0, 2.0, 3.0), "cervix or vagina?")
    assert b.review.review(patient).comments[0].text == "cervix or vagina?"
    answered = b.review.comments.answer(patient, remark.id, "vagina")
    assert (answered.answers[0].by, answered.answers[0].text) == ("B", "vagina")
    with pytest.raises(CohortError, match="may not"):
        b.review.comments.resolve(patient, remark.id)
    keys = [one.key for one in desk.disagreements(patient)[SERIES].items]
    desk.decide_all(patient, {SERIES: dict.fromkeys(keys, Take.INTERSECTION)})
    with pytest.raises(ReadingError):
        desk.sign_off(patient)
    assert desk.comments.resolve(patient, remark.id).resolved_by == "Roe"
    assert desk.sign_off(patient).version == 1


def test_a_rule_is_logged_with_threshold_and_the_agreement_found(
    roe: Cohort, department: Department
) -> None:
    patient = _patient(roe)
    (left, other) = consensus_by_rule(
        roe, "intersection", reason="agreement above 0.95", threshold=0.95, patients=roe.patients()
    )
    assert left.reference is None
    assert "0.95" in str(left.why)
    assert other.reference is None  # nobody has read the second patient
    (done,) = consensus_by_rule(roe, "intersection", reason="agreement above 0.5", threshold=0.5,
                             patients=[patient])  # fmt: skip
    assert done.reference is not None
    assert done.reference.rule == "intersection"
    (entry,) = [e for e in department.enter("Kim").audit.entries() if e.act == "apply rule"]
    assert entry.details["rule"] == "intersection"
    assert entry.details["reason"] == "agreement above 0.5"
    assert entry.details["threshold"] == 0.5
    assert 0.5 < entry.details["dice"] < 0.95


@pytest.mark.parametrize(
    ("rule", "reason", "said"),
    [("best", "x", "no rule"), ("union", " ", "reason")],
)
def test_a_rule_that_cannot_be_leaves_every_case_as_it_is(
    roe: Cohort, rule: str, reason: str, said: str
) -> None:
    with pytest.raises(ReadingError, match=said):
        consensus_by_rule(roe, rule, reason=reason)
    assert roe.review.state(_patient(roe)) is CaseState.COMPLETE


def test_only_reviewers_review(department: Department) -> None:
    for name in ("Kim", "A"):
        cohort = department.enter(name)
        with pytest.raises(CohortError, match="may not"):
            cohort.review.begin(_patient(cohort))
        with pytest.raises(CohortError, match="may not"):
            consensus_by_rule(cohort, "union", reason="x")


def test_another_reviewer_takes_a_review_over(roe: Cohort, department: Department) -> None:
    patient, kim = _patient(roe), department.enter("Kim")
    from tests.core.cohort.department import PEOPLE, words

    kim.accounts.add("Sun", PEOPLE["Roe"], words("Sun"))
    sun = department.enter("Sun")
    roe.review.begin(patient)
    (large, _) = roe.review.disagreements(patient)[SERIES].items
    roe.review.decide(patient, SERIES, large.key, Take.FIRST)
    with pytest.raises(ReadingError, match="is being reviewed by Roe"):
        sun.review.draft(patient)
    review = sun.review.begin(patient)
    assert review.reviewer == "Sun"
    assert review.decision_on(SERIES, large.key).by == "Roe"
    assert np.array_equal(sun.review.draft(patient).masks[SERIES].array, outline(8).array)
    with pytest.raises(ReadingError, match="is being reviewed by Sun"):
        roe.review.decide(patient, SERIES, large.key, Take.SECOND)


def test_a_reviewer_sees_no_reading_before_all_are_complete(department: Department) -> None:
    roe, kim = department.enter("Roe"), department.enter("Kim")
    patient = roe.patients()[1]
    department.enter("A").save_reading(reading(patient, "A", complete=True))
    for door in (roe.review.readings, roe.review.review, roe.review.disagreements):
        with pytest.raises(ReadingError, match="when all of them are complete"):
            door(patient)
    kim.worklist.unblind(patient, "teaching")
    assert [one.reader for one in roe.review.readings(patient)] == ["A"]


def test_three_readings_have_a_probability_and_rules_of_their_own(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "open")
    patient = cohort.pseudonym("MRN-1")
    cohort.add_series(patient, Volume(np.zeros(GRID.size, np.int16), GRID), SeriesInfo("T2"))
    for name, size in (("A", 6), ("B", 7), ("C", 9)):
        cohort.save_reading(reading(patient, name, size, complete=True))
    found = cohort.review.probability(patient)[SERIES]
    inside, outside = outline(6).array > 0, outline(9).array == 0
    assert found.probability[inside].min() > 0.9
    assert found.probability[outside].max() < 0.1
    assert "field of view" in str(found.warning)
    (done,) = consensus_by_rule(cohort, "majority", reason="a trial")
    assert done.reference is not None
    assert np.array_equal(done.reference.masks[SERIES].array, outline(7).array)


def test_agreement_leaves_out_what_was_unblinded_and_counts_what_was_influenced(
    roe: Cohort, department: Department
) -> None:
    patient, other = roe.patients()
    kim = department.enter("Kim")
    assert compare_readers(kim).influenced == 0
    roe.review.begin(patient)
    roe.review.send_back(patient, "B", "look again")
    department.enter("B").save_reading(reading(patient, "B", 8, complete=True))
    found = compare_readers(kim)
    assert (found.influenced, found.unblinded) == (1, 0)
    for name in "AB":
        department.enter(name).save_reading(reading(other, name, complete=True))
    kim.worklist.unblind(other, "teaching")
    found = compare_readers(kim)
    assert (found.influenced, found.unblinded) == (1, 1)
    assert {case.patient for s in found.summaries for case in s.cases} == {patient}


def test_a_decision_forged_after_the_sign_off_is_found(roe: Cohort, department: Department) -> None:
    patient, desk, kim = _patient(roe), roe.review, department.enter("Kim")
    consensus_by_rule(roe, "union", reason="a trial")
    desk.comments.add(patient, SERIES, (0.0, 0.0, 0.0), "seen on Monday")
    assert kim.verify() == ()
    file = department.path / "reviews" / f"{patient}.json"
    content = read_json(file, "review")
    for ahead in (0, 2):
        forged = json.loads(json.dumps(content).replace('"union"', '"second"'))
        forged["version"] += ahead
        write_json(file, forged, "review")
        assert [problem.file for problem in kim.verify()] == [f"reviews/{patient}.json"]


def test_the_log_names_whoever_acts_not_whose_reading_it_is(
    roe: Cohort, department: Department
) -> None:
    patient = _patient(roe)
    roe.review.begin(patient)
    roe.review.send_back(patient, "B", "look again")
    lines = [
        entry for entry in department.enter("Kim").audit.entries() if entry.act == "reopen reading"
    ]
    assert [(e.actor, e.details["reader"], e.details["reason"]) for e in lines] == [
        ("Roe", "B", "look again")
    ]
    assert not [entry for entry in department.enter("Kim").audit.entries() if "#" in entry.actor]


def test_a_reviewer_says_nothing_about_a_case_that_is_still_read(department: Department) -> None:
    roe = department.enter("Roe")
    with pytest.raises(ReadingError, match="when all of them are complete"):
        roe.review.comments.add(roe.patients()[1], SERIES, (0.0, 0.0, 0.0), "hm")


def test_a_rule_does_not_throw_away_what_was_redrawn(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "open")
    patient = cohort.pseudonym("MRN-1")
    cohort.add_series(patient, Volume(np.zeros(GRID.size, np.int16), GRID), SeriesInfo("T2"))
    for name, size in (("A", 6), ("B", 7), ("C", 9)):
        cohort.save_reading(reading(patient, name, size, complete=True))
    desk = cohort.review
    desk.begin(patient)
    desk.apply_rule(patient, "majority", reason="a trial")
    desk.apply_rule(patient, "union", reason="rather this")
    draft = desk.draft(patient)
    desk.save_draft(replace(draft, masks={SERIES: outline(8)}))
    with pytest.raises(ReadingError, match="was redrawn"):
        desk.apply_rule(patient, "staple", reason="or this")
    assert desk.draft(patient).masks[SERIES].same_as(outline(8))
