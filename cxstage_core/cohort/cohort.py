"""The cohort: one door to everything that a study population keeps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cxstage_core.cohort.accounts.service import AccountService
from cxstage_core.cohort.context import creation, transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.double_reading.readings import ReadingService
from cxstage_core.cohort.double_reading.references import ReferenceService
from cxstage_core.cohort.double_reading.worklist import WorklistService
from cxstage_core.cohort.files.cohort_info import Settings
from cxstage_core.cohort.files.index import Content
from cxstage_core.cohort.integrity.audit_service import AuditService
from cxstage_core.cohort.integrity.verify import verify
from cxstage_core.cohort.review.service import ReviewService
from cxstage_core.cohort.services.clinical import ClinicalService
from cxstage_core.cohort.services.experiments import ExperimentService
from cxstage_core.cohort.services.models import ModelService
from cxstage_core.cohort.values.people import SessionToken
from cxstage_core.cohort.values.permissions import Permission, Principal
from cxstage_core.cohort.values.reading_key import is_review
from cxstage_core.cohort.values.records import Problem, Reading, SeriesInfo, SeriesRecord, Split
from cxstage_core.imaging import Volume
from cxstage_core.jobs import Job, no_progress
from cxstage_core.storage import atomic_write


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
            token: of a sign-in, for a cohort with accounts; without it only signing in is permitted.

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

    # --- services

    @property
    def accounts(self) -> AccountService:
        """Who may sign in."""
        return AccountService(self._context)

    @property
    def worklist(self) -> WorklistService:
        """Who is to read whom, and how far every case is."""
        return WorklistService(self._context)

    @property
    def readings(self) -> ReadingService:
        """The readers' outlines, as far as one may see them."""
        return ReadingService(self._context)

    @property
    def review(self) -> ReviewService:
        """From complete readings to a frozen reference."""
        return ReviewService(self._context)

    @property
    def references(self) -> ReferenceService:
        """Frozen references."""
        return ReferenceService(self._context)

    @property
    def clinical(self) -> ClinicalService:
        """The clinical table."""
        return ClinicalService(self._context)

    @property
    def experiments(self) -> ExperimentService:
        """Finished experiments."""
        return ExperimentService(self._context)

    @property
    def models(self) -> ModelService:
        """Model files, and which of them is in use."""
        return ModelService(self._context)

    @property
    def audit(self) -> AuditService:
        """The audit log."""
        return AuditService(self._context)

    # --- patients

    def patients(self) -> tuple[str, ...]:
        """All pseudonyms, in order; for a reader with assignments, those of the assigned patients."""
        return self.readings.patients()

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
            self.readings.require_patient(patient)
        return self._context.index.series(patient)

    def volume(self, patient: str, series_id: str) -> Volume:
        """The image of a series.

        Raises:
            CohortError: it is unknown or damaged.
        """
        if not self.principal.is_everyone:
            self.readings.require_patient(patient)
        return self._context.stores.series.volume(patient, series_id)

    # --- readings

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
            return self.review.save_draft(reading)
        return self.readings.save(reading)

    # --- split

    def split(self) -> Split | None:
        """The locked split, None before there is one."""
        self._context.permit(Permission.SPLIT)
        return self._context.stores.split.read()

    def lock_split(self, split: Split, *, actor: str = "coordinator") -> None:
        """Store the split for good.

        Raises:
            CohortError: one is locked already, or patients are unknown or stand in it twice.
        """
        self._context.permit(Permission.SPLIT)
        transactions.lock_split(self._context, split, self._context.actor(actor))

    @property
    def prepared_folder(self) -> Path:
        """Folder for prepared slices, a cache that may be deleted."""
        self._context.permit(Permission.EXPERIMENTS)
        atomic_write.make_folder(self._context.layout.prepared)
        return self._context.layout.prepared

    # --- health

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

    def rebuild_index(self, job: Job | None = None) -> None:
        """Read all files, write the index anew, restore what can be, remove dead writers' leftovers."""
        self._context.permit(Permission.SEE_IMAGES)
        creation.restore(self._context.layout, self._context.settings, self._context.identity)
        self._context.index.rebuild(job or no_progress())
