"""The members of an ensemble end with the same bits after a kill and in other processes; attention per member."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from cxstage_core.cohort.values.folds import Fold
from cxstage_core.dataset.member_folds import draw_member_folds
from cxstage_core.errors import Cancelled
from cxstage_core.jobs import Event, Job, Progress, start_job
from cxstage_core.models import load_model, predict_slices
from cxstage_core.training import EpochFinished, ModelStarted, TrainedModel
from cxstage_core.training.execution.executors import Executor
from cxstage_core.training.execution.local_processes import SideBySide
from cxstage_core.training.search.compare_members import compare_members
from tests.core.training.toy import quick_recipe, toy_set, toy_split

MEMBERS = 2


def _run(
    work: Path, executor: Executor | None = None, job: Job | None = None
) -> tuple[TrainedModel, ...]:
    data = toy_set()
    split = toy_split(data)
    outer = Fold(1, 1, split.train, (), split.test)
    folds = draw_member_folds(outer, data.label_of(), MEMBERS, validation=0.25, seed=1)
    recipe = quick_recipe(aggregation="attention")
    return compare_members(
        data, outer, folds, ["ShuffleNet"], recipe, work=work, executor=executor, job=job
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> TrainedModel:
    (model,) = _run(tmp_path_factory.mktemp("whole"))
    return model


def _same(found: tuple[TrainedModel, ...], expected: TrainedModel) -> None:
    (model,) = found
    a, b = load_file(model.file), load_file(expected.file)
    assert a.keys() == b.keys()
    assert all(torch.equal(a[key], b[key]) for key in a)
    assert model.run.predictions == expected.run.predictions
    assert model.card.calibration == expected.card.calibration
    assert model.card.members == expected.card.members
    assert (model.run.threshold, model.run.temperature) == (
        expected.run.threshold,
        expected.run.temperature,
    )
    for one, two in zip(model.run.members, expected.run.members, strict=True):
        assert one.predictions == two.predictions


def test_each_member_weighs_slices_by_its_own_attention(whole: TrainedModel) -> None:
    model, card = load_model(whole.file)
    first, second = card.members
    assert first.attention
    assert second.attention
    assert first.attention != second.attention
    array = toy_set().cases[0].array
    said = predict_slices(model, array, card.slice_aggregation)
    by_member = [
        predict_slices(model.get_submodule(f"members.{n}"), array, rule).logit
        for n, rule in enumerate(card.slice_aggregation.members)
    ]
    assert said.members == tuple(by_member)
    assert said.logit == pytest.approx(np.mean(by_member))
    assert said.weights.sum() == pytest.approx(1.0)


def test_a_killed_training_goes_on_with_its_member_and_ends_with_the_same_bits(
    whole: TrainedModel, tmp_path: Path
) -> None:
    code = (
        "from pathlib import Path;"
        "from tests.core.training.test_members_interrupted_and_elsewhere import _run;"
        f"_run(Path({str(tmp_path)!r}))"
    )
    root = Path(__file__).resolve().parents[3]
    child = subprocess.Popen([sys.executable, "-c", code], cwd=root)
    while not list(tmp_path.glob("*-member-2.checkpoint")) and child.poll() is None:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    began: list[tuple[str, int]] = []
    job, _ = start_job(
        lambda n: began.append((n.name, n.first_epoch)) if isinstance(n, ModelStarted) else None
    )
    _same(_run(tmp_path, job=job), whole)
    assert began[0] == ("ShuffleNet 1/2", 4)
    assert began[1][0] == "ShuffleNet 2/2"
    assert began[1][1] > 1


def test_a_stop_is_obeyed_within_one_batch_and_the_progress_counts_members(tmp_path: Path) -> None:
    shown: list[Progress] = []
    done: list[EpochFinished] = []

    def watch(news: Progress | Event) -> None:
        if isinstance(news, Progress):
            shown.append(news)
            if news.detail == "ShuffleNet 2/2":
                stop.ask()
        elif isinstance(news, EpochFinished):
            done.append(news)

    job, stop = start_job(watch)
    with pytest.raises(Cancelled):
        _run(tmp_path, job=job)
    assert shown[-1].detail == "ShuffleNet 2/2"
    assert shown[-1].fraction == 0.5
    assert [p.detail for p in shown].count("ShuffleNet 2/2") == 1
    assert {e.name for e in done} == {"ShuffleNet 1/2"}


def test_processes_side_by_side_give_the_same_ensemble(whole: TrainedModel, tmp_path: Path) -> None:
    _same(_run(tmp_path, SideBySide(2)), whole)
