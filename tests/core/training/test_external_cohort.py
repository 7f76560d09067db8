"""A trained network is tested on another cohort, unless a patient is in both."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import ClinicalRecord, SeriesInfo
from cxstage_core.dataset import Preprocessing, label_patients, make_split
from cxstage_core.errors import LeakError, TrainingError
from cxstage_core.evaluation import auc
from cxstage_core.evaluation.comparison.comparison import comparison_json
from cxstage_core.models import read_card
from cxstage_core.prediction import predict_patient
from cxstage_core.staging import Edition, Facts
from cxstage_core.training import recompute_experiment, run_experiment
from cxstage_core.training.experiment.external_test import evaluate_external
from tests.core.dataset.cohorts import T1_GRID, fill
from tests.core.dataset.synthetic import study
from tests.core.training.toy import quick_recipe


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    cohort = fill(tmp_path_factory.mktemp("store") / "a.cxcohort", 12, step_mm=2.0)
    labels, _ = label_patients(cohort, "paper")
    cohort.lock_split(make_split(labels, test=0.3, seed=1, scheme="paper"))
    run_experiment(
        cohort,
        ["ShuffleNet"],
        preprocessing=Preprocessing(size_px=32),
        recipe=quick_recipe(epochs=1),
    )
    return cohort


def _elsewhere(path: Path, patients: int = 6) -> Cohort:
    cohort = Cohort.create(path)
    for i in range(patients):
        patient = cohort.pseudonym(f"ELSEWHERE-{i}")
        radius = 12.0 + 3.0 * i
        t2, mask = study(radius_mm=radius, seed=900 + i)
        record, _ = cohort.add_series(patient, t2, SeriesInfo("T2"))
        t1, _ = study(T1_GRID, radius_mm=radius, seed=950 + i)
        cohort.add_series(patient, t1, SeriesInfo("T1"))
        cohort.references.freeze(patient, {record.id: mask}, origin="test")
        facts = Facts(diameter_mm=2 * radius)
        cohort.clinical.save([ClinicalRecord(patient, edition=Edition.FIGO_2018, facts=facts)])
    return cohort


def test_every_patient_of_the_other_cohort_is_judged_and_nothing_is_chosen(
    trained: Cohort, tmp_path: Path
) -> None:
    other = _elsewhere(tmp_path / "b.cxcohort")
    model = trained.models.ids()[0]
    before = len(trained.experiments.all())
    experiment = evaluate_external(trained, model, other)
    (run,) = experiment.runs
    card = read_card(trained.models.path(model))
    assert (run.threshold, run.temperature) == (card.threshold, card.temperature)
    assert tuple(p.patient for p in run.predictions) == other.patients()
    assert all(p.part == "test" for p in run.predictions)
    assert experiment.split.train == ()
    protocol = experiment.config.to_dict()["protocol"]
    assert (protocol["kind"], protocol["trained_in"]) == ("external", trained.id)
    own = protocol["against_own_test"]
    inside = trained.experiments.get(card.experiment).runs[0].of_part("test")
    assert own["own_n"] == len(inside)
    low, high = own["own_auc_ci"]
    assert low <= own["own_auc"] <= high
    assert own["own_auc"] == auc([p.truth for p in inside], [p.logit for p in inside])
    assert len(trained.experiments.all()) == before
    assert recompute_experiment(other, experiment.id).equal
    found = predict_patient(other, "P0003", run.model_id)
    assert found.probability == pytest.approx(run.predictions[2].probability, abs=1e-5)
    data = comparison_json(experiment, other)
    assert data["models"][0]["n"] == 6
    assert data["protocol"]["kind"] == "external"
    assert np.isfinite(data["models"][0]["accuracy"])
    assert other.verify() == ()


def test_a_patient_known_to_the_training_cohort_is_refused_whatever_its_pseudonym(
    trained: Cohort, tmp_path: Path
) -> None:
    other = _elsewhere(tmp_path / "b.cxcohort", 2)
    stranger = other.pseudonym("SAME-PERSON")
    volume = trained.volume("P0005", trained.series("P0005")[0].id)
    other.add_series(stranger, volume, SeriesInfo("T2"))
    with pytest.raises(LeakError, match="P0003 is patient P0005 of the cohort"):
        evaluate_external(trained, trained.models.ids()[0], other)
    assert other.experiments.all() == ()


def test_the_cohort_itself_is_no_external_one(trained: Cohort) -> None:
    with pytest.raises(TrainingError, match="this very cohort"):
        evaluate_external(trained, trained.models.ids()[0], trained)
