"""What an experiment knows of a model and of a patient, which must be shown with every prediction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.models import ModelCard
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort, PatientPrediction

_CHANGED = 1e-3
"""Logits further apart than this do not come from the same pixels, whatever device computed them."""


@dataclass(frozen=True, slots=True)
class Performance:
    """How a model did on its test patients.

    Args:
        n: test patients. positives: those of the chemoradiotherapy/systemic group.
        auc: area under the ROC curve.
        low, high: its 95 % interval (DeLong, on the logit); None where the data define none.
    """

    n: int
    positives: int
    auc: float
    low: float | None = None
    high: float | None = None

    @property
    def sentence(self) -> Text:
        """The figures in one sentence."""
        if self.low is None or self.high is None:
            return text(
                "On its {n} test patients the model reached an AUC of {auc:.2f}.",
                n=self.n,
                auc=self.auc,
            )
        return text(
            "On its {n} test patients the model reached an AUC of {auc:.2f} (95 % interval {low:.2f} to {high:.2f}).",
            n=self.n,
            auc=self.auc,
            low=self.low,
            high=self.high,
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What the experiments of a cohort know of one of its models and a patient.

    Args:
        performance: on the model's test patients, None where no experiment tested it.
        learned_from: the patient is one of the training part.
        stored: numbers that were stored for this patient when the model was made: logit and probability.
        predicted: the model predicted this patient in some experiment, so that PyTorch computes it again.
    """

    performance: Performance | None = None
    learned_from: bool = False
    stored: tuple[tuple[float, float], ...] = ()
    predicted: bool = False

    def warnings(self, logit: float) -> tuple[Text, ...]:
        """Return the warnings of the experiment about a new number for this patient.

        Args:
            logit: the new number, before temperature.
        """
        found: list[Text] = []
        if self.learned_from:
            found.append(
                text(
                    "The model learned from this patient; this prediction does not show how well it does on "
                    "new patients."
                )
            )
        for old, probability in self.stored:
            if abs(old - logit) > _CHANGED:
                found.append(
                    text(
                        "When the model was made, it predicted {stored:.3f} for this patient; the outline or "
                        "the images have changed since.",
                        stored=probability,
                    )
                )
        return tuple(found)


def known_of(cohort: Cohort, patient: str, model_id: str, card: ModelCard) -> Known:
    """Return what the experiments of a cohort know of a model and a patient.

    Args:
        patient: pseudonym; one that the cohort does not have for a study from files.
    """
    experiments = cohort.experiments.all()
    runs = [(e, run) for e in experiments for run in e.runs if run.model_id == model_id]
    predicted = any(p.patient == patient for _, run in runs for p in run.predictions)
    own = next(((e, run) for e, run in runs if e.id == card.experiment), None)
    if own is None:
        return Known(predicted=predicted)
    experiment, run = own
    return Known(
        performance=performance_of(run.of_part("test")),
        learned_from=experiment.split.part(patient) == "train",
        stored=tuple((p.logit, p.probability) for p in run.predictions if p.patient == patient),
        predicted=predicted,
    )


def performance_of(tested: Sequence[PatientPrediction]) -> Performance | None:
    """Return how a model did on its test patients, None where they are of one group or there are none."""
    if len({p.truth for p in tested}) < 2:
        return None
    from cxstage_core.evaluation import delong

    found = delong(np.array([p.truth for p in tested]), np.array([p.logit for p in tested]))
    if found.auc is None:
        return None
    positives = sum(p.truth for p in tested)
    if found.interval is None:
        return Performance(len(tested), positives, found.auc)
    return Performance(len(tested), positives, found.auc, found.interval.low, found.interval.high)
