"""A local cluster of two workers gives the numbers of this process, also when a worker is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cxstage_core.cohort.values.folds import Fold
from cxstage_core.dataset.member_folds import draw_member_folds
from cxstage_core.dataset.protocols import Protocol, draw_folds
from cxstage_core.errors import Cancelled, TrainingError
from cxstage_core.jobs import Event, Message, Progress, no_progress, start_job
from cxstage_core.training import EpochFinished, ModelFinished, ModelStarted, TrainedModel
from cxstage_core.training.execution.ray_cluster import OnRay
from cxstage_core.training.search.compare_members import compare_members
from cxstage_core.training.search.compare_networks import compare_on_folds
from cxstage_core.training.search.search import Search, SearchInputs, run_trials
from cxstage_core.training.search.trials import TrialFile
from tests.core.training.toy import quick_recipe, toy_set, toy_split, with_arrays

ray = pytest.importorskip("ray", reason="Ray is not installed (extra: cluster)")
FAMILIES = ["ShuffleNet"]


@pytest.fixture(scope="module")
def cluster() -> Iterator[OnRay]:
    from ray.cluster_utils import Cluster

    root = Path(__file__).resolve().parents[3]
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(root)  # so that a worker finds this very code
    made = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 1, "object_store_memory": 100 << 20, "include_dashboard": False},
    )
    made.add_node(num_cpus=1, object_store_memory=100 << 20)
    try:
        yield OnRay(made.address)
    finally:
        ray.shutdown()
        made.shutdown()
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


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


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process by a POSIX signal")
def test_a_worker_that_is_killed_is_replaced_and_nothing_changes(
    cluster: OnRay, tmp_path: Path
) -> None:
    killed: list[int] = []
    told: list[str] = []

    def watch(news: Progress | Event) -> None:
        if isinstance(news, EpochFinished) and news.epoch == 1 and not killed:
            killed.extend(_busy_workers()[:1])
            for pid in killed:
                os.kill(pid, signal.SIGKILL)
        if isinstance(news, Message):
            told.append(str(news.text))

    found = _compare(tmp_path / "ray", cluster, watch, epochs=20)
    assert killed
    _same(found, _compare(tmp_path / "here", None, epochs=20))
    assert any("A worker was lost" in sentence for sentence in told)


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
        if title.startswith(b"ray::_train_and_evaluate") and _session().encode() in parent:
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


def test_a_stop_ends_the_tasks(cluster: OnRay, tmp_path: Path) -> None:
    def watch(news: Progress | Event) -> None:
        if isinstance(news, EpochFinished):
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
    assert not list(tmp_path.iterdir())
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
