"""The form of the training steps: measured once on a CPU, kept, recorded, the same everywhere."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from cxstage_core.cohort.values.folds import Fold
from cxstage_core.dataset.member_folds import draw_member_folds
from cxstage_core.dataset.protocols import Protocol, draw_folds
from cxstage_core.errors import Cancelled
from cxstage_core.jobs import Event, Message, Progress, no_progress, start_job
from cxstage_core.storage.cache_folder import CACHE_VARIABLE
from cxstage_core.training import EpochFinished, ModelStarted
from cxstage_core.training.execution import one_form
from cxstage_core.training.execution.one_form import form_for, kind_of, train_runs, with_forms
from cxstage_core.training.loop.form_cache import remember, remembered
from cxstage_core.training.loop.measure_steps import (
    ALWAYS_S,
    FEWEST_STEPS,
    ROUNDS,
    StepKind,
    fastest,
    time_steps,
    times_within,
)
from cxstage_core.training.loop.step_form import (
    ALL_FORMS,
    CANDIDATES,
    STANDARD,
    StepForm,
    form_without_measuring,
)
from cxstage_core.training.run.network_run import TrainedModel
from cxstage_core.training.search.compare_members import compare_members
from cxstage_core.training.search.compare_networks import compare, planned_runs
from tests.core.training.toy import quick_recipe, toy_set, toy_split

BFLOAT16, CONTIGUOUS = CANDIDATES[1:]
KIND = StepKind("shufflenet_v2_x1_0", 2, 32, 4, 1)
MANY = FEWEST_STEPS


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of caches."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


class Clock:
    """Steps of given seconds in each form, counted."""

    def __init__(self, **seconds: float) -> None:
        self.seconds = {STANDARD: 1.0, BFLOAT16: 1.0, CONTIGUOUS: 1.0}
        names = {"standard": STANDARD, "bfloat16": BFLOAT16, "contiguous": CONTIGUOUS}
        self.seconds |= {names[name]: value for name, value in seconds.items()}
        self.made: list[StepForm] = []

    def __call__(self, form: StepForm) -> float:
        self.made.append(form)
        return self.seconds[form]

    @property
    def spent(self) -> float:
        return sum(self.seconds[form] for form in self.made)


def test_a_form_comes_back_from_its_name() -> None:
    assert len({str(form) for form in ALL_FORMS}) == 4
    assert [StepForm.parse(str(form)) for form in ALL_FORMS] == list(ALL_FORMS)


def test_only_auto_on_a_cpu_is_measured() -> None:
    cpu, cuda, mps = (torch.device(name) for name in ("cpu", "cuda", "mps"))
    assert form_without_measuring("auto", cpu) is None
    assert form_without_measuring("float32", cpu) == STANDARD
    assert form_without_measuring("bfloat16", cpu) == BFLOAT16
    assert form_without_measuring("auto", cuda) == BFLOAT16
    assert form_without_measuring("auto", mps) == CONTIGUOUS


def test_the_fastest_is_taken_and_near_a_tie_the_standard() -> None:
    assert fastest(times_within(Clock(bfloat16=0.5), 10_000)) == BFLOAT16
    assert fastest(times_within(Clock(contiguous=0.7, bfloat16=0.8), 10_000)) == CONTIGUOUS
    assert fastest(times_within(Clock(bfloat16=0.95), 10_000)) == STANDARD
    assert fastest(times_within(Clock(standard=0.9), 10_000)) == STANDARD


def test_what_is_much_slower_is_dropped_after_its_first_step() -> None:
    clock = Clock(bfloat16=2.5)
    found = times_within(clock, 10_000)
    assert clock.made.count(BFLOAT16) == 1
    assert BFLOAT16 not in found
    assert {form: len(times) for form, times in found.items()} == {STANDARD: ROUNDS, CONTIGUOUS: ROUNDS}


@pytest.mark.parametrize("seconds", [0.01, 1.0, 30.0])
def test_measuring_takes_a_small_share_of_the_training(seconds: float) -> None:
    clock = Clock(standard=seconds, bfloat16=seconds, contiguous=seconds)
    found = times_within(clock, MANY)
    allowed = max(ALWAYS_S, 0.02 * MANY * seconds)
    assert clock.spent <= allowed
    assert STANDARD in found
    assert len(found) == (3 if seconds < 1 else 2)


def test_few_steps_are_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "cxstage_core.training.loop.measure_steps.time_steps", lambda *_: pytest.fail("measured")
    )
    assert form_for(KIND, FEWEST_STEPS - 1, "ShuffleNet", no_progress()) == STANDARD


def test_measuring_times_the_network_and_leaves_random_numbers_alone() -> None:
    before = torch.get_rng_state()
    found = time_steps(KIND, MANY, no_progress())
    assert torch.equal(before, torch.get_rng_state())
    assert STANDARD in found
    assert all(seconds > 0 for times in found.values() for seconds in times)


def test_what_was_measured_is_remembered_for_this_very_kind(cache: Path) -> None:
    assert remembered(KIND) is None
    assert remember(KIND, CONTIGUOUS, {CONTIGUOUS: (0.1,), STANDARD: (0.2,)})
    assert form_for(KIND, MANY, "ShuffleNet", no_progress()) == CONTIGUOUS
    for other in (
        replace(KIND, family="resnet50"),
        replace(KIND, channels=3),
        replace(KIND, size_px=64),
        replace(KIND, images=8),
        replace(KIND, threads=2),
    ):
        assert remembered(other) is None


@pytest.mark.parametrize("damage", ["not json", "[]", "{}", "other form", "other key"])
def test_a_damaged_cache_is_told_and_measured_again(damage: str, cache: Path) -> None:
    remember(KIND, CONTIGUOUS, {CONTIGUOUS: (0.1,)})
    (file,) = cache.rglob("*.json")
    written = json.loads(file.read_text())
    if damage == "other form":
        damage = json.dumps({**written, "form": "float8"})
    elif damage == "other key":
        damage = json.dumps({**written, "key": {**written["key"], "size_px": 64}})
    file.write_text(damage)
    news: list[Progress | Event] = []
    job, _ = start_job(news.append)
    form = form_for(KIND, MANY, "ShuffleNet", job)
    told = [str(n.text) for n in news if isinstance(n, Message)]
    assert "cannot be read" in told[0]
    assert str(form) in told[1]
    assert remembered(KIND) == form


def _trained(
    folder: Path, form: StepForm, watch: object = None, epochs: int = 3
) -> tuple[TrainedModel, ...]:
    """ShuffleNet, with this form remembered for its steps and taken however few there are."""
    data, recipe = toy_set(), quick_recipe(epochs=epochs)
    folds = draw_folds(Protocol("holdout"), data.label_of(), toy_split(data), validation=0.2, seed=1)
    remember(kind_of("shufflenet_v2_x1_0", data, recipe), form, {form: (0.1,)})
    job, stop = start_job(lambda news: watch(news, stop) if callable(watch) else None)
    runs = planned_runs(data, folds, ["ShuffleNet"], recipe)
    return train_runs(None, {data.key: data}, runs, work=folder, job=job)


def test_the_form_is_told_and_written_down_and_a_resumed_training_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cxstage_core.training.loop.measure_steps.FEWEST_STEPS", 1)
    told: list[ModelStarted] = []

    def interrupt(news: object, stop: object) -> None:
        if isinstance(news, ModelStarted):
            told.append(news)
        if isinstance(news, EpochFinished) and news.epoch == 2:
            stop.ask()  # type: ignore[attr-defined]

    (whole,) = _trained(tmp_path / "whole", BFLOAT16)
    assert whole.card.lineage["precision"] == "bfloat16"
    assert whole.card.lineage["layout"] == "channels-last"
    with pytest.raises(Cancelled):
        _trained(tmp_path / "two", BFLOAT16, interrupt)
    assert told[0].precision == "bfloat16"
    (tmp_path / "two" / one_form._FILE).unlink()  # the checkpoint alone knows it
    (resumed,) = _trained(tmp_path / "two", CONTIGUOUS)
    assert resumed.card.lineage["precision"] == "bfloat16"
    one, two = load_file(whole.file), load_file(resumed.file)
    assert all(torch.equal(one[key], two[key]) for key in one)
    (other,) = _trained(tmp_path / "other", CONTIGUOUS)
    assert other.card.lineage["layout"] == "contiguous"
    assert not all(torch.equal(one[key], value) for key, value in load_file(other.file).items())


def test_networks_that_had_not_begun_keep_the_form_of_their_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cxstage_core.training.loop.measure_steps.FEWEST_STEPS", 1)
    data, recipe = toy_set(), quick_recipe()
    folds = draw_folds(
        Protocol("cross-validation", folds=2), data.label_of(), None, validation=0.2, seed=1
    )
    runs = planned_runs(data, folds, ["ShuffleNet"], recipe)
    kind = kind_of("shufflenet_v2_x1_0", data, recipe)
    remember(kind, BFLOAT16, {BFLOAT16: (0.1,)})
    forms = [run.form for run in with_forms({data.key: data}, runs, work=tmp_path, job=no_progress())]
    assert forms == [str(BFLOAT16)] * 2
    remember(kind, CONTIGUOUS, {CONTIGUOUS: (0.1,)})
    again = [run.form for run in with_forms({data.key: data}, runs, work=tmp_path, job=no_progress())]
    assert again == forms


def test_the_members_of_an_ensemble_train_in_one_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cxstage_core.training.loop.measure_steps.FEWEST_STEPS", 1)
    data, recipe = toy_set(), quick_recipe(epochs=1)
    split = toy_split(data)
    outer = Fold(1, 1, split.train, (), split.test)
    folds = draw_member_folds(outer, data.label_of(), 2, validation=0.25, seed=1)
    remember(kind_of("shufflenet_v2_x1_0", data, recipe), BFLOAT16, {BFLOAT16: (0.1,)})
    told: list[Progress | Event] = []
    job, _ = start_job(told.append)
    compare_members(data, outer, folds, ["ShuffleNet"], recipe, work=tmp_path, job=job)
    begun = [news.precision for news in told if isinstance(news, ModelStarted)]
    assert begun == ["bfloat16", "bfloat16"]


def test_a_fixed_precision_asks_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxstage_core.training.loop.measure_steps.FEWEST_STEPS", 1)
    data, recipe = toy_set(), quick_recipe(epochs=1, precision="float32")
    remember(kind_of("shufflenet_v2_x1_0", data, recipe), BFLOAT16, {BFLOAT16: (0.1,)})
    (model,) = compare(data, toy_split(data), ["ShuffleNet"], recipe, work=tmp_path)
    assert model.card.lineage["precision"] == "float32"
