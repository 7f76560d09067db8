"""A comparison by each protocol, from the cohort to its stored folds and pooled figures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.files.split import split_hash
from cxstage_core.cohort.values.records import Experiment
from cxstage_core.dataset import Preprocessing, label_patients, make_split
from cxstage_core.dataset.protocols import Protocol
from cxstage_core.evaluation.comparison.comparison import comparison_json, comparison_rows
from cxstage_core.evaluation.comparison.dashboard import dashboard
from cxstage_core.evaluation.comparison.folds import pooled_rows
from cxstage_core.models import read_card
from cxstage_core.training import recompute_experiment, run_experiment
from tests.core.dataset.cohorts import fill
from tests.core.training.toy import quick_recipe

CONFIG = Preprocessing(size_px=32)
FAMILIES = ["ShuffleNet", "FBNet"]


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    made = fill(tmp_path_factory.mktemp("store") / "c.cxcohort", 14, step_mm=2.0)
    labels, _ = label_patients(made, "paper")
    made.lock_split(make_split(labels, test=0.3, seed=1, scheme="paper"))
    return made


def _run(cohort: Cohort, protocol: Protocol, families: list[str]) -> Experiment:
    return run_experiment(
        cohort,
        families,
        preprocessing=CONFIG,
        recipe=quick_recipe(epochs=1),
        protocol=protocol,
    )


@pytest.fixture(scope="module")
def folded(cohort: Cohort) -> Experiment:
    return _run(cohort, Protocol("cross-validation", folds=2, repeats=2, seed=3), FAMILIES)


def test_the_paper_s_protocol_chooses_nothing(cohort: Cohort) -> None:
    experiment = _run(cohort, Protocol("paper"), FAMILIES[:1])
    (run,) = experiment.runs
    assert run.of_part("validation") == ()
    assert {p.patient for p in run.of_part("test")} == set(cohort.split().test)
    assert (run.threshold, run.temperature, run.best_epoch) == (0.5, 1.0, 1)
    assert np.isnan(run.history["validation_loss"]).all()
    protocol = experiment.config.to_dict()["protocol"]
    assert protocol["kind"] == "paper"
    assert protocol["split_sha256"] == split_hash(cohort.split())
    assert protocol["plan"][0]["learning"] == sorted(cohort.split().train)
    assert recompute_experiment(cohort, experiment.id).equal
    json.dumps(comparison_json(experiment, cohort), allow_nan=False)


def test_every_network_shares_the_folds_and_every_patient_is_tested_once_per_repeat(
    cohort: Cohort, folded: Experiment
) -> None:
    assert [run.name for run in folded.runs] == [
        f"{name} {fold}" for name in FAMILIES for fold in ("1.1", "1.2", "2.1", "2.2")
    ]
    tests = [tuple(p.patient for p in run.of_part("test")) for run in folded.runs]
    assert tests[:4] == tests[4:]
    assert sorted(tests[0] + tests[1]) == sorted(tests[2] + tests[3]) == list(cohort.patients())
    plan = folded.config.to_dict()["protocol"]["plan"]
    for run, fold in zip(folded.runs, plan * 2, strict=True):
        assert sorted(p.patient for p in run.of_part("test")) == fold["test"]
        assert sorted(p.patient for p in run.of_part("validation")) == fold["validation"]
        card = read_card(cohort.models.path(run.model_id))
        assert card.training_patients == len(fold["learning"]) + len(fold["validation"])
    assert recompute_experiment(cohort, folded.id).equal


def test_folds_and_pooled_figures_come_with_n_and_interval(cohort: Cohort, folded: Experiment) -> None:
    data = json.loads(json.dumps(comparison_json(folded, cohort), allow_nan=False))
    protocol = data["protocol"]
    assert (protocol["kind"], protocol["folds"], protocol["repeats"]) == ("cross-validation", 2, 2)
    assert len(protocol["plan_sha256"]) == 64
    assert [row["name"] for row in protocol["pooled"]] == FAMILIES
    assert all(row["n"] == 14 and sum(row["confusion"].values()) == 28 for row in protocol["pooled"])
    assert [(r["repeat"], r["fold"], r["n"]) for r in protocol["results"][:4]] == [
        (1, 1, 7),
        (1, 2, 7),
        (2, 1, 7),
        (2, 2, 7),
    ]
    assert all(r["accuracy_ci"][0] <= r["accuracy"] <= r["accuracy_ci"][1] for r in protocol["results"])
    assert [row["name"] for row in data["models"]] == FAMILIES
    for row, pooled in zip(data["models"], protocol["pooled"], strict=True):
        assert row["n"] == 14
        assert (row["auc"], row["accuracy"]) == (pooled["auc"], pooled["accuracy"])
        assert "brier" not in row
    assert data["baselines"][0]["n"] == 14
    assert [(pair["first"], pair["second"], pair["n"]) for pair in data["paired"]] == [
        ("ShuffleNet", "FBNet", 14)
    ]


def test_the_pooled_decisions_are_those_of_each_fold(folded: Experiment) -> None:
    (first, *_) = comparison_rows(folded)
    said = {p.patient: p.probability >= first.evaluation.threshold for p in first.patients}
    for run in folded.runs[:2]:
        for p in run.of_part("test"):
            assert said[p.patient] == (p.probability >= run.threshold)
    pooled = pooled_rows(folded)[0]
    right = np.mean(
        [
            np.mean([(p.probability >= run.threshold) == bool(p.truth) for p in run.of_part("test")])
            for run in folded.runs[:4]
        ]
    )
    assert pooled.estimates["accuracy"].value == pytest.approx(right)


def test_the_compare_page_s_numbers_exist_for_folds(folded: Experiment) -> None:
    board = dashboard(folded)
    assert [row.name for row in board.rows][:2] == FAMILIES
    assert len(board.patients) == 14
    assert len(board.pairs) == 1


def test_without_a_locked_split_folds_are_drawn_over_all_patients(tmp_path: Path) -> None:
    made = fill(tmp_path / "c.cxcohort", 14, step_mm=2.0)
    experiment = _run(made, Protocol("cross-validation", folds=2), FAMILIES[:1])
    assert experiment.config.to_dict()["protocol"]["split_sha256"] == ""
    assert len(experiment.runs) == 2
