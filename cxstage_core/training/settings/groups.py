"""The groups of settings of a training: form, command line and documentation read them here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from cxstage_core.dataset.augmentation import Augmentation
from cxstage_core.dataset.preprocessing import Preprocessing
from cxstage_core.dataset.protocols import Protocol
from cxstage_core.settings import SettingsGroup
from cxstage_core.training.settings.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Groups:
    """The classes of the settings; a new setting is one field of one of them."""

    protocol: type[Protocol] = Protocol
    preprocessing: type[Preprocessing] = Preprocessing
    recipe: type[Recipe] = Recipe
    augmentation: type[Augmentation] = Augmentation

    def __iter__(self) -> Iterator[tuple[str, type[SettingsGroup]]]:
        """Name and class of every group."""
        return ((one.name, getattr(self, one.name)) for one in fields(self))


GROUPS = Groups()
"""Read as `groups.GROUPS`."""
