"""A local cluster of two workers gives the numbers of this process, also when a worker is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from cxstage_core.cohort.values.folds import Fold
from cxstage_core.dataset.member_folds import draw_member_folds
from cxstage_core.dataset.protocols import Protocol, draw_folds
from cxstage_core.errors import Cancelled, ClusterError, TrainingError
from cxstage_core.jobs import Event, Message, Progress, no_progress, start_job
from cxstage_core.training import EpochFinished, ModelFinished, ModelStarted, TrainedModel
from cxstage_core.training.execution.ray_cluster import OnRay
from cxstage_core.training.execution.ray_head import HeadWatch
from cxstage_core.training.search.compare_members import compare_members
from cxstage_core.training.search.compare_networks import compare_on_folds
from cxstage_core.training.search.search import Search, SearchInputs, run_trials
from cxstage_core.training.search.trials import TrialFile
from tests.core.training.toy import quick_recipe, toy_set, toy_split, with_arrays

ray = pytest.importorskip("ray", reason="Ray is not installed (extra: cluster)")
FAMILIES = ["ShuffleNet"]
EPOCHS = 12


def _cluster() -> Any:
    """A head with a worker of its own, both as processes of this machine."""
    from ray.cluster_utils import Cluster

    return Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 1, "object_store_memory": 100 << 20, "include_dashboard": False},
    )


@pytest.fixture(scope="module")
def started() -> Iterator[Any]:
    root = Path(__file__).resolve().parents[3]
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(root)  # so that a worker finds this very code
    made = _cluster()
    made.add_node(num_cpus=1, object_store_memory=100 << 20)
    try:
        yield made
    finally:
        ray.shutdown()
        made.shutdown()
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


@pytest.fixture(scope="module")
def cluster(started: Any) -> OnRay:
    return OnRay(started.address)


def _compare(
    folder: Path, executor: OnRay | None, watch: object = None, epochs: int = 2
) -> tuple[TrainedModel, ...]:
    data = toy_set(16, slices=1)
    folds = draw_folds(
        Protocol("cross-validation", folds=2), data.label_of(), None, validation=0.25, seed=1
    )
    job, _ = start_job(watch)  # type: ignore[arg-type]
    return compare_on_folds(
        data, folds, FAMILIES, quick_recipe(epochs=epochs), work=folder, executor=executor, job=job
    )


def _ensemble(folder: Path, executor: OnRay | None) -> TrainedModel:
    data = toy_set(16, slices=1)
    split = toy_split(data)
    outer = Fold(1, 1, split.train, (), split.test)
    folds = draw_member_folds(outer, data.label_of(), 2, validation=0.25, seed=1)
    (model,) = compare_members(
        data, outer, folds, FAMILIES, quick_recipe(epochs=1), work=folder, executor=executor
    )
    return model


def _same(found: tuple[TrainedModel, ...], expected: tuple[TrainedModel, ...]) -> None:
    assert [m.run.name for m in found] == [m.run.name for m in expected]
    for one, two in zip(found, expected, strict=True):
        assert one.run.best_epoch == two.run.best_epoch
        assert one.run.threshold == pytest.approx(two.run.threshold, abs=1e-6)
        assert one.run.temperature == pytest.approx(two.run.temperature, abs=1e-6)
        for p, q in zip(one.run.predictions, two.run.predictions, strict=True):
            assert (p.patient, p.part, p.truth) == (q.patient, q.part, q.truth)
            assert p.probability == pytest.approx(q.probability, abs=1e-6)
        for column in ("train_loss", "validation_loss", "validation_auc"):
            assert list(one.run.history[column]) == pytest.approx(
                list(two.run.history[column]), abs=1e-6
            )
        assert one.file.is_file()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> tuple[TrainedModel, ...]:
    return _compare(tmp_path_factory.mktemp("here"), None)


def test_the_cluster_gives_the_numbers_of_this_process_with_progress(
    here: tuple[TrainedModel, ...], cluster: OnRay, tmp_path: Path
) -> None:
    news: list[Progress | Event] = []
    _same(_compare(tmp_path, cluster, news.append), here)
    started = [n for n in news if isinstance(n, ModelStarted)]
    assert sorted((n.name, n.index, n.total) for n in started) == [
        ("ShuffleNet 1", 0, 2),
        ("ShuffleNet 2", 1, 2),
    ]
    assert sum(isinstance(n, EpochFinished) for n in news) == 4
    assert sum(isinstance(n, ModelFinished) for n in news) == 2
    assert any(isinstance(n, Progress) and 0 < (n.fraction or 0) < 1 for n in news)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[TrainedModel, ...]:
    return _compare(tmp_path_factory.mktemp("whole"), None, epochs=EPOCHS)


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process by a POSIX signal")
def test_a_worker_that_is_killed_is_replaced_and_nothing_changes(
    cluster: OnRay, undisturbed: tuple[TrainedModel, ...], tmp_path: Path
) -> None:
    killed: list[int] = []
    told: list[str] = []
    reached: dict[str, int] = {}

    def watch(news: Progress | Event) -> None:
        if isinstance(news, EpochFinished):
            reached[news.name] = news.epoch
        # Both have come far enough to leave a checkpoint, whichever is killed.
        if sum(epoch >= 3 for epoch in reached.values()) == 2 and not killed:
            killed.extend(_busy_workers()[:1])
            for pid in killed:
                os.kill(pid, signal.SIGKILL)
        if isinstance(news, Message):
            told.append(str(news.text))

    found = _compare(tmp_path, cluster, watch, epochs=EPOCHS)
    assert killed
    _same(found, undisturbed)
    lost = [sentence for sentence in told if "A worker was lost" in sentence]
    assert lost
    assert all("goes on with epoch" in sentence for sentence in lost)


def _busy_workers() -> list[int]:
    """Processes of this cluster that train now: Ray names a worker after its task."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            title = (entry / "cmdline").read_bytes()
            family = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            parent = Path(f"/proc/{family}/cmdline").read_bytes()
        except OSError:
            continue
        if title.startswith(b"ray::train_and_evaluate") and _session().encode() in parent:
            found.append(int(entry.name))
    return found


