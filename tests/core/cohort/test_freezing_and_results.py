"""What is frozen stays: references, the split, experiments, models."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import Cohort, Experiment, ModelRun, PatientPrediction, Split
from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.errors import CohortError
from tests.core.cohort.conftest import Study
from tests.core.cohort.edits import edited


def _experiment(name: str) -> Experiment:
    predictions = tuple(
        PatientPrediction(f"P000{n}", part, n % 2, p, float(np.log(p / (1 - p))))
        for n, part, p in ((1, "validation", 0.3), (2, "test", 1 / 3), (3, "test", 0.999))
    )
    history = {"train_loss": np.array([0.7, 0.1 + 0.2]), "validation_auc": np.array([np.nan, 0.75])}
    run = ModelRun(
        "HRNet",
        "hrnet_w32",
        f"{name}-hrnet",
        39_190_000,
        "from scratch",
        history,
        2,
        0.41,
        1.3,
        predictions,
    )
    config = {
        "scheme": "paper",
        "recipe": {"lr": 1e-4, "epochs": 2},
        "name": "试验",
        "sizes": (1, 2),
        "none": None,
    }
    return Experiment(
        name,
        "2024-05-01T00:00:00+00:00",
        ExperimentConfig(config),
        Split(("P0001",), ("P0002",), 0.5, 3, "paper"),
        (run,),
    )


def test_a_later_reference_leaves_the_earlier_one(study: Study) -> None:
    cohort = study.cohort
    first = cohort.references.freeze(study.patient, {study.series: study.mask(4)}, origin="reader A")
    second = cohort.references.freeze(study.patient, {study.series: study.mask(9)}, origin="review")
    assert (first.version, second.version) == (1, 2)
    assert first.sha256 != second.sha256
    versions = Cohort.open(cohort.path).references.versions(study.patient)
    assert [v.sha256 for v in versions] == [first.sha256, second.sha256]
    assert versions[0].masks[study.series].same_as(study.mask(4))
    latest = cohort.references.latest(study.patient)
    assert latest is not None
    assert (latest.origin, latest.frozen_at) == ("review", second.frozen_at)
    assert latest.masks[study.series].same_as(study.mask(9))
    assert cohort.verify() == ()


def test_the_same_outline_has_the_same_hash(study: Study) -> None:
    masks = {study.series: study.mask()}
    one = study.cohort.references.freeze(study.patient, masks, origin="a")
    assert study.cohort.references.freeze(study.patient, masks, origin="b").sha256 == one.sha256


def test_nothing_cannot_be_frozen(study: Study) -> None:
    assert study.cohort.references.latest(study.patient) is None
    with pytest.raises(CohortError, match="no outline"):
        study.cohort.references.freeze(study.patient, {}, origin="a")


def test_a_split_is_locked_once(cohort: Cohort) -> None:
    a, b, c = cohort.pseudonyms(["x", "y", "z"])
    assert cohort.split() is None
    for split, reason in (
        (Split((a, b), (b,), 0.3, 1, "paper"), "twice"),
        (Split((a, "P0099"), (b,), 0.3, 1, "paper"), "P0099"),
    ):
        with pytest.raises(CohortError, match=reason):
            cohort.lock_split(split)
    locked = Split((a, c), (b,), 0.3, 7, "paper")
    cohort.lock_split(locked)
    with pytest.raises(CohortError, match="locked"):
        cohort.lock_split(locked)
    found = Cohort.open(cohort.path).split()
    assert found == locked
    assert found is not None
    assert (found.part(b), found.part("P0099")) == ("test", "")
    assert cohort.audit.entries()[-1].act == "lock split"


def test_an_experiment_comes_back_to_the_last_bit(cohort: Cohort) -> None:
    experiment = _experiment(cohort.experiments.next_id())
    cohort.experiments.save(experiment)
    found = Cohort.open(cohort.path).experiments.get("E0001")
    assert found.config.to_dict() == {**experiment.config.to_dict(), "sizes": [1, 2]}
    assert found.split == experiment.split
    (run,), (wanted,) = found.runs, experiment.runs
    assert run.predictions == wanted.predictions
    assert replace(run, history={}) == replace(wanted, history={})
    for name, values in wanted.history.items():
        assert np.array_equal(run.history[name], values, equal_nan=True)
    assert len(run.of_part("test")) == 2


def test_experiments_are_numbered_and_never_changed(cohort: Cohort) -> None:
    for number in (1, 2):
        assert cohort.experiments.next_id() == f"E000{number}"
        cohort.experiments.save(_experiment(f"E000{number}"))
    with pytest.raises(CohortError, match="cannot be changed"):
        cohort.experiments.save(_experiment("E0002"))
    assert [e.id for e in cohort.experiments.all()] == ["E0001", "E0002"]
    with pytest.raises(CohortError, match="missing"):
        cohort.experiments.get("E0009")
    with pytest.raises(CohortError, match="identifier"):
        cohort.experiments.get("../split")


def test_a_changed_prediction_is_found(cohort: Cohort) -> None:
    cohort.experiments.save(_experiment("E0001"))
    with edited(cohort.path / "experiments/E0001.h5") as file:
        file["runs/000/predictions/probability"][1] = 0.9
    with pytest.raises(CohortError, match="damaged"):
        cohort.experiments.get("E0001")
    assert [p.file for p in cohort.verify()] == ["experiments/E0001.h5"]


def test_a_model_is_copied_in_and_never_changed(cohort: Cohort, tmp_path: Path) -> None:
    weights = tmp_path / "weights.safetensors"
    weights.write_bytes(bytes(range(256)) * 5000)
    stored = cohort.models.add("E0001-hrnet_w32", weights)
    assert stored == cohort.models.path("E0001-hrnet_w32")
    assert stored.read_bytes() == weights.read_bytes()
    assert cohort.models.ids() == ("E0001-hrnet_w32",)
    assert cohort.models.add("E0001-hrnet_w32", weights) == stored
    weights.write_bytes(b"other")
    with pytest.raises(CohortError, match="cannot be changed"):
        cohort.models.add("E0001-hrnet_w32", weights)
    with pytest.raises(CohortError, match="no model"):
        cohort.models.path("E0002")
    with pytest.raises(CohortError, match="identifier"):
        cohort.models.add("../x", weights)
    with pytest.raises(CohortError, match="model file"):
        cohort.models.add("m", tmp_path / "nothing")
    stored.write_bytes(b"\0")
    assert [p.file for p in cohort.verify()] == ["models/E0001-hrnet_w32.safetensors"]
