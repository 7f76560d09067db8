"""The additive map: what each cell of the last feature map adds to the printed logit.

The last layer of these networks weighs the mean of a feature map over its cells, so that the weighted features of a
cell, divided by the number of cells, are its part in the logit of its slice (class activation map, Zhou et al.,
CVPR 2016), and slices add up to the patient by the model's own aggregation:

    logit = bias + sum over slices and cells

An ensemble's logit is the mean of its members' logits, and its map the mean of their maps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cxstage_core.models import predict_slices
from cxstage_core.models.aggregation import SlicePredictions
from cxstage_core.prediction.explanation.networks import Copied

if TYPE_CHECKING:
    import torch
    from torch import nn

Values = npt.NDArray[np.float64]
ADDS_UP = 1e-4
"""Largest accepted difference of the sum from a logit; as a share of a logit above 1."""


@dataclass(frozen=True, slots=True, eq=False)
class SplitLogit:
    """A patient's logit in parts, of one network.

    Args:
        cells: (slice, row, column); with `bias` they add up to the logit.
        bias: of the last layer.
        found: logits and weights of the slices, from the same pass.
    """

    cells: Values
    bias: float
    found: SlicePredictions

    @property
    def residual(self) -> float:
        """Difference of the sum from the logit."""
        return abs(self.bias + float(self.cells.sum()) - self.found.logit)

    @property
    def adds_up(self) -> bool:
        """Return True if the sum is the logit, as far as float32 has digits."""
        return self.residual <= ADDS_UP * max(1.0, abs(self.found.logit))


def split_logit(copied: Copied, array: npt.NDArray[np.float32]) -> SplitLogit | None:
    """Take the logit of a patient apart.

    Args:
        copied: one network.
        array: prepared slices, (slice, channel, row, column).

    Returns:
        None where the logit is not a weighted mean of a feature map.

    Raises:
        ModelError: as `predict_slices`.
    """
    import torch

    if copied.layers is None or copied.layers.features is None or not copied.last_layer:
        return None
    last = copied.network.get_submodule(copied.last_layer)
    if not isinstance(last, torch.nn.Linear | torch.nn.Conv2d) or last.weight.shape[0] != 1:
        return None
    weight = last.weight.detach().double().flatten().cpu()
    maps: list[Values] = []

    def keep(_layer: nn.Module, _given: Any, output: torch.Tensor) -> None:
        weighed = torch.einsum("schw,c->shw", output.detach().double().cpu(), weight)
        maps.append(weighed.numpy() / weighed[0].numel())

    hook = copied.network.get_submodule(copied.layers.features.layer).register_forward_hook(keep)
    try:
        found = predict_slices(copied.network, array, copied.own)
    finally:
        hook.remove()
    cells = np.concatenate(maps) * found.weights[:, None, None]
    bias = 0.0 if last.bias is None else float(last.bias.detach())
    parts = SplitLogit(cells, bias, found)
    return parts if parts.adds_up else None
