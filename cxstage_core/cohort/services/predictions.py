"""The stored predictions of an open cohort.

A prediction is a proposal of a program: readers, who must not know of it while they read, have no access to any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context import transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.files.predictions import PredictionsStore
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.errors import IntegrityError


@dataclass(frozen=True, slots=True)
class PredictionService:
    """Stores and reads the records of predictions, as far as the role permits."""

    context: CohortContext

    def add(self, content: Mapping[str, Any], *, actor: str = "coordinator") -> str:
        """Store the record of a prediction permanently and log it; return its id.

        Args:
            content: plain JSON values, as `PredictionRecord.to_json` gives them.

        Raises:
            CohortError: the role does not permit it, the patient is unknown, or the file cannot be written.
        """
        self.context.permit(Permission.EXPERIMENTS)
        return transactions.add_prediction(self.context, content, self.context.actor(actor))

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all stored predictions, oldest first; none whose writer was killed before it logged it."""
        logged = self._logged()
        return tuple(name for name in self._permitted().ids() if name in logged)

    def get(self, name: str) -> Mapping[str, Any]:
        """Return the content of a record, after comparing it with the audit log.

        Raises:
            CohortError: the role does not permit it, or the prediction is unknown.
            IntegrityError: it is not the record that was stored.
        """
        store = self._permitted()
        content = store.read(name)
        if self._logged().get(name) != store.check(name):
            raise IntegrityError(
                "The record {file} is not the one that was stored as {prediction}.",
                remedy="Restore it from a backup.",
                file=store.path(name),
                prediction=name,
            )
        return content

    def state(self) -> tuple[int, str]:
        """Return number and hash of the last line of the audit log, which identify the state of the cohort."""
        self.context.permit(Permission.EXPERIMENTS)
        tip = self.context.log.tip()
        return tip.number, tip.sha256

    def _logged(self) -> Mapping[str, str]:
        return events.logged(self.context.log.of_acts(events.PREDICT)).predictions

    def _permitted(self) -> PredictionsStore:
        self.context.permit(Permission.EXPERIMENTS)
        return self.context.stores.predictions
