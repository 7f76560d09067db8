"""What a search may vary: settings by name, and how a choice of them changes recipe and preprocessing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, cast

from cxstage_core.dataset.preprocessing import Preprocessing
from cxstage_core.errors import TrainingError
from cxstage_core.settings import Group, Setting, SettingsGroup, Value, rows, typed
from cxstage_core.training.settings.recipe import Recipe

Settings = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One setting of the search.

    Args:
        setting: its row.
        values: values of a grid; also all values to draw from, unless a range is given.
        low, high: range that random and TPE search draw from, on a logarithmic scale.
    """

    setting: Setting
    values: tuple[Value, ...]
    low: float | None = None
    high: float | None = None


def searchable(*groups: type[SettingsGroup]) -> dict[str, Parameter]:
    """Every setting of these groups that can be searched, by its name in a search."""
    found = [(row, row.search) for group in groups for row in rows(group) if row.search is not None]
    found.sort(key=lambda one: one[1].order)
    return {how.name or row.name: Parameter(row, how.values, how.low, how.high) for row, how in found}


PARAMETERS: Mapping[str, Parameter] = MappingProxyType(searchable(Recipe, Preprocessing))
"""Every setting that can be searched; "crop" is the side of the field of view in mm."""

OF_THE_RECIPE = tuple(searchable(Recipe))


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
    """Recipe and preprocessing with these settings in place of their own.

    Raises:
        TrainingError: a setting that cannot be searched.
    """
    if settings:
        parameters(tuple(settings))
    return _with(recipe, settings), _with(preprocessing, settings)


def _with(group: Group, settings: Settings) -> Group:
    values = {
        parameter.setting.name: _value(parameter.setting, settings[name])
        for name, parameter in searchable(type(group)).items()
        if name in settings
    }
    return cast("Group", replace(cast("Any", group), **values))


def _value(row: Setting, chosen: Value) -> Any:
    presets = {} if row.search is None else row.search.presets
    return presets[str(chosen)] if presets else typed(row, chosen)


def grid(chosen: Mapping[str, Parameter]) -> tuple[dict[str, Value], ...]:
    """Every combination of the grid's values, the last parameter changing fastest."""
    combinations: list[dict[str, Value]] = [{}]
    for name, parameter in chosen.items():
        combinations = [{**one, name: value} for one in combinations for value in parameter.values]
    return tuple(combinations)


def grid_size(chosen: Mapping[str, Parameter]) -> int:
    """How many combinations the grid has."""
    return math.prod(len(parameter.values) for parameter in chosen.values())
