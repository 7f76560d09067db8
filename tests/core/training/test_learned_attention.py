"""Attention over a patient's slices: learned from the training patients, kept in the file, and told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cxstage_core.dataset import Preprocessing
from cxstage_core.errors import ModelError
from cxstage_core.evaluation import auc
from cxstage_core.models import FAMILIES, Aggregation, logits_of, predict_slices, read_card
from cxstage_core.models.aggregation import softmax
from cxstage_core.models.build import build
from cxstage_core.models.inference import features_of
from cxstage_core.prediction import predict_patient
from cxstage_core.training import compare, recompute_experiment, run_experiment
from cxstage_core.training.loop.attention import fit_attention
from tests.core.dataset.cohorts import fill
from tests.core.training.test_run_an_experiment import _lock
from tests.core.training.toy import quick_recipe, toy_set, toy_split, with_arrays

Bags = tuple[list[np.ndarray], list[np.ndarray], np.ndarray]


def _bags(patients: int, seed: int, *, telling: bool) -> Bags:
    """Five slices a patient; only slices whose first feature is 1 know the label."""
    rng = np.random.default_rng(seed)
    labels = np.arange(patients) % 2
    logits, features = [], []
    for label in labels:
        marked = rng.permutation(5) < 2
        knows = np.where(marked, 2.0 * (2 * label - 1), 0.0) if telling else np.zeros(5)
        logits.append(knows + rng.normal(0, 1.5, 5))
        features.append(np.column_stack([marked.astype(float), rng.normal(size=(5, 3)), np.ones(5)]))
    return logits, features, labels


def test_slices_that_know_are_listened_to_also_in_new_patients() -> None:
    vector = fit_attention(*_bags(60, 1, telling=True))
    assert vector[0] > 4 * np.abs(vector[1:4]).max()
    assert vector[4] == 0.0, "a feature that never changes has no say"
    logits, features, labels = _bags(400, 2, telling=True)
    weighted = [float(z @ softmax(f @ vector)) for z, f in zip(logits, features, strict=True)]
    by_attention, by_mean = auc(labels, weighted), auc(labels, [float(z.mean()) for z in logits])
    assert by_attention is not None and by_mean is not None
    assert by_attention > by_mean + 0.02


def test_where_the_slices_are_alike_every_one_counts_alike() -> None:
    logits, features, labels = _bags(40, 3, telling=False)
    same = [np.ones_like(f) for f in features]
    assert not fit_attention(logits, same, labels).any()
    alone = [z[:1] for z in logits], [f[:1] for f in features], labels
    assert np.abs(fit_attention(*alone)).max() == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_shows_what_its_last_layer_was_given(family: str) -> None:
    model = build(family, channels=2, size_px=64, seed=2)
    array = np.random.default_rng(1).normal(size=(3, 2, 64, 64)).astype(np.float32)
    layer = FAMILIES[family].last_layer
    logits, features = features_of(model, array, layer)
    assert features.shape[0] == 3
    assert np.array_equal(logits, logits_of(model, array))
    judged = predict_slices(model, array, Aggregation("attention", (0.0,) * features.shape[1], layer))
    assert judged.logit == pytest.approx(logits.mean())
    with pytest.raises(ModelError, match="weighs 1 features"):
        predict_slices(model, array, Aggregation("attention", (0.0,), layer))


def test_the_file_holds_it_and_the_numbers_come_back(tmp_path: Path) -> None:
    cohort = fill(tmp_path / "c.cxcohort", 12, step_mm=2.0)
    _lock(cohort)
    experiment = run_experiment(
        cohort,
        ["ShuffleNet"],
        preprocessing=Preprocessing(size_px=32),
        recipe=quick_recipe(epochs=2, aggregation="attention"),
    )
    run = experiment.runs[0]
    card = read_card(cohort.models.path(run.model_id))
    assert card.aggregation == experiment.config.to_dict()["aggregation"] == "attention"
    assert len(card.attention) == 1024
    assert any(card.attention)
    assert recompute_experiment(cohort, experiment.id).equal
    for stored in run.of_part("test"):
        found = predict_patient(cohort, stored.patient, run.model_id)
        assert found.logit == pytest.approx(sum(one.weight * one.logit for one in found.slices))
        assert sum(one.weight for one in found.slices) == pytest.approx(1.0)
        assert found.probability == pytest.approx(stored.probability, abs=1e-5)


def test_the_test_part_has_no_say_in_it(tmp_path: Path) -> None:
    data = toy_set(20, slices=3)
    split = toy_split(data)
    recipe = quick_recipe(epochs=2, aggregation="attention")
    noise = np.random.default_rng(7)
    other = tuple(
        noise.normal(size=array.shape).astype(np.float32) if patient in split.test else array
        for patient, array in zip(data.patients, data.arrays, strict=True)
    )
    (one,) = compare(data, split, ["ShuffleNet"], recipe, work=tmp_path / "one")
    (two,) = compare(with_arrays(data, other), split, ["ShuffleNet"], recipe, work=tmp_path / "two")
    assert one.card.attention == two.card.attention
    assert one.run.predictions != two.run.predictions
