"""The open cohort, the reader who sits here, and the store's everyday work."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from cxstage_core.cohort.kits.manifest import is_kit
from cxstage_core.cohort.values.permissions import NOBODY, Permission
from cxstage_core.cohort.values.reading_key import draft_of
from cxstage_core.errors import CxStageError
from cxstage_gui.session.actions.accounts import Staff
from cxstage_gui.session.actions.agreement import Agreeing
from cxstage_gui.session.actions.external_test import Testing
from cxstage_gui.session.actions.import_data import Collecting
from cxstage_gui.session.actions.kits import Kits
from cxstage_gui.session.actions.prediction import Predicting
from cxstage_gui.session.actions.results import Results
from cxstage_gui.session.actions.review import Reviewing
from cxstage_gui.session.actions.search import Searching
from cxstage_gui.session.actions.training import Training
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.current.current_user import CurrentUser
from cxstage_gui.session.current.open_drawings import Drawings
from cxstage_gui.session.current.patient_table import PatientRow, completed_today, read_overview
from cxstage_gui.session.current.study import SeriesName, Study, fetch_study, name_series, read_study
from cxstage_gui.session.current.volume_cache import VolumeCache
from cxstage_gui.session.workers import opening_cohort
from cxstage_gui.session.workers.jobs import (
    build_demo,
    count_parameters,
    library_versions,
    preview_patient,
)
from cxstage_gui.settings import Settings
from cxstage_gui.strings import error_message
from cxstage_gui.tasks import Executor, TaskHandle, Tasks

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import Reading
    from cxstage_core.cohort.values.visible_outlines import Outline
    from cxstage_core.dataset import Preprocessing
    from cxstage_core.dataset.preview import Preview

Prepared = TypeVar("Prepared")
OPEN_KEY = "session/open"
"""The cohort that is open now; still there at the next start, it tells of an interrupted session."""


class Session(QObject):
    """What is open; user actions are methods here and on its parts.

    Signals say what changed; widgets ask for the new values themselves. `closing` comes while the
    cohort can still be written to. `draft_opened`: the draft of a reference is edited: patient, and
    the place to show (series id, slice, row, column). `sign_in_wanted`: a cohort with accounts waits in `waiting`.

    Args:
        settings: what is remembered between starts.
        tasks: runs everything that touches the store.
    """

    cohort_opened = Signal()
    cohort_closed = Signal()
    sign_in_wanted = Signal()
    patients_changed = Signal()
    experiments_changed = Signal()
    reader_changed = Signal(str)
    reading_saved = Signal(object)
    closing = Signal()
    patient_wanted = Signal(str)
    draft_opened = Signal(str, object)
    page_wanted = Signal(str)
    said = Signal(str)
    failed = Signal(str)

    def __init__(self, settings: Settings, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.tasks = tasks
        self.cohort: Cohort | None = None
        self.waiting: Cohort | None = None
        self.patients: tuple[PatientRow, ...] = ()
        self.user = CurrentUser(settings, lambda: self.patients, self)
        self.user.changed.connect(self.reader_changed)
        self._unsaved: dict[tuple[str, str], Reading] = {}
        self._saving: Counter[tuple[str, str]] = Counter()
        self.drawings = Drawings()
        self._shelf = VolumeCache()
        tasks.failed.connect(self.failed)
        self.collecting = Collecting(tasks, self._open_cohort, self.refresh, self)
        self.training = Training(tasks, settings, lambda: Opening.of(self._open_cohort()), self)
        self.predicting = Predicting(tasks, self._open_cohort, self)
        self.results = Results(tasks, self._open_cohort, self.user, self)
        self.agreeing = Agreeing(tasks, self._open_cohort, self.user, self)
        self.kits = Kits(tasks, self._open_cohort, self)
        self.kits.taken.connect(lambda _: self.refresh())
        self.reviewing = Reviewing(tasks, self._open_cohort, self.user, self)
        self.reviewing.changed.connect(lambda _: self.refresh())
        self.searching = Searching(tasks, self._open_cohort, self)
        self.testing = Testing(tasks, self._open_cohort, self)
        self.testing.done.connect(lambda _: self.experiments_changed.emit())
        self.staff = Staff(tasks, self._open_cohort, self)
        self.staff.assigned.connect(self.refresh)
        self.results.changed.connect(self.experiments_changed)
        self.training.experiment_done.connect(lambda _: self.experiments_changed.emit())

    # -- the cohort

    @property
    def path(self) -> Path | None:
        """The folder of the open cohort."""
        return None if self.cohort is None else self.cohort.path

    @property
    def is_kit(self) -> bool:
        """Whether the open cohort is an unpacked reading kit."""
        return self.cohort is not None and is_kit(self.cohort.path)

    @property
    def title(self) -> str:
        """What to call the open cohort, "" when none is open."""
        if self.cohort is None:
            return ""
        return self.cohort.name or self.cohort.path.stem

    def _open_cohort(self) -> Cohort:
        if self.cohort is None:
            raise CxStageError("No cohort is open.", remedy="Open or create a cohort first.")
        return self.cohort

    def create_cohort(self, path: Path, on_error: Callable[[Exception], None] | None = None) -> None:
        """Make an empty cohort and open it."""
        self.tasks.run(opening_cohort.create, path, on_done=self._found, on_error=on_error)

    def open_cohort(self, path: Path, on_error: Callable[[Exception], None] | None = None) -> None:
        """Open a cohort; the one open now stays until the new one was read."""
        self.tasks.run(opening_cohort.find, path, on_done=self._found, on_error=on_error)

    def sign_in(self, name: str, words: str, on_error: Callable[[Exception], None]) -> None:
        """Open the cohort that waits, as the person whose passphrase this is."""
        if self.waiting is not None:
            waiting = self.waiting
            self.tasks.run(
                lambda: opening_cohort.entered(waiting.sign_in(name, words)),
                on_done=self._found,
                on_error=on_error,
            )

    def sign_in_again(self, name: str, words: str, on_error: Callable[[Exception], None]) -> None:
        """Go on in the open cohort as this person, after its first account was made."""
        self.waiting = self._open_cohort()
        self.sign_in(name, words, on_error)

    def sign_out(self) -> None:
        """Close the cohort, and wait for the next person to sign in."""
        cohort = self.cohort
        self.close_cohort()
        if cohort is not None:
            self.open_cohort(cohort.path)

    def interrupted(self) -> Path | None:
        """The cohort that was open when the last session was interrupted; told once."""
        named = self.settings.text(OPEN_KEY)
        self.settings.keep(OPEN_KEY, "")
        return Path(named) if named and Path(named).is_dir() else None

    def close_cohort(self) -> None:
        """Close the cohort; what was not written yet is written."""
        if self.cohort is None:
            return
        self._put_away()
        self.cohort, self.patients = None, ()
        self.user.sit(None)
        self.cohort_closed.emit()

    def refresh(self) -> None:
        """Read the patient table again, after something was added from outside."""
        if self.cohort is not None:
            cohort = self.cohort
            self.tasks.run(
                read_overview, cohort, on_done=lambda rows: self._show_patients(cohort, rows)
            )

    def _found(self, found: opening_cohort.Entered) -> None:
        cohort, rows, principal = found
        if principal == NOBODY:
            self.waiting = cohort
            self.sign_in_wanted.emit()
            return
        self._put_away()
        self.waiting, self.cohort, self.patients = None, cohort, rows
        self.user.sit(principal)
        self.drawings.begin(self.cohort)
        self.settings.add_recent(self.cohort.path)
        self.settings.keep(OPEN_KEY, str(self.cohort.path))
        self.cohort_opened.emit()
        self.patients_changed.emit()
        if self.user.may(Permission.EXPERIMENTS):
            self.training.take_up()
        self.refresh()

    def _show_patients(self, cohort: Cohort, rows: tuple[PatientRow, ...]) -> None:
        if cohort is self.cohort:
            self.patients = rows
            self.patients_changed.emit()

    def open_demo(self) -> None:
        """Make the demo cohort, or find the one made earlier, and open it."""
        self.tasks.run(
            build_demo,
            self.settings.folder / "demo",
            watched=True,
            executor=Executor.COMPUTE,
            title=self.tr("Demo cohort"),
            on_done=self.open_cohort,
        )

    def preview(
        self,
        patient: str,
        preprocessing: Preprocessing,
        on_done: Callable[[Preview], None],
        on_error: Callable[[Exception], None],
    ) -> TaskHandle:
        """Prepare one patient with these settings, to be looked at."""
        return self.tasks.run(
            preview_patient,
            Opening.of(self._open_cohort()),
            patient,
            preprocessing,
            executor=Executor.STUDY,
            on_done=on_done,
            on_error=on_error,
        )

    def count_parameters(
        self, channels: int, size_px: int, on_done: Callable[[dict[str, int]], None]
    ) -> TaskHandle | None:
        """Count the true parameters of every family for an input; builds the networks to do so.

        Returns:
            The task, None when the numbers were known already.
        """
        key = f"parameters/{library_versions()}/{channels}/{size_px}"
        known = self.settings.text(key)
        if known:
            on_done(json.loads(known))
            return None

        def done(counts: dict[str, int]) -> None:
            self.settings.keep(key, json.dumps(counts))
            on_done(counts)

        return self.tasks.run(
            count_parameters, channels, size_px, watched=True, executor=Executor.COMPUTE, on_done=done
        )

    def show_page(self, name: str) -> None:
        """Ask the window for a workspace."""
        self.page_wanted.emit(name)

    def show_patient(self, patient: str) -> None:
        """Ask for a patient to be opened for reading."""
        self.page_wanted.emit("read")
        self.patient_wanted.emit(patient)

    def edit_reference_draft(self, patient: str, place: tuple[str, int, int, int]) -> None:
        """Open the draft of a reference on the Read page, at a series, slice, row and column."""
        self.user.read_as(draft_of(self.reviewing.actor), patient)
        self.show_patient(patient)
        self.draft_opened.emit(patient, place)

    def finish_reference_draft(self) -> None:
        """Read under the own name again, and show the review."""
        self.user.read_as("", "")
        self.show_page("review")

    # -- reading

    @property
    def reader(self) -> str:
        """The name under which is read here."""
        return self.user.reader

    @reader.setter
    def reader(self, name: str) -> None:
        self.user.reader = name

    def load_study(
        self,
        patient: str,
        prepare: Callable[[Study], Prepared],
        on_done: Callable[[Prepared], None],
        on_error: Callable[[Exception], None] | None = None,
        series: Sequence[str] = (),
    ) -> None:
        """Load a patient's images and this reader's reading.

        What was drawn and not written yet is written first.

        Args:
            prepare: makes of the study what a page shows; runs in the store's thread and touches no
                Qt object.
        """
        if self.cohort is not None:
            cohort, reader, wanted = self.cohort, self.user.reading_key(patient), tuple(series)
            self._write_now((patient, reader))
            drawings = self.drawings if self.user.draws_in(patient) else None
            volume_cache = self._shelf
            self.tasks.run(
                lambda: prepare(read_study(cohort, patient, reader, wanted, drawings, volume_cache)),
                on_done=on_done,
                on_error=on_error,
            )

    def load_outlines(
        self,
        patient: str,
        prepare: Callable[[tuple[Outline, ...]], Prepared],
        on_done: Callable[[Prepared], None],
    ) -> None:
        """Load what others drew, as far as the reader who sits here may see it.

        Args:
            prepare: as for `load_study`.
        """
        if self.cohort is not None:
            cohort, reader = self.cohort, self.user.reading_key(patient)
            self.tasks.run(
                lambda: prepare(cohort.readings.shown_outlines(patient, reader)), on_done=on_done
            )

    def prefetch(self, patients: Sequence[str]) -> None:
        """Read the images of patients that may be wanted next."""
        cohort, volume_cache = self.cohort, self._shelf
        if cohort is not None:
            for patient in patients:
                self.tasks.run(
                    # What cannot be read is logged now and told when somebody opens it.
                    fetch_study,
                    cohort,
                    patient,
                    volume_cache,
                    on_error=lambda _: None,
                )

    def load_day(self, on_done: Callable[[int], None]) -> None:
        """Count the readings that the reader who sits here completed today."""
        if self.cohort is not None:
            self.tasks.run(completed_today, self.cohort, self.reader, on_done=on_done)

    def list_series(self, patient: str, on_done: Callable[[tuple[SeriesName, ...]], None]) -> None:
        """List the series of a patient."""
        if patient:
            self.tasks.run(name_series, self._open_cohort(), patient, on_done=on_done)

    def save_reading(self, reading: Reading) -> None:
        """Write a reading soon; while one version is being written, only the newest waits."""
        key = (reading.patient, reading.reader)
        self._unsaved[key] = reading
        if not self._saving[key]:
            self._write_now(key)

    def reopen_reading(
        self,
        patient: str,
        reader: str,
        reason: str,
        on_done: Callable[[Reading], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Take a complete reading up again; what waits to be written of it is written first."""
        cohort = self._open_cohort()
        self._write_now((patient, reader))

        def done(reading: Reading) -> None:
            on_done(reading)
            self.drawings.knows(patient, reader, reading.version)
            self.reading_saved.emit(reading)
            self.refresh()

        self.tasks.run(
            lambda: cohort.readings.reopen(patient, reader, reason),
            on_done=done,
            on_error=on_error,
            keep=True,
        )

    def retry(self) -> None:
        """Try again to write what could not be written."""
        for key in tuple(self._unsaved):
            if not self._saving[key]:
                self._write_now(key)

    def pending_reading(self, patient: str, reader: str) -> Reading | None:
        """What was drawn but could not be written yet, None when all of it is on disk."""
        return self._unsaved.get((patient, reader))

    @property
    def saved(self) -> bool:
        """Whether everything drawn is on disk."""
        return not self._unsaved and not self._saving.total()

    def _write_now(self, key: tuple[str, str]) -> None:
        reading = self._unsaved.pop(key, None)
        if reading is None or self.cohort is None:
            return
        cohort = self.cohort
        self._saving[key] += 1
        self.tasks.run(
            cohort.save_reading,
            reading,
            on_done=lambda saved: self._written(key, saved),
            on_error=lambda error: self._not_written(cohort, reading, error),
            keep=True,
        )

    def _written(self, key: tuple[str, str], saved: Reading) -> None:
        self._saving[key] -= 1
        self.drawings.knows(saved.patient, saved.reader, saved.version)
        self.reading_saved.emit(saved)
        rows = [row for row in self.patients if row.patient == saved.patient]
        if any(row.readings.get(saved.reader) != saved.state for row in rows):
            self.refresh()
        self._write_now(key)

    def _not_written(self, cohort: Cohort, reading: Reading, error: Exception) -> None:
        key = (reading.patient, reading.reader)
        self._saving[key] -= 1
        if cohort is self.cohort:  # a patient of another cohort may have the same pseudonym
            self._unsaved.setdefault(key, reading)
        self.failed.emit(error_message(error))

    def _put_away(self) -> None:
        """Close drawings and journals in good order, and write what is unwritten."""
        self.closing.emit()
        self._flush()
        self.drawings.begin(None)
        self.settings.keep(OPEN_KEY, "")

    def _flush(self) -> None:
        for key in tuple(self._unsaved):
            self._write_now(key)

    def close(self) -> None:
        """Write what is unwritten, stop what runs, and wait for both."""
        self._put_away()
        self.tasks.close()
