"""Progress and events of networks that train in other processes, as those of one job."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from cxstage_core.jobs import Event, Job, Message, Progress
from cxstage_core.text import Text, text
from cxstage_core.training.settings.events import ModelFinished, ModelStarted

STAGE = "Training networks"
LOOK_S = 0.1
"""How often workers are listened to, and the shortest time between two reports of progress."""
_PARTS = 1000

News = tuple[int, Progress | Event]


@dataclass(slots=True)
class RunMonitor:
    """Merges the progress and events of all workers into one job.

    Args:
        total: how many networks there are.
    """

    job: Job
    total: int
    started: set[int] = field(default_factory=set)
    _shares: list[float] = field(init=False)
    _name: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self._shares = [0.0] * self.total

    def show(self, news: Sequence[News]) -> None:
        """Pass news on, and report the progress of all networks together; never pauses or stops."""
        for index, one in news:
            if isinstance(one, Progress):
                self._shares[index], self._name = one.fraction or 0.0, one.detail
                continue
            if isinstance(one, ModelStarted):
                if index in self.started:
                    self.job.emit(Message(_again(one), "warning"))
                self.started.add(index)
            elif isinstance(one, ModelFinished):
                self._shares[index] = 1.0
            self.job.emit(one)
        self.job.note(Progress(int(_PARTS * sum(self._shares)), _PARTS * self.total, STAGE, self._name))


def _again(started: ModelStarted) -> Text:
    if started.first_epoch == 1:
        return text("A worker was lost; {name} is trained again.", name=started.name)
    return text(
        "A worker was lost; {name} goes on with epoch {epoch}.",
        name=started.name,
        epoch=started.first_epoch,
    )


def sender(
    index: int, total: int, send: Callable[[int, Progress | Event], object]
) -> Callable[[Progress | Event], None]:
    """Return a listener for a worker: it sends events, and now and then the progress.

    Args:
        index, total: 0-based place of the network among all that train.
    """
    last = 0.0

    def listen(news: Progress | Event) -> None:
        nonlocal last
        if isinstance(news, Progress):
            if time.monotonic() - last < LOOK_S or news.what != STAGE:
                return
            last = time.monotonic()
        elif isinstance(news, ModelStarted | ModelFinished):
            news = replace(news, index=index, total=total)
        send(index, news)

    return listen
