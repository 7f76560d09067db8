"""The registrations of an open cohort: found once, stored, and reused."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.cohort.context import transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.context.registrations import logged_registrations
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.records import SeriesRecord
from cxstage_core.cohort.values.registration import StoredRegistration
from cxstage_core.imaging.registration import ALGORITHM


@dataclass(frozen=True, slots=True)
class RegistrationService:
    """Reads and stores registrations, as far as the role permits."""

    context: CohortContext

    def all(self, patient: str) -> tuple[StoredRegistration, ...]:
        """Return all registrations of a patient, after comparing their file with the audit log.

        Raises:
            IntegrityError: the file is missing or damaged, or is not the one that was logged.
        """
        self.context.permit(Permission.EXPERIMENTS)
        return logged_registrations(self.context, patient)[1]

    def find(self, fixed: SeriesRecord, moving: SeriesRecord) -> StoredRegistration | None:
        """Return the registration of these very images by the present algorithm, None without one.

        Raises:
            IntegrityError: as for `all`.
        """
        wanted = (fixed.sha256, moving.sha256, ALGORITHM)
        return next(
            (
                one
                for one in self.all(fixed.patient)
                if (one.fixed_sha256, one.moving_sha256, one.algorithm) == wanted
            ),
            None,
        )

    def save(self, registration: StoredRegistration, *, actor: str = "coordinator") -> None:
        """Store and log a registration; it replaces that of the same series.

        Raises:
            CohortError: patient or series are unknown, or the file cannot be written.
        """
        self.context.permit(Permission.EXPERIMENTS)
        transactions.save_registration(self.context, registration, self.context.actor(actor))
