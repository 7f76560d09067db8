"""The earlier predictions of a cohort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import CxStageError, IntegrityError
from cxstage_core.prediction.report.record import PredictionRecord
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


@dataclass(frozen=True, slots=True)
class Earlier:
    """One stored prediction, for a list.

    Args:
        id: such as "prediction-0001".
        at: UTC, ISO 8601.
        probability: None where the record is damaged.
        sha256: checksum of the record.
        damage: the reason why the record cannot be read, None where it can.
    """

    id: str
    at: str = ""
    patient: str = ""
    model: str = ""
    probability: float | None = None
    group: str = ""
    sha256: str = ""
    damage: Text | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "id": self.id,
            "at": self.at,
            "patient": self.patient,
            "model": self.model,
            "probability": self.probability,
            "group": self.group,
            "sha256": self.sha256,
            "damage": None if self.damage is None else str(self.damage),
        }


def keep(cohort: Cohort, record: PredictionRecord, *, actor: str = "coordinator") -> str:
    """Store a record among the predictions of its cohort and log it; return its id.

    Raises:
        CohortError: the role does not permit it, the cohort does not have the patient, or it cannot be written.
    """
    return cohort.predictions.add(record.to_json(), actor=actor)


def stored_record(cohort: Cohort, name: str) -> PredictionRecord:
    """Return a stored record.

    Raises:
        CohortError: the role does not permit it, or the prediction is unknown.
        IntegrityError: the record is not the one that was stored.
    """
    content: Mapping[str, Any] = cohort.predictions.get(name)
    try:
        return PredictionRecord.from_json(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise IntegrityError(
            "The stored prediction {prediction} is not the record of a prediction.",
            remedy="Restore it from a backup.",
            prediction=name,
        ) from error


def history(cohort: Cohort) -> tuple[Earlier, ...]:
    """Return the stored predictions, oldest first; a damaged one is listed with the reason.

    Raises:
        CohortError: the role does not permit it.
    """
    return tuple(_row(cohort, name) for name in cohort.predictions.ids())


def _row(cohort: Cohort, name: str) -> Earlier:
    try:
        record = stored_record(cohort, name)
        answer = record.part("prediction")
        return Earlier(
            name,
            str(record.content["created_at"]),
            str(record.content["patient"]),
            str(record.part("model")["id"]),
            float(answer["probability"]),
            str(answer["group"]),
            record.sha256,
        )
    except CxStageError as error:
        return Earlier(name, damage=text("{what}", what=error.public))
