"""Executors train the networks of a comparison: in this process, in several, or on a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from cxstage_core.dataset import PreparedSet
from cxstage_core.jobs import Job
from cxstage_core.training.run.evaluate import evaluate_network
from cxstage_core.training.run.network_run import NetworkRun, TrainedModel
from cxstage_core.training.run.train import train_network


class Executor(Protocol):
    """Trains networks; every executor gives the same results for the same runs."""

    def run(
        self, data: Mapping[str, PreparedSet], runs: Sequence[NetworkRun], *, work: Path, job: Job
    ) -> tuple[TrainedModel, ...]:
        """Train and evaluate, in the order of `runs`.

        Args:
            data: the prepared patients by `NetworkRun.data`.
            work: folder for checkpoints and model files; made when missing.

        Raises:
            Cancelled: a stop was asked for.
            TrainingError, ModelError: a network cannot be built or trained.
        """


class InThisProcess:
    """One network after the other in this thread; the test part is evaluated after the last."""

    def run(
        self, data: Mapping[str, PreparedSet], runs: Sequence[NetworkRun], *, work: Path, job: Job
    ) -> tuple[TrainedModel, ...]:
        """As `Executor.run`; an interrupted run goes on from its checkpoints."""
        digests, total = {key: one.digest() for key, one in data.items()}, len(runs)
        saved = [
            train_network(
                data[run.data],
                run,
                work=work,
                index=index,
                total=total,
                job=job,
                digest=digests[run.data],
            )
            for index, run in enumerate(runs)
        ]
        return tuple(
            evaluate_network(data[one.run.data], one, index=index, total=total, job=job)
            for index, one in enumerate(saved)
        )
