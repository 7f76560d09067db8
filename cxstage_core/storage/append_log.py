"""A file that only grows: numbered entries with checksums, for one reading and one process at a time.

    CxJrnl \\0 VERSION                      8 bytes
    length, checksum, entry                 4 + 4 bytes (little-endian), then the entry; repeated

A checksum is the CRC-32 of its entry, begun with the checksum before (the first with that of the
first 8 bytes), so that an entry counts only in its place. The file ends where the first entry does not verify; what stands behind is cut.
"""

from __future__ import annotations

import os
import queue
import struct
import threading
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from cxstage_core.errors import CohortError, InUseError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.migrations.upgrade import check_version, migrate
from cxstage_core.storage import atomic_write
from cxstage_core.storage.file_locks import try_lock

_MAGIC = b"CxJrnl\0"
_START_BYTES = len(_MAGIC) + 1
_FRAME = struct.Struct("<II")
_FLAGS = (
    os.O_RDWR
    | os.O_CREAT
    | os.O_APPEND
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)


class JournalFile:
    """One open journal; `open` is the way to get one.

    An entry is written before `append` returns, so that it outlives the process. A thread of its own
    then puts it on the disk, so that it outlives a power cut, too, without delaying the caller. What
    cannot be written waits in memory, `trouble` holds the reason, and every further call tries again.
    """

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self.trouble: CohortError | None = None
        self._handle = handle
        self._end = 0
        self._checksum = zlib.crc32(_start())
        self._waiting = bytearray()
        self._entries: list[tuple[int, int]] = []
        self._written: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._syncing: threading.Thread | None = None

    @classmethod
    def open(cls, path: Path) -> JournalFile:
        """Open a journal, or begin one, for this process alone; a torn end is cut off.

        Raises:
            CohortError: another process has it open, a newer version wrote it, or the folder may
                not be written to.
        """
        handle = -1
        try:
            path.parent.parent.mkdir(exist_ok=True)
            path.parent.mkdir(exist_ok=True)
            handle = _open_locked(path)
            found = cls(path, handle)
            found._look()
        except OSError as error:
            if handle >= 0:
                os.close(handle)
            raise atomic_write.refusal(error, path) from error
        except CohortError:
            if handle >= 0:
                os.close(handle)
            raise
        return found

    @property
    def size(self) -> int:
        """Bytes written and waiting."""
        return self._end + len(self._waiting)

    @property
    def empty(self) -> bool:
        """Return True if the journal has no entries."""
        return not self._entries

    def entries(self) -> Sequence[bytes]:
        """All entries, oldest first."""
        content = self._content()
        return [content[at : at + length] for at, length in self._entries]

    def read(self, number: int) -> bytes:
        """One entry by its number; one that still waits comes from memory.

        Raises:
            CohortError: the file cannot be read any more.
        """
        at, length = self._entries[number]
        if at >= self._end:
            return bytes(self._waiting[at - self._end : at - self._end + length])
        try:
            os.lseek(self._handle, at, os.SEEK_SET)
            found = os.read(self._handle, length)
        except OSError as error:
            raise atomic_write.refusal(error, self.path) from error
        if len(found) != length:
            raise CohortError("{file} was cut short by something else.", file=self.path)
        return found

    def append(self, entry: bytes, *, hold: bool = False) -> int:
        """Write an entry; its number. Never fails: see `trouble`.

        Args:
            hold: while the file is empty, leave it so until there is something worth keeping.
        """
        if not self._end and not self._waiting:
            self._waiting += _start()
        self._checksum = zlib.crc32(entry, self._checksum)
        self._entries.append((self.size + _FRAME.size, len(entry)))
        self._waiting += _FRAME.pack(len(entry), self._checksum) + entry
        if self._end or not hold:
            self.write()
        return len(self._entries) - 1

    def write(self) -> bool:
        """Write what waits. Returns True if nothing is waiting any more."""
        if not self._waiting or self._handle < 0:
            return not self._waiting
        try:
            done = os.write(self._handle, self._waiting)
            if done < len(self._waiting):
                done += os.write(self._handle, self._waiting[done:])
        except OSError as error:
            self._take_back()
            self.trouble = _refusal(error, self.path)
            return False
        self._end += done
        self._waiting.clear()
        self.trouble = None
        self._sync_soon()
        return True

    def rewrite(self, entries: Iterable[bytes]) -> None:
        """Replace all entries at once: either the old or the new ones are there.

        Raises:
            CohortError: the disk is full; the old ones stay.
        """
        content, checksum = bytearray(_start()), zlib.crc32(_start())
        for entry in entries:
            checksum = zlib.crc32(entry, checksum)
            content += _FRAME.pack(len(entry), checksum) + entry
        self._end_sync()
        atomic_write.write_bytes(self.path.with_suffix(".new"), bytes(content))
        os.close(self._handle)
        self._handle = -1
        try:
            os.replace(self.path.with_suffix(".new"), self.path)
            self._handle = _open_locked(self.path)
            self._look()
        except OSError as error:
            raise atomic_write.refusal(error, self.path) from error

    def set_aside(self) -> Path:
        """Keep the file under another name and begin a new one; returns the new name."""
        aside = self.path.with_suffix(".unreadable")
        self._end_sync()
        os.close(self._handle)
        self._handle = -1
        try:
            os.replace(self.path, aside)
            self._handle = _open_locked(self.path)
            self._look()
        except OSError as error:
            raise atomic_write.refusal(error, self.path) from error
        return aside

    def close(self) -> None:
        """Write what can be written and let go; a journal without an entry leaves no file."""
        if self._handle < 0:
            return
        if self._end:
            self.write()
        self._end_sync()
        if not self._end:
            self.path.unlink(missing_ok=True)
        os.close(self._handle)
        self._handle = -1

    # -- inside

    def _content(self) -> bytes:
        os.lseek(self._handle, 0, os.SEEK_SET)
        parts = []
        while part := os.read(self._handle, 1 << 24):
            parts.append(part)
        return b"".join(parts) + bytes(self._waiting)

    def _look(self) -> None:
        """Find the entries that verify and cut what stands behind them."""
        self._entries.clear()
        self._waiting.clear()
        self._end, self._checksum = 0, zlib.crc32(_start())
        content = self._content()
        found = KINDS["journal"].version
        if content.startswith(_MAGIC) and len(content) >= _START_BYTES and content[len(_MAGIC)]:
            found = content[len(_MAGIC)]
            check_version("journal", found, self.path)
        start = _start(found)
        if content and not start.startswith(content[: len(start)]):
            self._handle = _put_aside(self.path, self._handle)
            return
        self._checksum = zlib.crc32(start)
        at = len(start)
        while at + _FRAME.size <= len(content):
            length, checksum = _FRAME.unpack_from(content, at)
            begin = at + _FRAME.size
            entry = content[begin : begin + length]
            if not length or len(entry) < length or zlib.crc32(entry, self._checksum) != checksum:
                break
            self._checksum = checksum
            self._entries.append((begin, length))
            at = begin + length
        self._end = at if self._entries else 0
        if self._end < len(content):
            os.ftruncate(self._handle, self._end)
        if found < KINDS["journal"].version:  # a journal goes on growing, so it cannot stay as it is
            self.rewrite(migrate("journal", list(self.entries()), found))

    def _take_back(self) -> None:
        """Cut what a full disk let through of the entries that wait."""
        try:
            os.ftruncate(self._handle, self._end)
        except OSError as error:
            self.trouble = _refusal(error, self.path)

    def _sync_soon(self) -> None:
        if self._syncing is None:
            self._syncing = threading.Thread(target=self._sync, name="cxstage-journal", daemon=True)
            self._syncing.start()
        self._written.put(True)

    def _sync(self) -> None:
        while self._written.get():
            going_on = True
            while going_on and not self._written.empty():
                going_on = self._written.get()  # one sync is enough for all that was written so far
            try:
                os.fsync(self._handle)
            except OSError as error:
                self.trouble = _refusal(error, self.path)
            if not going_on:
                return

    def _end_sync(self) -> None:
        if self._syncing is not None:
            self._written.put(False)
            self._syncing.join()
            self._syncing = None


def _start(version: int | None = None) -> bytes:
    """Return the first bytes of a journal; of today's version without one."""
    return _MAGIC + bytes([KINDS["journal"].version if version is None else version])


def _open_locked(path: Path) -> int:
    for _ in range(3):
        handle = os.open(path, _FLAGS, 0o666)
        if not try_lock(handle):
            os.close(handle)
            break
        if os.fstat(handle).st_ino == path.stat().st_ino:
            return handle
        os.close(handle)  # it was replaced between opening and locking
    raise InUseError(
        "This reading is open in another window or on another computer.",
        remedy="Close it there; until then it can be looked at here, and not changed.",
    )


def _put_aside(path: Path, handle: int) -> int:
    """Keep a file that is not a journal under another name; returns the handle of a new one."""
    os.close(handle)
    os.replace(path, path.with_suffix(".unreadable"))
    return _open_locked(path)


def _refusal(error: OSError, path: Path) -> CohortError:
    return CohortError(
        "The journal cannot be written ({reason}): the drawing is kept in memory and written as soon "
        "as that works again.",
        remedy="Free some space on the disk of the cohort; leave this window open until then.",
        file=path,
        reason=error.strerror or type(error).__name__,
    )
