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
from cxstage_core.training.loop.devices import mixed_precision, release_memory
from cxstage_core.training.loop.forward import Forward

SMALLEST_PART = 2
"""Batch normalisation cannot learn from one image."""
_MEMORY_SIGNS = ("DefaultCPUAllocator", "MPS backend out of memory")
"""Parts of the messages of the allocators of a CPU and of Apple's GPU, which differ between systems."""
_ALWAYS_ANOTHER_RESULT = "does not have a deterministic implementation"


@dataclass(slots=True)
class Cutting:
    """Into how many parts a batch is cut; it grows when memory does not hold a part.

    Args:
        name: of the network, for messages.
        parts: at the start.
        warn: called when a batch is cut finer.
    """

    name: str
    parts: int = 1
    warn: Callable[[Text], None] = lambda _: None

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
        self.warn(
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
    forward: Forward | None = None,
) -> torch.Tensor:
    """Make one step; returns the mean loss of the batch before it.

    An attempt for which there is not memory enough, or no compiler, is rolled back: the step that follows
    is the one that would have been made in the first place.

    Args:
        images: (n, channel, row, column) on the device of the model.
        labels: (n,) from 0 to 1; between them where images are blended or labels smoothed.
        forward: how the model is called, if not plainly.

    Raises:
        TrainingError: the memory does not hold the smallest part, or the step shall give the same bits
            each time and cannot.
    """
    forward = forward or Forward(model)
    rollback = forward.rollback(images.device)
    while True:
        try:
            # The last batch of an epoch may be smaller than the others.
            parts = max(1, min(cutting.parts, len(images) // SMALLEST_PART))
            loss = _gradients(forward, optimiser, images, labels, parts)
        except (torch.OutOfMemoryError, RuntimeError) as error:
            finer = is_memory(error)
            if not finer and not forward.without_compiler(error):
                if _ALWAYS_ANOTHER_RESULT in str(error):
                    raise _not_repeatable(error, cutting.name) from error
                raise
            optimiser.zero_grad(set_to_none=True)
            rollback.restore()
        else:
            optimiser.step()
            return loss
        release_memory(images.device)
        if finer:
            cutting.finer(len(images))
            forward.another_size()


def _gradients(
    forward: Forward,
    optimiser: torch.optim.Optimizer,
    images: torch.Tensor,
    labels: torch.Tensor,
    parts: int,
) -> torch.Tensor:
    optimiser.zero_grad(set_to_none=True)
    if parts == 1:
        loss = _loss(forward, images, labels, len(labels))
        loss.backward()  # type: ignore[no-untyped-call]
        return loss.detach()
    total = torch.zeros((), device=images.device)
    for some, of_them in zip(images.tensor_split(parts), labels.tensor_split(parts), strict=True):
        if len(some):
            loss = _loss(forward, some, of_them, len(labels))
            loss.backward()  # type: ignore[no-untyped-call]
            total += loss.detach()
    return total


def _loss(forward: Forward, images: torch.Tensor, labels: torch.Tensor, n: int) -> torch.Tensor:
    with mixed_precision(images.device, bfloat16=forward.form.bfloat16):
        logits = forward(images).reshape(-1)
    if len(labels) == n:
        return binary_cross_entropy_with_logits(logits.float(), labels)
    return binary_cross_entropy_with_logits(logits.float(), labels, reduction="sum") / n


def is_memory(error: BaseException) -> bool:
    """Return True if a GPU, or the CPU's allocator, has no memory left."""
    message = str(error)
    return isinstance(error, torch.OutOfMemoryError) or any(sign in message for sign in _MEMORY_SIGNS)


def _not_repeatable(error: BaseException, name: str) -> TrainingError:
    return TrainingError(
        "{name} needs an operation that does not give the same bits each time on this device: {why}",
        remedy="Switch “same bits each time” off, or train on the CPU.",
        name=name,
        why=str(error).partition(".")[0],
    )


def check_finite(loss: torch.Tensor, name: str, epoch: int, batch: int) -> None:
    """Stop before a network that has become useless is kept.

    Args:
        epoch, batch: 1-based.

    Raises:
        TrainingError: the loss is not finite.
    """
    if not math.isfinite(float(loss)):
        raise exploded(name, epoch, batch)


def check_weights(model: nn.Module, name: str, epoch: int, batch: int) -> None:
    """Stop before weights are kept that are not finite, as after a last step that went too far.

    Raises:
        TrainingError: a weight is not finite.
    """
    # One pass over the weights: a single one that is not finite makes their norm so.
    if not math.isfinite(float(nn.utils.get_total_norm(list(model.parameters())))):
        raise exploded(name, epoch, batch)


def exploded(name: str, epoch: int, batch: int) -> TrainingError:
    """Return the error for a network whose numbers are no longer finite; epoch and batch are 1-based."""
    return TrainingError(
        "The loss of {name} is no longer a finite number in epoch {epoch}, batch {batch}.",
        remedy="Lower the learning rate and train again; the last checkpoint is from before.",
        name=name,
        epoch=epoch,
        batch=batch,
    )
