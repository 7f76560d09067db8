"""Networks trained on a Ray cluster, with the results of a run in this process.

A network is trained by the same code with the same seeds and the same number of threads; its patients travel
once, its model file and its predictions come back. A worker that is lost is replaced by Ray and its network
trained again from its beginning.
"""

from __future__ import annotations

import logging
import socket
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cxstage_core.dataset import PreparedSet
from cxstage_core.errors import CxStageError, TrainingError
from cxstage_core.jobs import Event, Job, Progress
from cxstage_core.models.file import verify_model
from cxstage_core.training.execution.relay import LOOK_S, RunMonitor, sender
from cxstage_core.training.run.evaluate import evaluate_network
from cxstage_core.training.run.network_run import NetworkRun, TrainedModel
from cxstage_core.training.run.provenance import libraries
from cxstage_core.training.run.train import train_network

_RETRIES = 5
_KNOCK_S = 5.0


@dataclass(frozen=True, slots=True)
class _Came:
    """Result of a worker."""

    model: TrainedModel
    content: bytes
    libraries: dict[str, str]


class OnRay:
    """Trains networks as tasks of a Ray cluster.

    Args:
        address: of a cluster that runs, such as "auto" or "host:6379".
        gpu_share: of a GPU, that each network asks for; None is a whole one where the cluster has GPUs and
            the recipe does not ask for the CPU.

    Raises:
        TrainingError: Ray is not installed, or no cluster answers at this address.
    """

    def __init__(self, address: str, *, gpu_share: float | None = None) -> None:
        self._ray = _connected(address)
        self._gpu_share = gpu_share

    def run(
        self, data: Mapping[str, PreparedSet], runs: Sequence[NetworkRun], *, work: Path, job: Job
    ) -> tuple[TrainedModel, ...]:
        """As `Executor.run`, in parallel.

        Raises:
            Cancelled: a stop was asked for; the tasks are ended.
            TrainingError: a network could not be trained, or the workers have other library versions.
        """
        ray, total = self._ray, len(runs)
        if not runs:
            return ()
        runs = [_with_threads(run) for run in runs]
        shipped = {key: (ray.put(one), one.digest()) for key, one in data.items()}
        board: Any = ray.remote(num_cpus=0, max_restarts=0)(_Board).remote()
        task: Any = ray.remote(num_cpus=1, max_retries=_RETRIES)(_train_and_evaluate)
        there = ray.cluster_resources().get("GPU", 0.0)
        waiting = {
            task.options(num_gpus=gpu_share(run.recipe.device, there, self._gpu_share)).remote(
                *shipped[run.data], run, index, total, board
            ): index
            for index, run in enumerate(runs)
        }
        watched = RunMonitor(job, total)
        done: dict[int, TrainedModel] = {}
        try:
            while waiting:
                ready, _ = ray.wait(list(waiting), num_returns=1, timeout=LOOK_S)
                watched.show(ray.get(board.take.remote()))
                job.check()
                for one in ready:
                    index = waiting.pop(one)
                    done[index] = _taken(self._got(one, runs[index]), work)
            watched.show(ray.get(board.take.remote()))
        finally:
            for one in waiting:
                ray.cancel(one, force=True)
            ray.kill(board)
        return tuple(done[index] for index in range(total))

    def _got(self, one: Any, run: NetworkRun) -> _Came:
        import ray.exceptions

        try:
            came: _Came = self._ray.get(one)
        except ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, CxStageError):
                raise error.cause from error
            raise
        except ray.exceptions.RayError as error:
            raise TrainingError(
                "{name} could not be trained: its workers were lost {times} times.",
                remedy="Check the machines of the cluster, then start again.",
                name=run.name,
                times=_RETRIES + 1,
            ) from error
        if came.libraries != libraries():
            other = next(k for k, v in libraries().items() if came.libraries.get(k) != v)
            raise TrainingError(
                "A worker of the cluster has {library} {theirs}, this computer {ours}: the numbers "
                "would differ.",
                remedy="Install the same versions on every machine of the cluster.",
                library=other,
                theirs=came.libraries.get(other, "?"),
                ours=libraries()[other],
            )
        return came


def gpu_share(device: str, there: float, wanted: float | None) -> float:
    """Return the share of a GPU that a task asks for; without one, Ray hides the GPUs from it.

    Args:
        device: the recipe's.
        there: GPUs of the cluster.
        wanted: None for the default.
    """
    if device not in ("auto", "cuda"):
        return 0.0
    if wanted is not None:
        return wanted
    return 1.0 if device == "cuda" or there >= 1 else 0.0


class _Board:
    """An actor on which workers leave their news."""

    def __init__(self) -> None:
        self._news: list[tuple[int, Progress | Event]] = []

    def put(self, index: int, news: Progress | Event) -> None:
        self._news.append((index, news))

    def take(self) -> list[tuple[int, Progress | Event]]:
        taken, self._news = self._news, []
        return taken


def _train_and_evaluate(
    data: PreparedSet, digest: str, run: NetworkRun, index: int, total: int, board: Any
) -> _Came:
    """Train and evaluate one network on a worker."""
    job = Job(listener=sender(index, total, board.put.remote))
    with tempfile.TemporaryDirectory() as folder:
        written = train_network(data, run, work=Path(folder), index=0, total=1, job=job, digest=digest)
        model = evaluate_network(data, written, index=0, total=1, job=job)
        return _Came(model, model.file.read_bytes(), libraries())


def _taken(came: _Came, work: Path) -> TrainedModel:
    """Put a model file that came back into the work folder and verify it."""
    from cxstage_core.storage.atomic_write import write_bytes

    work.mkdir(parents=True, exist_ok=True)
    file = work / came.model.file.name
    write_bytes(file, came.content, verify_model)
    return replace(came.model, file=file)


def _with_threads(run: NetworkRun) -> NetworkRun:
    """Return the run with the number of threads that this process would train with.

    Ray gives its workers one thread each, and another number of threads adds up in another order.
    """
    import torch

    if run.recipe.threads:
        return run
    return replace(run, recipe=replace(run.recipe, threads=torch.get_num_threads()))


def _connected(address: str) -> Any:
    try:
        import ray
    except ImportError as error:
        raise TrainingError(
            "Ray is not installed.", remedy="Install it with: pip install 'cxstage[cluster]'"
        ) from error
    if ray.is_initialized():
        return ray
    try:
        _knock(address)
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    except Exception as error:  # Ray raises a dozen kinds for an address where nothing answers
        raise TrainingError(
            "The Ray cluster at {address} cannot be reached ({why}).",
            remedy="Start one with `ray start --head`, or check the address.",
            address=address,
            why=type(error).__name__,
        ) from error
    return ray


def _knock(address: str) -> None:
    """Fail at once where nothing answers: Ray itself would try for minutes."""
    host, _, port = address.rpartition(":")
    if host and port.isdigit() and "://" not in address:
        socket.create_connection((host, int(port)), timeout=_KNOCK_S).close()
