"""Predicting a patient of a stored experiment gives the numbers that were stored with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxstage_core.dataset import Preprocessing, label_patients, make_split
from cxstage_core.prediction import predict_patient
from cxstage_core.training import Recipe, run_experiment
from tests.core.dataset.cohorts import fill
from tests.core.dataset.synthetic import study


def test_the_stored_numbers_come_back_until_the_outline_changes(tmp_path: Path) -> None:
    cohort = fill(tmp_path / "trained.cxcohort", 12, step_mm=2.2)
    labels, _ = label_patients(cohort, "paper")
    assert set(labels.values()) == {0, 1}
    cohort.lock_split(make_split(labels, test=0.4, seed=1, scheme="paper"))
    experiment = run_experiment(
        cohort,
        ["shufflenet_v2_x1_0"],
        preprocessing=Preprocessing(size_px=64),
        recipe=Recipe(epochs=1, batch=8, threads=1),
    )
    (run,) = experiment.runs
    for stored in run.predictions:
        found = predict_patient(cohort, stored.patient, run.model_id)
        assert found.probability == pytest.approx(stored.probability, abs=1e-5)
        assert found.logit == pytest.approx(stored.logit, abs=1e-5)
        warned = " ".join(str(w) for w in found.warnings)
        assert ("learned from this patient" in warned) == (stored.part != "test")
        assert "have changed" not in warned
        assert "AUC" in str(found.notes[-1])
    tested = run.of_part("test")[0].patient
    t2 = next(s for s in cohort.series(tested) if s.info.sequence == "T2")
    _, other = study(radius_mm=25.0)
    cohort.references.freeze(tested, {t2.id: other}, origin="corrected")
    changed = predict_patient(cohort, tested, run.model_id)
    assert any("have changed since" in str(w) for w in changed.warnings)
