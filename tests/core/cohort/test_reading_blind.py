"""Reader B tries every public door of the core before the case is complete, and finds nothing of A."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxstage_core.cohort import ClinicalRecord, Cohort, Experiment, Reading, SeriesInfo, Split
from cxstage_core.cohort.double_reading.worklist import Draw
from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.cohort.values.permissions import Role
from cxstage_core.cohort.values.registration import StoredRegistration
from cxstage_core.errors import CxStageError
from cxstage_core.imaging.registration import Registration
from cxstage_core.imaging.rigid import Rigid
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
    kim.worklist.assign(Draw(("A", "B")))
    first, second = kim.patients()
    kim.clinical.save(
        [ClinicalRecord(p, entered_stage=STAGE, extra={"outcome": OUTCOME}) for p in (first, second)]
    )
    done = dataclasses.replace(
        reading(first, "A", 9, complete=True), comment=SECRET_WORDS, seconds=SECRET_SECONDS
    )
    a.save_reading(done)
    b.save_reading(reading(first, "B", 3))
    kim.references.freeze(first, {"t2-axial": outline(9)}, origin="reader A")
    return made


SERVICES = (
    "accounts", "worklist", "readings", "review", "references", "clinical", "experiments", "models", "audit",
    "review.comments", "people", "registrations", "predictions",
)  # fmt: skip


def _entered(held: AbstractContextManager[Any]) -> Any:
    """What a context manager gives."""
    with held as given:
        return given


def doors(b: Cohort, patient: str) -> dict[str, Callable[[], Any]]:
    """Every public door of the store with arguments that fit; the name says which."""
    mask = {"t2-axial": outline(2)}
    series = b.volume(patient, "t2-axial")
    return {
        "ModelService.add": lambda: b.models.add("M1", b.path / "cohort.json"),
        "Cohort.add_series": lambda: b.add_series(patient, series, SeriesInfo("T2")),
        "AuditService.entries": b.audit.entries,
        "AuditService.check": b.audit.check,
        "ClinicalService.records": b.clinical.records,
        "ExperimentService.get": lambda: b.experiments.get("E0001"),
        "ExperimentService.all": b.experiments.all,
        "Cohort.find_hospital_id": lambda: b.find_hospital_id("MRN-0"),
        "Cohort.find_patient": lambda: b.find_patient("MRN-0"),
        "ReferenceService.freeze": lambda: b.references.freeze(patient, mask, origin="B"),
        "ReadingService.patients": b.readings.patients,
        "ReadingService.require_patient": lambda: b.readings.require_patient(patient),
        "ReadingService.require_own": lambda: b.readings.require_own(patient, "A"),
        "ReadingService.save": lambda: b.readings.save(Reading(patient, "A", mask)),
        "ReadingService.journal": lambda: b.readings.journal(patient, "A"),
        "Cohort.lock_split": lambda: b.lock_split(Split((patient,), (), 0.3, 1, "paper")),
        "AuditService.note": lambda: b.audit.note("import", actor="A"),
        "AccountService.sign_out": b.accounts.sign_out,
        "ReadingService.losses": b.readings.losses,
        "ReadingService.acknowledge_loss": lambda: b.readings.acknowledge_loss(patient, "A"),
        "ModelService.path": lambda: b.models.path("M1"),
        "ModelService.ids": b.models.ids,
        "ExperimentService.next_id": b.experiments.next_id,
        "Cohort.patients": b.patients,
        "Cohort.prepared_folder": lambda: b.prepared_folder,
        "ModelService.put_in_use": lambda: b.models.put_in_use("M1", reason="x"),
        "ModelService.in_use": b.models.in_use,
        "PredictionService.add": lambda: b.predictions.add({"patient": patient, "model": {}}),
        "PredictionService.ids": b.predictions.ids,
        "PredictionService.get": lambda: b.predictions.get("prediction-0001"),
        "PredictionService.state": b.predictions.state,
        "Cohort.pseudonym": lambda: b.pseudonym("MRN-0"),
        "Cohort.pseudonyms": lambda: b.pseudonyms(["MRN-0"]),
        "ReadingService.readers": lambda: b.readings.readers(patient),
        "ReadingService.get": lambda: b.readings.get(patient, "A"),
        "ReadingService.states": b.readings.states,
        "Cohort.rebuild_index": b.rebuild_index,
        "ReferenceService.latest": lambda: b.references.latest(patient),
        "ReferenceService.versions": lambda: b.references.versions(patient),
        "Cohort.refresh_index": b.refresh_index,
        "ReadingService.reopen": lambda: b.readings.reopen(patient, "A", "x"),
        "ClinicalService.save": lambda: b.clinical.save([ClinicalRecord(patient)]),
        "ExperimentService.save": lambda: b.experiments.save(_experiment()),
        "Cohort.save_reading": lambda: b.save_reading(Reading(patient, "A", mask)),
        "Cohort.series": lambda: b.series(patient),
        "Cohort.shift_days": lambda: b.shift_days(patient),
        "ReadingService.shown_outlines": lambda: (
            b.readings.shown_outlines(patient, "B"),
            b.readings.shown_outlines(patient, "A"),
        ),
        "ReadingService.visible_outlines": lambda: b.readings.visible_outlines(patient),
        "Cohort.sign_in": lambda: b.sign_in("A", words("B")),
        "Cohort.split": b.split,
        "Cohort.token": lambda: b.token,
        "Cohort.verify": b.verify,
        "Cohort.volume": lambda: b.volume(patient, "t2-axial"),
        "Cohort.principal": lambda: b.principal,
        "WorklistService.items of another": lambda: b.worklist.items("A"),
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
        "WorklistService.assign": lambda: b.worklist.assign(Draw(("A", "B"))),
        "WorklistService.assign_repeats": lambda: b.worklist.assign_repeats(1.0, 0),
        "WorklistService.assignments": b.worklist.assignments,
        "WorklistService.case_state": lambda: b.worklist.case_state(patient),
        "WorklistService.case_states": b.worklist.case_states,
        "WorklistService.completed_on": lambda: b.worklist.completed_on(date.today(), "A"),
        "WorklistService.influenced": b.worklist.influenced,
        "WorklistService.items": b.worklist.items,
        "WorklistService.unblind": lambda: b.worklist.unblind(patient, "curious"),
        "WorklistService.unblinded": b.worklist.unblinded,
        "WorklistService.withdraw": lambda: b.worklist.withdraw(patient, "A"),
        "ReviewService.return_reasons": b.review.return_reasons,
        "CommentService.answer": lambda: b.review.comments.answer(patient, 1, "x"),
        "ReviewService.apply_rule": lambda: b.review.apply_rule(patient, "union", reason="x"),
        "ReviewService.begin": lambda: b.review.begin(patient),
        "CommentService.add": lambda: b.review.comments.add(patient, "t2-axial", (0.0, 0.0, 0.0), "x"),
        "ReviewService.decide": lambda: b.review.decide(patient, "t2-axial", "k", Take.UNION),
        "ReviewService.decide_all": lambda: b.review.decide_all(patient, {}),
        "ReviewService.disagreements": lambda: b.review.disagreements(patient),
        "ReviewService.draft": lambda: b.review.draft(patient),
        "ReviewService.probability": lambda: b.review.probability(patient),
        "ReviewService.readings": lambda: b.review.readings(patient),
        "ReviewService.reopen": lambda: b.review.reopen(patient, "x"),
        "CommentService.resolve": lambda: b.review.comments.resolve(patient, 1),
        "ReviewService.return_reason": lambda: b.review.return_reason(patient, "A"),
        "ReviewService.review": lambda: b.review.review(patient),
        "ReviewService.save_draft": lambda: b.review.save_draft(Reading(patient, "B#review", mask)),
        "ReviewService.send_back": lambda: b.review.send_back(patient, "A", "x"),
        "ReviewService.sign_off": lambda: b.review.sign_off(patient),
        "ReviewService.decide_border": lambda: b.review.decide_border(patient, Take.UNION),
        "ReadingService.rights": lambda: (
            b.readings.rights(patient, "B"),
            b.readings.rights(patient, "A"),
        ),
        "ReadingService.closed_cases": b.readings.closed_cases,
        "ReferenceService.reopened": b.references.reopened,
        "ClinicalService.sources": b.clinical.sources,
        "ExperimentService.reserved": lambda: _entered(b.experiments.reserved()),
        "ExperimentService.tested_before": lambda: b.experiments.tested_before("E0001"),
        "ModelService.unchecked_path": lambda: b.models.unchecked_path("M1"),
        "PeopleService.same_person": b.people.same_person,
        "PeopleService.declare_same": lambda: b.people.declare_same(patient, "P0002", reason="x"),
        "PeopleService.declare_other": lambda: b.people.declare_other(patient, "P0002", reason="x"),
        "PeopleService.use_despite": lambda: b.people.use_despite(patient, reason="x"),
        "PeopleService.used_despite": lambda: b.people.used_despite(patient),
        "PeopleService.admission": b.people.admission,
        "PeopleService.directory": b.people.directory,
        "PeopleService.match_row": lambda: b.people.match_row("MRN-0", patient, 2),
        "PeopleService.remember_id": lambda: b.people.remember_id("MRN-0", patient),
        "PeopleService.locked": lambda: _entered(b.people.locked()),
        "RegistrationService.all": lambda: b.registrations.all(patient),
        "RegistrationService.find": lambda: b.registrations.find(*b.series(patient) * 2),
        "RegistrationService.save": lambda: b.registrations.save(_registration(b, patient)),
        "ReviewService.state": lambda: b.review.state(patient),
        "ReviewService.states": b.review.states,
    }


MAKING = {"Cohort.create", "Cohort.open"}
"""They make or open a cohort; what can be seen in it then is what the other doors give."""
INNER = {
    f"{service}Service.context"
    for service in (
        "Account", "Worklist", "Reading", "Review", "Reference", "Clinical", "Experiment", "Model", "Audit",
        "Comment", "People", "Registration", "Prediction",
    )
}  # fmt: skip
"""The store's own inside: Python cannot lock it, as it cannot lock the folder."""
REFUSED = {
    "AuditService.entries", "AuditService.check", "ClinicalService.records", "ExperimentService.all", "ModelService.ids",
    "Cohort.find_patient", "ReadingService.journal", "ReadingService.require_own", "CommentService.answer",
    "ReadingService.get", "ReferenceService.latest", "Cohort.split",
    "ReferenceService.freeze", "Cohort.save_reading", "ReadingService.shown_outlines",
    "Cohort.verify", "WorklistService.case_state", "WorklistService.case_states", "WorklistService.unblind",
    "WorklistService.assignments", "WorklistService.completed_on", "ReviewService.state", "ReviewService.states",
    "ReviewService.readings", "ReviewService.disagreements", "ReviewService.review", "ReviewService.begin",
    "RegistrationService.all", "RegistrationService.find", "RegistrationService.save",
    "PredictionService.add", "PredictionService.ids", "PredictionService.get", "PredictionService.state",
    "AccountService.all", "AccountService.people", "AccountService.reset",
}  # fmt: skip


