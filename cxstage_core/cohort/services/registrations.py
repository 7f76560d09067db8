"""The registrations of an open cohort: found once, stored, and reused."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context import transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.records import SeriesRecord
from cxstage_core.cohort.values.registration import StoredRegistration
from cxstage_core.errors import IntegrityError
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
        version, items, content = self.context.stores.registrations.read(patient)
        entries = self.context.log.of_acts(events.REGISTER)
        last = next((e for e in reversed(entries) if e.details.get("patient") == patient), None)
        logged = (
            (0, "") if last is None else (int(last.details["version"]), str(last.details["sha256"]))
        )
        # A writer that was killed before it logged leaves a file one version newer.
        if version != logged[0] + 1 and (version, content) != logged:
            raise IntegrityError(
                "The registrations of patient {patient} are not those that were stored: {file}.",
                remedy="Restore the file from a backup.",
                file=self.context.stores.registrations.path(patient),
                patient=patient,
            )
        return items

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
