"""Pre-training a network: a plain loop with AdamW, a short warm-up and a cosine to 0.

Everything random is drawn from (seed, epoch). The network's last layer is exchanged for one that answers all
tasks; it is thrown away at the end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from cxstage_core.dataset import augment
from cxstage_core.dataset.augmentation import PRESETS, draw
from cxstage_core.errors import ModelError
from cxstage_core.jobs import Job, Progress
from cxstage_core.models import Family
from cxstage_core.models.inference import memory_layout
from cxstage_core.training.loop.pool import batches
from cxstage_core.training.loop.steps import check_finite, check_weights
from cxstage_core.training.pretraining.images import Slices
from cxstage_core.training.pretraining.settings import Pretraining
from cxstage_core.training.pretraining.tasks import OUTPUTS, loss_of, turned

STAGE = "Pre-training"
AUGMENTATION = PRESETS["paper"]
_WARM_UP = 0.1
"""Share of the steps over which the learning rate rises."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of a pre-training.

    Args:
        losses: mean loss of each epoch.
        images_seen: images that passed through the network while it learned.
    """

    losses: tuple[float, ...]
    images_seen: int


def exchange_last_layers(model: nn.Module, family: Family, seed: int) -> None:
    """Put layers with an output for every task in the place of those that give one logit.

    Raises:
        ModelError: the last layer is of an unknown kind.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for name in family.last_layers:
            old = model.get_submodule(name)
            if isinstance(old, nn.Linear):
                new: nn.Module = nn.Linear(old.in_features, OUTPUTS)
            elif isinstance(old, nn.Conv2d):
                new = nn.Conv2d(old.in_channels, OUTPUTS, old.kernel_size, padding=old.padding)  # type: ignore[arg-type]
            else:
                raise ModelError("The last layer of the network is not where it was expected.")
            model.set_submodule(name, new)


def learn_tasks(
    model: nn.Module,
    slices: Slices,
    settings: Pretraining,
    channels: tuple[str, ...],
    name: str,
    job: Job,
) -> Learned:
    """Train a network on the tasks of the slices, in place.

    Args:
        model: on its device, with an output for every task.
        channels: names of the channels of the slices.
        name: of the network, for messages.

    Raises:
        Cancelled: between two batches.
        TrainingError: the loss is no longer finite.
    """
    device = next(model.parameters()).device
    images = torch.from_numpy(np.concatenate(slices.arrays)).to(device)
    answers = torch.from_numpy(np.concatenate(slices.answers)).to(device)
    optimiser = torch.optim.AdamW(
        model.parameters(), lr=settings.lr, weight_decay=settings.weight_decay
    )
    steps = len(batches(np.arange(len(images), dtype=np.int64), settings.batch))
    losses, seen = [], 0
    for epoch in range(settings.epochs):
        torch.manual_seed((settings.seed << 20) + epoch)  # for networks that drop units at random
        generator = torch.Generator().manual_seed((settings.seed << 20) + epoch)
        order = np.random.default_rng([settings.seed, epoch]).permutation(len(images))
        total = torch.zeros((), device=device)
        model.train()
        for step, part in enumerate(batches(order.astype(np.int64), settings.batch)):
            whole = epoch * steps + step
            job.step(Progress(whole, settings.epochs * steps, STAGE, name))
            for group in optimiser.param_groups:
                group["lr"] = settings.lr * _share((whole + 1) / (settings.epochs * steps))
            chosen = torch.from_numpy(part).to(device)
            changed = augment(images[chosen], draw(AUGMENTATION, len(part), generator, channels))
            given, wanted = turned(changed, answers[chosen], generator)
            optimiser.zero_grad(set_to_none=True)
            loss = loss_of(model(given.contiguous(memory_format=memory_layout(device))), wanted)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            check_finite(loss.detach(), name, epoch + 1, step + 1)
            total += loss.detach() * len(part)
            seen += len(part)
        check_weights(model, name, epoch + 1, steps)
        losses.append(float(total) / len(images))
    job.step(Progress(settings.epochs * steps, settings.epochs * steps, STAGE, name))
    return Learned(tuple(losses), seen)


def _share(done: float) -> float:
    """Return the share of the highest learning rate when a share of all steps is done."""
    if done < _WARM_UP:
        return done / _WARM_UP
    return 0.5 * (1.0 + math.cos(math.pi * (done - _WARM_UP) / (1.0 - _WARM_UP)))
