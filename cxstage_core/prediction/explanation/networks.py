"""The networks of a model as the maps need them: one by one, and apart from those that predict."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.models import ModelCard
from cxstage_core.models.aggregation import Aggregation
from cxstage_core.models.families import find_family
from cxstage_core.prediction.explanation.layers import LAYERS, Lattice, MapLayers, Place

if TYPE_CHECKING:
    import torch
    from torch import nn


def private_copy(network: nn.Module) -> nn.Module:
    """Copy the structure of a network; the numbers of its parameters and buffers are shared, not copied.

    What is attached to a copy for a map never sees the images that another thread predicts with the network, and
    goes with the copy.
    """
    import torch

    shared: dict[int, object] = {id(one): one for one in network.buffers()}
    for one in network.parameters():
        shared[id(one)] = torch.nn.Parameter(one.detach(), requires_grad=False)
    return copy.deepcopy(network, shared).eval()


@dataclass(frozen=True, slots=True, eq=False)
class Copied:
    """A network of a model, as the maps need it.

    Args:
        network: a private copy.
        own: aggregation of its slices.
        layers: of its maps; None where none are known and none can be found.
        last_layer: name of the layer that gives the logit; "" where several do.
    """

    network: nn.Module
    own: Aggregation
    layers: MapLayers | None
    last_layer: str


def copies_of(network: nn.Module, card: ModelCard) -> tuple[Copied, ...]:
    """Copy each network of a model: the members of an ensemble, or the one there is."""
    family = find_family(card.family)
    whole = card.slice_aggregation
    members: Iterable[nn.Module] = (network,)
    if whole.members:
        members = network.get_submodule("members").children()
    copies = tuple(private_copy(one) for one in members)
    last = family.last_layer if len(family.last_layers) == 1 else ""
    layers = LAYERS.get(card.family)
    if layers is None and last:
        layers = found_layers(copies[0], len(card.channels), card.size_px, last)
    return tuple(
        Copied(copy, own, layers, last)
        for copy, own in zip(copies, whole.members or (whole,), strict=True)
    )


def copy_with(like: Copied, network: nn.Module) -> Copied:
    """Copy another network of the same architecture."""
    return replace(like, network=private_copy(network))


def found_layers(network: nn.Module, channels: int, size_px: int, last_layer: str) -> MapLayers | None:
    """Find the last layer whose mean over rows and columns is what the last layer weighs.

    Both maps are then read there, in cells of equal size.

    Args:
        network: a private copy.
    """
    import torch

    seen: list[tuple[str, torch.Tensor]] = []
    weighed: list[torch.Tensor] = []
    hooks = [
        module.register_forward_hook(
            lambda _module, _given, output, name=name: (
                seen.append((name, output)) if _is_image(output) else None
            )
        )
        for name, module in network.named_modules()
        if name
    ]
    hooks.append(
        network.get_submodule(last_layer).register_forward_pre_hook(
            lambda _module, given: weighed.append(given[0])
        )
    )
    image = np.random.default_rng(0).normal(size=(1, channels, size_px, size_px))
    try:
        with torch.inference_mode():
            network(torch.from_numpy(image.astype(np.float32)))
    finally:
        for hook in hooks:
            hook.remove()
    if len(weighed) != 1:
        return None
    wanted = weighed[0].flatten()
    for name, output in reversed(seen):
        mean = output.mean(dim=(2, 3)).flatten()
        if mean.shape == wanted.shape and torch.allclose(mean, wanted, rtol=1e-4, atol=1e-5):
            rows, columns = output.shape[2:]
            if rows == columns and rows > 1:
                place = Place(name, Lattice.even(rows, size_px))
                return MapLayers(place, place)
    return None


def _is_image(output: object) -> bool:
    import torch

    return isinstance(output, torch.Tensor) and output.ndim == 4
