"""Reader B tries every public door of the core before the case is complete, and finds nothing of A."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxstage_core.cohort import ClinicalRecord, Cohort, Experiment, Reading, SeriesInfo, Split
from cxstage_core.cohort.double_reading.worklist import Draw
from cxstage_core.cohort.values.permissions import Role
from cxstage_core.errors import CxStageError
from cxstage_core.reading.comparison.disagreement import Take
from cxstage_core.storage.append_log import JournalFile
from tests.core.cohort.department import Department, outline, reading, words

SECRET_WORDS = "A says: parametrium on the left"
SECRET_SECONDS = 4711.25
STAGE, OUTCOME = "IIB", "relapse after 14 months"
SECRETS = (SECRET_WORDS, str(SECRET_SECONDS), STAGE, OUTCOME)


@pytest.fixture
def department(tmp_path: Path) -> Department:
    """A has read the first patient, B has begun; stage and outcome are in the table."""
    made = Department.found(tmp_path / "c")
    kim, a, b = (made.enter(name) for name in ("Kim", "A", "B"))
    kim.work.assign(Draw(("A", "B")))
    first, second = kim.patients()
    kim.save_clinical(
        [ClinicalRecord(p, entered_stage=STAGE, extra={"outcome": OUTCOME}) for p in (first, second)]
    )
    done = dataclasses.replace(
        reading(first, "A", 9, complete=True), comment=SECRET_WORDS, seconds=SECRET_SECONDS
    )
    a.save_reading(done)
    b.save_reading(reading(first, "B", 3))
    kim.freeze_reference(first, {"t2-axial": outline(9)}, origin="reader A")
    return made


def doors(b: Cohort, patient: str) -> dict[str, Callable[[], Any]]:
    """Every public door of the store with arguments that fit; the name says which."""
    mask = {"t2-axial": outline(2)}
    series = b.volume(patient, "t2-axial")
    return {
        "Cohort.accounts": b.accounts.names,
        "Cohort.add_model": lambda: b.add_model("M1", b.path / "cohort.json"),
        "Cohort.add_series": lambda: b.add_series(patient, series, SeriesInfo("T2")),
        "Cohort.audit": b.audit,
        "Cohort.check_audit": b.check_audit,
        "Cohort.clinical": b.clinical,
        "Cohort.experiment": lambda: b.experiment("E0001"),
        "Cohort.experiments": b.experiments,
        "Cohort.find_hospital_id": lambda: b.find_hospital_id("MRN-0"),
        "Cohort.find_patient": lambda: b.find_patient("MRN-0"),
        "Cohort.freeze_reference": lambda: b.freeze_reference(patient, mask, origin="B"),
        "Cohort.journal": lambda: b.journal(patient, "A"),
        "Cohort.lock_split": lambda: b.lock_split(Split((patient,), (), 0.3, 1, "paper")),
        "Cohort.log": lambda: b.log("look", actor="A"),
        "Cohort.model_path": lambda: b.model_path("M1"),
        "Cohort.models": b.models,
        "Cohort.next_experiment_id": b.next_experiment_id,
        "Cohort.patients": b.patients,
        "Cohort.prepared_folder": lambda: b.prepared_folder,
        "Cohort.promote_model": lambda: b.promote_model("M1", reason="x"),
        "Cohort.promoted_model": b.promoted_model,
        "Cohort.pseudonym": lambda: b.pseudonym("MRN-0"),
        "Cohort.pseudonyms": lambda: b.pseudonyms(["MRN-0"]),
        "Cohort.readers": lambda: b.readers(patient),
        "Cohort.reading": lambda: b.reading(patient, "A"),
        "Cohort.reading_states": b.reading_states,
        "Cohort.rebuild_index": b.rebuild_index,
        "Cohort.reference": lambda: b.reference(patient),
        "Cohort.reference_versions": lambda: b.reference_versions(patient),
        "Cohort.refresh_index": b.refresh_index,
        "Cohort.reopen_reading": lambda: b.reopen_reading(patient, "A", "x"),
        "Cohort.reviewing": lambda: b.reviewing.readings(patient),
        "Cohort.save_clinical": lambda: b.save_clinical([ClinicalRecord(patient)]),
        "Cohort.save_experiment": lambda: b.save_experiment(_experiment()),
        "Cohort.save_reading": lambda: b.save_reading(Reading(patient, "A", mask)),
        "Cohort.series": lambda: b.series(patient),
        "Cohort.shift_days": lambda: b.shift_days(patient),
        "Cohort.shown_outlines": lambda: (
            b.shown_outlines(patient, "B"),
            b.shown_outlines(patient, "A"),
        ),
        "Cohort.sign_in": lambda: b.sign_in("A", words("B")),
        "Cohort.split": b.split,
        "Cohort.token": lambda: b.token,
        "Cohort.verify": b.verify,
        "Cohort.volume": lambda: b.volume(patient, "t2-axial"),
        "Cohort.principal": lambda: b.principal,
        "Cohort.work": lambda: b.work.items("A"),
        "AccountService.add": lambda: b.accounts.add("C", {Role.COORDINATOR}, words("C")),
        "AccountService.all": b.accounts.all,
        "AccountService.change_own": lambda: b.accounts.change_own(words("A"), words("C")),
        "AccountService.close": lambda: b.accounts.close("A"),
        "AccountService.exist": lambda: b.accounts.exist,
        "AccountService.names": b.accounts.names,
        "AccountService.own": b.accounts.own,
        "AccountService.people": lambda: b.accounts.people(Role.READER),
        "AccountService.reopen": lambda: b.accounts.reopen("A"),
        "AccountService.reset": lambda: b.accounts.reset("A", words("C")),
        "AccountService.sign_in": lambda: b.accounts.sign_in("A", words("B")),
        "WorklistService.assign": lambda: b.work.assign(Draw(("A", "B"))),
        "WorklistService.assign_repeats": lambda: b.work.assign_repeats(1.0, 0),
        "WorklistService.assignments": b.work.assignments,
        "WorklistService.case_state": lambda: b.work.case_state(patient),
        "WorklistService.case_states": b.work.case_states,
        "WorklistService.completed_on": lambda: b.work.completed_on(date.today(), "A"),
        "WorklistService.finished_readings": lambda: b.work.finished_readings(patient),
        "WorklistService.influenced": b.work.influenced,
        "WorklistService.items": b.work.items,
        "WorklistService.unblind": lambda: b.work.unblind(patient, "curious"),
        "WorklistService.unblinded": b.work.unblinded,
        "WorklistService.withdraw": lambda: b.work.withdraw(patient, "A"),
        "ReviewService.all_returned": b.reviewing.all_returned,
        "ReviewService.answer": lambda: b.reviewing.answer(patient, 1, "x"),
        "ReviewService.apply_rule": lambda: b.reviewing.apply_rule(patient, "union", reason="x"),
        "ReviewService.begin": lambda: b.reviewing.begin(patient),
        "ReviewService.comment": lambda: b.reviewing.comment(patient, "t2-axial", (0.0, 0.0, 0.0), "x"),
        "ReviewService.decide": lambda: b.reviewing.decide(patient, "t2-axial", "k", Take.UNION),
        "ReviewService.decide_all": lambda: b.reviewing.decide_all(patient, {}),
        "ReviewService.disagreements": lambda: b.reviewing.disagreements(patient),
        "ReviewService.draft": lambda: b.reviewing.draft(patient),
        "ReviewService.probability": lambda: b.reviewing.probability(patient),
        "ReviewService.readings": lambda: b.reviewing.readings(patient),
        "ReviewService.reopen": lambda: b.reviewing.reopen(patient, "x"),
        "ReviewService.resolve": lambda: b.reviewing.resolve(patient, 1),
        "ReviewService.returned": lambda: b.reviewing.returned(patient, "A"),
        "ReviewService.review": lambda: b.reviewing.review(patient),
        "ReviewService.save_draft": lambda: b.reviewing.save_draft(Reading(patient, "B#review", mask)),
        "ReviewService.send_back": lambda: b.reviewing.send_back(patient, "A", "x"),
        "ReviewService.sign_off": lambda: b.reviewing.sign_off(patient),
        "ReviewService.state": lambda: b.reviewing.state(patient),
        "ReviewService.states": b.reviewing.states,
    }


MAKING = {"Cohort.create", "Cohort.open"}
"""They make or open a cohort; what can be seen in it then is what the other doors give."""
INNER = {"AccountService.context", "WorklistService.context", "ReviewService.context"}
"""The store's own inside: Python cannot lock it, as it cannot lock the folder."""
REFUSED = {
    "Cohort.audit", "Cohort.check_audit", "Cohort.clinical", "Cohort.experiments", "Cohort.models",
    "Cohort.find_patient", "Cohort.journal", "Cohort.reading", "Cohort.reference", "Cohort.split",
    "Cohort.freeze_reference", "Cohort.reviewing", "Cohort.save_reading", "Cohort.shown_outlines",
    "Cohort.verify", "Cohort.work", "WorklistService.case_state", "WorklistService.case_states", "WorklistService.unblind",
    "WorklistService.assignments", "WorklistService.completed_on", "ReviewService.state", "ReviewService.states",
    "ReviewService.readings", "ReviewService.disagreements", "ReviewService.review", "ReviewService.begin",
    "AccountService.all", "AccountService.people", "AccountService.reset",
}  # fmt: skip


