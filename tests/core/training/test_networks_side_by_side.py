"""Several networks at a time in processes of their own: same results, pause, stop, lost processes."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from cxstage_core.cohort.values.records import Split
from cxstage_core.dataset import PreparedSet
from cxstage_core.dataset.protocols import Protocol, draw_folds
from cxstage_core.errors import Cancelled, TrainingError
from cxstage_core.jobs import Event, Job, Message, Progress, start_job
from cxstage_core.training import EpochFinished, ModelStarted, TrainedModel
from cxstage_core.training.execution.executors import Executor
from cxstage_core.training.execution.local_processes import SideBySide
from cxstage_core.training.search.compare_networks import compare_on_folds
from tests.core.training.toy import quick_recipe, toy_set, toy_split, with_arrays

FAMILIES = ["ShuffleNet", "FBNet"]
EPOCHS = 4


def _compare(
    work: Path,
    executor: Executor | None,
    job: Job | None = None,
    data: PreparedSet | None = None,
    **changes: object,
) -> tuple[TrainedModel, ...]:
    data = data or toy_set()
    split: Split = toy_split(data)
    recipe = quick_recipe(**{"epochs": EPOCHS, **changes})
    folds = draw_folds(Protocol("holdout"), data.label_of(), split, validation=0.2, seed=recipe.seed)
    return compare_on_folds(data, folds, FAMILIES, recipe, work=work, executor=executor, job=job)


def _same(found: tuple[TrainedModel, ...], expected: tuple[TrainedModel, ...]) -> None:
    for one, two in zip(found, expected, strict=True):
        a, b = load_file(one.file), load_file(two.file)
        assert a.keys() == b.keys()
        assert all(torch.equal(a[key], b[key]) for key in a)
        assert one.run.predictions == two.run.predictions
        assert one.run.best_epoch == two.run.best_epoch


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> tuple[TrainedModel, ...]:
    return _compare(tmp_path_factory.mktemp("here"), None)


def test_they_end_with_the_bits_of_one_after_the_other(
    here: tuple[TrainedModel, ...], tmp_path: Path
) -> None:
    news: list[Progress | Event] = []
    beside: list[int] = []

    def watch(one: Progress | Event) -> None:
        news.append(one)
        if isinstance(one, ModelStarted):
            beside.append(len(multiprocessing.active_children()))

    job, _ = start_job(watch)
    _same(_compare(tmp_path, SideBySide(2), job), here)
    started = [n for n in news if isinstance(n, ModelStarted)]
    assert sorted((n.name, n.index, n.total) for n in started) == [
        ("FBNet", 1, 2),
        ("ShuffleNet", 0, 2),
    ]
    assert beside == [2, 2]
    shares = [n.fraction or 0.0 for n in news if isinstance(n, Progress) and n.total == 2000]
    assert shares == sorted(shares)
    assert any(0 < share < 1 for share in shares)
    assert not multiprocessing.active_children()


def test_a_pause_holds_all_and_the_bits_stay(here: tuple[TrainedModel, ...], tmp_path: Path) -> None:
    reached: queue.Queue[None] = queue.Queue()
    epochs: list[EpochFinished] = []

    def watch(news: Progress | Event) -> None:
        if isinstance(news, EpochFinished):
            epochs.append(news)
            if len(epochs) == 2:
                stop.pause()
                reached.put(None)

    job, stop = start_job(watch)
    with ThreadPoolExecutor(1) as worker:
        training = worker.submit(_compare, tmp_path, SideBySide(2), job)
        reached.get(timeout=300)
        time.sleep(1.0)  # each may end the batch it has; then nothing comes
        files = {file: file.stat().st_mtime_ns for file in tmp_path.glob("*.checkpoint")}
        time.sleep(1.0)
        assert {file: file.stat().st_mtime_ns for file in tmp_path.glob("*.checkpoint")} == files
        assert not training.done()
        stop.go_on()
        _same(training.result(), here)


def test_a_stop_ends_the_processes_and_a_new_start_goes_on(
    here: tuple[TrainedModel, ...], tmp_path: Path
) -> None:
    def watch(news: Progress | Event) -> None:
        if isinstance(news, EpochFinished) and news.epoch == 2:
            stop.ask()

    job, stop = start_job(watch)
    with pytest.raises(Cancelled):
        _compare(tmp_path, SideBySide(2), job)
    assert not multiprocessing.active_children()
    began: list[int] = []
    job, _ = start_job(lambda n: began.append(n.first_epoch) if isinstance(n, ModelStarted) else None)
    _same(_compare(tmp_path, None, job), here)
    assert max(began) > 1


def test_a_process_that_is_killed_costs_nothing_but_time(tmp_path: Path) -> None:
    told: list[Event] = []
    killed: list[int] = []
    long = 40  # so that neither is done when the first of them is killed

    def watch(news: Progress | Event) -> None:
        if isinstance(news, Event):
            told.append(news)
        if isinstance(news, EpochFinished) and (news.name, news.epoch) == ("ShuffleNet", 2):
            if killed:
                return
            # The first that was started has the first network.
            first = min(multiprocessing.active_children(), key=lambda p: int(p.name.split("-")[-1]))
            killed.append(first.pid or 0)
            os.kill(killed[0], signal.SIGKILL)

    job, _ = start_job(watch)
    found = _compare(tmp_path / "killed", SideBySide(2), job, epochs=long)
    _same(found, _compare(tmp_path / "whole", None, epochs=long))
    words = [str(n.text) for n in told if isinstance(n, Message)]
    assert any("was ended from outside" in line and "1 at once" in line for line in words)
    assert any("goes on with epoch" in line for line in words)


def test_a_process_that_is_killed_again_and_again_is_said(tmp_path: Path) -> None:
    def watch(news: Progress | Event) -> None:
        if isinstance(news, ModelStarted):
            for child in multiprocessing.active_children():
                os.kill(child.pid or 0, signal.SIGKILL)

    job, _ = start_job(watch)
    with pytest.raises(TrainingError, match="was ended from outside"):
        _compare(tmp_path, SideBySide(2), job)
    assert not multiprocessing.active_children()


def test_what_cannot_be_trained_is_refused_with_its_own_sentence(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"no longer a finite number in epoch \d+"):
        _compare(tmp_path, SideBySide(2), lr=10.0, momentum=0.999, epochs=30, batch=2)
    assert not multiprocessing.active_children()


def test_patients_in_a_file_are_trained_on_one_after_the_other(
    here: tuple[TrainedModel, ...], tmp_path: Path
) -> None:
    data = toy_set()
    arrays = []
    for number, array in enumerate(data.arrays):
        file = tmp_path / f"{number}.raw"
        array.tofile(file)
        arrays.append(np.memmap(file, np.float32, "r", shape=array.shape))
    news: list[Progress | Event] = []
    job, _ = start_job(news.append)
    in_file = with_arrays(data, arrays)
    _same(_compare(tmp_path / "work", SideBySide(2), job, in_file), here)
    assert any(isinstance(n, Message) and "do not fit into memory" in str(n.text) for n in news)


def test_threads_are_shared_out(tmp_path: Path) -> None:
    threads = torch.get_num_threads()
    trained = _compare(tmp_path, SideBySide(2), threads=0, epochs=1)
    used = {model.card.lineage["recipe"]["threads"] for model in trained}
    assert used == {max(1, threads // 2)}
    with pytest.raises(TrainingError, match="0 networks at once"):
        SideBySide(0)
