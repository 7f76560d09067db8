"""Both maps of a patient, over all networks of a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.models import predict_slices
from cxstage_core.models.aggregation import SlicePredictions, joined
from cxstage_core.prediction.explanation.additive import SplitLogit, split_logit
from cxstage_core.prediction.explanation.heat_map import ADDITIVE, LAYER, NO_EVIDENCE, HeatMap
from cxstage_core.prediction.explanation.layer_map import layer_map
from cxstage_core.prediction.explanation.networks import Copied
from cxstage_core.text import Text, text

Pixels = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the networks of a model answer for one patient.

    Args:
        networks: one each.
        found: their answers.
        parts: their logits in parts; empty where they are not a sum over places.
    """

    networks: tuple[Copied, ...]
    found: tuple[SlicePredictions, ...]
    parts: tuple[SplitLogit, ...]

    @property
    def slices(self) -> SlicePredictions:
        """The patient's answer, of an ensemble the joined one."""
        return joined(self.found) if len(self.found) > 1 else self.found[0]

    @property
    def bias(self) -> float:
        """Mean bias of the networks; 0 where their logits are not a sum."""
        return float(np.mean([one.bias for one in self.parts])) if self.parts else 0.0


def answer_of(networks: tuple[Copied, ...], array: Pixels) -> Answer:
    """Let each network of a model predict a patient, and take its logit apart where that is possible.

    Args:
        array: prepared slices, (slice, channel, row, column).

    Raises:
        ModelError: as `predict_slices`.
    """
    parts: list[SplitLogit] = []
    for one in networks:
        taken = split_logit(one, array)
        if taken is None:
            found = tuple(predict_slices(other.network, array, other.own) for other in networks)
            return Answer(networks, found, ())
        parts.append(taken)
    return Answer(networks, tuple(one.found for one in parts), tuple(parts))


def additive_map(
    answer: Answer, slice_indices: Sequence[int], size_px: int, towards: int
) -> HeatMap | None:
    """Return the additive map of a patient; None where the logit is not a sum over places.

    Args:
        slice_indices: of the slices that were predicted.
        towards: 1 or -1, the group whose evidence is measured.
    """
    layers = answer.networks[0].layers
    if not answer.parts or layers is None or layers.features is None:
        return None
    cells = np.mean([one.cells for one in answer.parts], axis=0)
    return HeatMap(
        ADDITIVE,
        text("Additive map"),
        text("Parts of the logit: bias and all cells of all slices add up to it."),
        cells,
        tuple(slice_indices),
        layers.features.lattice,
        size_px,
        towards,
        _empty(np.clip(towards * cells, 0, None)),
    )


def layer_map_of(
    answer: Answer, array: Pixels, slice_indices: Sequence[int], towards: int
) -> HeatMap | None:
    """Return the layer map of a patient; None where no layer is known.

    Args:
        array: what `answer` was found for.
        slice_indices, towards: as for `additive_map`.

    Raises:
        ModelError: as `layer_map`.
    """
    cells = heat_of(answer, array, towards)
    layers = answer.networks[0].layers
    if cells is None or layers is None:
        return None
    method = text(
        "Integrated gradients of the layer {layer}, beginning at its mean over the slice; it does not add up to "
        "the logit.",
        layer=layers.heat.layer,
    )
    if layers.tokens is not None:
        method = text(
            "Integrated gradients of the patch tokens in {layer}, beginning at their mean over the slice; it does "
            "not add up to the logit.",
            layer=layers.heat.layer,
        )
    return HeatMap(
        LAYER,
        text("Layer map"),
        method,
        cells,
        tuple(slice_indices),
        layers.heat.lattice,
        array.shape[-1],
        towards,
        _empty(cells),
    )


def heat_of(answer: Answer, array: Pixels, towards: int) -> Values | None:
    """Return the cells of the layer map, (slice, row, column): mean over the networks; None without a layer."""
    total: Values | None = None
    for one, found in zip(answer.networks, answer.found, strict=True):
        if one.layers is None:
            return None
        own = layer_map(one.network, array, one.layers, towards) * found.weights[:, None, None]
        total = own if total is None else total + own
    return None if total is None else total / len(answer.networks)


def _empty(evidence: Values) -> Text | None:
    return None if evidence.max() > 0 else NO_EVIDENCE
