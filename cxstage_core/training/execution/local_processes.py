"""Several networks trained at the same time on this computer, each in a process of its own.

A small network leaves most of a large GPU, or of a processor with many cores, idle; several of them fill
it. Each process takes one network after the other, writes the checkpoints that a training alone would
write, and so goes on after an interruption as that one would; the test part is evaluated here after
the last network.
"""

from __future__ import annotations

import multiprocessing
import traceback
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.synchronize import Event as Signal
from pathlib import Path
from typing import Any

import numpy as np

from cxstage_core.dataset import PreparedSet
from cxstage_core.dataset.spill import memory_budget
from cxstage_core.errors import Cancelled, CxStageError, TrainingError
from cxstage_core.jobs import Job, Message
from cxstage_core.text import text
from cxstage_core.training.execution.executors import InThisProcess
from cxstage_core.training.execution.relay import LOOK_S, RunMonitor, sender
from cxstage_core.training.run.evaluate import evaluate_network
from cxstage_core.training.run.network_run import NetworkRun, SavedNetwork, TrainedModel
from cxstage_core.training.run.train import train_network

_ENDS_WITHIN_S = 60.0
"""A stop is obeyed within a batch; a process that takes longer is ended, its checkpoint stays."""
_KNOCK_S = 2.0
_NEWS, _WRITTEN, _REFUSED, _BROKEN = "news", "written", "refused", "broken"


@dataclass(slots=True, eq=False)
class _Worker:
    """A process that trains, and the index of its network."""

    process: SpawnProcess
    line: Connection
    index: int | None = None


@dataclass(frozen=True, slots=True)
class _Signals:
    """Signals that the processes check before each batch."""

    stop: Signal
    go: Signal


class SideBySide:
    """Trains networks in several processes of this computer.

    Args:
        at_once: how many networks train at the same time.

    Raises:
        TrainingError: fewer than one.
    """

    def __init__(self, at_once: int) -> None:
        if at_once < 1:
            raise TrainingError(
                "{count} networks at once cannot train.", remedy="Choose 1 or more.", count=at_once
            )
        self._at_once = at_once

    def run(
        self, data: Mapping[str, PreparedSet], runs: Sequence[NetworkRun], *, work: Path, job: Job
    ) -> tuple[TrainedModel, ...]:
        """As `Executor.run`, several at a time.

        Raises:
            Cancelled: a stop was asked for; the checkpoints stay.
            TrainingError: a network cannot be trained, or its process was ended again and again.
        """
        at_once = min(self._at_once, len(runs))
        if at_once > 1 and not _fits(data, at_once):
            warning = text(
                "The patients do not fit into memory {count} times; one network after the other.",
                count=at_once,
            )
            job.emit(Message(warning, "warning"))
            at_once = 1
        if at_once < 2:
            return InThisProcess().run(data, runs, work=work, job=job)
        shared = [_with_threads(run, at_once) for run in runs]
        work.mkdir(parents=True, exist_ok=True)
        written = _Crew(data, shared, work, job, at_once).train()
        return tuple(
            evaluate_network(data[one.run.data], one, index=index, total=len(shared), job=job)
            for index, one in enumerate(written)
        )


