"""The journal next to the table: what was done with which inputs and which model.

One JSON line each, with the hash of its content, on the disk before the next study begins. It holds no name and no
path. A line that a killed process left unfinished does not count.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cxstage_core.errors import CohortError, InUseError, PredictionError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.migrations.upgrade import check_version
from cxstage_core.prediction.many.row import Row
from cxstage_core.storage.content_hash import canonical, hash_of
from cxstage_core.storage.file_locks import try_lock

SUFFIX = ".journal"
_KIND = "many"
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class Journal:
    """One open journal; `opened` is the way to get one."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self._handle = handle
        self.rows: list[Row] = []

    def append(self, row: Row) -> None:
        """Write a row and put it on the disk.

        Raises:
            PredictionError: the disk is full, or the folder may not be written to.
        """
        self._write(row.to_json())
        self.rows.append(row)

    def clear(self) -> None:
        """Forget every row."""
        os.ftruncate(self._handle, 0)
        self.rows.clear()
        self._begin()

    def _write(self, content: Mapping[str, Any]) -> None:
        line = canonical({"content": dict(content), "sha256": hash_of(content)}).encode() + b"\n"
        try:
            while line:
                line = line[os.write(self._handle, line) :]
            os.fsync(self._handle)
        except OSError as error:
            raise _not_written(self.path) from error

    def _begin(self) -> None:
        self._write({"kind": _KIND, "version": KINDS[_KIND].version})

    def _read(self) -> None:
        """Read every intact row; cut what was left unfinished at the end.

        Raises:
            PredictionError: the file is not a journal.
        """
        with self.path.open("rb") as stream:
            content = stream.read()
        whole = content.rfind(b"\n") + 1
        found = [_content(line) for line in content[:whole].splitlines()]
        if whole < len(content):
            os.ftruncate(self._handle, whole)
        if not found:
            self._begin()
            return
        head = found[0]
        if head is None or head.get("kind") != _KIND:
            raise PredictionError(
                "{file} is not a journal of predictions.",
                remedy="Choose another name for the table, or remove that file.",
                file=self.path,
            )
        check_version(_KIND, int(head.get("version", 1)), self.path)
        for stored in found[1:]:
            if stored is not None:
                with contextlib.suppress(KeyError, TypeError, ValueError):  # the study is done again
                    self.rows.append(Row.from_json(stored))


@contextmanager
def opened(table: Path) -> Iterator[Journal]:
    """Open the journal of a table for this process alone, or begin it.

    Raises:
        InUseError: another process writes to this table.
        PredictionError: the folder may not be written to, or a file of its name is something else.
    """
    path = table.with_name(table.name + SUFFIX)
    try:
        handle = os.open(path, _FLAGS, 0o600)
    except OSError as error:
        raise _not_written(path) from error
    try:
        if not try_lock(handle):
            raise InUseError(
                "Another process is writing to the table {file}.",
                remedy="Wait until it is done, or choose another table.",
                file=table,
            )
        journal = Journal(path, handle)
        journal._read()
        yield journal
    except OSError as error:
        raise _not_written(path) from error
    finally:
        os.close(handle)


def _not_written(path: Path) -> PredictionError:
    return PredictionError(
        "The journal {file} could not be written.",
        remedy="Check the disk and the right to write there, then start the same command again.",
        file=path,
    )


def _content(line: bytes) -> Mapping[str, Any] | None:
    """Return what a line holds; None if it is not as it was written."""
    try:
        found = json.loads(line)
        content = found["content"]
        return content if isinstance(content, dict) and hash_of(content) == found["sha256"] else None
    except (ValueError, KeyError, TypeError, RecursionError, CohortError):
        return None
