"""The experiments of an open cohort."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cxstage_core.cohort.audit.events import SAVE_EXPERIMENT
from cxstage_core.cohort.context import transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.context.reserved_ids import ids_from, reserved_id, taken_numbers
from cxstage_core.cohort.files.experiments import ExperimentStore
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.records import Experiment


@dataclass(frozen=True, slots=True)
class ExperimentService:
    """Stores and reads finished experiments, as far as the role permits."""

    context: CohortContext

    def next_id(self) -> str:
        """Return the next free experiment id, such as "E0001"; it is not reserved."""
        self._permitted()
        return next(ids_from(1, taken_numbers(self.context)))

    @contextmanager
    def reserved(self) -> Iterator[str]:
        """Reserve the next free id until the block ends, or the process does."""
        self._permitted()
        with reserved_id(self.context) as experiment_id:
            yield experiment_id

    def tested_before(self, experiment_id: str) -> int:
        """Return how many experiments of this cohort were stored before one; deleted ones count, too.

        Each of them tested patients of this cohort: the locked test part, all patients in folds, or all
        patients with a network of another cohort.
        """
        self._permitted()
        stored = [str(e.details["experiment"]) for e in self.context.log.of_acts(SAVE_EXPERIMENT)]
        before = stored[: stored.index(experiment_id)] if experiment_id in stored else stored
        return len(before)

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
