"""Work for the lanes, importable by worker processes."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from cxstage_core.errors import IntakeError
from cxstage_core.jobs import Event, Job, Progress


@dataclass(frozen=True, slots=True)
class Counted(Event):
    """One of many."""

    number: int


def count(events: int, *, job: Job) -> int:
    """Emit many events as fast as possible."""
    for number in range(events):
        job.emit(Counted(number))
    return events


def endless(*, job: Job) -> None:
    """Report progress until stopped."""
    done = 0
    while True:
        done += 1
        job.step(Progress(done, 0, "Waiting"))
        time.sleep(0.005)


def refuse(name: str) -> None:
    """Fail as the core does."""
    raise IntakeError("The file {file} is no image.", file=name, remedy="Choose another file.")


def stumble(name: str) -> None:
    """Fail as a bug does, with a name in the message."""
    raise ValueError(name)


def die() -> None:
    """End the process, as for lack of memory."""
    os._exit(9)


def late_line(path: str) -> None:
    """Write a file after a while."""
    time.sleep(0.2)
    with open(path, "a", encoding="utf-8") as file:  # noqa: PTH123
        file.write("kept\n")
