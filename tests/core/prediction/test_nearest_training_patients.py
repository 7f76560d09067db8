"""The training patients nearest to a case, and the checks that a trained model brings with it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.permissions import Role
from cxstage_core.cohort.values.records import Experiment
from cxstage_core.dataset import Preprocessing, label_patients, make_split
from cxstage_core.errors import CohortError
from cxstage_core.imaging import Mask
from cxstage_core.models import load_model
from cxstage_core.prediction import AbstainedError, predict_patient
from cxstage_core.prediction.case import LoadedModel
from cxstage_core.prediction.input_checks import check_case, feature_check, nearest_cases
from cxstage_core.prediction.input_checks.nearest import training_patients
from cxstage_core.prediction.of_cohort import case_of_patient
from cxstage_core.training import Recipe, run_experiment
from tests.core.dataset.cohorts import fill

CONFIG = Preprocessing(size_px=32)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Cohort, Experiment, LoadedModel]:
    cohort = fill(tmp_path_factory.mktemp("near") / "near.cxcohort", 14, step_mm=2.0)
    labels, _ = label_patients(cohort, "paper")
    cohort.lock_split(make_split(labels, test=0.3, seed=1, scheme="paper"))
    made = run_experiment(
        cohort, ["ShuffleNet"], preprocessing=CONFIG, recipe=Recipe(epochs=1, batch=8, threads=1)
    )
    network, card = load_model(cohort.models.path(made.runs[0].model_id))
    return cohort, made, LoadedModel(made.runs[0].model_id, network, card)


def test_training_leaves_the_limits_in_the_model_file(
    trained: tuple[Cohort, Experiment, LoadedModel],
) -> None:
    _, experiment, loaded = trained
    reference = loaded.card.reference
    assert reference is not None
    assert reference.patients == len(experiment.split.train)
    assert "features" in reference.checks
    assert reference.few
    assert not any(patient in loaded.card.to_json() for patient in experiment.split.train)


def test_a_training_patient_is_nearest_to_herself_and_left_out(
    trained: tuple[Cohort, Experiment, LoadedModel],
) -> None:
    cohort, experiment, loaded = trained
    patient = experiment.split.train[0]
    case = case_of_patient(cohort, patient, CONFIG, card=loaded.card)
    found = nearest_cases(cohort, loaded, case, n=3)
    assert len(found) == 3
    assert patient not in {one.patient for one in found}
    assert [one.distance for one in found] == sorted(one.distance for one in found)
    assert {one.patient for one in found} <= set(experiment.split.train)
    named = nearest_cases(cohort, loaded, replace(case, patient="study"), n=1)
    assert named[0].patient == patient
    assert named[0].distance == pytest.approx(0, abs=1e-9)
    assert named[0].slice_index in case.prepared.slice_indices
    assert named[0].label in (0, 1)
    assert named[0].to_json().keys() == {"patient", "stage", "label", "distance", "slice"}


def test_a_test_patient_is_never_among_them(
    trained: tuple[Cohort, Experiment, LoadedModel],
) -> None:
    cohort, experiment, loaded = trained
    case = case_of_patient(cohort, experiment.split.test[0], CONFIG, card=loaded.card)
    found = nearest_cases(cohort, loaded, case, n=100)
    assert {one.patient for one in found} == set(experiment.split.train)
    stranger = replace(loaded.card, training_patients_sha256="0" * 64)
    assert training_patients(cohort, stranger, loaded.id) == ()
    assert nearest_cases(cohort, replace(loaded, card=stranger), case) == ()


def test_a_reader_is_refused(trained: tuple[Cohort, Experiment, LoadedModel], tmp_path: Path) -> None:
    cohort, experiment, loaded = trained
    case = case_of_patient(cohort, experiment.split.test[0], CONFIG, card=loaded.card)
    copy = tmp_path / "copy.cxcohort"
    shutil.copytree(cohort.path, copy)
    boss = "a long enough passphrase"
    opened = Cohort.open(copy)
    opened.accounts.add("boss", {Role.COORDINATOR}, boss)
    opened = Cohort.open(copy).sign_in("boss", boss)
    opened.accounts.add("anna", {Role.READER}, boss + " too")
    with pytest.raises(CohortError):
        nearest_cases(Cohort.open(copy).sign_in("anna", boss + " too"), loaded, case)
    assert len(nearest_cases(opened, loaded, case, n=2)) == 2


def test_a_case_has_its_checks_and_an_abstention_carries_them(
    trained: tuple[Cohort, Experiment, LoadedModel],
) -> None:
    cohort, experiment, loaded = trained
    patient = experiment.split.test[1]
    case = case_of_patient(cohort, patient, CONFIG, card=loaded.card)
    assert check_case(loaded.card, case) == case.checks
    assert {c.verdict for c in case.checks} >= {"fits"}
    assert case_of_patient(cohort, patient, CONFIG).checks == ()
    assert feature_check(loaded, case).verdict != "unknown"
    t2 = next(s for s in cohort.series(patient) if s.info.sequence == "T2")
    array = np.zeros(t2.grid.size, dtype=np.uint8)
    array[tuple(n // 2 for n in t2.grid.size)] = 1
    cohort.references.freeze(patient, {t2.id: Mask(array, t2.grid)}, origin="a mistake")
    with pytest.raises(AbstainedError) as stopped:
        predict_patient(cohort, patient, loaded.id)
    (one,) = [c for c in stopped.value.checks if c.key == "outline-few-voxels"]
    assert one.verdict == "stop"
    assert one.picture is not None
    found = predict_patient(cohort, patient, loaded.id, despite="to see")
    assert "outline-few-voxels" in found.objections
    assert found.despite == "to see"
    (line,) = [e for e in cohort.audit.entries() if e.act == "predict despite gate"]
    assert "outline-few-voxels" in line.details["rules"]
