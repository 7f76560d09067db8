"""The choice among the named recipes; it shows when the values are the user's own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox

from cxstage_core.cohort.values.experiment_config import OWN_RECIPE
from cxstage_core.training import Recipe
from cxstage_core.training.settings.named_recipes import NAMED, recipe_name
from cxstage_gui.strings import localized


class RecipeChoice(QComboBox):
    """The named recipes, and an entry of its own while the values differ from all of them.

    Signals:
        chosen: the user chose the recipe of this name.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Recipe"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        for name, named in NAMED.items():
            self.addItem(localized(named.title), name)
            self.setItemData(self.count() - 1, localized(named.reason), Qt.ItemDataRole.ToolTipRole)
        self.activated.connect(self._choose)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show whose values these are."""
        name = recipe_name(recipe)
        own = self.findData(OWN_RECIPE)
        if own >= 0:
            self.removeItem(own)
        if name == OWN_RECIPE:
            named = NAMED.get(recipe.base)
            title = recipe.base if named is None else localized(named.title)
            self.addItem(self.tr("Own, from: {recipe}").format(recipe=title), OWN_RECIPE)
        self.setCurrentIndex(self.findData(name))
        self.setToolTip(localized(NAMED[name].reason) if name in NAMED else "")

    def _choose(self, index: int) -> None:
        name = str(self.itemData(index))
        if name in NAMED:
            self.chosen.emit(name)
