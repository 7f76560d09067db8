"""Aggregation of the slices of a patient into one logit; the model file declares it.

mean logit   every slice counts alike
max logit    the slice with the largest logit decides
attention    slices are weighted by what a vector, learned on the training patients, finds in their
             features: the softmax of its product with each slice's. The patient's logit stays a weighted
             mean of the slices' logits, so that each slice's share is known (additive multiple-instance
             learning, Javed et al., NeurIPS 2022, with the attention of Ilse et al., ICML 2018)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import ModelError
from cxstage_core.models.inference import features_of, logits_of

if TYPE_CHECKING:
    import torch

Values = npt.NDArray[np.float64]
MEAN_LOGIT = "mean logit"
MAX_LOGIT = "max logit"
ATTENTION = "attention"
RULES = (MEAN_LOGIT, MAX_LOGIT, ATTENTION)


@dataclass(frozen=True, slots=True)
class Aggregation:
    """A rule with what it needs.

    Args:
        rule: one of `RULES`.
        attention: the learned vector, one number per feature; empty for the other rules.
        layer: name of the network's last layer, whose input the features are.
    """

    rule: str = MEAN_LOGIT
    attention: tuple[float, ...] = ()
    layer: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class SlicePredictions:
    """Output of a network for the slices of one patient, before temperature.

    Args:
        logits: (slice,).
        weights: (slice,) of the slices in the patient's logit; they add up to 1.
    """

    logits: Values
    weights: Values

    @property
    def logit(self) -> float:
        """The patient's logit."""
        return float(self.logits @ self.weights)


def predict_slices(
    model: torch.nn.Module,
    array: npt.NDArray[np.float32],
    slice_aggregation: Aggregation,
    logits_by: Callable[[npt.NDArray[np.float32]], Values] | None = None,
) -> SlicePredictions:
    """Predict one patient's slices and weigh them.

    Args:
        array: prepared slices, (slice, channel, row, column).
        logits_by: computes the logits of the slices; `logits_of` when None. Attention needs the network.

    Raises:
        ModelError: the rule is unknown, or as `logits_of`.
    """
    if slice_aggregation.rule == ATTENTION:
        logits, features = features_of(model, array, slice_aggregation.layer)
        if features.shape[1] != len(slice_aggregation.attention):
            raise ModelError(
                "The model weighs {found} features, but its network has {own}.",
                remedy="Use an unaltered model file, or train the model again.",
                found=len(slice_aggregation.attention),
                own=features.shape[1],
            )
        return SlicePredictions(logits, softmax(features @ np.array(slice_aggregation.attention)))
    logits = logits_by(array) if logits_by is not None else logits_of(model, array)
    return SlicePredictions(logits, slice_weights(logits, slice_aggregation.rule))


def slice_weights(slice_logits: Values, rule: str) -> Values:
    """Return the weight of each slice in the patient's logit by the rules that need nothing but the logits.

    Raises:
        ModelError: the rule is unknown.
    """
    if rule == MEAN_LOGIT:
        return np.full(len(slice_logits), 1.0 / len(slice_logits))
    if rule == MAX_LOGIT:
        chosen: Values = np.eye(len(slice_logits))[int(np.argmax(slice_logits))]
        return chosen
    raise ModelError(
        "The model aggregates slices by “{rule}”, which this version does not know.",
        remedy="Open it with the version of CxStage that made it.",
        rule=rule,
    )


def softmax(scores: Values) -> Values:
    """Positive weights that add up to 1."""
    grown = np.exp(scores - scores.max())
    weights: Values = grown / grown.sum()
    return weights
