"""What runs on the machines of a Ray cluster: a network's training, and the board between it and the coordinator.

The coordinator is the process that started the training. Nothing is shared but Ray's connection: news,
checkpoints and results go through the board, an actor on the coordinator's machine, and the coordinator alone
writes files of the work folder.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cxstage_core.dataset import PreparedSet
from cxstage_core.jobs import Event, Job, Progress
from cxstage_core.training.execution.relay import LOOK_S, News, sender
from cxstage_core.training.run.evaluate import evaluate_network
from cxstage_core.training.run.network_run import NetworkRun, TrainedModel
from cxstage_core.training.run.provenance import libraries
from cxstage_core.training.run.train import train_network
from cxstage_core.training.settings.events import EpochFinished

BYTES_PER_S = 10_000_000
"""How fast the checkpoints of one network may come back on average: HRNet's, of some 350 MB, every 35 s."""


@dataclass(frozen=True, slots=True)
class Came:
    """Result of a worker.

    Args:
        content: of the model file.
        libraries: versions on the worker.
    """

    model: TrainedModel
    content: bytes
    libraries: dict[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """What lay on the board.

    Args:
        news: in the order in which it came.
        checkpoints: the newest of each network that left one, by its index.
        asked: networks that begin and want to know where they were.
    """

    news: list[News]
    checkpoints: dict[int, bytes]
    asked: list[int]


class Board:
    """An actor that carries news and checkpoints between workers and coordinator."""

    def __init__(self) -> None:
        self._news: list[News] = []
        self._checkpoints: dict[int, bytes] = {}
        self._asked: list[int] = []
        self._answers: dict[int, bytes] = {}

    def put(self, index: int, news: Progress | Event) -> None:
        """Leave news of a network."""
        self._news.append((index, news))

    def keep(self, index: int, checkpoint: bytes) -> None:
        """Leave the state of a network; an older one that was not taken is dropped."""
        self._checkpoints[index] = checkpoint

    def ask(self, index: int) -> None:
        """Ask for the state in which a network was interrupted."""
        self._answers.pop(index, None)
        self._asked.append(index)

    def answer(self, index: int, checkpoint: bytes) -> None:
        """Answer a worker; b"" where the network begins."""
        self._answers[index] = checkpoint

    def answered(self, index: int) -> bytes | None:
        """Take the answer; None as long as there is none."""
        return self._answers.pop(index, None)

    def take(self) -> Taken:
        """Take all that lies here."""
        taken = Taken(self._news, self._checkpoints, self._asked)
        self._news, self._checkpoints, self._asked = [], {}, []
        return taken


@dataclass(slots=True)
class CheckpointSender:
    """Leaves a network's checkpoint on the board, as often as its size permits.

    Args:
        file: that the training replaces after its epochs.
        send: leaves its content.
    """

    file: Path
    send: Callable[[bytes], object]
    _written: int = field(default=0, init=False)
    _not_before: float = field(default=0.0, init=False)

    def look(self) -> None:
        """Send the file if it is another one than before and the time has come."""
        if time.monotonic() >= self._not_before and self.file.is_file():
            self.send_now()

    def send_now(self) -> None:
        """Send the file if it is another one than before."""
        written = self.file.stat().st_mtime_ns
        if written == self._written:
            return
        content = self.file.read_bytes()
        self.send(content)
        self._written = written
        self._not_before = time.monotonic() + len(content) / BYTES_PER_S


def train_and_evaluate(
    data: PreparedSet, digest: str, run: NetworkRun, index: int, total: int, board: Any
) -> Came:
    """Train and evaluate one network on a worker, from its newest checkpoint if there is one."""
    import ray

    tell = sender(index, total, board.put.remote)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        file = work / run.checkpoint_name
        found = _where_it_was(board, index)
        if found:
            file.write_bytes(found)
        keeper = CheckpointSender(file, lambda content: board.keep.remote(index, content))

        def listen(news: Progress | Event) -> None:
            tell(news)
            if isinstance(news, EpochFinished):
                keeper.look()

        job = Job(listener=listen)
        written = train_network(data, run, work=work, index=0, total=1, job=job, digest=digest)
        keeper.send = lambda content: ray.get(board.keep.remote(index, content))
        keeper.send_now()  # the last one in any case: a network that is done is not trained again
        model = evaluate_network(data, written, index=0, total=1, job=job)
        return Came(model, model.file.read_bytes(), libraries())


def _where_it_was(board: Any, index: int) -> bytes:
    import ray

    ray.get(board.ask.remote(index))
    while True:
        found: bytes | None = ray.get(board.answered.remote(index))
        if found is not None:
            return found
        time.sleep(LOOK_S)
