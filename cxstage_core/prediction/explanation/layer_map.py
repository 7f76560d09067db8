"""The layer map: where a layer inside the network held evidence for one of the groups.

Integrated gradients (Sundararajan et al., arXiv 1703.01365), summed over the channels of a layer, along the straight way
from the same layer with its mean over the slice in every cell, to the layer as it is: what a place adds to an image that
looks alike everywhere. What that even image holds against the group is shared out over the cells, so that nothing is left
where no place speaks for it. Of each slice the part above its mean, and above 0, is kept. The cells are smaller than those
of the last layer. A gradient taken at the end of the way alone (Grad-CAM, HiResCAM, LayerCAM) put less of the heat where
it had to lie (`tests.benchmarks.heat_location`).

A vision transformer has no feature map that its answer averages: its patch tokens are read where the last attention reads
them, by the same formula; the token of the answer stays as it is.

The logit is that of the slice, its evidence weighed as the slice is in the patient's logit. Unlike the additive map it
does not add up to the printed number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import ModelError
from cxstage_core.prediction.explanation.layers import MapLayers

if TYPE_CHECKING:
    import torch
    from torch import nn

Values = npt.NDArray[np.float64]
_SLICES_AT_ONCE = 4
"""The pass keeps what the gradients need, some hundred megabytes for these."""
_POINTS = 4
"""Of the way, by Gauss and Legendre's rule: with 8 the same share of the heat lies where it must."""


def layer_map(
    network: nn.Module,
    array: npt.NDArray[np.float32],
    layers: MapLayers,
    towards: int,
) -> Values:
    """Compute the evidence in a layer for one group, slice by slice.

    Args:
        network: one network, a private copy.
        array: prepared slices, (slice, channel, row, column).
        layers: of its family.
        towards: 1 for the chemoradiotherapy/systemic group, -1 for surgery.

    Returns:
        (slice, cell row, cell column), 0 or more.

    Raises:
        ModelError: a number is not finite.
    """
    import torch

    inner = _Inner(network, layers)
    device = next(network.parameters()).device
    found = []
    for begin in range(0, len(array), _SLICES_AT_ONCE):
        part = np.array(array[begin : begin + _SLICES_AT_ONCE], order="C")
        evidence = inner.evidence(torch.from_numpy(part).to(device), towards)
        found.append(above_mean(evidence.double().cpu().numpy()))
    whole: Values = np.concatenate(found)
    if not np.isfinite(whole).all():
        raise ModelError(
            "The map of the network holds a number that is not finite.",
            remedy="Check the image for values that are not finite, or use another model.",
        )
    return whole


def above_mean(cells: Values) -> Values:
    """Return what each cell holds above the mean of its slice, and above 0.

    Args:
        cells: evidence for a group, (slice, row, column), of either sign.
    """
    mean = np.clip(cells.mean(axis=(1, 2), keepdims=True), 0, None)
    return np.asarray(np.clip(cells - mean, 0, None))


class _Inner:
    """The part of a network behind one of its layers.

    Args:
        network: as for `layer_map`.
        layers: of its family.
    """

    def __init__(self, network: nn.Module, layers: MapLayers) -> None:
        self._network = network
        self._layer = network.get_submodule(layers.heat.layer)
        self._tokens = layers.tokens

    def evidence(self, images: torch.Tensor, towards: int) -> torch.Tensor:
        """Return what each cell adds to the even image, (image, row, column)."""
        import torch
        from captum.attr import IntegratedGradients

        with torch.no_grad():
            state = self._state(images)
            even = self._even(state)
            against = (towards * self._answer(even, images)).clamp(max=0)
        way = IntegratedGradients(
            lambda cells, shown: towards * self._answer(cells, shown), multiply_by_inputs=True
        )
        with torch.enable_grad():
            added = way.attribute(
                state, even, additional_forward_args=(images,), n_steps=_POINTS, method="gausslegendre"
            ).detach()
        cells = (
            added.sum(dim=1) if self._tokens is None else _in_rows(added.sum(dim=2)[:, self._tokens :])
        )
        return cells + against[:, None, None] / cells[0].numel()

    def _state(self, images: torch.Tensor) -> torch.Tensor:
        kept: list[torch.Tensor] = []
        handle = self._layer.register_forward_hook(lambda _layer, _given, result: kept.append(result))
        try:
            self._network(images)
        finally:
            handle.remove()
        return kept[0].detach()

    def _even(self, state: torch.Tensor) -> torch.Tensor:
        if self._tokens is None:
            return state.mean(dim=(2, 3), keepdim=True).expand_as(state).contiguous()
        even = state.clone()
        even[:, self._tokens :] = state[:, self._tokens :].mean(dim=1, keepdim=True)
        return even

    def _answer(self, state: torch.Tensor, images: torch.Tensor) -> torch.Tensor:
        handle = self._layer.register_forward_hook(lambda _layer, _given, _result: state)
        try:
            answer: torch.Tensor = self._network(images).reshape(-1)
        finally:
            handle.remove()
        return answer


def _in_rows(tokens: torch.Tensor) -> torch.Tensor:
    side = round(tokens.shape[1] ** 0.5)
    return tokens.reshape(len(tokens), side, side)