def test_no_door_is_forgotten(department: Department) -> None:
    b = department.enter("B")
    public = {
        f"{type(desk).__name__}.{name}"
        for desk in (b, *(attrgetter(name)(b) for name in SERVICES))
        for name in dir(type(desk))
        if not name.startswith("_")
    }
    instance = (
        {"Cohort.id", "Cohort.name", "Cohort.path"}
        | {f"Cohort.{name}" for name in SERVICES}
        | {"ReviewService.comments"}
    )
    assert public - MAKING - INNER - instance == {
        name.partition(" ")[0] for name in doors(b, b.patients()[0])
    }


def test_nothing_of_the_other_reader_is_found(department: Department) -> None:
    b = department.enter("B")
    patient = b.patients()[0]
    stored = department.enter("Kim").readings.get(patient, "A")
    assert stored is not None
    refused = set()
    for name, door in doors(b, patient).items():
        try:
            found = door()
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
    assert b.readings.readers(second) == ()
    assert b.readings.readers(first) == ("B",)
    items = {item.patient: item for item in b.worklist.items()}
    assert items[second].state is None
    assert items[first].return_reason == items[second].return_reason == ""
    for door in (b.references.latest, b.review.readings, b.review.review):
        said = set()
        for patient in (first, second):
            with pytest.raises(CxStageError) as caught:
                door(patient)
            said.add(str(caught.value))
        assert len(said) == 1