@dataclass(slots=True)
class _Crew:
    """The processes of one run, and what is left to train."""

    data: Mapping[str, PreparedSet]
    runs: Sequence[NetworkRun]
    work: Path
    job: Job
    at_once: int
    context: SpawnContext = field(default_factory=lambda: multiprocessing.get_context("spawn"))
    workers: list[_Worker] = field(default_factory=list)
    left: deque[int] = field(init=False)
    written: dict[int, SavedNetwork] = field(default_factory=dict)
    signals: _Signals = field(init=False)

    def __post_init__(self) -> None:
        self.left = deque(range(len(self.runs)))
        self.signals = _Signals(self.context.Event(), self.context.Event())
        self.signals.go.set()

    def train(self) -> list[SavedNetwork]:
        """Train all networks; return them in the order of the runs."""
        watched = RunMonitor(self.job, len(self.runs))
        try:
            while len(self.written) < len(self.runs):
                self._hand_out()
                self._rest()
                for worker in self._ready():
                    self._listen(worker, watched)
        finally:
            self._end()
        return [self.written[index] for index in range(len(self.runs))]

    def _hand_out(self) -> None:
        while self.left and len(self.workers) < min(self.at_once, len(self.left) + self._busy()):
            self.workers.append(self._started())
        for worker in self.workers:
            if worker.index is None and self.left:
                worker.index = self.left.popleft()
                worker.line.send((worker.index, self.runs[worker.index]))

    def _busy(self) -> int:
        return sum(worker.index is not None for worker in self.workers)

    def _started(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(
            target=_train_what_comes,
            args=(theirs, self.signals, dict(self.data), self.work, len(self.runs)),
            daemon=True,
        )
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _rest(self) -> None:
        """Pause the processes as long as a pause is asked for.

        Raises:
            Cancelled: a stop was asked for.
        """
        if self.job.stop_asked():
            raise Cancelled
        # Never `check` with the processes going: a pause asked for in between would hold this thread only.
        if self.job.resting():
            self.signals.go.clear()
            try:
                self.job.check()
            finally:
                self.signals.go.set()

    def _ready(self) -> list[_Worker]:
        lines: dict[Any, _Worker] = {worker.line: worker for worker in self.workers}
        return [lines[line] for line in wait(list(lines), LOOK_S)]

    def _listen(self, worker: _Worker, watched: RunMonitor) -> None:
        """Handle all messages of a process."""
        try:
            while worker.line.poll():
                kind, index, what = worker.line.recv()
                if kind == _NEWS:
                    watched.show([(index, what)])
                elif kind == _WRITTEN:
                    self.written[index], worker.index = what, None
                elif kind == _REFUSED:
                    raise what
                else:
                    raise RuntimeError(f"a process that trains ended:\n{what}")
        except (EOFError, ConnectionError):
            self._lost(worker)

    def _lost(self, worker: _Worker) -> None:
        """Go on with fewer processes: memory is what most often ends one from outside."""
        self.workers.remove(worker)
        worker.process.join()
        if worker.index is None:
            return
        self.left.appendleft(worker.index)
        if self.at_once == 1:
            raise TrainingError(
                "The process that trained {name} was ended from outside (exit code {code}).",
                remedy="Often there was too little memory: choose a smaller batch; a new start goes on.",
                name=self.runs[worker.index].name,
                code=worker.process.exitcode,
            )
        self.at_once -= 1
        warning = text(
            "The process that trained {name} was ended from outside (exit code {code}); {count} at once "
            "from now on.",
            name=self.runs[worker.index].name,
            code=worker.process.exitcode,
            count=self.at_once,
        )
        self.job.emit(Message(warning, "warning"))

    def _end(self) -> None:
        """End every process: idle ones at once, the others at their next batch."""
        self.signals.stop.set()
        self.signals.go.set()
        for worker in self.workers:
            worker.line.close()
        for worker in self.workers:
            worker.process.join(_ENDS_WITHIN_S)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


def _train_what_comes(
    line: Connection, signals: _Signals, data: Mapping[str, PreparedSet], work: Path, total: int
) -> None:
    """In a process: train one network after the other until the connection closes."""
    digests = {key: one.digest() for key, one in data.items()}

    def send(index: int, news: object) -> None:
        line.send((_NEWS, index, news))

    try:
        while True:
            index, run = line.recv()
            job = Job(
                stop_asked=signals.stop.is_set,
                rest=lambda: _rest(signals.go),
                listener=sender(index, total, send),
            )
            line.send(_tried(data, run, digests[run.data], index, work, job))
    except (EOFError, ConnectionError):  # the parent process is gone or needs nothing more
        return


def _rest(go: Signal) -> None:
    """Wait until the work may go on; end it when the parent process is gone."""
    parent = multiprocessing.parent_process()
    while not go.wait(_KNOCK_S):
        if parent is not None and not parent.is_alive():
            raise ConnectionError


def _tried(
    data: Mapping[str, PreparedSet], run: NetworkRun, digest: str, index: int, work: Path, job: Job
) -> tuple[str, int, object]:
    try:
        written = train_network(
            data[run.data], run, work=work, index=0, total=1, job=job, digest=digest
        )
    except Cancelled as stopped:
        return _REFUSED, index, stopped
    except CxStageError as refused:
        return _REFUSED, index, refused
    except ConnectionError:
        raise
    except Exception:  # noqa: BLE001 - reported to the parent process with its whole trace
        return _BROKEN, index, traceback.format_exc()
    return _WRITTEN, index, written


def _fits(data: Mapping[str, PreparedSet], at_once: int) -> bool:
    """Return True if every process can hold the patients; arrays in a file belong to this one alone."""
    arrays = [array for one in data.values() for array in one.arrays]
    if any(isinstance(array, np.memmap) for array in arrays):
        return False
    return at_once * sum(array.nbytes for array in arrays) <= memory_budget()


def _with_threads(run: NetworkRun, at_once: int) -> NetworkRun:
    """Return the run with its share of the threads that this process would train with."""
    import torch

    if run.recipe.threads:
        return run
    threads = max(1, torch.get_num_threads() // at_once)
    return replace(run, recipe=replace(run.recipe, threads=threads))
