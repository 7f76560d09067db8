"""The optimiser of a recipe."""

from __future__ import annotations

import torch
from torch import nn

from cxstage_core.training.settings.recipe import Recipe

SECOND_MOMENT = 0.999
"""Decay of AdamW's mean squared gradient, that of Loshchilov and Hutter 2019."""


def make_optimiser(model: nn.Module, recipe: Recipe) -> torch.optim.Optimizer:
    """Return the optimiser of all weights; the learning rate is set before each step."""
    if recipe.optimiser == "sgd":
        return torch.optim.SGD(
            model.parameters(),
            lr=recipe.lr,
            momentum=recipe.momentum,
            weight_decay=recipe.weight_decay,
        )
    weights = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    groups = [
        {"params": weights, "weight_decay": recipe.weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(
        [group for group in groups if group["params"]],
        lr=recipe.lr,
        betas=(recipe.momentum, SECOND_MOMENT),
    )