def test_after_both_are_complete_the_outlines_are_shown_and_that_is_logged(
    department: Department,
) -> None:
    a, b = department.enter("A"), department.enter("B")
    patient = b.patients()[0]
    b.save_reading(reading(patient, "B", 3, complete=True))
    shown = b.readings.shown_outlines(patient, "B")
    assert [one.author for one in shown] == ["A", ""]
    other = b.readings.get(patient, "A")
    assert other is not None
    assert other.comment == SECRET_WORDS
    with pytest.raises(CxStageError, match="has seen the outlines"):
        b.readings.reopen(patient, "B", "I want it as A has it")
    a.readings.reopen(patient, "A", "missed a slice")  # A has not looked
    with pytest.raises(CxStageError, match="may not"):
        b.clinical.records()


def test_lifting_the_blinding_is_logged_and_shows_what_is_complete(department: Department) -> None:
    kim, b, roe = (department.enter(name) for name in ("Kim", "B", "Roe"))
    patient = b.patients()[0]
    with pytest.raises(CxStageError, match="complete"):
        roe.readings.get(patient, "A")
    with pytest.raises(CxStageError, match="A reason is required"):
        kim.worklist.unblind(patient, " ")
    kim.worklist.unblind(patient, "shown at the tumour board")
    assert roe.readings.get(patient, "A") is not None
    assert [one.author for one in b.readings.shown_outlines(patient, "B")] == ["A"]
    entries = [entry for entry in kim.audit.entries() if entry.act == "lift blinding"]
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


def _registration(b: Cohort, patient: str) -> StoredRegistration:
    (series, *_) = b.series(patient)
    nowhere = (0.0, 0.0, 0.0)
    found = Registration(Rigid(nowhere, nowhere, nowhere), 0.1, 0.2)
    return StoredRegistration(patient, series.id, series.id, series.sha256, series.sha256, found, 1)


def _experiment() -> Experiment:
    return Experiment("E0001", "", ExperimentConfig(), Split((), (), 0.3, 1, "paper"), ())
