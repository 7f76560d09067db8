"""A file that only grows: numbered entries with checksums, for one reading and one process at a time.

Its bytes are described in `journal_frames`. What a killed process left unfinished at the end is cut. Of a file that is
damaged otherwise a copy is kept first; all entries that are intact are there, and `damage` describes the rest.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import queue
import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cxstage_core.errors import CohortError, InUseError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.migrations.upgrade import check_version, migrate
from cxstage_core.storage import atomic_write, journal_frames
from cxstage_core.storage.file_locks import try_lock
from cxstage_core.storage.journal_frames import FRAME_BYTES, MAGIC, VERSION_BYTES, Found
from cxstage_core.storage.own_path import own, second_name

_FLAGS = (
    os.O_RDWR
    | os.O_CREAT
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with a journal file, and what was done about it.

    Args:
        lost: number of entries that are known to be missing.
        found: number of intact entries.
        copy: name of the copy of the damaged file, in the same folder.
        sha256: of the damaged file.
    """

    lost: int
    found: int
    copy: str
    sha256: str


class JournalFile:
    """One open journal; `open` is the way to get one.

    An entry is written before `append` returns, so that it outlives the process. A thread of its own
    then puts it on the disk, so that it outlives a power cut, too, without delaying the caller. What
    cannot be written waits in memory, `trouble` holds the reason, and every further call tries again.
    """

    def __init__(self, path: Path, handle: int, on_begin: Callable[[], None] | None = None) -> None:
        self.path = path
        self.trouble: CohortError | None = None
        self.damage: Damage | None = None
        self._handle = handle
        self._on_begin = on_begin
        self._end = 0
        self._file_number = 0
        self._numbers: list[int] = []
        self._next = 0
        self._waiting = bytearray()
        self._entries: list[tuple[int, int]] = []
        self._access = threading.Lock()
        self._written: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._syncing: threading.Thread | None = None

    @classmethod
    def open(cls, path: Path, on_begin: Callable[[], None] | None = None) -> JournalFile:
        """Open a journal, or begin one, for this process alone; a torn end is cut off.

        Args:
            on_begin: called once, in another thread, when the file holds an entry on the disk.

        Raises:
            CohortError: another process has it open, a newer version wrote it, or the folder may
                not be written to.
        """
        handle = -1
        try:
            own(path, path.parent.parent)
            path.parent.parent.mkdir(exist_ok=True)
            path.parent.mkdir(exist_ok=True)
            handle = _open_locked(path)
            path.with_suffix(".new").unlink(missing_ok=True)  # of a killed rewrite
            found = cls(path, handle, on_begin)
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

    @property
    def numbers(self) -> Sequence[int]:
        """The number that each entry was written with; one that is left out belongs to a lost entry."""
        return self._numbers

    @property
    def end_lost(self) -> bool:
        """Return True if entries are missing behind the last one."""
        return self._next > (self._numbers[-1] + 1 if self._numbers else 0)

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
            found = self._read_at(at, length)
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
            self._file_number = secrets.randbits(32)
            self._waiting += self._start(0)
        number, self._next = self._next, self._next + 1
        self._entries.append((self.size + FRAME_BYTES, len(entry)))
        self._numbers.append(number)
        self._waiting += journal_frames.frame(self._file_number, number, entry, self._place)
        if self._end or not hold:
            self.write()
        return len(self._entries) - 1

    def write(self) -> bool:
        """Write what waits. Returns True if nothing is waiting any more."""
        if not self._waiting or self._handle < 0:
            return not self._waiting
        try:
            done = 0
            while done < len(self._waiting):
                done += self._write_at(self._end + done, self._waiting[done:])
        except OSError as error:
            self._take_back()
            self.trouble = _refusal(error, self.path)
            return False
        self._end += done
        self._waiting.clear()
        with contextlib.suppress(OSError):  # a number that is too low does no harm
            self._write_at(0, self._start(self._next))
        self.trouble = None
        self._sync_soon()
        return True

    def rewrite(self, entries: Iterable[bytes]) -> None:
        """Replace all entries at once: either the old or the new ones are there.

        Raises:
            CohortError: the disk is full; the old ones stay.
        """
        kept = list(entries)
        self._replace(enumerate(kept), len(kept))

    def _replace(self, entries: Iterable[tuple[int, bytes]], count: int) -> None:
        number = secrets.randbits(32)
        content = bytearray(journal_frames.start(_version(), number, count, self._place))
        for n, entry in entries:
            content += journal_frames.frame(number, n, entry, self._place)
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
        aside = _free_name(self.path)
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

    @property
    def _place(self) -> bytes:
        return journal_frames.place_of(self.path)

    def _start(self, count: int) -> bytes:
        return journal_frames.start(_version(), self._file_number, count, self._place)

    def _write_at(self, at: int, content: bytes | bytearray) -> int:
        with self._access:
            os.lseek(self._handle, at, os.SEEK_SET)
            return os.write(self._handle, content)

    def _read_at(self, at: int, length: int) -> bytes:
        with self._access:
            os.lseek(self._handle, at, os.SEEK_SET)
            return os.read(self._handle, length)

    def _content(self) -> bytes:
        parts, at = [], 0
        while part := self._read_at(at, 1 << 24):
            parts.append(part)
            at += len(part)
        return b"".join(parts) + bytes(self._waiting)

    def _look(self) -> None:
        """Find the intact entries; cut an unfinished end, keep a copy of what is damaged otherwise."""
        self._entries.clear()
        self._numbers.clear()
        self._waiting.clear()
        self._end, self._next = 0, 0
        content = self._content()
        if not content:
            return
        version = _version()
        if content.startswith(MAGIC) and len(content) >= VERSION_BYTES and content[len(MAGIC)]:
            version = content[len(MAGIC)]
            check_version("journal", version, self.path)
        elif not MAGIC.startswith(content[: len(MAGIC)]) and not _holds_entries(content, self._place):
            aside = _free_name(self.path)
            self._handle = _put_aside(self.path, self._handle, aside)
            self.damage = Damage(0, 0, aside.name, hashlib.sha256(content).hexdigest())
            return
        found = journal_frames.read(content, version, self._place)
        self._file_number = found.file_number
        self._entries = [(one.at, one.length) for one in found.frames]
        self._numbers = [one.number for one in found.frames]
        self._next = found.expected if found.frames else 0
        if found.damaged:
            self._keep_copy(content, found)
        self._end = found.end if self._entries else 0
        if self._end < len(content):
            os.ftruncate(self._handle, self._end)
        if version < _version():  # a journal goes on growing, so it cannot stay as it is
            entries = migrate("journal", list(self.entries()), version)
            damage = self.damage
            self._replace(zip(list(self._numbers), entries, strict=True), self._next)
            self.damage = damage
        elif self._entries and not found.damaged:
            self._write_at(0, self._start(self._next))

    def _keep_copy(self, content: bytes, found: Found) -> None:
        digest = hashlib.sha256(content).hexdigest()
        copy = self.path.with_suffix(f".damaged-{digest[:8]}")
        if copy.is_symlink() or not copy.exists() or copy.read_bytes() != content:
            atomic_write.write_bytes(copy, content)
        self.damage = Damage(found.lost, len(found.frames), copy.name, digest)

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
            self._tell_begun()
            if not going_on:
                return

    def _tell_begun(self) -> None:
        told, self._on_begin = self._on_begin, None
        if told is not None:
            try:
                told()
            except CohortError:  # the log cannot be written now; the next entry tries again
                self._on_begin = told

    def _end_sync(self) -> None:
        if self._syncing is not None:
            self._written.put(False)
            self._syncing.join()
            self._syncing = None