def _session() -> str:
    """Name of this cluster's session, so that no other cluster's worker is touched."""
    from ray._private.worker import global_worker

    return Path(global_worker.node.get_session_dir_path()).name


def test_the_members_of_an_ensemble_come_back_the_same(cluster: OnRay, tmp_path: Path) -> None:
    there, here = (
        _ensemble(tmp_path / name, executor) for name, executor in (("ray", cluster), ("here", None))
    )
    assert there.run.threshold == pytest.approx(here.run.threshold, abs=1e-6)
    for one, two in zip((there.run, *there.run.members), (here.run, *here.run.members), strict=True):
        assert [(p.patient, p.part) for p in one.predictions] == [
            (p.patient, p.part) for p in two.predictions
        ]
        assert [p.logit for p in one.predictions] == pytest.approx(
            [p.logit for p in two.predictions], abs=1e-6
        )


def test_a_pause_is_refused_and_a_stop_ends_the_tasks(cluster: OnRay, tmp_path: Path) -> None:
    def watch(news: Progress | Event) -> None:
        if isinstance(news, EpochFinished):
            stop.pause()
        if isinstance(news, Message) and "cannot be paused" in str(news.text):
            stop.ask()

    job, stop = start_job(watch)
    data = toy_set(16, slices=1)
    folds = draw_folds(
        Protocol("cross-validation", folds=2), data.label_of(), None, validation=0.25, seed=1
    )
    with pytest.raises(Cancelled):
        compare_on_folds(
            data,
            folds,
            FAMILIES,
            quick_recipe(epochs=1000),
            work=tmp_path,
            executor=cluster,
            job=job,
        )
    assert not list(tmp_path.glob("*.safetensors"))
    _compare(tmp_path, cluster, epochs=1)  # the workers are free again


