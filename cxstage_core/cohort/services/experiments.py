"""The experiments of an open cohort."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.cohort.context import transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.files.experiments import ExperimentStore
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.records import Experiment


@dataclass(frozen=True, slots=True)
class ExperimentService:
    """Stores and reads finished experiments, as far as the role permits."""

    context: CohortContext

    def next_id(self) -> str:
        """Return the next free experiment id, such as "E0001"; it is not reserved."""
        return self._permitted().next_id()

    def save(self, experiment: Experiment) -> None:
        """Store a finished experiment permanently.

        Raises:
            CohortError: the id is in use, or the file cannot be written.
        """
        self.context.permit(Permission.EXPERIMENTS)
        transactions.save_experiment(self.context, experiment)

    def all(self) -> tuple[Experiment, ...]:
        """Return all experiments, oldest first."""
        store = self._permitted()
        return tuple(store.read(name) for name in store.ids())

    def get(self, experiment_id: str) -> Experiment:
        """Return one experiment.

        Raises:
            CohortError: the id is unknown, or the file is damaged.
        """
        return self._permitted().read(experiment_id)

    def _permitted(self) -> ExperimentStore:
        self.context.permit(Permission.EXPERIMENTS)
        return self.context.stores.experiments
