"""A training that was cancelled or killed goes on and ends with the very same weights."""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from cxstage_core.errors import Cancelled
from cxstage_core.jobs import Event, Progress, start_job
from cxstage_core.training import EpochFinished, ModelStarted, TrainedModel, compare
from tests.core.training.toy import quick_recipe, toy_set, toy_split

SIZE_PX = 64
FAMILIES = ["ShuffleNet", "FBNet"]


def _run(work: Path, *, stop_after: int | None = None) -> tuple[tuple[TrainedModel, ...], list[int]]:
    """Compare; ask to stop after so many epochs. Also the epoch that each network began with."""
    data = toy_set(size_px=SIZE_PX)
    epochs, began = [], []

    def watch(news: Progress | Event) -> None:
        if isinstance(news, ModelStarted):
            began.append(news.first_epoch)
        if isinstance(news, EpochFinished):
            epochs.append(news)
            if len(epochs) == stop_after:
                stop.ask()

    job, stop = start_job(watch)
    recipe = quick_recipe(epochs=4)
    return compare(data, toy_split(data), FAMILIES, recipe, work=work, job=job), began


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> tuple[TrainedModel, ...]:
    return _run(tmp_path_factory.mktemp("whole"))[0]


def _same(found: tuple[TrainedModel, ...], expected: tuple[TrainedModel, ...]) -> None:
    for one, two in zip(found, expected, strict=True):
        a, b = load_file(one.file), load_file(two.file)
        assert a.keys() == b.keys()
        assert all(torch.equal(a[key], b[key]) for key in a)
        assert one.run.predictions == two.run.predictions
        assert one.run.best_epoch == two.run.best_epoch
        for column in ("train_loss", "validation_loss", "validation_auc", "learning_rate"):
            assert list(one.run.history[column]) == list(two.run.history[column])


@pytest.mark.parametrize("stop_after", [1, 3, 5])
def test_a_cancelled_training_ends_with_the_same_weights_bit_for_bit(
    stop_after: int, uninterrupted: tuple[TrainedModel, ...], tmp_path: Path
) -> None:
    with pytest.raises(Cancelled):
        _run(tmp_path, stop_after=stop_after)
    models, began = _run(tmp_path)
    assert began[0] > 1
    _same(models, uninterrupted)


def test_a_paused_training_rests_and_ends_with_the_same_weights_bit_for_bit(
    uninterrupted: tuple[TrainedModel, ...], tmp_path: Path
) -> None:
    rests = {4, 13}
    reached: queue.Queue[int] = queue.Queue()
    steps = []

    def watch(news: Progress | Event) -> None:
        if isinstance(news, Progress):
            steps.append(news.done)
            if news.done in rests:
                stop.pause()
                reached.put(news.done)

    job, stop = start_job(watch)
    data = toy_set(size_px=SIZE_PX)
    recipe = quick_recipe(epochs=4)
    with ThreadPoolExecutor(1) as worker:
        training = worker.submit(
            compare, data, toy_split(data), FAMILIES, recipe, work=tmp_path, job=job
        )
        for expected in sorted(rests):
            assert reached.get(timeout=300) == expected
            time.sleep(0.3)  # a training that did not rest would be far by now
            assert steps[-1] == expected
            assert not training.done()
            stop.go_on()
        _same(training.result(), uninterrupted)


def test_a_paused_training_can_be_ended(tmp_path: Path) -> None:
    resting = threading.Event()

    def watch(news: Progress | Event) -> None:
        if isinstance(news, Progress) and news.done == 1:
            stop.pause()
            resting.set()

    job, stop = start_job(watch)
    data = toy_set()
    with ThreadPoolExecutor(1) as worker:
        training = worker.submit(
            compare, data, toy_split(data), FAMILIES, quick_recipe(), work=tmp_path, job=job
        )
        assert resting.wait(300)
        stop.ask()
        with pytest.raises(Cancelled):
            training.result()


def test_a_killed_training_ends_with_the_same_weights_bit_for_bit(
    uninterrupted: tuple[TrainedModel, ...], tmp_path: Path
) -> None:
    code = (
        "from pathlib import Path; from tests.core.training.test_interrupted_training import _run;"
        f"_run(Path({str(tmp_path)!r}))"
    )
    root = Path(__file__).resolve().parents[3]
    child = subprocess.Popen([sys.executable, "-c", code], cwd=root)
    while not list(tmp_path.glob("*.checkpoint")) and child.poll() is None:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    models, began = _run(tmp_path)
    assert began[0] > 1
    _same(models, uninterrupted)


def test_a_damaged_or_foreign_checkpoint_costs_time_but_never_a_result(
    uninterrupted: tuple[TrainedModel, ...], tmp_path: Path
) -> None:
    with pytest.raises(Cancelled):
        _run(tmp_path, stop_after=2)
    file = next(tmp_path.glob("shufflenet*.checkpoint"))
    file.write_bytes(file.read_bytes()[:5000])
    models, began = _run(tmp_path)
    assert began[0] == 1
    _same(models, uninterrupted)
    data = toy_set(size_px=SIZE_PX)
    other = compare(data, toy_split(data), FAMILIES[:1], quick_recipe(epochs=4, seed=9), work=tmp_path)
    assert other[0].card.lineage["recipe"]["seed"] == 9
    assert not all(
        torch.equal(a, b)
        for a, b in zip(
            load_file(other[0].file).values(), load_file(uninterrupted[0].file).values(), strict=True
        )
    )


@pytest.mark.parametrize("step", [0, 1, 4])
def test_cancel_is_obeyed_within_one_batch(step: int, tmp_path: Path) -> None:
    steps = []

    def watch(news: Progress | Event) -> None:
        if isinstance(news, Progress):
            steps.append(news.done)
            if news.done == step:
                stop.ask()

    job, stop = start_job(watch)
    data = toy_set()
    threads = torch.get_num_threads()
    with pytest.raises(Cancelled):
        compare(data, toy_split(data), FAMILIES, quick_recipe(), work=tmp_path, job=job)
    assert steps == list(range(step + 1))
    assert torch.get_num_threads() == threads
    assert not list(tmp_path.glob("*.safetensors"))
