"""One step of learning: a batch at once, or in parts where memory does not hold it at once.

The gradient of a batch is the mean over its images, however it is cut; with batch normalisation the
statistics are those of the parts, so that a network with it learns a little differently from smaller
parts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from cxstage_core.errors import TrainingError
from cxstage_core.text import Text, text
from cxstage_core.training.devices import mixed_precision

SMALLEST_PART = 2
"""Batch normalisation cannot learn from one image."""
_CPU_SIGN = "DefaultCPUAllocator"
"""Named in what the CPU's allocator says, whose words differ between systems."""


@dataclass(slots=True)
class Cutting:
    """Into how many parts a batch is cut; it grows when memory does not hold a part.

    Args:
        name: of the network, for what is said.
        parts: at the start.
        tell: told when a batch is cut finer.
    """

    name: str
    parts: int = 1
    tell: Callable[[Text], None] = lambda _: None

    def finer(self, images: int) -> None:
        """Cut twice as fine, or give up.

        Raises:
            TrainingError: the parts would be too small.
        """
        if images // (2 * self.parts) < SMALLEST_PART:
            raise TrainingError(
                "The memory does not hold {name} with even {images} images at once.",
                remedy="Choose a smaller input, another network, or a device with more memory.",
                name=self.name,
                images=max(SMALLEST_PART, images // self.parts),
            )
        self.parts *= 2
        self.tell(
            text(
                "Memory ran out: {name} goes on with {images} images at once; the batch stays {batch}.",
                name=self.name,
                images=-(-images // self.parts),
                batch=images,
            )
        )


def learn(
    model: nn.Module,
    optimiser: torch.optim.Optimizer,
    images: torch.Tensor,
    labels: torch.Tensor,
    cutting: Cutting,
) -> torch.Tensor:
    """Make one step; returns the mean loss of the batch before it.

    Args:
        images: (n, channel, row, column) on the device of the model.
        labels: (n,) 0 or 1.

    Raises:
        TrainingError: the memory does not hold the smallest part.
    """
    while True:
        try:
            # The last batch of an epoch may be smaller than the others.
            parts = max(1, min(cutting.parts, len(images) // SMALLEST_PART))
            loss = _gradients(model, optimiser, images, labels, parts)
        except (torch.OutOfMemoryError, RuntimeError) as error:
            if not _is_memory(error):
                raise
            optimiser.zero_grad(set_to_none=True)
        else:
            optimiser.step()
            return loss
        if images.device.type == "cuda":
            torch.cuda.empty_cache()
        cutting.finer(len(images))


def _gradients(
    model: nn.Module,
    optimiser: torch.optim.Optimizer,
    images: torch.Tensor,
    labels: torch.Tensor,
    parts: int,
) -> torch.Tensor:
    optimiser.zero_grad(set_to_none=True)
    if parts == 1:
        loss = _loss(model, images, labels, len(labels))
        loss.backward()  # type: ignore[no-untyped-call]
        return loss.detach()
    total = torch.zeros((), device=images.device)
    for some, of_them in zip(images.tensor_split(parts), labels.tensor_split(parts), strict=True):
        if len(some):
            loss = _loss(model, some, of_them, len(labels))
            loss.backward()  # type: ignore[no-untyped-call]
            total += loss.detach()
    return total


def _loss(model: nn.Module, images: torch.Tensor, labels: torch.Tensor, n: int) -> torch.Tensor:
    with mixed_precision(images.device):
        logits = model(images).reshape(-1)
    if len(labels) == n:
        return binary_cross_entropy_with_logits(logits.float(), labels)
    return binary_cross_entropy_with_logits(logits.float(), labels, reduction="sum") / n


def _is_memory(error: BaseException) -> bool:
    """Whether a GPU, or the CPU's allocator, has no memory left."""
    return isinstance(error, torch.OutOfMemoryError) or _CPU_SIGN in str(error)


def check_finite(loss: torch.Tensor, name: str, epoch: int, batch: int) -> None:
    """Stop before a network that has become useless is kept.

    Args:
        epoch, batch: 1-based.

    Raises:
        TrainingError: the loss is no number.
    """
    if not math.isfinite(float(loss)):
        raise exploded(name, epoch, batch)


def check_weights(model: nn.Module, name: str, epoch: int, batch: int) -> None:
    """Stop before weights are kept that are no numbers, as after a last step that went too far.

    Raises:
        TrainingError: a weight is no number.
    """
    if not all(bool(torch.isfinite(value).all()) for value in model.parameters()):
        raise exploded(name, epoch, batch)


def exploded(name: str, epoch: int, batch: int) -> TrainingError:
    """What to say of a network whose numbers are no longer finite; epoch and batch are 1-based."""
    return TrainingError(
        "The loss of {name} is no longer a finite number in epoch {epoch}, batch {batch}.",
        remedy="Lower the learning rate and train again; the last checkpoint is from before.",
        name=name,
        epoch=epoch,
        batch=batch,
    )
