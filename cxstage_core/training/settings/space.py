"""What a search may vary: settings by name, and how a choice of them changes recipe and preprocessing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from cxstage_core.dataset import Augmentation, Preprocessing
from cxstage_core.errors import TrainingError
from cxstage_core.training.settings.recipe import Recipe

Value = float | int | str
Settings = Mapping[str, Value]
AUGMENTATIONS: Mapping[str, Augmentation] = MappingProxyType(
    {
        "off": Augmentation.off(),
        "light": Augmentation(7.5, 0.025, True, 0.05, 0.05, 0.1, 0.1, 0.1, 0.05),
        "paper": Augmentation(),
        "strong": Augmentation(25.0, 0.1, True, 0.2, 0.2, 0.4, 0.4, 0.4, 0.2),
    }
)
FUSIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "T2": ("T2",),
        "T2+mask": ("T2", "mask"),
        "T2+T1": ("T2", "T1"),
        "T2+T1+mask": ("T2", "T1", "mask"),
    }
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One setting of the search.

    Args:
        values: what a grid tries; also all there is to draw from, unless a range is given.
        low, high: range that random and TPE search draw from, on a logarithmic scale.
    """

    values: tuple[Value, ...]
    low: float | None = None
    high: float | None = None


PARAMETERS: Mapping[str, Parameter] = MappingProxyType(
    {
        "lr": Parameter((0.001, 0.003, 0.01, 0.03), 1e-4, 0.1),
        "batch": Parameter((8, 16, 32)),
        "weight_decay": Parameter((1e-5, 1e-4, 1e-3), 1e-6, 1e-2),
        "augmentation": Parameter(tuple(AUGMENTATIONS)),
        "crop": Parameter((112.0, 134.4, 160.0)),
        "slices": Parameter(("largest+neighbours", "all")),
        "fusion": Parameter(tuple(FUSIONS)),
    }
)
"""Every setting that can be searched; "crop" is the side of the field of view in mm."""

OF_THE_RECIPE = ("lr", "batch", "weight_decay", "augmentation")
_RECIPE: Mapping[str, Callable[[Recipe, Any], Recipe]] = {
    "lr": lambda recipe, value: replace(recipe, lr=float(value)),
    "batch": lambda recipe, value: replace(recipe, batch=int(value)),
    "weight_decay": lambda recipe, value: replace(recipe, weight_decay=float(value)),
    "augmentation": lambda recipe, value: replace(recipe, augmentation=AUGMENTATIONS[value]),
}
_PIXELS: Mapping[str, Callable[[Preprocessing, Any], Preprocessing]] = {
    "crop": lambda config, value: replace(config, fov_mm=float(value)),
    "slices": lambda config, value: replace(config, slices=str(value)),
    "fusion": lambda config, value: replace(config, channels=FUSIONS[value]),
}


def parameters(names: Sequence[str]) -> dict[str, Parameter]:
    """The parameters of these names.

    Raises:
        TrainingError: none, or one that cannot be searched.
    """
    unknown = [name for name in names if name not in PARAMETERS]
    if unknown or not names:
        raise TrainingError(
            "“{name}” is nothing that a search can vary.",
            remedy="Choose from {names}.",
            name=", ".join(unknown),
            names=", ".join(PARAMETERS),
        )
    return {name: PARAMETERS[name] for name in PARAMETERS if name in names}


def applied(
    settings: Settings, recipe: Recipe, preprocessing: Preprocessing
) -> tuple[Recipe, Preprocessing]:
    """Recipe and preprocessing with these settings in place of their own."""
    for name, value in settings.items():
        if name in _RECIPE:
            recipe = _RECIPE[name](recipe, value)
        else:
            preprocessing = _PIXELS[name](preprocessing, value)
    return recipe, preprocessing


def grid(chosen: Mapping[str, Parameter]) -> tuple[dict[str, Value], ...]:
    """Every combination of the grid's values, the last parameter changing fastest."""
    combinations: list[dict[str, Value]] = [{}]
    for name, parameter in chosen.items():
        combinations = [{**one, name: value} for one in combinations for value in parameter.values]
    return tuple(combinations)


def grid_size(chosen: Mapping[str, Parameter]) -> int:
    """How many combinations the grid has."""
    return math.prod(len(parameter.values) for parameter in chosen.values())
