"""Where the networks of a comparison are trained: here, one after the other, or on a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from cxstage_core.dataset import PreparedSet
from cxstage_core.jobs import Job
from cxstage_core.training.run.network_run import Piece, TrainedModel, judge_piece, train_piece
from cxstage_core.training.settings.partition import digest_of_data


class Executor(Protocol):
    """Trains pieces; every executor gives the same results for the same pieces."""

    def run(
        self, data: Mapping[str, PreparedSet], pieces: Sequence[Piece], *, work: Path, job: Job
    ) -> tuple[TrainedModel, ...]:
        """Train and judge, in the order of `pieces`.

        Args:
            data: the prepared patients by `Piece.data`.
            work: folder for checkpoints and model files; made when missing.

        Raises:
            Cancelled: a stop was asked for.
            TrainingError, ModelError: a network cannot be built or trained.
        """


class Here:
    """One network after the other in this thread; the test part is judged after the last."""

    def run(
        self, data: Mapping[str, PreparedSet], pieces: Sequence[Piece], *, work: Path, job: Job
    ) -> tuple[TrainedModel, ...]:
        """As `Executor.run`; an interrupted run goes on from its checkpoints."""
        digests, total = {key: digest_of_data(one) for key, one in data.items()}, len(pieces)
        written = [
            train_piece(
                data[piece.data],
                piece,
                work=work,
                index=index,
                total=total,
                job=job,
                digest=digests[piece.data],
            )
            for index, piece in enumerate(pieces)
        ]
        return tuple(
            judge_piece(data[one.piece.data], one, index=index, total=total, job=job)
            for index, one in enumerate(written)
        )
