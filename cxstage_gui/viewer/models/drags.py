"""Which mouse button does what, before a tool is asked: the ITK-SNAP preset."""

from __future__ import annotations

from enum import StrEnum

from cxstage_gui.viewer.models.tools import Button

ERASING = frozenset({"brush", "eraser", "lasso", "adaptive brush", "threshold brush"})
"""Tools that erase with the right button."""


class Drag(StrEnum):
    """What a drag does to the pane itself."""

    WINDOW = "window"
    ZOOM = "zoom"
    PAN = "pan"
    CURSOR = "cursor"


def drag_for(button: Button, tool: str, *, ctrl: bool, alt: bool) -> Drag | None:
    """What the button does now; None when it belongs to the tool."""
    if button == Button.MIDDLE:
        return Drag.PAN
    if button == Button.LEFT:
        if ctrl:
            return Drag.WINDOW
        if alt:
            return Drag.CURSOR
        return Drag.PAN if tool == "pan" else None
    if button == Button.RIGHT and tool not in ERASING:
        return Drag.ZOOM
    return None


def zoom_factor(down_px: float) -> float:
    """How much a vertical drag zooms: 100 px double or halve; downwards is larger."""
    return float(2.0 ** (down_px / 100.0))
