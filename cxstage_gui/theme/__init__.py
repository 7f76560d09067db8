"""How the window looks: palettes, one style sheet, one icon family."""

from cxstage_gui.theme.icons import icon
from cxstage_gui.theme.look import apply, current
from cxstage_gui.theme.palette import DARK, LIGHT, Palette

__all__ = ["DARK", "LIGHT", "Palette", "apply", "current", "icon"]