def test_trials_of_a_search_run_side_by_side_with_the_same_result(
    cluster: OnRay, tmp_path: Path
) -> None:
    data = toy_set(8, slices=1)
    inputs = SearchInputs(
        lambda config: replace(data, config=config),
        data.patients,
        quick_recipe(epochs=1),
        data.config,
        "ShuffleNet",
    )
    search = Search("random", ("lr",), trials=2, folds=1, at_once=2)
    found = [
        run_trials(
            inputs,
            search,
            file=TrialFile(tmp_path / f"{name}.json", {}),
            work=tmp_path / name,
            executor=executor,
            job=no_progress(),
        )
        for name, executor in (("here", None), ("ray", cluster))
    ]
    for one, two in zip(*found, strict=True):
        assert one.settings == two.settings
        assert one.objective == pytest.approx(two.objective, abs=1e-6)


def test_a_training_that_cannot_be_is_refused_with_its_own_sentence(
    cluster: OnRay, tmp_path: Path
) -> None:
    data = toy_set(16, slices=1)
    broken = with_arrays(data, (a * float("nan") for a in data.arrays))
    folds = draw_folds(
        Protocol("cross-validation", folds=2), data.label_of(), None, validation=0.25, seed=1
    )
    with pytest.raises(TrainingError, match="no longer a finite number"):
        compare_on_folds(broken, folds, FAMILIES, quick_recipe(), work=tmp_path, executor=cluster)


def test_an_address_without_a_cluster_is_refused() -> None:
    code = (
        "from cxstage_core.training.execution.ray_cluster import OnRay\n"
        "from cxstage_core.errors import TrainingError\n"
        "try:\n OnRay('127.0.0.1:1')\n"
        "except TrainingError as error:\n print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "The Ray cluster at 127.0.0.1:1 cannot be reached" in done.stdout, done.stderr[-500:]


def test_a_head_whose_port_is_closed_is_given_up_after_some_seconds_not_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as head:
        watch = HeadWatch("cluster:1", f"127.0.0.1:{head.getsockname()[1]}")
        watch.check()
        assert not watch.gone()
    assert watch.gone()
    began = time.monotonic()
    with pytest.raises(ClusterError, match=r"cluster:1 does not answer.*ray start --head.*goes on"):
        while True:
            watch.check()
            time.sleep(0.05)
    assert time.monotonic() - began > 2


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process by a POSIX signal")
def test_a_comparison_whose_head_is_killed_goes_on_at_a_new_head_with_the_same_weights(
    started: Any, undisturbed: tuple[TrainedModel, ...], tmp_path: Path
) -> None:
    """The last test of the module: it ends the cluster of the others."""
    head = [one.process.pid for one in started.head_node.all_processes["gcs_server"]]

    def kill(news: Progress | Event) -> None:
        if isinstance(news, EpochFinished) and news.epoch == 3:
            # The workers, too: these few epochs would be over before the head is missed.
            for pid in [*head, *(_busy_workers() if head else ())]:
                os.kill(pid, signal.SIGKILL)
            head.clear()

    with pytest.raises(ClusterError, match="does not answer any more"):
        _compare(tmp_path, OnRay(started.address), kill, epochs=EPOCHS)
    assert not head
    assert list(tmp_path.glob("*.checkpoint"))
    news: list[Progress | Event] = []
    second = _cluster()
    try:
        found = _compare(tmp_path, OnRay(second.address), news.append, epochs=EPOCHS)
    finally:
        ray.shutdown()
        second.shutdown()
    assert max(one.first_epoch for one in news if isinstance(one, ModelStarted)) > 1
    for one, two in zip(found, undisturbed, strict=True):
        a, b = load_file(one.file), load_file(two.file)
        assert a.keys() == b.keys()
        assert all(torch.equal(a[key], b[key]) for key in a)
        assert one.run.predictions == two.run.predictions
    _same(found, undisturbed)
