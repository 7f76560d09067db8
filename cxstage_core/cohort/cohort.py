"""The cohort: entry point to all data of a study population."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cxstage_core.cohort.accounts.service import AccountService
from cxstage_core.cohort.context import creation, transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.context.split_lock import read_split
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
from cxstage_core.cohort.services.people import PeopleService
from cxstage_core.cohort.services.predictions import PredictionService
from cxstage_core.cohort.services.registrations import RegistrationService
from cxstage_core.cohort.values.people import SessionToken
from cxstage_core.cohort.values.permissions import Permission, Principal
from cxstage_core.cohort.values.reading_key import is_review
from cxstage_core.cohort.values.records import Problem, Reading, SeriesInfo, SeriesRecord, Split
from cxstage_core.imaging import Volume
from cxstage_core.jobs import Job, no_progress
from cxstage_core.storage import atomic_write


class Cohort:
    """An open cohort; several processes may open the same folder at once.

    In a cohort with accounts every method raises `CohortError` if the role of the signed-in user does not
    permit it (`permissions.PERMISSIONS`), and the actor is always that user.

    Every method that changes data returns only when the change is on disk; on failure it raises
    `CohortError` and leaves nothing half-written.
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
        self.people = PeopleService(self._context)
        self.registrations = RegistrationService(self._context)
        self.predictions = PredictionService(self._context)

    @classmethod
    def create(cls, path: Path, *, name: str = "") -> Cohort:
        """Create an empty cohort.

        Args:
            path: the folder to create; `.cxcohort` is appended if it is missing.
            name: title of the cohort; the folder's name if empty.

        Raises:
            CohortError: the folder is not empty, or cannot be created.
        """
        return cls(*creation.create(Path(path), name))

    @classmethod
    def open(cls, path: Path, token: SessionToken | None = None) -> Cohort:
        """Open an existing cohort.

        Args:
            token: session token, for a cohort with accounts; without it only sign-in is permitted.

        Raises:
            CohortError: the folder is not a cohort, has a newer version, or contains files that link outside it.
        """
        return cls(*creation.find(Path(path)), token)

    def sign_in(self, name: str, passphrase: str) -> Cohort:
        """Return the same cohort, opened as the user of an account.

        Raises:
            CohortError: as for `AccountService.sign_in`.
        """
        return Cohort.open(self.path, self.accounts.sign_in(name, passphrase))

    @property
    def principal(self) -> Principal:
        """The current user and its roles."""
        return self._context.principal

    @property
    def token(self) -> SessionToken | None:
        """The session token, with which another process of the same user opens this cohort."""
        return self._context.signed_in.token

    # --- services

    @property
    def accounts(self) -> AccountService:
        """The accounts of the cohort."""
        return AccountService(self._context)

    @property
    def worklist(self) -> WorklistService:
        """The assignments and the progress of every case."""
        return WorklistService(self._context)

    @property
    def readings(self) -> ReadingService:
        """The readings that the user may see."""
        return ReadingService(self._context)

    @property
    def review(self) -> ReviewService:
        """The reviews, from complete readings to a frozen reference."""
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
        """The model files and the model in use."""
        return ModelService(self._context)

    @property
    def audit(self) -> AuditService:
        """The audit log."""
        return AuditService(self._context)

    # --- patients

    def patients(self) -> tuple[str, ...]:
        """Return all pseudonyms, in order; for a reader with assignments, those of the assigned patients."""
        return self.readings.patients()

    def pseudonym(self, hospital_id: str) -> str:
        """Find or assign the pseudonym of a hospital id, which is not stored.

        Raises:
            CohortError: the id is empty, or the cohort may not be written.
        """
        return self.pseudonyms([hospital_id])[0]

    def pseudonyms(self, hospital_ids: Sequence[str]) -> tuple[str, ...]:
        """Find or assign the pseudonyms of several hospital ids, in their order."""
        self._context.permit(Permission.IMPORT)
        return self._context.pseudonyms(hospital_ids)

    def find_patient(self, hospital_id_or_pseudonym: str) -> str | None:
        """Return the pseudonym of a patient given by hospital id or pseudonym, None if unknown."""
        self._context.permit(Permission.IMPORT)
        return self._context.find(hospital_id_or_pseudonym)

    def find_hospital_id(self, hospital_id: str) -> str | None:
        """Return the pseudonym of a hospital id, even if it looks like a pseudonym; None if unknown."""
        self._context.permit(Permission.IMPORT)
        return self._context.identity.find(hospital_id)

    def shift_days(self, patient: str) -> int:
        """Return the secret number of days by which a patient's dates are shifted: ±1 to ±365."""
        self._context.permit(Permission.IMPORT)
        return self._context.identity.shift_days(patient)

    # --- series

    def add_series(self, patient: str, volume: Volume, info: SeriesInfo) -> tuple[SeriesRecord, bool]:
        """Store an image, unless the same image is stored already.

        Returns:
            Its record, and True if it is new.

        Raises:
            CohortError: the patient is unknown, or the same image belongs to another patient.
        """
        self._context.permit(Permission.IMPORT)
        return transactions.add_series(self._context, patient, volume, info)

    def series(self, patient: str) -> tuple[SeriesRecord, ...]:
        """Return the series of a patient, sorted by id."""
        if not self.principal.is_everyone:
            self.readings.require_patient(patient)
        return self._context.index.series(patient)

    def volume(self, patient: str, series_id: str) -> Volume:
        """Return the image of a series.

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
            CohortError: patient or series are unknown, the grid of a mask differs from that of its series,
                or the file cannot be written.
            ReadingError: the reading is complete, or the case is in review.
        """
        if is_review(reading.reader):
            return self.review.save_draft(reading)
        return self.readings.save(reading)

    # --- split

    def split(self) -> Split | None:
        """Return the locked split, None if none was ever locked.

        Raises:
            IntegrityError: its file is missing, damaged, or is not the one that was locked.
        """
        self._context.permit(Permission.SPLIT)
        return read_split(self._context)

    def lock_split(self, split: Split, *, actor: str = "coordinator") -> None:
        """Store and lock the split.

        Raises:
            CohortError: a split is locked already, or patients are unknown or occur twice.
        """
        self._context.permit(Permission.SPLIT)
        transactions.lock_split(self._context, split, self._context.actor(actor))

    @property
    def prepared_folder(self) -> Path:
        """Folder of prepared slices, a cache that may be deleted."""
        self._context.permit(Permission.EXPERIMENTS)
        atomic_write.make_folder(self._context.layout.prepared)
        return self._context.layout.prepared

    # --- health

    def refresh_index(self) -> None:
        """Bring `cohort.h5` up to date, as at the end of a long import."""
        self._context.index.write()

    def verify(self, job: Job | None = None) -> tuple[Problem, ...]:
        """Compare every file with its hashes and the audit log; change nothing.

        Raises:
            Cancelled: a stop was requested.
        """
        self._context.permit(Permission.SEE_LOG)
        return verify(self._context, job or no_progress())

    def rebuild_index(self, job: Job | None = None) -> None:
        """Rebuild the index from all files, restore small files, and remove leftovers of killed processes."""
        self._context.permit(Permission.SEE_IMAGES)
        creation.restore(self._context.layout, self._context.settings, self._context.identity)
        self._context.index.rebuild(job or no_progress())
