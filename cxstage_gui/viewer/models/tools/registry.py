"""Every tool, one row each: a row adds a tool to the strip, the keys, the options and the manual.

A new tool is a module with a `Tool` and a row here. Its options, the shapes it shows and the names of its
steps stand in its own module.
"""

from __future__ import annotations

from collections.abc import Mapping

from cxstage_core.text import text
from cxstage_gui.viewer.models.presets import Preset
from cxstage_gui.viewer.models.tools.brush import BrushTool, EraserTool
from cxstage_gui.viewer.models.tools.cursor import CursorTool, PanTool
from cxstage_gui.viewer.models.tools.image_brushes import AdaptiveBrushTool, ThresholdBrushTool
from cxstage_gui.viewer.models.tools.lasso import LassoTool
from cxstage_gui.viewer.models.tools.live_wire import LiveWireTool
from cxstage_gui.viewer.models.tools.polygon import PolygonTool
from cxstage_gui.viewer.models.tools.region_growing import RegionGrowingTool
from cxstage_gui.viewer.models.tools.ruler import AngleTool, RulerTool
from cxstage_gui.viewer.models.tools.spec import Drag, RightButton, ToolSpec


def _keys(itk_snap: str, slicer: str) -> Mapping[Preset, str]:
    return {Preset.ITK_SNAP: itk_snap, Preset.SLICER: slicer}


TOOLS: dict[str, ToolSpec] = {
    spec.name: spec
    for spec in (
        ToolSpec(
            CursorTool,
            "crosshair-simple",
            text("Linked cursor"),
            text("Click a point: all panes show it."),
            _keys("1", "`"),
            draws=False,
            left_drag={Preset.SLICER: Drag.WINDOW},
        ),
        ToolSpec(
            PanTool,
            "hand",
            text("Zoom and pan"),
            text("Drag to move, right button to zoom."),
            _keys("2", "P"),
            draws=False,
            left_drag={Preset.ITK_SNAP: Drag.PAN, Preset.SLICER: Drag.PAN},
        ),
        ToolSpec(
            PolygonTool,
            "polygon",
            text("Polygon"),
            text("Click corners, Return closes, Return again accepts, Esc clears."),
            _keys("3", "2"),
            right_button=RightButton.CLOSE,
        ),
        ToolSpec(
            LassoTool,
            "scribble-loop",
            text("Lasso"),
            text("Draw around with the left button."),
            _keys("7", "0"),
            right_button=RightButton.ERASE,
        ),
        ToolSpec(
            BrushTool,
            "paint-brush",
            text("Paintbrush"),
            text("The left button paints."),
            _keys("4", "1"),
            right_button=RightButton.ERASE,
        ),
        ToolSpec(
            EraserTool,
            "eraser",
            text("Eraser"),
            text("The left button erases."),
            _keys("8", "3"),
            right_button=RightButton.ERASE,
        ),
        ToolSpec(
            AdaptiveBrushTool,
            "magic-wand",
            text("Adaptive brush"),
            text("Paints what looks like the tissue under the middle."),
            _keys("Alt+5", "8"),
            right_button=RightButton.ERASE,
        ),
        ToolSpec(
            ThresholdBrushTool,
            "drop-half",
            text("Threshold brush"),
            text("Paints only signal within the limits."),
            _keys("Alt+6", "7"),
            right_button=RightButton.ERASE,
        ),
        ToolSpec(
            LiveWireTool,
            "magnet-straight",
            text("Live wire"),
            text("Click along an edge; the line follows it. Return accepts."),
            _keys("9", "4"),
            right_button=RightButton.CLOSE,
        ),
        ToolSpec(
            RegionGrowingTool,
            "paint-bucket",
            text("Region growing"),
            text("Click in the tissue, drag to widen. Return accepts."),
            _keys("0", "5"),
        ),
        ToolSpec(
            RulerTool,
            "ruler",
            text("Ruler"),
            text("Drag from end to end; drag an end to move it, Delete removes."),
            _keys("6", "M"),
            draws=False,
        ),
        ToolSpec(
            AngleTool,
            "compass",
            text("Angle"),
            text("Drag the first arm, click the end of the second; Delete removes."),
            _keys("Alt+7", "Shift+M"),
            draws=False,
        ),
    )
}
"""Every tool by its name, in the order of the strip."""


def spec_of_command(command: str) -> ToolSpec | None:
    """Return the tool that a command chooses, None for any other command."""
    return next((spec for spec in TOOLS.values() if spec.command == command), None)
