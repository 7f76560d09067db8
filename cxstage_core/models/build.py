"""Building a network: true architectures, any input channels, one logit out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import nn

from cxstage_core.errors import ModelError
from cxstage_core.models.families import find_family
from cxstage_core.models.family import Family
from cxstage_core.models.weights import Weights, read_weights
from cxstage_core.models.weights_fit import fit_weights
from cxstage_core.models.weights_history import History


def build(
    family_key: str,
    *,
    channels: int,
    size_px: int,
    weights: Weights | None = None,
    seed: int = 0,
    names: Sequence[str] = (),
) -> nn.Module:
    """Build a network that gives one logit per image.

    Args:
        family_key: key or title of the family.
        channels: number of input channels.
        size_px: height and width of the input.
        weights: from scratch when None.
        seed: of the random first weights; the global generator is left as it was.
        names: of the input channels, for weights that know the names of theirs.

    Returns:
        The network on the CPU, channels-last, with the origin of its weights in `first_weights(module)`.

    Raises:
        ModelError: unknown family, impossible size, or weights that do not fit.
    """
    family = find_family(family_key)
    family.check_size(size_px)
    if channels < 1:
        raise ModelError("A network needs at least one input channel.", remedy="Choose a channel.")
    loaded = read_weights(weights or Weights.scratch(), family)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        module = _SOURCES[family.source](family, channels, size_px)
        torch.manual_seed(seed)  # the same classifier whatever the layers before it drew
        for layer in family.last_layers:
            _calm_classifier(module.get_submodule(layer))
    if loaded is not None:
        fit_weights(
            module, family, loaded.tensors, file_channels=loaded.history.channels, channels=names
        )
    history = History() if loaded is None else loaded.history
    module.cxstage_first_weights = history  # type: ignore[assignment]
    return module.to(memory_format=torch.channels_last)


def first_weights(module: nn.Module) -> History:
    """Return where the first weights came from, and whom they have seen."""
    found: Any = getattr(module, "cxstage_first_weights", None)
    return found if isinstance(found, History) else History()


def weights_text(module: nn.Module) -> str:
    """Return where the first weights came from, for tables."""
    return first_weights(module).origin


def weights_sha256(module: nn.Module) -> str:
    """sha256 of the file that the first weights came from; "" from scratch."""
    return first_weights(module).sha256


def count_parameters(model: nn.Module) -> int:
    """The true number of trainable parameters."""
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def _calm_classifier(layer: nn.Module) -> None:
    """Start every family's last layer alike, near a logit of 0.

    The libraries scale this layer for a thousand classes; with one, FBNet's would begin with weights
    up to 1, logits in the hundreds, and gradients that ruin the layers below.
    """
    if not isinstance(layer, nn.Linear | nn.Conv2d):
        raise ModelError("The last layer of the network is not where it was expected.")
    nn.init.normal_(layer.weight, std=0.01)
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)


def _from_timm(family: Family, channels: int, size_px: int) -> nn.Module:
    import timm

    if family.sized is not None:
        size: dict[str, Any] = {"img_size": size_px} if family.sized else {}
        return _create(timm, family, channels, size)
    try:
        return _tried(_create(timm, family, channels, {"img_size": size_px}), channels, size_px)
    except Exception:  # noqa: BLE001 - not every network of timm can be asked for a size
        try:
            return _tried(_create(timm, family, channels, {}), channels, size_px)
        except Exception as error:
            own: Any = timm.get_pretrained_cfg(family.key, allow_unregistered=True)
            raise ModelError(
                "{title} cannot take {channels} channels at {size} px ({why}); it was made for {own} px.",
                remedy="Choose another size or another network.",
                title=family.title,
                channels=channels,
                size=size_px,
                own=own.input_size[-1],
                why=type(error).__name__,
            ) from error


def _create(timm: Any, family: Family, channels: int, size: dict[str, Any]) -> nn.Module:
    module: nn.Module = timm.create_model(
        family.key, pretrained=False, in_chans=channels, num_classes=1, **size
    )
    return module


def _tried(module: nn.Module, channels: int, size_px: int) -> nn.Module:
    """The network, after one empty image went through and gave one logit."""
    with torch.no_grad():
        given = module.eval()(torch.zeros(1, channels, size_px, size_px))
    if tuple(given.shape) != (1, 1):
        raise ValueError("not one logit")
    return module.train()


def _from_torchvision(family: Family, channels: int, _size_px: int) -> nn.Module:
    import torchvision

    module: Any = torchvision.models.get_model(family.key, weights=None, num_classes=1)
    if channels != 3:
        old = module.get_submodule(family.first_layer)
        new = nn.Conv2d(
            channels,
            old.out_channels,
            old.kernel_size,
            stride=old.stride,
            padding=old.padding,
            bias=old.bias is not None,
        )
        module.set_submodule(family.first_layer, new)
    return module  # type: ignore[no-any-return]


_SOURCES: dict[str, Callable[[Family, int, int], nn.Module]] = {
    "timm": _from_timm,
    "torchvision": _from_torchvision,
}
