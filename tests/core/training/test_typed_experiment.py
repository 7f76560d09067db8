"""The settings of an experiment: typed where they are read, and the very values that were stored."""

from __future__ import annotations

import json
from pathlib import Path

import h5py
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.experiment_config import ExperimentConfig, ProtocolRecord
from cxstage_core.cohort.values.folds import Fold
from cxstage_core.dataset.protocols import check_groups
from cxstage_core.errors import DatasetError, PredictionError, TrainingError
from cxstage_core.evaluation.comparison.folds import network_names, pooled_rows
from tests.core.evaluation.results import folded_experiment

FOLD = Fold(1, 1, ("P0001", "P0002", "P0003"), ("P0004",), ("P0005",))
LABELS = {"P0001": 0, "P0002": 1, "P0003": 1, "P0004": 0, "P0005": 1}


def test_what_is_described_is_read_back_with_its_types() -> None:
    protocol = ProtocolRecord.planned(
        {"kind": "holdout"}, [FOLD], LABELS, split_sha256="ab", plan_sha256="cd"
    )
    config = ExperimentConfig.of_training(
        scheme="paper",
        protocol=protocol,
        preprocessing={"size_px": 64, "channels": ["T2", "mask"]},
        recipe={"epochs": 3},
        seed=1,
        aggregation="mean logit",
        training_groups=(2, 2),
        training_labels={"P0001": 0},
        validation_patients=("P0004",),
        excluded=[("P0009", "no outline")],
        notes={"x": ()},
        weights_sha256={"x": ""},
        data_sha256="ef",
        libraries={"numpy": "2"},
    )
    again = ExperimentConfig.from_dict(json.loads(json.dumps(config.to_dict())))
    assert again.to_dict() == config.to_dict()
    assert "search" not in again.to_dict()
    assert again.protocol.folds == (FOLD,)
    assert again.protocol.to_dict()["plan"][0]["training_groups"] == [2, 2]
    assert (again.protocol.kind, again.protocol.folded) == ("holdout", False)
    assert (again.protocol.split_sha256, again.protocol.plan_sha256) == ("ab", "cd")
    assert (again.scheme, again.aggregation) == ("paper", "mean logit")
    assert (again.size_px, again.channels, again.epochs) == (64, ("T2", "mask"), 3)
    assert again.training_groups == (2, 2)
    assert again.training_labels == {"P0001": 0}
    assert again.validation_patients == ("P0004",)
    assert again.excluded == (("P0009", "no outline"),)
    assert (again.search, again.chosen) == ({}, ())


def test_an_old_experiment_that_stores_little_has_defaults_and_stays_as_it_is() -> None:
    config = ExperimentConfig.from_dict({"sizes": [1, 2], "protocol": None})
    assert config.to_dict() == {"sizes": [1, 2], "protocol": None}
    assert (config.scheme, config.size_px, config.channels, config.epochs) == ("", None, (), None)
    assert (config.protocol.kind, config.protocol.folds) == ("holdout", ())
    assert config.training_groups == (0, 0)


def test_title_and_fold_come_back_from_a_file_that_names_neither(tmp_path: Path) -> None:
    made = folded_experiment()
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    cohort.experiments.save(made)
    stored = Cohort.open(cohort.path).experiments.get(made.id)
    for one, two in zip(stored.runs, made.runs, strict=True):
        assert (one.title, one.repeat, one.fold) == (two.title, two.repeat, two.fold)
        assert one.name == f"{two.title} {two.repeat}.{two.fold}"
    assert network_names(stored) == ("HRNet", "ResNet-50")
    assert [len(row.scores.folds) for row in pooled_rows(stored)] == [6, 6]
    with h5py.File(cohort.path / "experiments" / f"{made.id}.h5") as file:
        assert not {"title", "repeat", "fold"} & set(file["runs/000"].attrs)


def test_a_fold_without_patients_of_both_groups_is_refused() -> None:
    check_groups(FOLD, LABELS)
    with pytest.raises(TrainingError, match="No patient of the test part"):
        check_groups(Fold(1, 1, FOLD.learning, FOLD.validation, ()), LABELS)
    with pytest.raises(TrainingError, match="1 patients of the surgery group and 2"):
        check_groups(Fold(1, 1, FOLD.learning, (), FOLD.test), LABELS)


def test_an_error_is_restated_with_its_sentences_and_values(tmp_path: Path) -> None:
    cause = DatasetError("{file} holds {n} slices.", remedy="Add {n} more.", file=tmp_path, n=3)
    restated = PredictionError.restating(cause)
    assert str(restated) == str(cause) == f"{tmp_path} holds 3 slices. Add 3 more."
    assert (restated.what, restated.file) == (cause.what, tmp_path)
    assert restated.public == cause.public
