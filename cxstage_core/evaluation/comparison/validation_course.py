"""The validation patients of a network after one of its epochs: the worst cases, and calibration.

Probabilities are those of the raw logits, before any temperature: it is fitted to these very patients later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.cohort.values.records import VALIDATION_LOGITS
from cxstage_core.evaluation.statistics.curve_bands import CalibrationPoint, calibration_points

if TYPE_CHECKING:
    from cxstage_core.cohort.values.records import ModelRun

BINS = 5
"""Of the reliability diagram: validation parts are small, and ten bins would hold one or two patients each."""


@dataclass(frozen=True, slots=True)
class ValidationCase:
    """One validation patient.

    Args:
        truth: 1 for the chemoradiotherapy/systemic group, 0 for surgery.
        probability: of group 1.
        loss: cross-entropy of this patient; 0.69 is a coin.
    """

    patient: str
    truth: int
    probability: float
    loss: float


@dataclass(frozen=True, slots=True)
class ValidationEpoch:
    """All validation patients of a network after one epoch.

    Args:
        epoch: 1-based.
        patients, truth, logits: one value per patient, in the same order.
    """

    epoch: int
    patients: tuple[str, ...]
    truth: tuple[int, ...]
    logits: tuple[float, ...]

    def worst_first(self) -> tuple[ValidationCase, ...]:
        """Return every patient, the one with the highest loss first."""
        found = [
            ValidationCase(
                patient,
                truth,
                float(1 / (1 + np.exp(-logit))),
                float(np.logaddexp(0.0, logit) - truth * logit),
            )
            for patient, truth, logit in zip(self.patients, self.truth, self.logits, strict=True)
        ]
        return tuple(sorted(found, key=lambda case: (-case.loss, case.patient)))

    def calibration(self) -> tuple[CalibrationPoint, ...]:
        """Return the reliability diagram, each bin with its n; empty without patients."""
        if not self.patients:
            return ()
        probabilities = 1 / (1 + np.exp(-np.asarray(self.logits, dtype=np.float64)))
        return calibration_points(self.truth, probabilities, bins=BINS)


def stored_epochs(run: ModelRun) -> tuple[ValidationEpoch, ...]:
    """Return the validation patients after every epoch of a stored network.

    Returns:
        Empty where an older version stored none, and for a network without a validation part.
    """
    rows, written = run.of_part("validation"), run.history.get(VALIDATION_LOGITS, ())
    epochs = len(run.history.get("train_loss", ()))
    if not rows or len(written) != epochs * len(rows):
        return ()
    table: Sequence[Sequence[float]] = np.reshape(written, (epochs, len(rows))).tolist()
    patients = tuple(row.patient for row in rows)
    truth = tuple(row.truth for row in rows)
    return tuple(
        ValidationEpoch(number, patients, truth, tuple(logits))
        for number, logits in enumerate(table, start=1)
    )