def _version() -> int:
    return KINDS["journal"].version


def _holds_entries(content: bytes, place: bytes) -> bool:
    """Return True if a file is a journal whose first bytes were changed."""
    return bool(journal_frames.read(content, _version(), place).frames)


def _open_locked(path: Path) -> int:
    for _ in range(3):
        handle = os.open(path, _FLAGS, 0o666)
        if not try_lock(handle):
            os.close(handle)
            break
        if os.fstat(handle).st_ino == path.stat().st_ino:
            if os.fstat(handle).st_nlink > 1:
                os.close(handle)
                raise second_name(path)
            return handle
        os.close(handle)  # it was replaced between opening and locking
    raise InUseError(
        "This reading is open in another window or on another computer.",
        remedy="Close it there; until then it can be looked at here, and not changed.",
    )


def _put_aside(path: Path, handle: int, aside: Path) -> int:
    """Keep a file that is not a journal under another name; returns the handle of a new one."""
    os.close(handle)
    os.replace(path, aside)
    return _open_locked(path)


def _free_name(path: Path) -> Path:
    """Return a name for a file that is kept aside; an older one stays."""
    names = (path.with_suffix(f".unreadable{n}") for n in ("", *(f"-{i}" for i in range(2, 1000))))
    return next(name for name in names if not os.path.lexists(name))


def _refusal(error: OSError, path: Path) -> CohortError:
    return CohortError(
        "The journal cannot be written ({reason}): the drawing is kept in memory and written as soon "
        "as that works again.",
        remedy="Free some space on the disk of the cohort; leave this window open until then.",
        file=path,
        reason=error.strerror or type(error).__name__,
    )
