"""A task as the interface sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cxstage_core.jobs import Event, Job, Progress, Stop, start_job


class Executor(StrEnum):
    """A thread or process in which work runs, one task at a time."""

    STORE = "store"
    STUDY = "study"
    COMPUTE = "compute"


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments, `job` added when `watched`."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    watched: bool

    def __call__(self, job: Job) -> Any:
        return self.function(*self.args, job=job) if self.watched else self.function(*self.args)


@dataclass(eq=False, slots=True)
class TaskHandle:
    """Shows the progress of a task, and can cancel it.

    Args:
        title: for people, already translated; "" for work too short to be shown.
        keep: closing the window waits for this work instead of cancelling it.
        steady: its steps take about the same time, so that the time left can be estimated.
        reads: it only reads, so that other work of its executor may be asked for meanwhile.
    """

    call: Call
    executor: Executor
    title: str = ""
    keep: bool = False
    steady: bool = True
    reads: bool = False
    on_done: Callable[[Any], None] | None = None
    on_error: Callable[[Exception], None] | None = None
    on_event: Callable[[Event], None] | None = None
    on_cancel: Callable[[], None] | None = None
    running: bool = False
    settled: bool = False
    result: Any = None
    error: BaseException | None = None
    job: Job = field(init=False)
    _stop: Stop = field(init=False)

    def __post_init__(self) -> None:
        self.job, self._stop = start_job()

    def cancel(self) -> None:
        """Ask the work to end; it does so at its next step, without an error."""
        self._stop.ask()

    def pause(self) -> None:
        """Ask the work to rest at its next step; nothing of it is lost."""
        self._stop.pause()

    def go_on(self) -> None:
        """End the rest."""
        self._stop.go_on()

    @property
    def paused(self) -> bool:
        """Whether the work was asked to rest."""
        return self._stop.paused

    @property
    def cancel_asked(self) -> bool:
        """Whether the end was asked for."""
        return self._stop.asked

    @property
    def progress(self) -> Progress | None:
        """The latest progress, None before the first."""
        return self.job.latest

    @property
    def eta_s(self) -> float | None:
        """Seconds left of the present stage, None while unknown."""
        return self.job.eta_s if self.steady else None
