"""Drawing tools: state machines that take points and give differences."""

from cxstage_gui.viewer.models.tools.brush import BrushTool
from cxstage_gui.viewer.models.tools.cursor import CursorTool, PanTool
from cxstage_gui.viewer.models.tools.polygon import PolygonTool
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
    "BrushTool",
    "Button",
    "CursorTool",
    "Key",
    "Outcome",
    "PanTool",
    "Pointer",
    "PolygonTool",
    "Proposal",
    "Surface",
    "Tool",
]