def test_no_door_is_forgotten(department: Department) -> None:
    b = department.enter("B")
    public = {
        f"{type(desk).__name__}.{name}"
        for desk in (b, b.accounts, b.work, b.reviewing)
        for name in dir(type(desk))
        if not name.startswith("_")
    }
    instance = {"Cohort.id", "Cohort.name", "Cohort.path"}
    assert public - MAKING - INNER - instance == set(doors(b, b.patients()[0]))


def test_nothing_of_the_other_reader_is_found(department: Department) -> None:
    b = department.enter("B")
    patient = b.patients()[0]
    stored = department.enter("Kim").reading(patient, "A")
    assert stored is not None
    refused = set()
    for name, signed_in in doors(b, patient).items():
        try:
            found = signed_in()
        except CxStageError as error:
            refused.add(name)
            found = (str(error), vars(error))
        for value in _everything(found):
            _require_blind(name, value, stored)
        if isinstance(found, JournalFile):
            found.close()
    assert refused >= REFUSED


def test_the_pages_words_about_a_case_are_the_same_whether_the_other_has_read_it(
    department: Department,
) -> None:
    """The second patient, whom A has not touched, looks to B like the first but for B's own work."""
    b = department.enter("B")
    first, second = b.patients()
    assert b.readers(second) == ()
    assert b.readers(first) == ("B",)
    items = {item.patient: item for item in b.work.items()}
    assert items[second].state is None
    assert items[first].returned == items[second].returned == ""
    for signed_in in (b.reference, b.reviewing.readings, b.reviewing.review):
        said = set()
        for patient in (first, second):
            with pytest.raises(CxStageError) as caught:
                signed_in(patient)
            said.add(str(caught.value))
        assert len(said) == 1


