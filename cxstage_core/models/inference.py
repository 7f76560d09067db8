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
MEAN_LOGIT = "mean logit"
MAX_LOGIT = "max logit"
RULES = (MEAN_LOGIT, MAX_LOGIT)
"""How slices become a patient; the model file declares which."""


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
        raise ModelError("There is no prepared slice to judge.")
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


def memory_layout(device: torch.device) -> torch.memory_format:
    """How images lie in memory: channels-last where convolutions are faster so.

    Apple's GPU keeps PyTorch's own order, in which its operations are written.
    """
    import torch

    return torch.contiguous_format if device.type == "mps" else torch.channels_last


def aggregate(slice_logits: npt.NDArray[np.float64], rule: str = MEAN_LOGIT) -> float:
    """Join the slices' logits into the patient's logit.

    Args:
        slice_logits: one logit per slice.
        rule: as declared in the model file: "mean logit", or "max logit", the slice that speaks most for
            group 1.

    Raises:
        ModelError: the rule is unknown.
    """
    logits = np.asarray(slice_logits, dtype=np.float64)
    if rule == MEAN_LOGIT:
        return float(np.mean(logits))
    return float(logits @ slice_weights(logits, rule))


def slice_weights(slice_logits: npt.NDArray[np.float64], rule: str) -> npt.NDArray[np.float64]:
    """The weight of each slice in the patient's logit; they add up to 1.

    Raises:
        ModelError: the rule is unknown.
    """
    if rule == MEAN_LOGIT:
        return np.full(len(slice_logits), 1.0 / len(slice_logits))
    if rule == MAX_LOGIT:
        chosen: npt.NDArray[np.float64] = np.eye(len(slice_logits))[int(np.argmax(slice_logits))]
        return chosen
    raise ModelError(
        "The model joins slices by “{rule}”, which this version does not know.",
        remedy="Open it with the version of CxStage that made it.",
        rule=rule,
    )


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
