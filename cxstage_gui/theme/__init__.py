"""Appearance of the window: palettes, one style sheet, one icon family."""

from cxstage_gui.theme.icons import icon
from cxstage_gui.theme.look import ASSETS, apply, current
from cxstage_gui.theme.palette import DARK, LIGHT, Palette

__all__ = ["ASSETS", "DARK", "LIGHT", "Palette", "apply", "current", "icon"]
