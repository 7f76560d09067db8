"""How long work reports and stops, without knowing threads or windows.

`start_job` returns two handles: the `Job` goes to the work, which reports on it and checks it; the
`Stop` stays with whoever may ask for a rest or the end.
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
    """How far the work is.

    Args:
        done: finished units.
        total: all units; 0 when not known yet.
        what: the fixed, translatable name of the stage ("Reading headers").
        detail: what is worked on now (a pseudonym or model name; never an identifier).
    """

    done: int
    total: int
    what: str
    detail: str = ""

    @property
    def fraction(self) -> float | None:
        """Share done, 0 to 1, or None while the total is unknown."""
        return min(1.0, self.done / self.total) if self.total > 0 else None


@dataclass(frozen=True, slots=True)
class Event:
    """Something typed that happened in a job; subclasses live beside the work."""


@dataclass(frozen=True, slots=True)
class Message(Event):
    """A sentence for the person who watches ("info" or "warning")."""

    text: Text
    level: str = "info"


class Stop:
    """The handle of whoever may ask the work to end, or to rest."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._going = threading.Event()
        self._going.set()

    def ask(self) -> None:
        """Ask; the work ends at its next step, also when it rests."""
        self._asked.set()
        self._going.set()

    def pause(self) -> None:
        """Ask the work to rest at its next step, with everything it has in memory."""
        if not self.asked:
            self._going.clear()

    def go_on(self) -> None:
        """End the rest."""
        self._going.set()

    @property
    def paused(self) -> bool:
        """Whether the work was asked to rest."""
        return not self._going.is_set()

    def wait(self) -> None:
        """Return when the work may go on."""
        self._going.wait()

    @property
    def asked(self) -> bool:
        """Whether someone asked."""
        return self._asked.is_set()


@dataclass(slots=True)
class Job:
    """The handle of the work: it reports progress and events and learns that it must stop.

    One thread works on it, any thread may look at `latest` and drain `events`. Work that is done by other
    processes asks `resting`, so that they rest before `rest` holds the thread that watches them.
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
        """Rest while a pause is asked for; raise `Cancelled` if a stop was asked for."""
        began = time.monotonic()
        self.rest()
        self._stage_began += time.monotonic() - began
        if self.stop_asked():
            raise Cancelled

    def step(self, progress: Progress) -> None:
        """Store the latest progress.

        Raises:
            Cancelled: a stop was asked for.
        """
        self.note(progress)
        self.check()

    def note(self, progress: Progress) -> None:
        """Store the latest progress, without resting or ending."""
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
        """Hand an event to whoever watches."""
        self.events.append(event)
        if self.listener is not None:
            self.listener(event)

    def drain(self) -> list[Event]:
        """Take all events not yet taken, oldest first."""
        taken: list[Event] = []
        while True:
            try:
                taken.append(self.events.popleft())
            except IndexError:
                return taken

    @property
    def eta_s(self) -> float | None:
        """Seconds left of the present stage at its mean speed so far, or None if not known."""
        now = self.latest
        if now is None or now.total <= 0 or now.done <= self._stage_base:
            return None
        per_unit = (time.monotonic() - self._stage_began) / (now.done - self._stage_base)
        return max(0.0, per_unit * (now.total - now.done))


def start_job(listener: Callable[[Progress | Event], None] | None = None) -> tuple[Job, Stop]:
    """Make the two handles of a piece of long work."""
    stop = Stop()
    return Job(
        stop_asked=lambda: stop.asked, rest=stop.wait, resting=lambda: stop.paused, listener=listener
    ), stop


def no_progress() -> Job:
    """A job that nobody watches or stops."""
    return Job()
