"""The left button of the panes, given to the last handler that grabbed it instead of the tool."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from cxstage_gui.viewer.slice_view import Handler, SliceView


class MouseGrab(QObject):
    """Gives the left button of several panes to one handler; a release gives it to the one before."""

    def __init__(self, views: Sequence[SliceView], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views = tuple(views)
        self._waiting: list[Handler] = []

    def grab(self, handler: Handler) -> None:
        """Send the left button to this handler."""
        self.release(handler)
        self._waiting.append(handler)
        self._send()

    def release(self, handler: Handler) -> None:
        """Stop sending the button to this handler, whether or not another grabbed it meanwhile."""
        if handler in self._waiting:
            self._waiting.remove(handler)
            self._send()

    def _send(self) -> None:
        for view in self._views:
            view.grab_mouse(self._waiting[-1] if self._waiting else None)
