"""Cached content of a file that other processes may replace; it is read again when the file changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

Content = TypeVar("Content")
Stamp = tuple[int, int, int]


def stamp_of(path: Path) -> Stamp | None:
    """Return modification time (ns), size and inode of a file, None if it does not exist.

    Files are replaced and never edited, so a changed file has another inode even when time and size
    are the same.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


@dataclass(slots=True)
class WatchedFile(Generic[Content]):
    """Caches the content of a file until the file changes.

    Args:
        path: the file; it may be missing, if `read` permits it.
        read: reads the file; its errors are raised by `current`, which then tries again the next time.
    """

    path: Path
    read: Callable[[], Content]
    _known: tuple[Stamp | None, Content] | None = None

    def current(self) -> Content:
        """Return the current content of the file."""
        known, stamp = (
            self._known,
            stamp_of(self.path),
        )  # read once, because other threads may change it
        if known is None or known[0] != stamp:
            self._known = known = stamp, self.read()
        return known[1]

    def forget(self) -> None:
        """Read the file again the next time, even if it seems unchanged."""
        self._known = None
