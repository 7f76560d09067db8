"""The model files of an open cohort and the model in use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cxstage_core.cohort.audit.events import ADD_MODEL, USE_MODEL
from cxstage_core.cohort.context import transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.files.models import ModelsStore
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.records import AuditEntry
from cxstage_core.errors import CohortError, IntegrityError
from cxstage_core.storage.content_hash import hash_of_file


@dataclass(frozen=True, slots=True)
class ModelInUse:
    """The model used for predictions by default.

    Args:
        at: UTC, ISO 8601.
        actor: user who chose it.
    """

    model: str
    reason: str
    at: str
    actor: str


@dataclass(frozen=True, slots=True)
class ModelService:
    """Stores model files and selects the model in use, as far as the role permits."""

    context: CohortContext

    def add(self, model_id: str, file: Path) -> Path:
        """Copy a model file into the cohort; return its path there.

        Raises:
            CohortError: the id is used by another file, or the file cannot be copied.
        """
        self.context.permit(Permission.EXPERIMENTS)
        return transactions.add_model(self.context, model_id, Path(file))

    def path(self, model_id: str) -> Path:
        """Return the path of a model's file, after comparing its content with the audit log.

        Raises:
            CohortError: the cohort has no such model.
            IntegrityError: the file is not the one that was stored under this id.
        """
        path = self._permitted().path(model_id)
        entries = self.context.log.of_acts(ADD_MODEL)
        known = {str(entry.details["model"]): str(entry.details["sha256"]) for entry in entries}
        if model_id not in known:
            if self.context.log.first_broken() is None:
                raise IntegrityError(
                    "The audit log does not know the model file {file}.",
                    remedy="Use a model that was trained or added in this cohort.",
                    file=path,
                )
        elif hash_of_file(path) != known[model_id]:
            raise IntegrityError(
                "The model file {file} is not the one that was stored as {model}.",
                remedy="Restore it from a backup, or train the model again.",
                file=path,
                model=model_id,
            )
        return path

    def unchecked_path(self, model_id: str) -> Path:
        """Return the path of a model's file for listing models; `path` is for using one.

        Raises:
            CohortError: the cohort has no such model.
        """
        return self._permitted().path(model_id)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all models."""
        return self._permitted().ids()

    def put_in_use(self, model: str, *, reason: str, actor: str = "coordinator") -> ModelInUse:
        """Select the model for predictions; the reason is stored in the audit log.

        Raises:
            CohortError: the cohort has no such model, or no reason is given.
        """
        if model not in self.ids():
            raise CohortError(
                "This cohort has no model {model}.",
                remedy="Train one, or choose one that `cxstage cohort info` lists.",
                model=model,
            )
        if not reason.strip():
            raise CohortError(
                "Give a reason for putting this model into use.",
                remedy="Write one sentence that explains the choice.",
            )
        details = {"model": model, "reason": reason.strip()}
        return _in_use(self.context.log.append(USE_MODEL, self.context.actor(actor), details))

    def in_use(self) -> ModelInUse | None:
        """Return the model in use, None when none was chosen."""
        self.context.permit(Permission.EXPERIMENTS)
        entries = reversed(self.context.log.entries())
        return next((_in_use(entry) for entry in entries if entry.act == USE_MODEL), None)

    def _permitted(self) -> ModelsStore:
        self.context.permit(Permission.EXPERIMENTS)
        return self.context.stores.models


def _in_use(entry: AuditEntry) -> ModelInUse:
    return ModelInUse(str(entry.details["model"]), str(entry.details["reason"]), entry.at, entry.actor)