def test_after_both_are_complete_the_outlines_are_shown_and_that_is_logged(
    department: Department,
) -> None:
    a, b = department.enter("A"), department.enter("B")
    patient = b.patients()[0]
    b.save_reading(reading(patient, "B", 3, complete=True))
    shown = b.shown_outlines(patient, "B")
    assert [one.author for one in shown] == ["A", ""]
    other = b.reading(patient, "A")
    assert other is not None
    assert other.comment == SECRET_WORDS
    with pytest.raises(CxStageError, match="has seen the outlines"):
        b.reopen_reading(patient, "B", "I want it as A has it")
    a.reopen_reading(patient, "A", "missed a slice")  # A has not looked
    with pytest.raises(CxStageError, match="may not"):
        b.clinical()


def test_lifting_the_blinding_is_logged_and_shows_what_is_complete(department: Department) -> None:
    kim, b, roe = (department.enter(name) for name in ("Kim", "B", "Roe"))
    patient = b.patients()[0]
    with pytest.raises(CxStageError, match="complete"):
        roe.reading(patient, "A")
    with pytest.raises(CxStageError, match="with a reason"):
        kim.work.unblind(patient, " ")
    kim.work.unblind(patient, "shown at the tumour board")
    assert roe.reading(patient, "A") is not None
    assert [one.author for one in b.shown_outlines(patient, "B")] == ["A"]
    entries = [entry for entry in kim.audit() if entry.act == "lift blinding"]
    assert [(e.actor, e.details["reason"]) for e in entries] == [("Kim", "shown at the tumour board")]


def _everything(value: Any) -> Iterator[Any]:
    """The value and all that is within it."""
    yield value
    if isinstance(value, np.ndarray | str | bytes):
        return
    if isinstance(value, Mapping):
        children: list[Any] = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        children = list(value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        children = [getattr(value, field.name) for field in dataclasses.fields(value)]
    else:
        children = []
    for child in children:
        yield from _everything(child)


def _require_blind(name: str, value: Any, stored: Reading) -> None:
    secrets = (*SECRETS, stored.saved_at)
    if isinstance(value, str):
        assert not any(secret in value for secret in secrets), name
    elif isinstance(value, float):
        assert value != SECRET_SECONDS, name
    elif isinstance(value, np.ndarray):
        wanted = stored.masks["t2-axial"].array
        assert value.shape != wanted.shape or not np.array_equal(value, wanted), name
    elif isinstance(value, Reading):
        assert value.reader == "B", name


def _experiment() -> Experiment:
    return Experiment("E0001", "", {}, Split((), (), 0.3, 1, "paper"), ())
