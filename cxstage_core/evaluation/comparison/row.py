"""One model or baseline of a comparison, evaluated on the test patients."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.cohort.values.records import PatientPrediction
from cxstage_core.evaluation.comparison.model_evaluation import Evaluation
from cxstage_core.evaluation.statistics.scores import FoldScores
from cxstage_core.text import Text


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One model or baseline on the test part.

    Args:
        name: display name, such as "HRNet".
        model: id of the model file; "" for a baseline.
        family: the registry's key; "" for a baseline.
        parameters: true number of trainable parameters; 0 for a baseline.
        weights: where the first weights came from, or how a baseline decides.
        temperature: divides the logit.
        patients: the test predictions that the numbers come from.
        calibrated: whether `probability` is one; False where it only ranks.
        folds: with folds, the predictions of every fold and repeat; the evaluation is over all of them,
            `patients` are those of the first repeat.
        notes: what makes the figures of a baseline doubtful.
    """

    name: str
    model: str
    family: str
    parameters: int
    weights: str
    temperature: float
    evaluation: Evaluation
    patients: tuple[PatientPrediction, ...]
    calibrated: bool = True
    folds: tuple[FoldScores, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def baseline(self) -> bool:
        """Return True for a row without a network."""
        return not self.family

    @property
    def warnings(self) -> tuple[Text, ...]:
        """Warnings to be read together with the numbers; of a baseline its notes, as it decides nothing on purpose."""
        return self.notes if self.baseline else self.evaluation.warnings
