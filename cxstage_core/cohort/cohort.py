"""The cohort: one door to everything that a study population keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from cxstage_core.cohort import model_in_use
from cxstage_core.cohort.accounts.service import AccountService
from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context import creation, transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.double_reading.readings import ReadingService
from cxstage_core.cohort.double_reading.worklist import WorklistService
from cxstage_core.cohort.files.clinical import ClinicalStore
from cxstage_core.cohort.files.cohort_info import Settings
from cxstage_core.cohort.files.experiments import ExperimentStore
from cxstage_core.cohort.files.index import Content
from cxstage_core.cohort.files.models import ModelsStore
from cxstage_core.cohort.files.series import SeriesStore
from cxstage_core.cohort.files.split import SplitStore
from cxstage_core.cohort.integrity.audit_check import AuditState, check_audit
from cxstage_core.cohort.integrity.verify import verify
from cxstage_core.cohort.model_in_use import ModelInUse
from cxstage_core.cohort.review.service import ReviewService
from cxstage_core.cohort.values.people import SessionToken
from cxstage_core.cohort.values.permissions import Permission, Principal
from cxstage_core.cohort.values.reading_key import is_review
from cxstage_core.cohort.values.records import (
    AuditEntry,
    ClinicalRecord,
    Experiment,
    Problem,
    Reading,
    ReadingState,
    Reference,
    SeriesInfo,
    SeriesRecord,
    Split,
)
from cxstage_core.cohort.values.visible_outlines import Outline
from cxstage_core.errors import CohortError
from cxstage_core.imaging import Mask, Volume
from cxstage_core.jobs import Job, no_progress
from cxstage_core.storage import atomic_write
from cxstage_core.storage.append_log import JournalFile


class Cohort:
    """An open cohort; any number of processes may have the same folder open.

    In a cohort with accounts every method refuses what the role of whoever signed in does not permit
    (`principal.PERMISSIONS`), with a `CohortError`; where an actor is asked for, it is that person.

    Every method that changes something returns only when the change is on disk, and raises
    `CohortError` with nothing half-written when it cannot be.
    """

    def __init__(
        self,
        path: Path,
        settings: Settings,
        known: Content | None = None,
        token: SessionToken | None = None,
    ) -> None:
        self.path = path
        self.id = settings.id
        self.name = settings.name
        self._context = CohortContext.of(path, settings, known, token)
        layout = self._context.layout
        self._series = SeriesStore(layout)
        self._readings = ReadingService(self._context)
        self._clinical = ClinicalStore(layout)
        self._split = SplitStore(layout)
        self._experiments = ExperimentStore(layout)
        self._models = ModelsStore(layout)

    @classmethod
    def create(cls, path: Path, *, name: str = "") -> Cohort:
        """Make an empty cohort.

        Args:
            path: the folder to make; `.cxcohort` is added when it is missing.
            name: shown to people; the folder's name when empty.

        Raises:
            CohortError: something is there already, or the folder cannot be made.
        """
        return cls(*creation.create(Path(path), name))

    @classmethod
    def open(cls, path: Path, token: SessionToken | None = None) -> Cohort:
        """Open an existing cohort.

        Args:
            ticket: of a sign-in, for a cohort with accounts; without it only signing in is permitted.

        Raises:
            CohortError: no cohort, one of a newer version, or one that points outside its folder.
        """
        return cls(*creation.find(Path(path)), token)

    def sign_in(self, name: str, words: str) -> Cohort:
        """The same cohort, opened by somebody.

        Args:
            words: the passphrase.

        Raises:
            CohortError: as for `AccountService.sign_in`.
        """
        return Cohort.open(self.path, self.accounts.sign_in(name, words))

    @property
    def principal(self) -> Principal:
        """Who is at work here."""
        return self._context.principal

    @property
    def token(self) -> SessionToken | None:
        """What another process of the same person opens this cohort with."""
        return self._context.signed_in.token

    @property
    def accounts(self) -> AccountService:
        """Who may sign in."""
        return AccountService(self._context)

    @property
    def work(self) -> WorklistService:
        """Who is to read whom, and how far every case is."""
        return WorklistService(self._context)

    # --- patients

    def patients(self) -> tuple[str, ...]:
        """All pseudonyms, in order; for a reader with assignments, those of the assigned patients."""
        return self._readings.patients()

    def pseudonym(self, hospital_id: str) -> str:
        """Find or assign the pseudonym of a hospital's patient id, which is not stored.

        Raises:
            CohortError: the id is empty, or the cohort may not be written.
        """
        return self.pseudonyms([hospital_id])[0]

    def pseudonyms(self, hospital_ids: Sequence[str]) -> tuple[str, ...]:
        """The same for many ids at once, in their order."""
        self._context.permit(Permission.IMPORT)
        return self._context.pseudonyms(hospital_ids)

    def find_patient(self, hospital_id_or_pseudonym: str) -> str | None:
        """The pseudonym of a patient named by either, None when the cohort has no such patient."""
        self._context.permit(Permission.IMPORT)
        return self._context.find(hospital_id_or_pseudonym)

    def find_hospital_id(self, hospital_id: str) -> str | None:
        """The same by the hospital's id alone, whatever it looks like."""
        self._context.permit(Permission.IMPORT)
        return self._context.identity.find(hospital_id)

    def shift_days(self, patient: str) -> int:
        """The secret number of days by which all dates of a patient are moved: ±1 to ±365."""
        self._context.permit(Permission.IMPORT)
        return self._context.identity.shift_days(patient)

    # --- series

    def add_series(self, patient: str, volume: Volume, info: SeriesInfo) -> tuple[SeriesRecord, bool]:
        """Store an image; one that is there already is not stored twice.

        Returns:
            Its record, and whether it is new.

        Raises:
            CohortError: the patient is unknown, or another patient has the very same image.
        """
        self._context.permit(Permission.IMPORT)
        return transactions.add_series(self._context, patient, volume, info)

    def series(self, patient: str) -> tuple[SeriesRecord, ...]:
        """The series of a patient, by id."""
        if not self.principal.is_everyone:
            self._readings.require_patient(patient)
        return self._context.index.series(patient)

    def volume(self, patient: str, series_id: str) -> Volume:
        """The image of a series.

        Raises:
            CohortError: it is unknown or damaged.
        """
        if not self.principal.is_everyone:
            self._readings.require_patient(patient)
        return self._series.volume(patient, series_id)

    # --- clinical table

    def clinical(self) -> dict[str, ClinicalRecord]:
        """The clinical table by patient."""
        self._context.permit(Permission.SEE_CLINICAL)
        return self._clinical.read()[0]

    def save_clinical(self, records: Iterable[ClinicalRecord], *, actor: str = "coordinator") -> None:
        """Merge rows into the clinical table; a patient's row is replaced as a whole."""
        self._context.permit(Permission.IMPORT)
        transactions.save_clinical(self._context, records, self._context.actor(actor))

    # --- readings

    def reading(self, patient: str, reader: str) -> Reading | None:
        """A reader's reading as last saved, None before the first save.

        Raises:
            CohortError: whoever asks may not see it, or not yet.
        """
        return self._readings.reading(patient, reader)

    def save_reading(self, reading: Reading) -> Reading:
        """Save a reading; it is on disk when this returns.

        Returns:
            The reading with its new version and time.

        Raises:
            CohortError: patient or series are unknown, a mask lies on another grid than its series,
                or the file cannot be written.
            ReadingError: the reading is complete, or the case is in review.
        """
        if is_review(reading.reader):
            return self.reviewing.save_draft(reading)
        return self._readings.save(reading)

    def reopen_reading(self, patient: str, reader: str, reason: str) -> Reading:
        """Take a complete reading up again; the audit log keeps the reason.

        Raises:
            CohortError: it is not permitted.
            ReadingError: no reason, the reading is not complete, the case is in review, or the reader
                has seen what others drew.
        """
        return self._readings.reopen(patient, reader, reason)

    def journal(self, patient: str, reader: str) -> JournalFile:
        """Open the journal of a reader's drawing for this process alone; to be closed.

        Raises:
            CohortError: the patient is unknown, another process has it open, a newer version wrote it,
                or the folder may not be written to.
        """
        return self._readings.journal(patient, reader)

    def readers(self, patient: str) -> tuple[str, ...]:
        """Stored names of the readings of a patient, as far as one may know of them; no drafts."""
        return self._readings.readers(patient)

    def reading_states(self) -> dict[str, dict[str, ReadingState]]:
        """Patient to stored name to state, without opening the readings; as far as one may know."""
        return self._readings.states()

    def shown_outlines(self, patient: str, reader: str) -> tuple[Outline, ...]:
        """What others drew of a patient, as far as this reader may see it; that they did is logged.

        Returns:
            Other readers by name, then the frozen reference; nothing while the reader is blind.
        """
        return self._readings.shown_outlines(patient, reader)

    # --- references

    def reference(self, patient: str) -> Reference | None:
        """The latest frozen reference, None before there is one.

        Raises:
            CohortError: it is a reader who asks, and has not read the patient.
        """
        return next(iter(reversed(self.reference_versions(patient))), None)

    def reference_versions(self, patient: str) -> tuple[Reference, ...]:
        """All frozen references, oldest first; who may see them is said at `reference`."""
        return self._readings.references(patient)

    def freeze_reference(
        self, patient: str, masks: Mapping[str, Mask], *, origin: str, actor: str = "coordinator"
    ) -> Reference:
        """Freeze outlines as the patient's next reference; earlier versions stay.

        Args:
            origin: how it came about, such as "reader A".

        Raises:
            CohortError: as for `save_reading`, or there is no mask at all.
        """
        self._context.permit(Permission.ADOPT)
        return transactions.freeze_reference(
            self._context, patient, masks, origin, self._context.actor(actor)
        )

    @property
    def reviewing(self) -> ReviewService:
        """From complete readings to a frozen reference."""
        return ReviewService(self._context)

    # --- split, experiments, models

    def split(self) -> Split | None:
        """The locked split, None before there is one."""
        self._context.permit(Permission.SPLIT)
        return self._split.read()

    def lock_split(self, split: Split, *, actor: str = "coordinator") -> None:
        """Store the split for good.

        Raises:
            CohortError: one is locked already, or patients are unknown or stand in it twice.
        """
        self._context.permit(Permission.SPLIT)
        transactions.lock_split(self._context, split, self._context.actor(actor))

    def next_experiment_id(self) -> str:
        """The next free experiment id, such as "E0001"."""
        self._context.permit(Permission.EXPERIMENTS)
        return self._experiments.next_id()

    def save_experiment(self, experiment: Experiment) -> None:
        """Store a finished experiment for good.

        Raises:
            CohortError: its id is taken, or it cannot be written.
        """
        self._context.permit(Permission.EXPERIMENTS)
        transactions.save_experiment(self._context, experiment)

    def experiments(self) -> tuple[Experiment, ...]:
        """All experiments, oldest first."""
        self._context.permit(Permission.EXPERIMENTS)
        return tuple(self._experiments.read(name) for name in self._experiments.ids())

    def experiment(self, experiment_id: str) -> Experiment:
        """One experiment."""
        self._context.permit(Permission.EXPERIMENTS)
        return self._experiments.read(experiment_id)

    def add_model(self, model_id: str, file: Path) -> Path:
        """Copy a model file in; returns its place in the cohort.

        Raises:
            CohortError: the id is taken by another file, or it cannot be copied.
        """
        self._context.permit(Permission.EXPERIMENTS)
        return transactions.add_model(self._context, model_id, Path(file))

    def model_path(self, model_id: str) -> Path:
        """Where a model's file lies."""
        self._context.permit(Permission.EXPERIMENTS)
        return self._models.path(model_id)

    def models(self) -> tuple[str, ...]:
        """Ids of all models."""
        self._context.permit(Permission.EXPERIMENTS)
        return self._models.ids()

    def promote_model(self, model: str, *, reason: str, actor: str = "coordinator") -> ModelInUse:
        """Put a model into use for predictions, with the reason in the audit log.

        Raises:
            CohortError: no such model, or no reason.
        """
        principal = self._context.actor(actor)
        return model_in_use.promote(self._context, self.models(), model, reason, principal)

    def promoted_model(self) -> ModelInUse | None:
        """The model in use, None when none was put into use."""
        self._context.permit(Permission.EXPERIMENTS)
        return model_in_use.promoted(self._context.log.entries())

    @property
    def prepared_folder(self) -> Path:
        """Folder for prepared slices, a cache that may be deleted."""
        self._context.permit(Permission.EXPERIMENTS)
        atomic_write.make_folder(self._context.layout.prepared)
        return self._context.layout.prepared

    # --- log and health

    def audit(self) -> tuple[AuditEntry, ...]:
        """The audit log, oldest first."""
        self._context.permit(Permission.SEE_LOG)
        return self._context.log.entries()

    def log(self, act: str, /, *, actor: str = "coordinator", **details: object) -> None:
        """Note in the audit log what was done; never a patient's identifier.

        Raises:
            CohortError: the act is one that the store notes itself, or the log cannot be written.
        """
        if act in events.OWN_ACTS:
            raise CohortError("The store itself notes when it does: {act}.", act=act)
        self._context.permit(Permission.SEE_IMAGES)
        self._context.log.append(act, self._context.actor(actor), details)

    def refresh_index(self) -> None:
        """Bring `cohort.h5` up to date, as at the end of a long import."""
        self._context.index.write()

    def verify(self, job: Job | None = None) -> tuple[Problem, ...]:
        """Compare every file with what was written; changes nothing.

        Raises:
            Cancelled: a stop was asked for.
        """
        self._context.permit(Permission.SEE_LOG)
        return verify(self._context, job or no_progress())

    def check_audit(self, known: str = "", job: Job | None = None) -> AuditState:
        """Check the chain of the audit log, and every frozen reference against it; changes nothing.

        Args:
            known: hash of a line that was noted elsewhere and must still be there; "" for none.
        """
        self._context.permit(Permission.SEE_LOG)
        return check_audit(self._context, known, job or no_progress())

    def rebuild_index(self, job: Job | None = None) -> None:
        """Read all files, write the index anew, restore what can be, remove dead writers' leftovers."""
        self._context.permit(Permission.SEE_IMAGES)
        creation.restore(self._context.layout, self._context.settings, self._context.identity)
        self._context.index.rebuild(job or no_progress())
