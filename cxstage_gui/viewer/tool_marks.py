"""Which marks belong to the tool in hand, and which part of a pane they take."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.marks import (
    around,
    around_patch,
    paint_brush,
    paint_lasso,
    paint_live_wire,
    paint_polygon,
    paint_seed,
)
from cxstage_gui.viewer.models.tools import (
    BrushTool,
    GrowingTool,
    LassoTool,
    LiveWireTool,
    PolygonTool,
)
from cxstage_gui.viewer.models.transform import PaneTransform, Point


def paint_tool(
    painter: QPainter,
    transform: PaneTransform,
    drawing: Drawing,
    index: int,
    at: Point | None,
    colour: QColor,
) -> None:
    """Paint what the tool in hand shows on a slice.

    Args:
        at: row and column of the mouse, None when it is elsewhere.
        colour: of the label in hand.
    """
    tool = drawing.tool
    if isinstance(tool, BrushTool):
        if at is not None and drawing.ready:
            surface = drawing.surface(index)
            outline = tool.outline(at, surface)
            if outline is not None:
                chosen = None if tool.busy else tool.chosen(at, surface)
                paint_brush(painter, transform, outline, chosen, colour)
    elif isinstance(tool, PolygonTool):
        paint_polygon(painter, transform, tool, index, at, colour)
    elif isinstance(tool, LassoTool):
        paint_lasso(painter, transform, tool, index, colour)
    elif isinstance(tool, LiveWireTool):
        paint_live_wire(painter, transform, tool, index, at, colour)
    elif isinstance(tool, GrowingTool) and tool.seed is not None and tool.seed[0] == index:
        paint_seed(painter, transform, tool.seed[1:], colour)


def following(transform: PaneTransform, drawing: Drawing, index: int, at: Point | None) -> QRectF:
    """The part of a pane that changes when the mouse moves, before anything is drawn."""
    tool = drawing.tool
    if at is None or not drawing.ready:
        return QRectF()
    if isinstance(tool, BrushTool):
        outline = tool.outline(at, drawing.surface(index))
        return QRectF() if outline is None else around_patch(transform, outline)
    if isinstance(tool, PolygonTool):
        corners = tool.draft(index).corners
        near = [] if tool.under is None else corners[tool.under : tool.under + 1]
        last = [] if tool.draft(index).closed else [*corners[-1:], at]
        return around(transform, [*last, *near] if corners else [])
    if isinstance(tool, LassoTool):
        return around(transform, tool.line)
    if isinstance(tool, LiveWireTool) and tool.hover is not None:
        return around(transform, tool.hover.tolist())
    return QRectF()
