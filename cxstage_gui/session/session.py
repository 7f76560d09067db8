"""The open cohort: life cycle, current user, studies, and the operations of every workspace."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, Unpack

from PySide6.QtCore import QObject, Signal

from cxstage_core.cohort.kits.manifest import is_kit
from cxstage_core.cohort.values.permissions import NOBODY, Permission
from cxstage_core.cohort.values.reading_key import draft_of
from cxstage_core.demo import is_demo
from cxstage_core.errors import CxStageError
from cxstage_gui.session.actions.accounts import AccountOperations
from cxstage_gui.session.actions.agreement import AgreementOperations
from cxstage_gui.session.actions.external_test import ExternalTestOperations
from cxstage_gui.session.actions.import_data import ImportOperations
from cxstage_gui.session.actions.kits import KitOperations
from cxstage_gui.session.actions.prediction import PredictionOperations
from cxstage_gui.session.actions.prediction_report import PredictionReportOperations
from cxstage_gui.session.actions.pretraining import PretrainingOperations
from cxstage_gui.session.actions.results import ResultOperations
from cxstage_gui.session.actions.review import ReviewOperations
from cxstage_gui.session.actions.search import SearchOperations
from cxstage_gui.session.actions.setup import SetupOperations
from cxstage_gui.session.actions.training import TrainingOperations
from cxstage_gui.session.current.current_user import CurrentUser
from cxstage_gui.session.current.open_drawings import Drawings
from cxstage_gui.session.current.patient_table import PatientRow, completed_today, read_overview
from cxstage_gui.session.current.study import SeriesName, Study, fetch_study, name_series, read_study
from cxstage_gui.session.current.volume_cache import VolumeCache
from cxstage_gui.session.level import Level
from cxstage_gui.session.operation import Change, Context, Operations, RunOptions, Subject
from cxstage_gui.session.reading_saves import ReadingSaves
from cxstage_gui.session.workers import opening_cohort
from cxstage_gui.settings import Settings
from cxstage_gui.tasks import Executor, TaskHandle, Tasks

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.double_reading.reading_rights import ReadingRights
    from cxstage_core.cohort.values.records import Reading
    from cxstage_core.cohort.values.visible_outlines import Outline

Prepared = TypeVar("Prepared")
OPEN_KEY = "session/open"
"""The open cohort; if it is stored at the next start, the last session was interrupted."""
Place = tuple[str, int, int, int]
"""Series id, slice, row, column."""


class Session(QObject):
    """The open cohort; user actions are methods here and on its operations.

    Widgets ask for the new values themselves when a signal arrives, and never emit one.

    Args:
        settings: what is remembered between starts.
        tasks: runs everything that touches the store.

    Attributes:
        may_leave: asks the user before a cohort with something unsaved is left; the window sets it.

    Signals:
        sign_in_wanted: a cohort with accounts waits in `waiting`.
        changed: the `Change` that an operation made; the patient table is read again first.
        closing: the cohort can still be written to.
        message: a sentence and its `Level`.
        failed: the sentence of a message of level error.
        draft_opened: the patient of a reference draft to be edited, and its `Place`.
        work_changed: a task was started or has ended.
        progressed: a task reported progress.
    """

    cohort_opened = Signal()
    cohort_closed = Signal()
    sign_in_wanted = Signal()
    changed = Signal(object)
    patients_changed = Signal()
    experiments_changed = Signal()
    reader_changed = Signal(str)
    reading_saved = Signal(object)
    closing = Signal()
    patient_wanted = Signal(str)
    draft_opened = Signal(str, object)
    page_wanted = Signal(str)
    message = Signal(str, str)
    failed = Signal(str)
    work_changed = Signal()
    progressed = Signal()

    def __init__(self, settings: Settings, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._tasks = tasks
        self.cohort: Cohort | None = None
        self.waiting: Cohort | None = None
        self.patients: tuple[PatientRow, ...] = ()
        self.user = CurrentUser(settings, lambda: self.patients, self)
        self.user.changed.connect(self.reader_changed)
        self.drawings = Drawings()
        self.may_leave: Callable[[], bool] = lambda: True
        self._volumes = VolumeCache()
        context = Context(tasks, self._open_cohort, self.user, settings)
        self.imports = ImportOperations(context, self)
        self.training = TrainingOperations(context, self)
        self.prediction = PredictionOperations(context, self)
        self.prediction_report = PredictionReportOperations(context, self)
        self.results = ResultOperations(context, self)
        self.agreement = AgreementOperations(context, self)
        self.kits = KitOperations(context, self)
        self.review = ReviewOperations(context, self)
        self.search = SearchOperations(context, self)
        self.pretraining = PretrainingOperations(context, self)
        self.external_test = ExternalTestOperations(context, self)
        self.accounts = AccountOperations(context, self)
        self.setup = SetupOperations(context, self)
        self.saves = ReadingSaves(context, self.drawings, lambda: self.cohort, self)
        self._connect()

    def _connect(self) -> None:
        self._tasks.failed.connect(lambda sentence: self.notify(sentence, Level.ERROR))
        self._tasks.started.connect(lambda _: self.work_changed.emit())
        self._tasks.finished.connect(lambda _: self.work_changed.emit())
        self._tasks.changed.connect(self.progressed)
        self.saves.written.connect(self._reading_written)
        self.training.message.connect(self.message)
        for operations in self.findChildren(Operations):
            operations.changed.connect(self._apply)

    # -- the cohort

    @property
    def path(self) -> Path | None:
        """The folder of the open cohort."""
        return None if self.cohort is None else self.cohort.path

    @property
    def is_kit(self) -> bool:
        """Return True if the open cohort is an unpacked reading kit."""
        return self.cohort is not None and is_kit(self.cohort.path)

    @property
    def is_demo(self) -> bool:
        """Return True if the open cohort is the one of a demo."""
        return self.cohort is not None and is_demo(self.cohort.path)

    @property
    def title(self) -> str:
        """The name of the open cohort, "" when none is open."""
        if self.cohort is None:
            return ""
        return self.cohort.name or self.cohort.path.stem

    def _open_cohort(self) -> Cohort:
        if self.cohort is None:
            raise CxStageError("No cohort is open.", remedy="Open or create a cohort first.")
        return self.cohort

    def create_cohort(self, path: Path, on_error: Callable[[Exception], None] | None = None) -> None:
        """Create an empty cohort and open it."""
        if not self.may_leave():
            return

        def made(found: opening_cohort.Entered) -> None:
            self.page_wanted.emit("cohort")  # whatever page was shown: an empty cohort is filled there
            self._enter(found)

        self._tasks.run(opening_cohort.create, path, on_done=made, on_error=on_error)

    def open_cohort(self, path: Path, on_error: Callable[[Exception], None] | None = None) -> None:
        """Open a cohort; the one open now stays until the new one was read."""
        if not self.may_leave():
            return
        self._tasks.run(opening_cohort.find, path, on_done=self._enter, on_error=on_error)

    def sign_in(self, name: str, passphrase: str, on_error: Callable[[Exception], None]) -> None:
        """Open the cohort that waits as this user."""
        if self.waiting is not None:
            waiting = self.waiting
            self._tasks.run(
                lambda: opening_cohort.entered(waiting.sign_in(name, passphrase)),
                on_done=self._enter,
                on_error=on_error,
            )

    def sign_in_again(self, name: str, passphrase: str, on_error: Callable[[Exception], None]) -> None:
        """Continue in the open cohort as this user, after its first account was created."""
        self.waiting = self._open_cohort()
        self.sign_in(name, passphrase, on_error)

    def sign_out(self) -> None:
        """Close the cohort and wait for the next user to sign in."""
        cohort = self.cohort
        self.close_cohort()
        if cohort is not None and self.cohort is None:
            self.open_cohort(cohort.path)

    def interrupted(self) -> Path | None:
        """Return the cohort that was open when the last session was interrupted, once."""
        named = self.settings.text(OPEN_KEY)
        self.settings.keep(OPEN_KEY, "")
        return Path(named) if named and Path(named).is_dir() else None

    def close_cohort(self) -> None:
        """Close the cohort; what was not written yet is written."""
        if self.cohort is None or not self.may_leave():
            return
        self._flush_and_close()
        self.cohort, self.patients = None, ()
        self.user.sign_in(None)
        self.cohort_closed.emit()

    def refresh(self, patients: Collection[str] | None = None) -> None:
        """Read rows of the patient table again: those of these patients, or all of them."""
        if self.cohort is not None:
            cohort = self.cohort
            self._tasks.run(
                read_overview,
                cohort,
                patients,
                on_done=lambda rows: self._show_patients(cohort, rows, patients),
            )

    def _enter(self, found: opening_cohort.Entered) -> None:
        cohort, rows, principal = found
        if principal == NOBODY:
            self.waiting = cohort
            self.sign_in_wanted.emit()
            return
        self._flush_and_close()
        self.waiting, self.cohort, self.patients = None, cohort, rows
        self.user.sign_in(principal)
        self.drawings.begin(self.cohort)
        self.settings.add_recent(self.cohort.path)
        self.settings.keep(OPEN_KEY, str(self.cohort.path))
        self.cohort_opened.emit()
        self.patients_changed.emit()
        if self.user.may(Permission.EXPERIMENTS):
            self.training.resume_stored()
        self.refresh()

    def _show_patients(
        self, cohort: Cohort, rows: tuple[PatientRow, ...], patients: Collection[str] | None
    ) -> None:
        if cohort is not self.cohort:
            return
        if patients is None:
            self.patients = rows
        else:
            new = {row.patient: row for row in rows}
            self.patients = tuple(new.get(row.patient, row) for row in self.patients)
        self.patients_changed.emit()

    def _apply(self, change: Change) -> None:
        """Refresh what an operation changed."""
        if change.in_patient_table:
            known = {row.patient for row in self.patients}
            within = change.patients is not None and change.patients <= known
            self.refresh(change.patients if within else None)
        if change.subjects & {Subject.EXPERIMENTS, Subject.MODEL_IN_USE}:
            self.experiments_changed.emit()
        self.changed.emit(change)

    # -- what pages ask the window for

    def show_page(self, key: str) -> None:
        """Ask the window for a page."""
        self.page_wanted.emit(key)

    def show_patient(self, patient: str) -> None:
        """Ask for a patient to be opened for reading."""
        self.page_wanted.emit("read")
        self.patient_wanted.emit(patient)

    def notify(self, sentence: str, level: Level = Level.INFO) -> None:
        """Show a sentence in the status line."""
        self.message.emit(sentence, level)
        if level == Level.ERROR:
            self.failed.emit(sentence)

    def run_in_background(
        self,
        work: Callable[..., Any],
        *args: Any,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        **options: Unpack[RunOptions],
    ) -> TaskHandle:
        """Run `work(*args)` away from the interface; the callbacks are called on its thread.

        An error without `on_error` is shown in the status line.

        Args:
            options: as for `Tasks.run`.
        """
        return self._tasks.run(work, *args, on_done=on_done, on_error=on_error, **options)

    def busy(self, executor: Executor) -> bool:
        """Return True while an executor has unfinished work with a title that does more than read."""
        return self._tasks.busy(executor)

    def occupant(self, executor: Executor) -> str:
        """Return the title of the work that keeps an executor busy, "" without any."""
        return self._tasks.occupant(executor)

    # -- reading

    @property
    def reader(self) -> str:
        """The name under which the current user reads."""
        return self.user.reader

    @reader.setter
    def reader(self, name: str) -> None:
        self.user.reader = name

    def edit_reference_draft(self, patient: str, place: Place) -> None:
        """Open the reviewer's draft of a reference on the Read page, at a place."""
        self.user.edit_draft(draft_of(self.review.actor), patient)
        self.show_patient(patient)
        self.draft_opened.emit(patient, place)

    def finish_reference_draft(self, *, return_to_review: bool = True) -> None:
        """End the editing of a draft, if there is one, and go back to the review."""
        self.user.end_draft()
        if return_to_review:
            self.show_page("review")

    def load_study(
        self,
        patient: str,
        prepare: Callable[[Study], Prepared],
        on_done: Callable[[Prepared], None],
        on_error: Callable[[Exception], None] | None = None,
        series: Sequence[str] = (),
    ) -> None:
        """Load a patient's images and the current reading; what waits to be written is written first.

        Args:
            prepare: turns the study into what a page shows; runs in the store's thread and touches no
                Qt object.
        """
        if self.cohort is not None:
            cohort, reader, wanted = self.cohort, self.user.reading_key(patient), tuple(series)
            self.saves.write_now(patient, reader)
            drawings = self.drawings if self.user.draws_in(patient) else None
            volumes = self._volumes
            self._tasks.run(
                lambda: prepare(read_study(cohort, patient, reader, wanted, drawings, volumes)),
                on_done=on_done,
                on_error=on_error,
            )

    def load_rights(self, patient: str, on_done: Callable[[ReadingRights], None]) -> None:
        """Look again at what the current user may do with the current reading of a patient."""
        if self.cohort is not None:
            cohort, reader = self.cohort, self.user.reading_key(patient)
            self._tasks.run(cohort.readings.rights, patient, reader, on_done=on_done)

    def finish_input(self) -> None:
        """End what the user is entering, and start to write everything that is not on disk."""
        if self.cohort is not None:
            self.closing.emit()
            self.saves.flush()

    def load_outlines(
        self,
        patient: str,
        prepare: Callable[[tuple[Outline, ...]], Prepared],
        on_done: Callable[[Prepared], None],
    ) -> None:
        """Load outlines of other readers, as far as the current user may see them.

        Args:
            prepare: as for `load_study`.
        """
        if self.cohort is not None:
            cohort, reader = self.cohort, self.user.reading_key(patient)
            self._tasks.run(
                lambda: prepare(cohort.readings.shown_outlines(patient, reader)), on_done=on_done
            )

    def prefetch(self, patients: Sequence[str]) -> None:
        """Read the images of patients that may be opened next."""
        cohort, volumes = self.cohort, self._volumes
        if cohort is not None:
            for patient in patients:
                self._tasks.run(
                    # What cannot be read is logged now and reported when the patient is opened.
                    fetch_study,
                    cohort,
                    patient,
                    volumes,
                    on_error=lambda _: None,
                )

    def load_day(self, on_done: Callable[[int], None]) -> None:
        """Count the readings that the current user completed today."""
        if self.cohort is not None:
            self._tasks.run(completed_today, self.cohort, self.reader, on_done=on_done)

    def list_series(self, patient: str, on_done: Callable[[tuple[SeriesName, ...]], None]) -> None:
        """List the series of a patient."""
        if patient:
            self._tasks.run(name_series, self._open_cohort(), patient, on_done=on_done)

    def _reading_written(self, saved: Reading) -> None:
        self.reading_saved.emit(saved)
        rows = [row for row in self.patients if row.patient == saved.patient]
        if any(row.readings.get(saved.reader) != saved.state for row in rows):
            self.refresh((saved.patient,))

    def _flush_and_close(self) -> None:
        """Close drawings and journals in good order, and write what is not written yet."""
        self.closing.emit()
        self.saves.flush()
        self.saves.forget()
        self.drawings.begin(None)
        self.settings.keep(OPEN_KEY, "")

    def close(self) -> None:
        """Write what is not written yet, stop what runs, and wait for both."""
        self.may_leave = lambda: True
        self._flush_and_close()
        self._tasks.close()
