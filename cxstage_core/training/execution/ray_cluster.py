"""Networks trained on a Ray cluster, with the results of a run in this process.

A network is trained by the same code with the same seeds and the same number of threads; its patients travel
once, its checkpoints, its model file and its predictions come back. A worker that is lost is replaced by Ray, and
when the whole cluster is lost a new start goes on: both from the checkpoints in the work folder.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cxstage_core.dataset import PreparedSet
from cxstage_core.errors import Cancelled, ClusterError, CxStageError, TrainingError
from cxstage_core.jobs import Job, Message
from cxstage_core.models.file import verify_model
from cxstage_core.text import text
from cxstage_core.training.execution.ray_head import KNOCK_S, HeadWatch, knock
from cxstage_core.training.execution.ray_tasks import Board, Came, Taken, train_and_evaluate
from cxstage_core.training.execution.relay import LOOK_S, RunMonitor
from cxstage_core.training.run.network_run import NetworkRun, TrainedModel
from cxstage_core.training.run.provenance import libraries

_RETRIES = 5


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
        _connected(address)
        self._address = address
        self._gpu_share = gpu_share

    def run(
        self, data: Mapping[str, PreparedSet], runs: Sequence[NetworkRun], *, work: Path, job: Job
    ) -> tuple[TrainedModel, ...]:
        """As `Executor.run`, in parallel; an interrupted run goes on from its checkpoints.

        Raises:
            Cancelled: a stop was asked for; the tasks are ended, the checkpoints stay.
            ClusterError: the head of the cluster is gone, or its workers have other library versions.
            TrainingError: a network could not be trained.
        """
        if not runs:
            return ()
        ray = _connected(self._address)
        watch = HeadWatch(self._address, _head_of(ray, self._address))
        tasks = _Tasks(ray, watch, [_with_threads(run) for run in runs], work, job)
        work.mkdir(parents=True, exist_ok=True)
        try:
            tasks.submit(data, self._gpu_share)
            return tasks.collect()
        except (Cancelled, CxStageError):
            raise
        except Exception as error:  # of Ray, which raises a dozen kinds when its head is gone
            if watch.gone():
                raise watch.lost() from error
            if _of_cluster(error):
                raise watch.broken(error) from error
            raise
        finally:
            tasks.end()


@dataclass(slots=True)
class _Tasks:
    """The tasks of one run."""

    ray: Any
    watch: HeadWatch
    runs: list[NetworkRun]
    work: Path
    job: Job
    board: Any = field(default=None, init=False)
    waiting: dict[Any, int] = field(default_factory=dict, init=False)
    warned: bool = field(default=False, init=False)

    def submit(self, data: Mapping[str, PreparedSet], share: float | None) -> None:
        """Ship the patients and ask for all networks."""
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        ray, total = self.ray, len(self.runs)
        shipped = {key: (ray.put(one), one.digest()) for key, one in data.items()}
        # On the coordinator's machine: no other one whose loss would end the run.
        place: dict[str, Any] = {}
        if self.watch.head:
            node = ray.get_runtime_context().get_node_id()
            place = {"scheduling_strategy": NodeAffinitySchedulingStrategy(node, soft=True)}
        self.board = ray.remote(num_cpus=0, max_restarts=0, **place)(Board).remote()
        task: Any = ray.remote(num_cpus=1, max_retries=_RETRIES)(train_and_evaluate)
        there = ray.cluster_resources().get("GPU", 0.0)
        for index, run in enumerate(self.runs):
            gpus = gpu_share(run.recipe.device, there, share)
            one = task.options(num_gpus=gpus).remote(*shipped[run.data], run, index, total, self.board)
            self.waiting[one] = index

    def collect(self) -> tuple[TrainedModel, ...]:
        """Pass news on and keep checkpoints until all networks came back, in the order of the runs."""
        monitor = RunMonitor(self.job, len(self.runs))
        done: dict[int, TrainedModel] = {}
        while self.waiting:
            ready, _ = self.ray.wait(list(self.waiting), num_returns=1, timeout=LOOK_S)
            self._take(monitor)
            self.watch.check()
            self._check()
            for one in ready:
                index = self.waiting[one]
                done[index] = _stored(self._came(one, self.runs[index]), self.work)
                del self.waiting[one]
        self._take(monitor)
        return tuple(done[index] for index in range(len(self.runs)))

    def end(self) -> None:
        """End what still runs; give up the connection where the head is gone, or Ray ends this process."""
        if self.watch.gone():
            self.ray.shutdown()
            return
        for one in self.waiting:
            self.ray.cancel(one, force=True)
        if self.board is not None:
            self.ray.kill(self.board)

    def _check(self) -> None:
        """Obey a stop. A pause would hold the watch over the head, but no task: it is refused with a warning.

        Raises:
            Cancelled: a stop was asked for.
        """
        if self.job.stop_asked():
            raise Cancelled
        if self.job.resting() and not self.warned:
            self.warned = True
            self.job.emit(
                Message(text("A training on a cluster cannot be paused; it goes on."), "warning")
            )

    def _take(self, monitor: RunMonitor) -> None:
        """Handle all that lies on the board."""
        taken: Taken = self._fetched(self.board.take.remote())
        monitor.show(taken.news)
        for index, content in taken.checkpoints.items():
            _keep(self.work / self.runs[index].checkpoint_name, content)
        for index in taken.asked:
            file = self.work / self.runs[index].checkpoint_name
            self.board.answer.remote(index, file.read_bytes() if file.is_file() else b"")

    def _fetched(self, one: Any) -> Any:
        """Wait for a value as long as the head is there."""
        import ray.exceptions

        while True:
            try:
                return self.ray.get(one, timeout=KNOCK_S)
            except ray.exceptions.GetTimeoutError:
                self.watch.check()

    def _came(self, one: Any, run: NetworkRun) -> Came:
        import ray.exceptions

        try:
            came: Came = self._fetched(one)
        except ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, CxStageError):
                raise error.cause from error
            raise
        except ray.exceptions.RayError as error:
            if self.watch.gone():
                raise self.watch.lost() from error
            raise TrainingError(
                "{name} could not be trained: its workers were lost {times} times.",
                remedy="Check the machines of the cluster, then start again.",
                name=run.name,
                times=_RETRIES + 1,
            ) from error
        if came.libraries != libraries():
            other = next(k for k, v in libraries().items() if came.libraries.get(k) != v)
            raise ClusterError(
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


def _stored(came: Came, work: Path) -> TrainedModel:
    """Put a model file that came back into the work folder and verify it."""
    from cxstage_core.storage.atomic_write import write_bytes

    file = work / came.model.file.name
    write_bytes(file, came.content, verify_model)
    return replace(came.model, file=file)


def _keep(file: Path, content: bytes) -> None:
    """Replace a checkpoint; after a power cut an older one will do."""
    from cxstage_core.storage.atomic_write import write_bytes

    write_bytes(file, content, may_lag=True)


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
        knock(address)
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    except Exception as error:  # Ray raises a dozen kinds for an address where nothing answers
        raise TrainingError(
            "The Ray cluster at {address} cannot be reached ({why}).",
            remedy="Start one with `ray start --head`, or check the address.",
            address=address,
            why=type(error).__name__,
        ) from error
    return ray


def _of_cluster(error: BaseException) -> bool:
    """Return True for an error of Ray itself; False for one of the code that it ran, a fault of this program."""
    import ray.exceptions

    own = isinstance(error, ray.exceptions.RayError | ConnectionError)
    return own and not isinstance(error, ray.exceptions.RayTaskError)


def _head_of(ray: Any, address: str) -> str:
    """Return "host:port" of the head; "" through Ray's client, which need not reach it itself."""
    return "" if "://" in address else str(ray.get_runtime_context().gcs_address)
