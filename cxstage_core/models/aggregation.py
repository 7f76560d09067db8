"""Aggregation of the slices of a patient into one logit; the model file declares it.

mean logit   every slice counts alike
max logit    the slice with the largest logit decides
attention    slices are weighted by what a vector, learned on the training patients, finds in their
             features: the softmax of its product with each slice's. The patient's logit stays a weighted
             mean of the slices' logits, so that each slice's share is known (additive multiple-instance
             learning, Javed et al., NeurIPS 2022, with the attention of Ilse et al., ICML 2018)

An ensemble's logit is the mean of its members' logits, each by that rule, before one temperature for all. Logits
are averaged, not probabilities, so that the answer stays a logit which temperature, intervals and the shares of the
slices act on, as with one network; a member that is sure pulls it further than a mean of probabilities would let
it. The members' logits are not divided by temperatures of their own, which a handful of validation patients each
would have to give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import ModelError
from cxstage_core.models.inference import features_of, logits_of

if TYPE_CHECKING:
    import torch

Values = npt.NDArray[np.float64]
LogitsBy = Callable[[npt.NDArray[np.float32]], Values]
"""Computes the logit of each slice, as `logits_of` with its network."""
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
        members: of an ensemble, one per member; empty for one network.
    """

    rule: str = MEAN_LOGIT
    attention: tuple[float, ...] = ()
    layer: str = ""
    members: tuple[Aggregation, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class SlicePredictions:
    """Output of a network for the slices of one patient, before temperature.

    Args:
        logits: (slice,).
        weights: (slice,) of the slices in the patient's logit; they add up to 1.
        members: the patient's logit by each member of an ensemble; empty for one network.
    """

    logits: Values
    weights: Values
    members: tuple[float, ...] = ()

    @property
    def logit(self) -> float:
        """The patient's logit."""
        return float(self.logits @ self.weights)


def predict_slices(
    model: torch.nn.Module,
    array: npt.NDArray[np.float32],
    slice_aggregation: Aggregation,
    logits_by: LogitsBy | None = None,
    members_by: Sequence[LogitsBy] = (),
) -> SlicePredictions:
    """Predict one patient's slices and weigh them.

    Args:
        array: prepared slices, (slice, channel, row, column).
        logits_by: computes the logits of the slices; `logits_of` when None. Attention needs the network.
        members_by: the same for each member of an ensemble; `logits_of` for all when empty.

    Raises:
        ModelError: the rule is unknown, or as `logits_of`.
    """
    if slice_aggregation.members:
        return joined(predict_members(model, array, slice_aggregation, members_by))
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


def predict_members(
    model: torch.nn.Module,
    array: npt.NDArray[np.float32],
    slice_aggregation: Aggregation,
    members_by: Sequence[LogitsBy] = (),
) -> tuple[SlicePredictions, ...]:
    """Predict one patient's slices with every member of an ensemble.

    Args:
        model: the ensemble, whose networks are its `members`.
        array, members_by: as in `predict_slices`.

    Raises:
        ModelError: as `predict_slices`.
    """
    networks: Iterable[torch.nn.Module] = model.get_submodule("members").children()
    ways: Sequence[LogitsBy | None] = members_by or (None,) * len(slice_aggregation.members)
    return tuple(
        predict_slices(network, array, own, way)
        for network, own, way in zip(networks, slice_aggregation.members, ways, strict=True)
    )


def joined(found: Sequence[SlicePredictions]) -> SlicePredictions:
    """Join the answers of the members of an ensemble: the patient's logit is the mean of theirs.

    A slice's weight is its mean weight, its logit the one with which the weighted slices add up to the patient's
    logit.
    """
    logits = np.stack([one.logits for one in found])
    weights = np.stack([one.weights for one in found])
    shares, total = (logits * weights).mean(axis=0), weights.mean(axis=0)
    known = total > 0
    slices = np.where(known, shares / np.where(known, total, 1.0), logits.mean(axis=0))
    return SlicePredictions(slices, total, tuple(one.logit for one in found))


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
