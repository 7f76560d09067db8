"""Progress, events, pausing and cancelling of long work, independent of threads and windows.

`start_job` returns two handles: the work reports to its `Job` and checks it; the caller keeps the `Stop` to pause
or cancel the work.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from cxstage_core.errors import Cancelled
from cxstage_core.text import Text


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of long work.

    Args:
        done: finished units.
        total: all units; 0 if not known yet.
        what: the fixed, translatable name of the stage ("Reading headers").
        detail: current item (a pseudonym or model name; never an identifier).
    """

    done: int
    total: int
    what: str
    detail: str = ""

    @property
    def fraction(self) -> float | None:
        """Fraction done, 0 to 1, or None while the total is unknown."""
        return min(1.0, self.done / self.total) if self.total > 0 else None


@dataclass(frozen=True, slots=True)
class Event:
    """Base class of events of a job."""


@dataclass(frozen=True, slots=True)
class Message(Event):
    """A message for the user, with its level "info" or "warning"."""

    text: Text
    level: str = "info"


class Stop:
    """Handle to cancel or pause a job."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._going = threading.Event()
        self._going.set()

    def ask(self) -> None:
        """Request cancelling; the work ends at its next step, even if it is paused."""
        self._asked.set()
        self._going.set()

    def pause(self) -> None:
        """Request pausing; the work waits at its next step and keeps its memory."""
        if not self.asked:
            self._going.clear()

    def go_on(self) -> None:
        """Resume paused work."""
        self._going.set()

    @property
    def paused(self) -> bool:
        """Return True if pausing was requested."""
        return not self._going.is_set()

    def wait(self) -> None:
        """Block while the work is paused."""
        self._going.wait()

    @property
    def asked(self) -> bool:
        """Return True if cancelling was requested."""
        return self._asked.is_set()


@dataclass(slots=True)
class Job:
    """Handle with which work reports progress and events and checks for pausing and cancelling.

    One thread reports to it; any thread may read `latest` and drain `events`. Work that runs in other
    processes checks `resting`, so that they pause before `rest` blocks the thread that watches them.
    """

    stop_asked: Callable[[], bool] = lambda: False
    rest: Callable[[], None] = lambda: None
    resting: Callable[[], bool] = lambda: False
    listener: Callable[[Progress | Event], None] | None = None
    latest: Progress | None = None
    events: deque[Event] = field(default_factory=deque)
    _stage: str = ""
    _stage_began: float = 0.0
    _stage_base: int = 0

    def check(self) -> None:
        """Wait while paused; raise `Cancelled` if cancelling was requested."""
        began = time.monotonic()
        self.rest()
        self._stage_began += time.monotonic() - began
        if self.stop_asked():
            raise Cancelled

    def step(self, progress: Progress) -> None:
        """Report progress, and wait while paused.

        Raises:
            Cancelled: cancelling was requested.
        """
        self.note(progress)
        self.check()

    def note(self, progress: Progress) -> None:
        """Report progress, without waiting or cancelling."""
        if progress.what != self._stage:
            self._stage, self._stage_began, self._stage_base = (
                progress.what,
                time.monotonic(),
                progress.done,
            )
        self.latest = progress
        if self.listener is not None:
            self.listener(progress)

    def emit(self, event: Event) -> None:
        """Pass an event to the listener."""
        self.events.append(event)
        if self.listener is not None:
            self.listener(event)

    def drain(self) -> list[Event]:
        """Remove and return all pending events, oldest first."""
        taken: list[Event] = []
        while True:
            try:
                taken.append(self.events.popleft())
            except IndexError:
                return taken

    @property
    def eta_s(self) -> float | None:
        """Seconds left in the current stage at its mean speed so far, or None if unknown."""
        now = self.latest
        if now is None or now.total <= 0 or now.done <= self._stage_base:
            return None
        per_unit = (time.monotonic() - self._stage_began) / (now.done - self._stage_base)
        return max(0.0, per_unit * (now.total - now.done))


def start_job(listener: Callable[[Progress | Event], None] | None = None) -> tuple[Job, Stop]:
    """Create the two handles of long work."""
    stop = Stop()
    return Job(
        stop_asked=lambda: stop.asked, rest=stop.wait, resting=lambda: stop.paused, listener=listener
    ), stop


def no_progress() -> Job:
    """Return a job without listener that cannot be stopped."""
    return Job()
