"""The layer map: where a layer inside the network held evidence for one of the groups.

Gradient × activation, summed over the channels of a layer (HiResCAM, Draelos and Carin, arXiv 2011.08891); of each
slice the part above its mean, and above 0, is kept. A network that answers by the mean over an image holds some
evidence in every cell, also where nothing tells the groups apart; what exceeds that lay where it had to
(`tests.benchmarks.heat_location`). The cells are smaller than those of the last layer. Channels that speak against the group are summed with the others: where only those that speak for it
are (LayerCAM), or where the gradient is averaged over the image first (Grad-CAM), less of the heat lay there. A vision transformer has no feature map that its answer
averages: its patch tokens are read where the last attention reads them, by the same formula.

The gradient is that of the slice's logit, times the slice's weight in the patient's logit. Unlike the additive map
it does not add up to anything.
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
"""The pass keeps what the gradient needs, some hundred megabytes for these."""


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
    from captum.attr import LayerGradientXActivation

    method = LayerGradientXActivation(
        lambda images: towards * network(images).reshape(-1), network.get_submodule(layers.heat.layer)
    )
    device = next(network.parameters()).device
    found = []
    for begin in range(0, len(array), _SLICES_AT_ONCE):
        part = np.array(array[begin : begin + _SLICES_AT_ONCE], order="C")
        with torch.enable_grad():
            product = method.attribute(torch.from_numpy(part).to(device))
        product = product.detach().double().cpu()
        if layers.tokens is None:
            cells = product.sum(dim=1)
        else:
            cells = _in_rows(product.sum(dim=2)[:, layers.tokens :])
        found.append(above_mean(cells.numpy()))
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


def _in_rows(tokens: torch.Tensor) -> torch.Tensor:
    side = round(tokens.shape[1] ** 0.5)
    return tokens.reshape(len(tokens), side, side)
