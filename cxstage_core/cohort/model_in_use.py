"""Which model the department uses: said once, with its reason, in the audit log itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxstage_core.cohort.audit.events import PROMOTE_MODEL
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.values.records import AuditEntry
from cxstage_core.errors import CohortError


@dataclass(frozen=True, slots=True)
class ModelInUse:
    """A model that predictions use unless another is named.

    Args:
        at: UTC, ISO 8601.
        actor: who decided.
    """

    model: str
    reason: str
    at: str
    actor: str


def promote(
    context: CohortContext, models: Sequence[str], model: str, reason: str, actor: str
) -> ModelInUse:
    """Log that this model is the one in use from now on.

    Raises:
        CohortError: the cohort has no such model, or no reason is given.
    """
    if model not in models:
        raise CohortError(
            "This cohort has no model {model}.",
            remedy="Train one, or choose one that `cxstage cohort info` lists.",
            model=model,
        )
    if not reason.strip():
        raise CohortError(
            "A model is put into use with a reason, and none was given.",
            remedy="Say in a sentence why this model.",
        )
    entry = context.log.append(PROMOTE_MODEL, actor, {"model": model, "reason": reason.strip()})
    return _promotion(entry)


def promoted(entries: Sequence[AuditEntry]) -> ModelInUse | None:
    """The latest promotion in the log, None when there was none."""
    found = (entry for entry in reversed(entries) if entry.act == PROMOTE_MODEL)
    return next((_promotion(entry) for entry in found), None)


def _promotion(entry: AuditEntry) -> ModelInUse:
    return ModelInUse(str(entry.details["model"]), str(entry.details["reason"]), entry.at, entry.actor)
