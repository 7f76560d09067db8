"""The frozen references of an open cohort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxstage_core.cohort.context import transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.double_reading.blinding import Blinding
from cxstage_core.cohort.double_reading.readings import ReadingService
from cxstage_core.cohort.double_reading.reopened_cases import ReopenedCase, reopened_cases
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.records import Reference
from cxstage_core.cohort.values.visible_outlines import Source
from cxstage_core.imaging import Mask


@dataclass(frozen=True, slots=True)
class ReferenceService:
    """Reads and freezes references, as far as the role permits."""

    context: CohortContext

    def latest(self, patient: str) -> Reference | None:
        """Return the latest frozen reference, None if there is none.

        Raises:
            CohortError: as for `versions`.
        """
        return next(iter(reversed(self.versions(patient))), None)

    def versions(self, patient: str) -> tuple[Reference, ...]:
        """Return all frozen references, oldest first; log it if the user is a reader.

        Raises:
            CohortError: the role does not permit it, or the case is still blind for the reader.
        """
        if not self.context.principal.is_everyone:
            ReadingService(self.context).require_patient(patient)
        blinding = Blinding(self.context)
        blinding.require(patient, Source.REFERENCE)
        found = self.context.stores.references.versions(patient)
        if found:
            blinding.log_seen(patient, [Source.REFERENCE])
        return found

    def reopened(self) -> tuple[ReopenedCase, ...]:
        """Return the cases that were reopened after their latest reference was frozen, in order.

        Reopened is a case whose review was begun or reopened since, or one of whose readings was.

        Raises:
            CohortError: the role does not permit it.
        """
        self.context.permit(Permission.SEE_REFERENCES)
        return reopened_cases(self.context)

    def freeze(
        self, patient: str, masks: Mapping[str, Mask], *, origin: str, actor: str = "coordinator"
    ) -> Reference:
        """Freeze outlines as the patient's next reference; earlier versions stay.

        Args:
            origin: its origin, such as "reader A".

        Raises:
            CohortError: the role does not permit it, patient or series are unknown, the grid of a mask
                differs from that of its series, masks is empty, or the file cannot be written.
        """
        self.context.permit(Permission.ADOPT)
        return transactions.freeze_reference(
            self.context, patient, masks, origin, self.context.actor(actor)
        )
