"""Networks are trained on the training part and judged once on the test part."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from cxstage_core.cohort.values.records import VALIDATION_LOGITS
from cxstage_core.dataset.protocols import Protocol, draw_folds
from cxstage_core.errors import LeakError, ModelError, TrainingError
from cxstage_core.evaluation import auc, null_band
from cxstage_core.jobs import Event, Progress, start_job
from cxstage_core.models import load_model, logits_of, probability, verify_model
from cxstage_core.training import EpochFinished, ModelFinished, ModelStarted, compare
from tests.core.training.toy import quick_recipe, toy_set, toy_split, with_arrays, with_labels


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory):
    data = toy_set()
    news: list[Progress | Event] = []
    job, _ = start_job(news.append)
    models = compare(
        data,
        toy_split(data),
        ["ShuffleNet", "fbnetc_100"],
        quick_recipe(),
        work=tmp_path_factory.mktemp("work"),
        experiment="E0007",
        job=job,
    )
    return data, models, news


def test_every_network_shares_the_split_and_predicts_each_test_patient_once(compared) -> None:
    data, models, _ = compared
    split = toy_split(data)
    assert [m.run.name for m in models] == ["ShuffleNet", "FBNet"]
    assert [m.run.model_id for m in models] == ["E0007-shufflenet_v2_x1_0", "E0007-fbnetc_100"]
    validation = {p.patient for p in models[0].run.of_part("validation")}
    assert validation and validation < set(split.train)
    for model in models:
        assert tuple(p.patient for p in model.run.of_part("test")) == split.test
        assert {p.patient for p in model.run.of_part("validation")} == validation
        assert all(p.truth == data.label_of()[p.patient] for p in model.run.predictions)


def test_the_model_file_gives_the_stored_numbers(compared) -> None:
    data, models, _ = compared
    arrays = dict(zip(data.patients, data.arrays, strict=True))
    for model in models:
        verify_model(model.file)
        network, card = load_model(model.file)
        assert card.experiment == "E0007"
        assert card.training_patients == len(toy_split(data).train)
        assert card.input_range["T2 mean"][0] < card.input_range["T2 mean"][1]
        for p in model.run.predictions:
            logit = float(np.mean(logits_of(network, arrays[p.patient])))
            assert logit == pytest.approx(p.logit, abs=1e-5)
            assert probability(logit, card.temperature) == pytest.approx(p.probability, abs=1e-5)


def test_each_epoch_is_told_and_kept_in_the_history(compared) -> None:
    _, models, news = compared
    started = [n for n in news if isinstance(n, ModelStarted)]
    epochs = [n for n in news if isinstance(n, EpochFinished)]
    assert [(n.name, n.index, n.first_epoch, n.weights) for n in started] == [
        ("ShuffleNet", 0, 1, "from scratch"),
        ("FBNet", 1, 1, "from scratch"),
    ]
    assert [(n.name, n.epoch) for n in epochs] == [
        (name, epoch) for name in ("ShuffleNet", "FBNet") for epoch in (1, 2, 3)
    ]
    assert all(n.images_per_s > 0 and n.seconds > 0 for n in epochs)
    assert sum(isinstance(n, ModelFinished) for n in news) == 2
    for model in models:
        history = model.run.history
        per_patient = history[VALIDATION_LOGITS]
        assert len(per_patient) == 3 * len(model.run.of_part("validation"))
        assert all(len(v) == 3 for name, v in history.items() if name != VALIDATION_LOGITS)
        assert model.run.best_epoch == 1 + int(np.argmin(history["validation_loss"]))
        assert history["learning_rate"][-1] < history["learning_rate"][0] <= 0.01
    done = [n.fraction for n in news if isinstance(n, Progress) and n.what == "Training networks"]
    assert done == sorted(done)


def test_the_seed_decides_the_weights(tmp_path: Path) -> None:
    data = toy_set()
    files = [
        compare(
            data,
            toy_split(data),
            ["ShuffleNet"],
            quick_recipe(epochs=1, seed=seed),
            work=tmp_path / name,
        )[0].file
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    ]
    a, b, c = (load_file(file) for file in files)
    assert all(torch.equal(a[key], b[key]) for key in a)
    assert any(not torch.equal(a[key], c[key]) for key in a)


def test_the_test_part_has_no_say_in_the_weights(tmp_path: Path) -> None:
    data = toy_set()
    split = toy_split(data)
    held_out = [i for i, patient in enumerate(data.patients) if patient in split.test]
    labels, arrays = data.labels.copy(), list(data.arrays)
    labels[held_out] = 1 - labels[held_out]
    for i in held_out:
        arrays[i] = arrays[i] * 3 + 1
    other = with_arrays(with_labels(data, labels), arrays)
    one, two = (
        compare(d, split, ["ShuffleNet"], quick_recipe(epochs=2), work=tmp_path / name)[0]
        for name, d in (("one", data), ("two", other))
    )
    first, second = load_file(one.file), load_file(two.file)
    assert all(torch.equal(first[key], second[key]) for key in first)
    assert (one.run.threshold, one.run.temperature) == (two.run.threshold, two.run.temperature)
    assert one.card.input_range == two.card.input_range


def test_it_learns_what_is_there_and_nothing_from_shuffled_labels(tmp_path: Path) -> None:
    data = toy_set(60, slices=1)
    split = toy_split(data)
    shuffled = np.random.default_rng(5).permutation(data.labels)
    found = {}
    for name, labels in (("true", data.labels), ("shuffled", shuffled)):
        model = compare(
            with_labels(data, labels),
            split,
            ["ShuffleNet"],
            quick_recipe(epochs=12),
            work=tmp_path / name,
        )[0]
        test = model.run.of_part("test")
        truth = [p.truth for p in test]
        found[name] = auc(truth, [p.probability for p in test])
        band = null_band(len(truth) - sum(truth), sum(truth))
    assert found["true"] > 0.9
    assert band.low <= found["shuffled"] <= band.high


def test_patients_that_could_not_be_prepared_are_left_out_of_both_parts(tmp_path: Path) -> None:
    data = toy_set()
    split = toy_split(data)
    less = data.only(set(data.patients) - {split.train[0], split.test[0]})
    model = compare(less, split, ["ShuffleNet"], quick_recipe(epochs=1), work=tmp_path)[0]
    assert tuple(p.patient for p in model.run.of_part("test")) == split.test[1:]


def test_what_cannot_be_trained_is_refused_before_anything_is(tmp_path: Path) -> None:
    data = toy_set()
    split = toy_split(data)
    recipe = quick_recipe()
    with pytest.raises(LeakError):
        compare(data, replace(split, test=split.train[:2]), ["ShuffleNet"], recipe, work=tmp_path)
    with pytest.raises(TrainingError, match="No patient of the test part"):
        compare(data.only(split.train), split, ["ShuffleNet"], recipe, work=tmp_path)
    ones = {p for p, label in data.label_of().items() if label == 1}
    with pytest.raises(TrainingError, match=r"0 patients of the surgery group and .* at least 2"):
        compare(data.only(ones), split, ["ShuffleNet"], recipe, work=tmp_path)
    with pytest.raises(ModelError, match="multiple of 32"):
        odd = toy_set(size_px=48)
        compare(odd, toy_split(odd), ["ShuffleNet", "HRNet"], recipe, work=tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_loss_that_is_not_finite_ends_the_training_with_a_reason(tmp_path: Path) -> None:
    data = toy_set()
    split = toy_split(data)
    arrays = tuple(
        np.where(p in split.train, np.float32(np.nan), a)
        for p, a in zip(data.patients, data.arrays, strict=True)
    )
    with pytest.raises(TrainingError, match="no longer a finite number in epoch 1"):
        compare(with_arrays(data, arrays), split, ["ShuffleNet"], quick_recipe(), work=tmp_path)
    assert not list(tmp_path.glob("*.checkpoint"))


def test_a_last_batch_of_one_slice_does_not_stop_batch_normalisation(tmp_path: Path) -> None:
    data = toy_set(25, slices=1)
    split = toy_split(data)
    (fold,) = draw_folds(Protocol("holdout"), data.label_of(), split, validation=0.2, seed=1)
    learning = fold.learning
    assert len(learning) == 13
    for batch in (4, 6, 12):
        recipe = quick_recipe(epochs=1, batch=batch)
        compare(data, split, ["ShuffleNet"], recipe, work=tmp_path / str(batch))


def test_threads_and_random_state_are_as_before(tmp_path: Path) -> None:
    threads, state = torch.get_num_threads(), torch.get_rng_state()
    data = toy_set()
    compare(data, toy_split(data), ["ShuffleNet"], quick_recipe(epochs=1), work=tmp_path)
    assert torch.get_num_threads() == threads
    assert torch.equal(torch.get_rng_state(), state)
