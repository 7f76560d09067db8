"""Which mouse button does what, before a tool is asked, in each preset."""

from __future__ import annotations

from enum import StrEnum

from cxstage_gui.viewer.models.keymaps import Preset
from cxstage_gui.viewer.models.tools import Button

ERASING = frozenset({"brush", "eraser", "lasso", "adaptive brush", "threshold brush"})
"""Tools that erase with the right button, in the ITK-SNAP preset."""
CLOSED_BY_RIGHT = frozenset({"polygon", "live wire"})
"""Tools whose outline the right button closes, in the 3D Slicer preset."""


class Drag(StrEnum):
    """What a drag does to the pane itself."""

    WINDOW = "window"
    ZOOM = "zoom"
    PAN = "pan"
    CURSOR = "cursor"
    REGION = "region"


def drag_for(
    button: Button,
    tool: str,
    *,
    ctrl: bool,
    alt: bool,
    shift: bool = False,
    preset: Preset = Preset.ITK_SNAP,
) -> Drag | None:
    """What the button does now; None when it belongs to the tool."""
    if button == Button.MIDDLE:
        return Drag.PAN
    if preset == Preset.SLICER:
        return _slicer(button, tool, ctrl=ctrl, alt=alt, shift=shift)
    if button == Button.RIGHT:
        return None if tool in ERASING else Drag.ZOOM
    if ctrl or alt:
        return Drag.WINDOW if ctrl else Drag.CURSOR
    return Drag.PAN if tool == "pan" else None


def _slicer(button: Button, tool: str, *, ctrl: bool, alt: bool, shift: bool) -> Drag | None:
    """3D Slicer: the left button of the pointer sets the window, Ctrl takes it from a region."""
    if button == Button.RIGHT:
        return None if tool in CLOSED_BY_RIGHT else Drag.ZOOM
    if button != Button.LEFT:
        return None
    if ctrl:
        return Drag.REGION
    if shift:
        return Drag.PAN
    if alt:
        return Drag.CURSOR
    return {"cursor": Drag.WINDOW, "pan": Drag.PAN}.get(tool)


def zoom_factor(down_px: float) -> float:
    """How much a vertical drag zooms: 100 px double or halve; downwards is larger."""
    return float(2.0 ** (down_px / 100.0))
