"""Looking around: the linked cursor, and zoom and pan."""

from __future__ import annotations

from cxstage_gui.viewer.models.tools.tool import NOTHING, Button, Key, Outcome, Pointer, Surface


class CursorTool:
    """The left button moves the linked cursor."""

    name = "cursor"

    def press(self, at: Pointer, _surface: Surface) -> Outcome:
        """Put the cursor there."""
        return Outcome(cursor=at.point) if at.button == Button.LEFT else NOTHING

    def move(self, at: Pointer, surface: Surface) -> Outcome:
        """Take the cursor along."""
        return self.press(at, surface)

    def release(self, _at: Pointer, _surface: Surface) -> Outcome:
        """Leave it there."""
        return NOTHING

    def key(self, _key: Key, _index: int, _surface: Surface) -> Outcome:
        """Keys mean nothing here."""
        return NOTHING


class PanTool:
    """The left button drags the image; the pane does it."""

    name = "pan"

    def press(self, _at: Pointer, _surface: Surface) -> Outcome:
        """Draws nothing."""
        return NOTHING

    move = release = press

    def key(self, _key: Key, _index: int, _surface: Surface) -> Outcome:
        """Keys mean nothing here."""
        return NOTHING
