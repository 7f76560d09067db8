"""Fitting what follows the weights: attention over slices, temperature and threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxstage_core.dataset import PreparedSet
from cxstage_core.evaluation import choose_threshold, fit_temperature
from cxstage_core.jobs import Job
from cxstage_core.models import Aggregation, Family, predict_slices, probability
from cxstage_core.models.aggregation import ATTENTION
from cxstage_core.text import Text

if TYPE_CHECKING:
    from torch import nn

FIXED_THRESHOLD = 0.5
FIXED_TEMPERATURE = 1.0


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Temperature and threshold that turn a logit into a probability and a decision.

    Args:
        temperature: divides the logit.
        threshold: probability from which group 1 is predicted.
        notes: why the validation part could not decide one of them.
    """

    temperature: float = FIXED_TEMPERATURE
    threshold: float = FIXED_THRESHOLD
    notes: tuple[Text, ...] = ()


def fit_aggregation(
    model: nn.Module, family: Family, rule: str, learning: PreparedSet, job: Job
) -> Aggregation:
    """Return how a patient's slices are aggregated; attention is learned from the learning patients.

    Raises:
        Cancelled: between two patients.
    """
    if rule != ATTENTION:
        return Aggregation(rule)
    from cxstage_core.training.loop.attention import learn_attention

    layer = family.last_layer
    vector = learn_attention(model, learning.arrays, learning.labels, layer, job)
    return Aggregation(rule, vector, layer)


def fit_operating_point(
    model: nn.Module, aggregation: Aggregation, validation: PreparedSet
) -> OperatingPoint:
    """Fit temperature and threshold to the validation patients; without any they are fixed."""
    if not validation.cases:
        return OperatingPoint()
    logits = [predict_slices(model, case.array, aggregation).logit for case in validation.cases]
    return choose_operating_point(validation.labels.tolist(), logits)


def choose_operating_point(labels: Sequence[int], logits: Sequence[float]) -> OperatingPoint:
    """Fit temperature and threshold to patients who are not tested.

    Args:
        labels: one per patient, 0 or 1.
        logits: one per patient, before temperature.
    """
    temperature = fit_temperature(labels, logits)
    threshold = choose_threshold(labels, [probability(logit, temperature.value) for logit in logits])
    notes = tuple(chosen.note for chosen in (temperature, threshold) if chosen.note is not None)
    return OperatingPoint(temperature.value, threshold.value, notes)
