"""The content of a file that other processes may replace, read again only when the file has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

Content = TypeVar("Content")
Stamp = tuple[int, int, int]


def stamp_of(path: Path) -> Stamp | None:
    """Return modification time (ns), size and inode of a file, None when there is no file.

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
    """Keeps what was read from a file until the file changes.

    Args:
        path: the file; it may be missing, if `read` permits it.
        read: reads the file; its errors are raised by `current`, which then tries again the next time.
    """

    path: Path
    read: Callable[[], Content]
    _known: tuple[Stamp | None, Content] | None = None

    def current(self) -> Content:
        """Return the content as it is on disk now."""
        known, stamp = self._known, stamp_of(self.path)  # once: other threads may ask as well
        if known is None or known[0] != stamp:
            self._known = known = stamp, self.read()
        return known[1]

    def forget(self) -> None:
        """Read the file again the next time, even if it seems unchanged."""
        self._known = None
