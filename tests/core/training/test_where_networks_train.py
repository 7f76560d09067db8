"""Where networks train and in which numbers: refused where impossible, written down, repeatable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from cxstage_core.errors import Cancelled, TrainingError
from cxstage_core.jobs import Event, Progress, start_job
from cxstage_core.training import EpochFinished, ModelStarted, compare
from cxstage_core.training.execution.local_processes import SideBySide
from cxstage_core.training.execution.placement import Placement
from cxstage_core.training.execution.ray_cluster import gpu_share
from tests.core.training.toy import quick_recipe, toy_set, toy_split


def test_alone_is_this_process_and_several_are_processes() -> None:
    assert Placement().executor() is None
    assert Placement().in_order
    assert isinstance(Placement(2).executor(), SideBySide)
    assert not Placement(2).in_order
    assert Placement.from_dict(Placement(3).to_dict()) == Placement(3)


@pytest.mark.parametrize(
    "values",
    [
        {"at_once": 0},
        {"at_once": 65},
        {"gpu_share": 1.5},
        {"gpu_share": -0.1},
        {"at_once": 2, "ray": "x:1"},
    ],
)
def test_impossible_places_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(TrainingError):
        Placement(**values)


@pytest.mark.parametrize(
    ("device", "there", "wanted", "share"),
    [
        ("auto", 0.0, None, 0.0),
        ("auto", 4.0, None, 1.0),
        ("auto", 1.0, 0.25, 0.25),
        ("cuda", 0.0, None, 1.0),
        ("cpu", 4.0, None, 0.0),
        ("cpu", 4.0, 0.5, 0.0),
    ],
)
def test_a_task_of_the_cluster_asks_for_a_gpu_where_it_can_use_one(
    device: str, there: float, wanted: float | None, share: float
) -> None:
    assert gpu_share(device, there, wanted) == share


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_the_precision_is_told_and_written_down(precision: str, tmp_path: Path) -> None:
    news: list[Progress | Event] = []
    job, _ = start_job(news.append)
    data = toy_set()
    recipe = quick_recipe(precision=precision)
    (model,) = compare(data, toy_split(data), ["ShuffleNet"], recipe, work=tmp_path, job=job)
    (started,) = [n for n in news if isinstance(n, ModelStarted)]
    assert started.precision == precision
    assert precision in str(started.line)
    assert model.card.lineage["precision"] == precision
    assert all(
        v.dtype == torch.float32 for v in load_file(model.file).values() if v.is_floating_point()
    )


def test_in_bfloat16_it_learns_and_an_interruption_leaves_no_trace(tmp_path: Path) -> None:
    data = toy_set(24)
    recipe = quick_recipe(epochs=8, precision="bfloat16")
    (whole,) = compare(data, toy_split(data), ["ShuffleNet"], recipe, work=tmp_path / "whole")
    losses = whole.run.history["train_loss"]
    assert losses[-1] < 0.7 * losses[0]

    def watch(news: Progress | Event) -> None:
        if isinstance(news, EpochFinished) and news.epoch == 3:
            stop.ask()

    job, stop = start_job(watch)
    with pytest.raises(Cancelled):
        compare(data, toy_split(data), ["ShuffleNet"], recipe, work=tmp_path / "two", job=job)
    (resumed,) = compare(data, toy_split(data), ["ShuffleNet"], recipe, work=tmp_path / "two")
    one, two = load_file(whole.file), load_file(resumed.file)
    assert all(torch.equal(one[key], two[key]) for key in one)
    full = quick_recipe(epochs=8, precision="float32")
    (other,) = compare(data, toy_split(data), ["ShuffleNet"], full, work=tmp_path / "full")
    assert not all(torch.equal(one[key], value) for key, value in load_file(other.file).items())
