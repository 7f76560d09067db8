"""The time spent on a case."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

PAUSE_S = 60.0


@dataclass(slots=True)
class ReadingTimer:
    """Adds up the seconds between inputs; a gap longer than `PAUSE_S` is a pause and does not count.

    Args:
        seconds: counted so far, earlier sessions included.
        now: a monotonic clock, seconds.
    """

    seconds: float = 0.0
    now: Callable[[], float] = time.monotonic
    _last: float | None = None

    def record_input(self) -> None:
        """Count the time since the last input."""
        now = self.now()
        if self._last is not None and now - self._last <= PAUSE_S:
            self.seconds += now - self._last
        self._last = now

    def pause(self) -> None:
        """Stop counting until the next input, because the page is not visible."""
        if self._last is not None:
            self.record_input()
        self._last = None
