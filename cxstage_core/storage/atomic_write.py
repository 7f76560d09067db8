"""Writes that are there completely or not at all, whatever happens in between.

A temporary file in the same folder is written, synced, opened again and checked; then it takes the
target's place in one step and the folder is synced. HDF5 files are built in memory first, so that
no process ever holds one open for writing, and a full disk is met by a plain write.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import h5py

from cxstage_core.errors import CohortError
from cxstage_core.storage.checksum import check_seal, sealed

_MARK = ".cxtmp-"
_DAY_S = 86400.0
_HOST = hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def replace_file(
    target: Path,
    write: Callable[[Path], None],
    check: Callable[[Path], None],
    *,
    may_lag: bool = False,
) -> None:
    """Write a file so that either the old or the complete new one is there.

    Args:
        write: makes the file at the given temporary path.
        check: opens it again and raises when it is not what was meant.
        may_lag: after a power cut the old file will do as well (caches), which spares a sync.

    Raises:
        CohortError: the disk is full, the folder may not be written, or the check refused.
    """
    temporary = target.parent / f"{_MARK}{_HOST}-{os.getpid()}-{secrets.token_hex(4)}"
    try:
        write(temporary)
        _sync(temporary)
        check(temporary)
        _replace(temporary, target)
        if not may_lag:
            sync_folder(target.parent)
    except OSError as error:
        raise refusal(error, target) from error
    finally:
        with contextlib.suppress(OSError):  # the error that is raised is the cause
            temporary.unlink(missing_ok=True)


def write_bytes(
    target: Path,
    content: bytes,
    check: Callable[[Path], None] | None = None,
    *,
    may_lag: bool = False,
) -> None:
    """Replace a file by these bytes; they are read back before they count."""

    def same(path: Path) -> None:
        if path.read_bytes() != content:
            raise CohortError(
                "{file} was not read back as it was written.",
                remedy="Check the disk, then try again.",
                file=target,
            )
        if check is not None:
            check(path)

    replace_file(target, lambda path: put_bytes(path, content), same, may_lag=may_lag)


def write_h5(
    target: Path,
    fill: Callable[[h5py.File], None],
    check: Callable[[Path], None] | None = None,
    *,
    may_lag: bool = False,
) -> None:
    """Replace an HDF5 file; `fill` gets an empty one in memory.

    Args:
        check: reads the file's content from disk and raises when it is not what was meant.
        may_lag: as in `replace_file`.
    """
    write_bytes(target, h5_image(fill), check or _opens, may_lag=may_lag)


def h5_image(fill: Callable[[h5py.File], None]) -> bytes:
    """The bytes of an HDF5 file, built in memory, and its seal."""
    with h5py.File(secrets.token_hex(8), "w", driver="core", backing_store=False) as file:
        fill(file)
        file.flush()
        return sealed(bytes(file.id.get_file_image()))


def put_bytes(path: Path, content: bytes) -> None:
    """Create a file that must not exist yet."""
    with path.open("xb") as file:
        file.write(content)


def make_folder(path: Path) -> None:
    """Make a folder that survives a power cut; one that exists is fine.

    Raises:
        CohortError: it cannot be made.
    """
    if path.is_dir():
        return
    try:
        path.mkdir(exist_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise refusal(error, path) from error


def sync_folder(folder: Path) -> None:
    """Put the folder's entries on disk (Windows does so by itself)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_leftover(path: Path) -> bool:
    """Whether this is the temporary file of a write, finished or not."""
    return path.name.startswith(_MARK)


def remove_leftovers(folder: Path, *, deep: bool = True) -> int:
    """Remove temporary files below a folder whose writer is dead, or that are a day old; follow no link.

    Args:
        deep: look below all folders; else in this folder and those directly in it.

    Returns:
        How many were removed.
    """
    removed = 0
    for here, folders, files in os.walk(folder, followlinks=False):
        if not deep and Path(here) != folder:
            folders.clear()
        for name in files:
            path = Path(here, name)
            if is_leftover(path) and _abandoned(path):
                with contextlib.suppress(OSError):  # its writer came back, or the folder is read-only
                    path.unlink()
                    removed += 1
    return removed


def refusal(error: OSError, file: Path) -> CohortError:
    """The sentence for a failed write."""
    if error.errno in _FULL:
        return CohortError(
            "The disk is full: {file} could not be written and is as it was before.",
            remedy="Free some space, then try again.",
            file=file,
        )
    if error.errno in _FORBIDDEN:
        return CohortError(
            "{file} could not be written: this cohort may only be read here.",
            remedy="Ask for the right to write to the folder, or copy the cohort.",
            file=file,
        )
    return CohortError(
        "{file} could not be written and is as it was before ({reason}).",
        remedy="Check that the disk or network folder is connected, then try again.",
        file=file,
        reason=error.strerror or type(error).__name__,
    )


def _opens(path: Path) -> None:
    check_seal(path)
    with h5py.File(path, "r", locking=False):
        pass


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _replace(temporary: Path, target: Path) -> None:
    for pause_s in (0.01, 0.05, 0.2, 0.5):
        try:
            os.replace(temporary, target)
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(pause_s)  # Windows refuses while someone reads the old file
        else:
            return
    os.replace(temporary, target)


def _abandoned(path: Path) -> bool:
    try:
        age_s = time.time() - path.lstat().st_mtime
    except FileNotFoundError:
        return False
    if age_s > _DAY_S:
        return True
    host, _, rest = path.name.removeprefix(_MARK).partition("-")
    owner = rest.partition("-")[0]
    if host != _HOST or not owner.isdigit() or sys.platform == "win32":
        return False
    try:
        os.kill(int(owner), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
