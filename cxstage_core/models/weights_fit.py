"""Taking weights over into a network with other input channels, another size and one output."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import ModelError
from cxstage_core.models.family import Family
from cxstage_core.models.weight_conversion import to_timm_names

if TYPE_CHECKING:
    import torch

    Tensors = dict[str, torch.Tensor]

_COUNTER = "num_batches_tracked"


def fit_weights(
    module: torch.nn.Module,
    family: Family,
    tensors: Mapping[str, torch.Tensor],
    *,
    file_channels: Sequence[str] = (),
    channels: Sequence[str] = (),
) -> None:
    """Take weights over; the classifier is left as it is.

    Where the number of input channels differs, the first layer gets the mean over the file's channels,
    repeated and scaled so that activations keep their size. If both sides name their channels, a channel is
    taken over by its name, and one that the file lacks starts as the mean over the file's.

    Args:
        file_channels: names of the channels that the weights were trained with; () if not known.
        channels: names of the network's channels; () if not known.

    Raises:
        ModelError: names or shapes are not those of this architecture.
    """
    import torch

    own = module.state_dict()
    last = tuple(f"{layer}." for layer in family.last_layers)
    named = to_timm_names(_without_prefix(tensors, own, last), own)
    taken = {key: value for key, value in named.items() if not key.startswith(last)}
    for key, value in taken.items():
        if key in own and _other_channels(value, own[key], file_channels, channels):
            taken[key] = _first_kernel(value, own[key].shape[1], file_channels, channels)
    taken = _other_positions(module, own, taken)
    if _problems(own, taken, last):
        taken = _as_timm_reads(module, taken, last)
    problems = _problems(own, taken, last)
    if problems:
        missing, strange, unlike = problems
        if not missing and not strange:
            raise ModelError(
                "The weights of {title} were made for images of another size: {unlike} tensors have another "
                "shape (first: {first}).",
                remedy="Choose the size they were made for, or a network that takes any size.",
                title=family.title,
                unlike=len(unlike),
                first=unlike[0],
            )
        raise ModelError(
            "The weights are not those of {title}: {missing} tensors are missing, {strange} are unknown, "
            "{unlike} have another shape (first: {first}).",
            remedy="Choose the weights of {key}.",
            title=family.title,
            key=family.key,
            missing=len(missing),
            strange=len(strange),
            unlike=len(unlike),
            first=(missing + strange + unlike)[0],
        )
    with torch.no_grad():
        for key, value in taken.items():
            own[key].copy_(value)


def _without_prefix(
    tensors: Mapping[str, torch.Tensor], own: Mapping[str, torch.Tensor], last: tuple[str, ...]
) -> Tensors:
    """Remove what a wrapper put before every name ("module.", "_orig_mod.", "backbone.", …).

    A tensor without it, such as the counter of an average, belongs to the wrapper.
    """
    anchor = next((name for name in own if not name.startswith(last)), "")
    if not anchor or anchor in tensors:
        return dict(tensors)
    before = [name.removesuffix(anchor) for name in tensors if name.endswith(f".{anchor}")]
    if not before:
        return dict(tensors)
    prefix = min(before, key=len)
    return {
        name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)
    }


def _other_channels(
    given: torch.Tensor,
    own: torch.Tensor,
    file_channels: Sequence[str],
    channels: Sequence[str],
) -> bool:
    """Return True if a kernel differs in its input channels alone, by their number or by their names."""
    if (
        given.ndim != 4
        or own.ndim != 4
        or given.shape[:1] + given.shape[2:] != own.shape[:1] + own.shape[2:]
    ):
        return False
    if given.shape[1] != own.shape[1]:
        return True
    known = len(file_channels) == given.shape[1] and len(channels) == own.shape[1]
    return known and tuple(file_channels) != tuple(channels)


def _first_kernel(
    kernel: torch.Tensor, count: int, file_channels: Sequence[str], channels: Sequence[str]
) -> torch.Tensor:
    import torch

    mean = kernel.float().mean(dim=1, keepdim=True)
    if len(file_channels) == kernel.shape[1] and len(channels) == count:
        place = {name: index for index, name in enumerate(file_channels)}
        return torch.cat(
            [
                kernel[:, place[name] : place[name] + 1].float() if name in place else mean
                for name in channels
            ],
            dim=1,
        )
    return (mean * (kernel.shape[1] / count)).repeat(1, count, 1, 1)


def _other_positions(
    module: torch.nn.Module, own: Mapping[str, torch.Tensor], taken: Tensors
) -> Tensors:
    """Resample the position embedding of a ViT to the grid of the input size."""
    from timm.layers.pos_embed import resample_abs_pos_embed

    mine, given = own.get("pos_embed"), taken.get("pos_embed")
    if mine is None or given is None or given.ndim != 3 or mine.ndim != 3 or mine.shape == given.shape:
        return taken
    before = _tokens_before_the_grid(module, mine.shape[1])
    grid = round((mine.shape[1] - before) ** 0.5)
    moved: torch.Tensor = resample_abs_pos_embed(given, [grid, grid], num_prefix_tokens=before)
    return {**taken, "pos_embed": moved}


def _tokens_before_the_grid(module: torch.nn.Module, positions: int) -> int:
    """Class and register tokens that share the position embedding with the square grid of patches."""
    wanted: Any = getattr(module, "num_prefix_tokens", 1)
    return int(wanted) if round((positions - wanted) ** 0.5) ** 2 == positions - wanted else 0


def _as_timm_reads(module: torch.nn.Module, taken: Tensors, last: tuple[str, ...]) -> Tensors:
    """Let timm rename and resample what its own loader would, as tables of relative positions."""
    reads: Any = getattr(sys.modules[type(module).__module__], "checkpoint_filter_fn", None)
    if reads is None:
        return taken
    try:
        found: Any = reads(dict(taken), module)
    except Exception:  # noqa: BLE001 - not a file of this architecture: the comparison says so in one sentence
        return taken
    return {key: value for key, value in found.items() if not key.startswith(last)}


def _problems(
    own: Mapping[str, torch.Tensor], taken: Mapping[str, torch.Tensor], last: tuple[str, ...]
) -> tuple[list[str], list[str], list[str]] | None:
    """Return names that are missing, unknown, and of another shape; None if all fits."""
    needed = {key for key in own if not key.startswith(last) and not key.endswith(_COUNTER)}
    missing = sorted(needed - taken.keys())
    strange = sorted(taken.keys() - own.keys())
    unlike = sorted(key for key in taken.keys() & own.keys() if taken[key].shape != own[key].shape)
    return (missing, strange, unlike) if missing or strange or unlike else None
