"""Looking around: the linked cursor, and zoom and pan."""

from __future__ import annotations

from cxstage_gui.viewer.models.tools.tool import NOTHING, Button, Outcome, Pointer, Surface, Tool


class CursorTool(Tool):
    """The left button moves the linked cursor."""

    name = "cursor"

    def press(self, at: Pointer, _surface: Surface) -> Outcome:
        """Put the cursor there."""
        return Outcome(cursor=at.point) if at.button == Button.LEFT else NOTHING

    def move(self, at: Pointer, surface: Surface) -> Outcome:
        """Move the cursor with the mouse."""
        return self.press(at, surface)


class PanTool(Tool):
    """The left button drags the image; the pane does it."""

    name = "pan"
    shape = "hand"
