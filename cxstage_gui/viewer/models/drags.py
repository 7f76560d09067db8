"""Drags of the pane itself, by mouse button and preset, before a tool receives the event."""

from __future__ import annotations

from cxstage_gui.viewer.models.presets import Preset
from cxstage_gui.viewer.models.tools import Button, Drag, ToolSpec
from cxstage_gui.viewer.models.tools.spec import RIGHT_BUTTON


def drag_for(
    button: Button,
    tool: ToolSpec,
    *,
    ctrl: bool,
    alt: bool,
    shift: bool = False,
    preset: Preset = Preset.ITK_SNAP,
) -> Drag | None:
    """Return what the button does to the pane now; None when it belongs to the tool."""
    if button == Button.MIDDLE:
        return Drag.PAN
    if button == Button.RIGHT:
        return None if (preset, tool.right_button) in RIGHT_BUTTON else Drag.ZOOM
    if preset == Preset.SLICER:
        return _slicer_left(tool, ctrl=ctrl, alt=alt, shift=shift)
    if ctrl or alt:
        return Drag.WINDOW if ctrl else Drag.CURSOR
    return tool.left_drag.get(preset)


def _slicer_left(tool: ToolSpec, *, ctrl: bool, alt: bool, shift: bool) -> Drag | None:
    """Return what the left button does in 3D Slicer: Ctrl takes the window from a region."""
    if ctrl:
        return Drag.REGION
    if shift:
        return Drag.PAN
    return Drag.CURSOR if alt else tool.left_drag.get(Preset.SLICER)


def zoom_factor(down_px: float) -> float:
    """Return how much a vertical drag zooms: 100 px double or halve; downwards is larger."""
    return float(2.0 ** (down_px / 100.0))
