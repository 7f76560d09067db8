"""The index: series and readings of the cohort, without opening their files.

It is a cache that records up to which line of the audit log it is complete; later changes, of any process, are
read from the files concerned. If it does not match the log, or is missing or damaged, all files are read.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.audit.log import AuditLog
from cxstage_core.cohort.context.stores import Stores
from cxstage_core.cohort.files.cohort_info import Settings
from cxstage_core.cohort.files.index import Content, read_index, read_position, write_index
from cxstage_core.cohort.files.series import record_of_plain, record_to_plain
from cxstage_core.cohort.values.file_names import is_pseudonym, pseudonym_order
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.records import AuditEntry, ReadingState, SeriesRecord
from cxstage_core.errors import CohortError
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.storage.content_hash import canonical
from cxstage_core.storage.file_locks import locked
from cxstage_core.storage.watched_file import Stamp, stamp_of


@dataclass(slots=True)
class Index:
    """Series and readings of the cohort, kept up to date with the audit log.

    Args:
        known: content of the index file, read on first use.
        unwritten: number of changes since the index file was written.
    """

    layout: Layout
    settings: Settings
    log: AuditLog
    stores: Stores
    known: Content | None = None
    unwritten: int = 0
    _written: Stamp | None = None
    _lock: Any = field(default_factory=threading.RLock)

    def series(self, patient: str) -> tuple[SeriesRecord, ...]:
        """Return the series of a patient, sorted by id."""
        rows = self._current().series.get(patient, {})
        return tuple(record_of_plain(json.loads(rows[name])) for name in sorted(rows))

    def where(self, sha256: str) -> tuple[str, str] | None:
        """Return patient and series of an image, given its hash."""
        return self._current().hashes.get(sha256)

    def reading_state(self, patient: str, file: str) -> ReadingState | None:
        """Return the last logged state of a reading."""
        row = self._current().readings.get(patient, {}).get(file)
        return None if row is None else ReadingState(row[1])

    def reading_states(self) -> dict[str, dict[str, ReadingState]]:
        """Return the states of all readings, by patient and reader."""
        return {
            patient: {reader: ReadingState(state) for reader, state in rows.values()}
            for patient, rows in self._current().readings.items()
        }

    def patients(self) -> set[str]:
        """Return the patients with a series or a reading."""
        content = self._current()
        return {*content.series, *content.readings}

    def changed(self) -> None:
        """Count a change; rewrite the file when a hundredth of it is out of date."""
        self.unwritten += 1
        if self.unwritten >= max(1, self._current().size // 100):
            with contextlib.suppress(CohortError):  # the data are saved; the next change tries again
                self.write()

    def write(self) -> None:
        """Write the index file, unless another process has written a newer one.

        Raises:
            CohortError: it cannot be written.
        """
        with self._lock, locked(self.layout.lock("index")):
            content = self._current()
            if self._position_on_disk() <= content.position.number:
                self._write_file(content)
            self.unwritten = 0

    def rebuild(self, job: Job) -> None:
        """Rebuild the index from all files."""
        with self._lock:
            content = self._scan(job)
            with locked(self.layout.lock("index")):
                self._write_file(content)
            self.known, self.unwritten = content, 0

    def _write_file(self, content: Content) -> None:
        write_index(self.layout, self.settings, content)
        self._written = stamp_of(self.layout.index)

    def _current(self) -> Content:
        with self._lock:
            if self.known is None:
                self.known = self._from_file()
            if self.log.size != self.known.position.offset:
                later = self.log.since(self.known.position)
                if later is None:
                    self.known = self._scan(no_progress())
                else:
                    for entry in later[0]:
                        self._apply(self.known, entry)
                    self.known.position = later[1]
            return self.known

    def _from_file(self) -> Content:
        try:
            settings, content = read_index(self.layout)
        except CohortError:  # only a cache; reported by `verify`
            return self._scan(no_progress())
        return content if settings.id == self.settings.id else self._scan(no_progress())

    def _position_on_disk(self) -> int:
        if self._written is not None and self._written == stamp_of(self.layout.index):
            return -1  # our own file, and positions only grow
        try:
            return read_position(self.layout)
        except CohortError:
            return -1

    def _apply(self, content: Content, entry: AuditEntry) -> None:
        details = entry.details
        if entry.act == events.ADD_SERIES:
            self._add_series(content, str(details.get("patient")), str(details.get("series")))
        elif entry.act in events.READING_EVENTS:
            row = (str(details.get("reader")), str(details.get("state")))
            content.readings.setdefault(str(details.get("patient")), {})[str(details.get("file"))] = row

    def _add_series(self, content: Content, patient: str, series: str) -> None:
        try:
            record = self.stores.series.record(patient, series)
        except CohortError:  # reported by `verify`; the rest of the cohort stays usable
            return
        content.series.setdefault(patient, {})[series] = canonical(record_to_plain(record))
        content.hashes[record.sha256] = (patient, series)

    def _scan(self, job: Job) -> Content:
        content = Content(self.log.tip())
        series, readings = self.stores.series, self.stores.readings
        patients = sorted(self._folders(), key=pseudonym_order)
        for done, patient in enumerate(patients):
            job.step(Progress(done, len(patients), "Reading the cohort's files", patient))
            for name in series.ids(patient):
                self._add_series(content, patient, name)
            for path in readings.files(patient):
                try:
                    found = readings.summary(path)
                except CohortError:  # as above
                    continue
                row = (found.reader, found.state.value)
                content.readings.setdefault(patient, {})[path.stem] = row
        return content

    def _folders(self) -> set[str]:
        return {
            path.name
            for root in (self.layout.series_root, self.layout.readings_root)
            for path in _children(root)
            if is_pseudonym(path.name) and path.is_dir()
        }


def _children(folder: Any) -> Iterator[Any]:
    if folder.is_dir():
        yield from folder.iterdir()
