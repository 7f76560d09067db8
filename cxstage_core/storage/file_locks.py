"""One writer at a time, between threads and processes.

The operating system holds the lock and drops it when its owner dies, even by SIGKILL; the lock file
itself stays and means nothing.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cxstage_core.storage.atomic_write import refusal
from cxstage_core.storage.own_path import own

_FAR = 0x7FFF0000
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)

if sys.platform == "win32":
    import msvcrt

    def _acquire(handle: int) -> None:
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except OSError:
                time.sleep(0.02)
            else:
                return

    def _release(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

    def try_lock(handle: int) -> bool:
        """Lock an open file until it is closed. Returns False if another process holds the lock."""
        os.lseek(handle, _FAR, os.SEEK_SET)  # Windows locks bytes: one that is never read
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _acquire(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _release(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)

    def try_lock(handle: int) -> bool:
        """Lock an open file until it is closed. Returns False if another process holds the lock."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of this file; waits until no other process does. Not to be nested on one path.

    Raises:
        CohortError: the lock file cannot be made (a folder that may only be read), or is a link.
    """
    own(path, path.parent.parent)
    try:
        path.parent.mkdir(exist_ok=True)
        handle = os.open(path, _FLAGS, 0o666)
    except OSError as error:
        raise refusal(error, path) from error
    try:
        try:
            _acquire(handle)
        except OSError as error:
            raise refusal(error, path) from error
        try:
            yield
        finally:
            _release(handle)
    finally:
        os.close(handle)


@contextmanager
def lock_if_free(path: Path) -> Iterator[bool]:
    """Hold the lock of this file if no one else does; never waits.

    Yields:
        True if the lock is held, False if another one holds it.

    Raises:
        CohortError: the lock file cannot be made.
    """
    try:
        path.parent.mkdir(exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    except OSError as error:
        raise refusal(error, path) from error
    try:
        try:
            mine = try_lock(handle)
        except OSError as error:  # a file system without locks
            raise refusal(error, path) from error
        yield mine
    finally:
        os.close(handle)


def folder_lock_name(patient: str) -> str:
    """Patients share 64 locks: enough for no contention, few enough to leave no crowd of files."""
    return f"patient-{sum(patient.encode()) % 64:02d}"


__all__ = ["folder_lock_name", "lock_if_free", "locked", "try_lock"]
