"""The tools that stand for ruler and angle; the Read page measures in every pane."""

from __future__ import annotations

from cxstage_gui.viewer.models.tools.tool import Tool


class RulerTool(Tool):
    """Selects the ruler."""

    name = "ruler"
    shape = "cross"


class AngleTool(Tool):
    """Selects the angle."""

    name = "angle"
    shape = "cross"
