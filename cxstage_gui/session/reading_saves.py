"""The queue in which readings are written to disk: the one place that knows what is not saved yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from cxstage_core.errors import ReadingError
from cxstage_gui.session.current.open_drawings import Drawings
from cxstage_gui.session.operation import Change, Context, Operations, Subject
from cxstage_gui.strings import error_message

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import Reading

AGAIN_MS = 5_000
Key = tuple[str, str]
"""Patient and reading key."""


class ReadingSaves(Operations):
    """Writes readings; while one version is being written, only the newest waits.

    Args:
        drawings: the open editors; each learns which version of its reading is on disk.
        open_cohort: gives the open cohort, None when none is open.

    Signals:
        written: a `Reading` as it was written.
        failed: patient and reading key of a reading that could not be written, and why; emitted once for each
            reason. It is tried again now and then, and by `retry`.
    """

    written = Signal(object)
    failed = Signal(str, str, str)

    def __init__(
        self,
        context: Context,
        drawings: Drawings,
        open_cohort: Callable[[], Cohort | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(context, parent)
        self._drawings = drawings
        self._open_cohort = open_cohort
        self._waiting: dict[Key, Reading] = {}
        self._writing: Counter[Key] = Counter()
        self._failures: dict[Key, str] = {}
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.retry)

    def save(self, reading: Reading) -> None:
        """Write a reading soon."""
        key = (reading.patient, reading.reader)
        self._waiting[key] = reading
        if not self._writing[key]:
            self.write_now(*key)

    def reopen(
        self,
        patient: str,
        reader: str,
        reason: str,
        on_done: Callable[[Reading], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Reopen a complete reading; what waits to be written of it is written first."""
        cohort = self._cohort()
        self.write_now(patient, reader)

        def done(reading: Reading) -> None:
            on_done(reading)
            self._drawings.mark_saved(patient, reader, reading.version)
            self.written.emit(reading)

        self._start(
            lambda: cohort.readings.reopen(patient, reader, reason),
            change=Change.of(Subject.READINGS, patients=[patient]),
            on_done=done,
            on_error=on_error,
            keep=True,
        )

    def retry(self) -> None:
        """Try again to write what could not be written."""
        self._again.stop()
        for key in tuple(self._waiting):
            if not self._writing[key]:
                self.write_now(*key)

    def flush(self) -> None:
        """Start to write everything that waits."""
        for key in tuple(self._waiting):
            self.write_now(*key)

    def pending(self, patient: str, reader: str) -> Reading | None:
        """The reading that waits to be written, None when all of it is on disk."""
        return self._waiting.get((patient, reader))

    def is_saved(self, patient: str, reader: str) -> bool:
        """Return True if everything drawn of one reading is on disk."""
        key = (patient, reader)
        return key not in self._waiting and not self._writing[key]

    def failure(self, patient: str, reader: str) -> str:
        """Return why a reading could not be written at the last try, "" if it was written or not tried."""
        return self._failures.get((patient, reader), "")

    @property
    def all_saved(self) -> bool:
        """Return True if everything drawn is on disk."""
        return not self._waiting and not self._writing.total()

    @property
    def writes(self) -> bool:
        """Return True while something is being written."""
        return self._writing.total() > 0

    @property
    def unsaved(self) -> Mapping[Key, str]:
        """What is not on disk, and why, "" if it is being written."""
        keys = {*self._waiting, *(key for key, count in self._writing.items() if count)}
        return {key: self._failures.get(key, "") for key in sorted(keys)}

    def forget(self) -> None:
        """Drop what could not be written, when its cohort is closed; its journal has it."""
        self._again.stop()
        self._waiting.clear()
        self._failures.clear()

    def write_now(self, patient: str, reader: str) -> None:
        """Start to write what waits of one reading."""
        key = (patient, reader)
        cohort, reading = self._open_cohort(), self._waiting.pop(key, None)
        if reading is None or cohort is None:
            return
        self._writing[key] += 1
        self._load(
            cohort.save_reading,
            reading,
            on_done=lambda saved: self._written(cohort, key, saved),
            on_error=lambda error: self._not_written(cohort, reading, error),
            keep=True,
        )

    def _written(self, cohort: Cohort, key: Key, saved: Reading) -> None:
        self._writing[key] -= 1
        if cohort is not self._open_cohort():  # a patient of another cohort may have the same pseudonym
            return
        self._failures.pop(key, None)
        self._drawings.mark_saved(saved.patient, saved.reader, saved.version)
        self.written.emit(saved)
        self.write_now(*key)

    def _not_written(self, cohort: Cohort, reading: Reading, error: Exception) -> None:
        key = (reading.patient, reading.reader)
        self._writing[key] -= 1
        if cohort is not self._open_cohort():
            return
        self._waiting.setdefault(key, reading)
        why, before = error_message(error), self.failure(*key)
        self._failures[key] = why
        if not isinstance(error, ReadingError):  # the state of the case does not change by waiting
            self._again.start()
        if why != before:
            self.failed.emit(*key, why)
