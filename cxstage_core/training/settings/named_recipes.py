"""Recipes with a name: window, command line, experiment and documentation read this one table.

A named recipe decides how a network learns. It leaves open what belongs to one run or one computer (seed,
first weights, device, precision, threads), as the rows of the settings state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from cxstage_core.cohort.values.experiment_config import OWN_RECIPE, recipe_words
from cxstage_core.dataset.augmentation import Augmentation
from cxstage_core.settings import rows
from cxstage_core.text import Text, text
from cxstage_core.training.settings.recipe import Recipe


@dataclass(frozen=True, slots=True)
class NamedRecipe:
    """One row of the table.

    Args:
        name: on the command line and in files.
        title: in the window.
        reason: why these values, in one or two sentences.
        changes: values that are not the paper's, by the names of the settings.
    """

    name: str
    title: Text
    reason: Text
    changes: Mapping[str, Any]

    @property
    def recipe(self) -> Recipe:
        """The recipe, with the usual values of what it does not decide."""
        return Recipe(base=self.name, **self.changes)

    def applied_to(self, recipe: Recipe) -> Recipe:
        """Return a recipe with these values; what belongs to the run or the computer stays."""
        kept = {row.name: getattr(recipe, row.name) for row in rows(Recipe) if not row.named}
        return replace(self.recipe, **{**kept, "base": self.name})


PAPER = "paper"
SMALL_COHORT = "small-cohort"

NAMED: Mapping[str, NamedRecipe] = MappingProxyType(
    {
        one.name: one
        for one in (
            NamedRecipe(
                PAPER,
                text("Paper"),
                text("The values of Dai et al. 2025, which started from ImageNet weights."),
                {},
            ),
            NamedRecipe(
                SMALL_COHORT,
                text("Small cohort"),
                text(
                    "For about a hundred patients and networks without first weights: AdamW in place of SGD, "
                    "with a warm-up, small batches, and left and right exchanged as the only augmentation."
                ),
                {
                    "augmentation": replace(Augmentation.off(), flip=True),
                    "batch": 8,
                    "lr": 0.001,
                    "warmup": 0.1,
                    "optimiser": "adamw",
                    "weight_decay": 0.05,
                },
            ),
        )
    }
)
"""By name; the first is the default."""


def differing(recipe: Recipe, named: NamedRecipe) -> tuple[str, ...]:
    """Names of the settings in which a recipe differs from a named one."""
    other = named.recipe
    return tuple(
        row.name
        for row in rows(Recipe)
        if row.named and getattr(recipe, row.name) != getattr(other, row.name)
    )


def recipe_name(recipe: Recipe) -> str:
    """Return the name of the recipe whose values these are, or `OWN_RECIPE` if there is none."""
    return next((name for name, named in NAMED.items() if not differing(recipe, named)), OWN_RECIPE)


def recipe_title(recipe: Recipe) -> Text:
    """Return the words of tables for a recipe: its name, or that it is the user's own, and from which."""
    found = recipe_words(recipe_name(recipe), recipe.base)
    assert found is not None
    return found
