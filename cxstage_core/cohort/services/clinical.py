"""The clinical table of an open cohort."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cxstage_core.cohort.context import transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.records import ClinicalRecord, FactSources


@dataclass(frozen=True, slots=True)
class ClinicalService:
    """Reads and merges rows of the clinical table, as far as the role permits."""

    context: CohortContext

    def records(self) -> dict[str, ClinicalRecord]:
        """Return the clinical table by patient.

        Raises:
            CohortError: the role does not permit it, or the file is damaged.
        """
        self.context.permit(Permission.SEE_CLINICAL)
        return self.context.stores.clinical.read()[0]

    def sources(self) -> dict[str, FactSources]:
        """Return by patient what about facts and label does not rest on a statement of the table alone.

        Raises:
            CohortError: the role does not permit it, or the file is damaged.
        """
        self.context.permit(Permission.SEE_CLINICAL)
        return self.context.stores.clinical.sources()

    def save(
        self,
        records: Iterable[ClinicalRecord],
        *,
        actor: str = "coordinator",
        sources: Mapping[str, FactSources] | None = None,
    ) -> None:
        """Merge rows into the clinical table; a patient's row is replaced as a whole.

        Args:
            sources: by patient; a row without is all stated.

        Raises:
            CohortError: the role does not permit it, or the file cannot be written.
        """
        self.context.permit(Permission.IMPORT)
        transactions.save_clinical(self.context, records, self.context.actor(actor), sources)
