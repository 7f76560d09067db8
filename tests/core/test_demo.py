"""The demo as its first user meets it: results to look at, and cases left to read and to review."""

from __future__ import annotations

import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.demo import OPEN, build_demo
from cxstage_core.jobs import start_job
from cxstage_core.reading.workflow import CaseState

PATIENTS = 10


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Cohort, list[str]]:
    said: list[str] = []
    job, _ = start_job(lambda news: said.append(str(getattr(news, "text", news))))
    found = build_demo(tmp_path_factory.mktemp("demo") / "out", patients=PATIENTS, epochs=1, job=job)
    return Cohort.open(found.cohort), said


def test_four_cases_are_left_open_and_a_reader_may_draw(made: tuple[Cohort, list[str]]) -> None:
    cohort, _ = made
    states = cohort.worklist.case_states()
    *frozen, unread, begun, half, to_review = (states[patient] for patient in cohort.patients())
    assert len(OPEN) == 4
    assert frozen == [CaseState.FROZEN] * PATIENTS
    assert unread == CaseState.UNASSIGNED
    assert (begun, half) == (CaseState.IN_PROGRESS, CaseState.IN_PROGRESS)
    assert to_review == CaseState.COMPLETE
    for patient in cohort.patients()[PATIENTS : PATIENTS + 2]:
        assert cohort.readings.rights(patient, "A").draw is None
    cohort.review.begin(cohort.patients()[-1])


def test_open_cases_are_in_no_part_of_the_split(made: tuple[Cohort, list[str]]) -> None:
    cohort, said = made
    split = cohort.split()
    assert split is not None
    assert {*split.train, *split.test} == {*cohort.patients()[:PATIENTS]}
    assert not [sentence for sentence in said if "left out" in sentence]
    assert cohort.verify() == ()
