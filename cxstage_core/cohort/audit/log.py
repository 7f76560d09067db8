"""The audit log: append-only JSON lines, each with the hash of the line before.

A small head file keeps number, length and hash of the log after each completed append, so that a
truncated log is detected. A line is synced before the head is written: a process killed in between
leaves a log that is longer than recorded in the head, which does not count as damage.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cxstage_core.cohort.audit.entry_check import is_well_formed
from cxstage_core.cohort.values.records import AuditEntry
from cxstage_core.errors import CohortError, IntegrityError
from cxstage_core.storage import atomic_write
from cxstage_core.storage.content_hash import canonical, hash_of
from cxstage_core.storage.file_locks import locked
from cxstage_core.storage.own_path import own
from cxstage_core.text import Text, plain, text

_FIELDS = {"number", "at", "actor", "act", "details", "previous", "sha256"}


@dataclass(frozen=True, slots=True)
class Position:
    """A position between two lines: the line before it, and the byte offset after that line.

    Args:
        number: number of the line before, 0 at the beginning.
        offset: bytes of the log up to here.
        sha256: hash of the line before.
    """

    number: int = 0
    offset: int = 0
    sha256: str = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditLog:
    """The audit log of one cohort.

    Args:
        file, head, lock: paths of the log, of its head file and of the lock of its writers.
    """

    file: Path
    head: Path
    lock: Path

    def append(self, act: str, actor: str, details: Mapping[str, Any]) -> AuditEntry:
        """Append a line; it is on disk when this returns.

        Raises:
            CohortError: the log cannot be written; it is left unchanged.
        """
        return self.append_all([(act, actor, details)])[0]

    def append_all(self, lines: Sequence[tuple[str, str, Mapping[str, Any]]]) -> list[AuditEntry]:
        """Append lines of event, actor and details: all of them, or none on error."""
        with locked(self.lock):
            self._require_own()
            head = self._read_head()
            added: list[AuditEntry] = []
            try:
                with self.file.open("ab+", buffering=0) as log:  # nothing waits in memory
                    last = self._last(log, head)
                    size = log.seek(0, os.SEEK_END)
                    content = b"" if not size or self._ends_line(log, size) else b"\n"
                    for act, actor, details in lines:
                        entry = _entry(last, act, actor, plain(details))
                        content += _line(entry)
                        last = Position(entry.number, size + len(content), entry.sha256)
                        added.append(entry)
                    self._write(log, size, content)
            except OSError as error:
                raise atomic_write.refusal(error, self.file) from error
            if added:
                with contextlib.suppress(CohortError):  # the lines count; a head may be behind
                    self._write_head(last)
        return added

    def entries(self) -> tuple[AuditEntry, ...]:
        """Return all lines, oldest first.

        Raises:
            IntegrityError: a line cannot be read.
        """
        found = []
        for number, (raw, start) in enumerate(_split(self._read(0)), start=1):
            entry = _parse(raw)
            if entry is None and not self._is_torn(raw, start):
                raise IntegrityError(
                    "Line {number} of the audit log {file} cannot be read.",
                    remedy="Run `cxstage cohort verify` for details, or restore the log from a backup.",
                    file=self.file,
                    number=number,
                )
            if entry is not None:
                found.append(entry)
        return tuple(found)

    def readable(self) -> tuple[AuditEntry, ...]:
        """Return all intact lines; damaged ones are skipped."""
        found = (_parse(raw) for raw, _ in _split(self._read(0)))
        return tuple(entry for entry in found if entry is not None)

    def naming(self, patient: str) -> Iterator[AuditEntry]:
        """Yield the intact lines about a patient, newest first."""
        mark = f'"patient":{canonical(patient)}'.encode()
        for raw, _ in reversed(tuple(_split(self._read(0)))):
            entry = _parse(raw) if mark in raw else None  # searching bytes is cheaper than parsing
            if entry is not None and entry.details.get("patient") == patient:
                yield entry

    def of_acts(self, *acts: str) -> tuple[AuditEntry, ...]:
        """Return the intact lines of these events, oldest first."""
        marks = [f'"act":{canonical(act)}'.encode() for act in acts]
        found = []
        for raw, _ in _split(self._read(0)):
            entry = _parse(raw) if any(mark in raw for mark in marks) else None
            if entry is not None and entry.act in acts:
                found.append(entry)
        return tuple(found)

    def since(self, position: Position) -> tuple[tuple[AuditEntry, ...], Position] | None:
        """Return the lines after a position and the position after them; None if the log does not match it."""
        found = []
        for raw, _ in _split(self._read(position.offset)):
            if not raw.endswith(b"\n"):
                break
            entry = _parse(raw)
            if entry is None or (entry.number, entry.previous) != (
                position.number + 1,
                position.sha256,
            ):
                return None
            found.append(entry)
            position = Position(entry.number, position.offset + len(raw), entry.sha256)
        if position.offset > self.size:
            return None
        return tuple(found), position

    def tip(self) -> Position:
        """Return the position after the last readable line, even if earlier lines are damaged."""
        head = self._read_head()
        if head is not None and self.size < head.offset:
            return Position(head.number, self.size, head.sha256)
        return self._follow(head or Position(), self._read(head.offset if head else 0))[0]

    @property
    def size(self) -> int:
        """Size of the log in bytes; 0 if it is missing."""
        try:
            return self.file.stat().st_size
        except FileNotFoundError:
            return 0

    def first_broken(self) -> tuple[int, Text] | None:
        """Return number and description of the first damaged line; None if there is none."""
        head = self._read_head()  # read before the log, which may grow meanwhile but never shrink
        content = self._read(0)
        last = Position()
        reached_head = False
        for raw, start in _split(content):
            number = last.number + 1
            if not raw.endswith(b"\n") and head is not None and start >= head.offset:
                break  # incomplete end of an append that never returned
            entry = _parse(raw)
            if entry is None:
                return number, text("The line was changed.")
            if entry.number != number or entry.previous != last.sha256:
                return number, text("The line does not follow the one before it.")
            last = Position(number, start + len(raw), entry.sha256)
            reached_head = reached_head or last == head
        if head is None:
            return last.number + 1, (
                text("The file audit.head, which knows the last line, was changed.")
                if self.head.exists()
                else text("The file audit.head, which knows the last line, is missing.")
            )
        if not reached_head:
            return last.number + 1, (
                text("Lines are missing at the end.")
                if last.number < head.number
                else text("The file audit.head does not fit the log: it or the log was changed.")
            )
        return None

    @property
    def torn(self) -> bool:
        """Return True if the log ends with an incomplete line of an append that never returned."""
        content = self._read(0)
        start = content.rfind(b"\n") + 1
        return start < len(content) and self._is_torn(content[start:], start)

    def fits(self, known: Position) -> bool:
        """Return True if the log still contains the line before a position recorded elsewhere."""
        if not known.number:
            return True
        lines = self._read(0)[: known.offset].splitlines(keepends=True)
        entry = _parse(lines[-1]) if lines else None
        return entry is not None and (entry.number, entry.sha256) == (known.number, known.sha256)

    def _require_own(self) -> None:
        for path in (self.file, self.head):
            own(path, path.parent)

    def _read(self, offset: int) -> bytes:
        self._require_own()
        try:
            with self.file.open("rb") as log:
                log.seek(offset)
                return log.read()
        except FileNotFoundError:
            return b""

    def _last(self, log: Any, head: Position | None) -> Position:
        """Return the position to append at; truncate an incomplete end, keep the gap of a shortened log visible."""
        size = log.seek(0, os.SEEK_END)
        if head is not None and size < head.offset:
            return head
        log.seek(head.offset if head else 0)
        last, torn = self._follow(head or Position(), log.read())
        if torn is not None:
            log.truncate(torn)
        return last

    @staticmethod
    def _follow(last: Position, content: bytes) -> tuple[Position, int | None]:
        """Return the last readable line after a position, and the offset of an incomplete end."""
        for raw, start in _split(content, last.offset):
            if not raw.endswith(b"\n"):
                return last, start
            entry = _parse(raw)
            if entry is not None:
                last = Position(entry.number, start + len(raw), entry.sha256)
        return last, None

    @staticmethod
    def _ends_line(log: Any, size: int) -> bool:
        log.seek(size - 1)
        return bool(log.read(1) == b"\n")

    @staticmethod
    def _write(log: Any, size: int, line: bytes) -> None:
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[log.write(rest) :]
            os.fsync(log.fileno())
        except OSError:
            os.ftruncate(log.fileno(), size)
            raise

    def _is_torn(self, raw: bytes, start: int) -> bool:
        head = self._read_head()
        return not raw.endswith(b"\n") and (head is None or start >= head.offset)

    def _read_head(self) -> Position | None:
        try:
            content = self.head.read_bytes()
            known = json.loads(content)
            found = Position(int(known["number"]), int(known["offset"]), str(known["sha256"]))
            return found if _head(found) == content else None
        except (FileNotFoundError, ValueError, OverflowError, KeyError, TypeError, RecursionError):
            return None

    def _write_head(self, position: Position) -> None:
        atomic_write.write_bytes(self.head, _head(position), may_lag=True)


def _head(position: Position) -> bytes:
    """Encode a position as in the head file."""
    content = {"number": position.number, "offset": position.offset, "sha256": position.sha256}
    return canonical(content).encode()


def _entry(last: Position, act: str, actor: str, details: Mapping[str, Any]) -> AuditEntry:
    body = {
        "number": last.number + 1,
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "actor": actor,
        "act": act,
        "details": details,
        "previous": last.sha256,
    }
    return AuditEntry(**body, sha256=hash_of(body))  # type: ignore[arg-type]


def _line(entry: AuditEntry) -> bytes:
    return canonical({name: getattr(entry, name) for name in _FIELDS}).encode() + b"\n"


def _parse(raw: bytes) -> AuditEntry | None:
    """Return the entry of a line, None if any byte was changed, or if no program of ours can have written it."""
    try:
        content = json.loads(raw)
        if not isinstance(content, dict) or set(content) != _FIELDS:
            return None
        entry = AuditEntry(**content)
        if not is_well_formed(entry):
            return None
        body = {name: value for name, value in content.items() if name != "sha256"}
        return entry if hash_of(body) == entry.sha256 and _line(entry) == raw else None
    except (ValueError, OverflowError, TypeError, RecursionError):
        return None


def _split(content: bytes, start: int = 0) -> Iterator[tuple[bytes, int]]:
    """Yield each line with its newline, and its byte offset."""
    lines = content.split(b"\n")
    for part in lines[:-1]:
        yield part + b"\n", start
        start += len(part) + 1
    if lines[-1]:
        yield lines[-1], start
