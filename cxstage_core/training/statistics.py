"""Batch normalisation's statistics, computed anew over the training slices.

The running mean and variance follow the weights with a lag of some ten steps. With a hundred slices
an epoch has only a few steps, and a network is judged by statistics of weights it no longer has.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from cxstage_core.training.pool import batches

_AT_ONCE = 64


def refresh_statistics(model: nn.Module, images: torch.Tensor) -> None:
    """Replace the running statistics by the mean over all images under the present weights.

    The slices pass in their stored order, each once, not augmented; weights are left as they are.

    Args:
        images: (slice, channel, row, column) on the model's device; training part only.
    """
    import numpy as np

    layers = _layers(model)
    if not layers or len(images) < 2:
        return
    momenta = [layer.momentum for layer in layers]
    was_training = model.training
    for layer in layers:
        layer.reset_running_stats()
        layer.momentum = None  # torch's sign for a plain mean over all batches
    model.train()
    try:
        with torch.no_grad():
            for part in batches(np.arange(len(images), dtype=np.int64), _AT_ONCE):
                model(images[int(part[0]) : int(part[-1]) + 1])
    finally:
        for layer, momentum in zip(layers, momenta, strict=True):
            layer.momentum = momentum
        model.train(was_training)


def _layers(model: nn.Module) -> list[_BatchNorm]:
    return [
        module
        for module in model.modules()
        if isinstance(module, _BatchNorm) and module.track_running_stats
    ]
