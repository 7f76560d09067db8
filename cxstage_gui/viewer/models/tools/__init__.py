"""Drawing tools: state machines that take points and give differences."""

from cxstage_gui.viewer.models.tools.brush import BrushTool, EraserTool
from cxstage_gui.viewer.models.tools.cursor import CursorTool, PanTool
from cxstage_gui.viewer.models.tools.growing import GrowingTool
from cxstage_gui.viewer.models.tools.lasso import LassoTool
from cxstage_gui.viewer.models.tools.live_wire import LiveWireTool
from cxstage_gui.viewer.models.tools.polygon import PolygonTool
from cxstage_gui.viewer.models.tools.sensing import AdaptiveBrushTool, ThresholdBrushTool
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
    "EraserTool",
    "GrowingTool",
    "Key",
    "LassoTool",
    "LiveWireTool",
    "Outcome",
    "PanTool",
    "Pointer",
    "PolygonTool",
    "Proposal",
    "Surface",
    "ThresholdBrushTool",
    "Tool",
]
