"""Drawing tools: state machines that take points and return differences; `registry` lists all of them."""

from cxstage_gui.viewer.models.tools.brush import BrushTool, EraserTool
from cxstage_gui.viewer.models.tools.cursor import CursorTool, PanTool
from cxstage_gui.viewer.models.tools.image_brushes import AdaptiveBrushTool, ThresholdBrushTool
from cxstage_gui.viewer.models.tools.lasso import LassoTool
from cxstage_gui.viewer.models.tools.live_wire import LiveWireTool
from cxstage_gui.viewer.models.tools.polygon import PolygonTool
from cxstage_gui.viewer.models.tools.region_growing import RegionGrowingTool
from cxstage_gui.viewer.models.tools.spec import Drag, RightButton, ToolSpec
from cxstage_gui.viewer.models.tools.tool import (
    Button,
    Key,
    Outcome,
    Pointer,
    Proposal,
    Surface,
    Tool,
)

__all__ = [
    "AdaptiveBrushTool",
    "BrushTool",
    "Button",
    "CursorTool",
    "Drag",
    "EraserTool",
    "Key",
    "LassoTool",
    "LiveWireTool",
    "Outcome",
    "PanTool",
    "Pointer",
    "PolygonTool",
    "Proposal",
    "RegionGrowingTool",
    "RightButton",
    "Surface",
    "ThresholdBrushTool",
    "Tool",
    "ToolSpec",
]
