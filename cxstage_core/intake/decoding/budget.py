"""Memory and place of the work, as seen from inside the process that decodes.

Outside that process both functions do nothing.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_UNLIMITED = 1 << 62


@dataclass(slots=True)
class Budget:
    """What the present request may use.

    Args:
        memory: bytes beyond those held at rest.
        per_byte: further memory for each byte of declared pixels.
        report: receives the file that is decoded next.
    """

    memory: int
    per_byte: int
    report: Callable[[Path], None]


_current: Budget | None = None


def begin(budget: Budget) -> None:
    """Limit the memory of the work that follows."""
    global _current  # noqa: PLW0603 - a process has one limit of its memory
    _current = budget
    allow_pixels(0)


def allow_pixels(declared: int) -> None:
    """Extend the limit for an image whose checked header declares this many bytes of pixels."""
    if _current is not None:
        _limit(_current.memory + _current.per_byte * declared)


def now_at(file: Path) -> None:
    """Report the file that is decoded next, so that it can be named if it ends the process."""
    if _current is not None:
        _current.report(file)


def _limit(extra: int) -> None:
    """Limit the address space, where the system can (Linux); elsewhere the other limits hold alone."""
    if sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm", "rb", buffering=0) as stream:  # noqa: PTH123 - read for every file
        pages = int(stream.read().split()[0])
    hard: Any = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = pages * resource.getpagesize() + extra
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    with contextlib.suppress(ValueError, OSError):  # a lower limit of the system holds already
        resource.setrlimit(resource.RLIMIT_AS, (min(wanted, _UNLIMITED), hard))
