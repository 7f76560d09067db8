"""From prepared slices to one patient's probability: the same code when training and predicting.

A patient's slices go through the network in batches of a fixed size, in float32, so that the numbers
of an evaluation come back when the patient is predicted again.
"""

from __future__ import annotations

import math
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import ModelError

if TYPE_CHECKING:
    import torch

SLICES_AT_ONCE = 16


def logits_of(model: torch.nn.Module, array: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Compute the logit of each slice of one patient, before temperature.

    Args:
        model: gives one logit per image; it is evaluated where its parameters are.
        array: prepared slices, (slice, channel, row, column).

    Returns:
        One logit per slice, in the order of the slices.

    Raises:
        ModelError: no slices, or the network gave a number that is not finite.
    """
    import torch

    if array.ndim != 4 or not len(array):
        raise ModelError("The patient has no prepared slice to predict.")
    device = next(model.parameters()).device
    was_training = model.training
    model.eval()
    parts = []
    with torch.inference_mode(), _full_precision(device):
        for begin in range(0, len(array), SLICES_AT_ONCE):
            batch = torch.from_numpy(np.array(array[begin : begin + SLICES_AT_ONCE], order="C"))
            batch = batch.to(device=device, dtype=torch.float32, memory_format=memory_layout(device))
            parts.append(model(batch).reshape(-1).cpu().double().numpy())
    model.train(was_training)
    logits: npt.NDArray[np.float64] = np.concatenate(parts)
    if not np.isfinite(logits).all():
        raise ModelError(
            "The network gave a number that is not finite.",
            remedy="Check the image for values that are not finite, or use another model.",
        )
    return logits


def features_of(
    model: torch.nn.Module, array: npt.NDArray[np.float32], layer: str
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Compute the logit of each slice, and what its last layer was given.

    Args:
        array: as in `logits_of`.
        layer: name of the layer that gives the logit.

    Returns:
        Logits (slice,) as `logits_of` gives them, and features (slice, feature).

    Raises:
        ModelError: as `logits_of`.
    """
    seen: list[npt.NDArray[np.float64]] = []

    def keep(_layer: torch.nn.Module, given: tuple[torch.Tensor, ...]) -> None:
        plain = given[0].detach().double().flatten(2) if given[0].ndim > 2 else given[0].double()
        seen.append((plain.mean(dim=2) if plain.ndim > 2 else plain).cpu().numpy())

    listening = model.get_submodule(layer).register_forward_pre_hook(keep)
    try:
        logits = logits_of(model, array)
    finally:
        listening.remove()
    return logits, np.concatenate(seen)


def memory_layout(device: torch.device) -> torch.memory_format:
    """Return the memory layout of images: channels-last where convolutions are faster so.

    Apple's GPU keeps PyTorch's own order, in which its operations are written.
    """
    import torch

    return torch.contiguous_format if device.type == "mps" else torch.channels_last


def probability(logit: float, temperature: float) -> float:
    """Turn a patient's logit into the calibrated probability of group 1.

    Args:
        logit: before temperature.
        temperature: above 0; the probability is the sigmoid of logit / temperature.
    """
    scaled = logit / temperature
    if scaled >= 0:
        return 1.0 / (1.0 + math.exp(-scaled))
    grown = math.exp(scaled)
    return grown / (1.0 + grown)


def _full_precision(device: torch.device) -> AbstractContextManager[None]:
    """Keep a GPU from rounding convolutions to TensorFloat-32 while numbers are read off."""
    import torch

    if device.type != "cuda":
        return nullcontext()
    flags: AbstractContextManager[None] = torch.backends.cudnn.flags(
        enabled=True, benchmark=False, deterministic=True, allow_tf32=False
    )
    return flags
