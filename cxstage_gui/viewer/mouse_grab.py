"""Who has the left button in the panes, when it is not the tool: the last who asked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from cxstage_gui.viewer.slice_view import Handler, SliceView


class MouseGrab(QObject):
    """Hands the left button of several panes to one after another; the one before gets it back."""

    def __init__(self, views: Sequence[SliceView], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views = tuple(views)
        self._waiting: list[Handler] = []

    def take(self, handler: Handler) -> None:
        """Take the button."""
        self.give_back(handler)
        self._waiting.append(handler)
        self._hand_over()

    def give_back(self, handler: Handler) -> None:
        """Give the button back, whether or not somebody else took it meanwhile."""
        if handler in self._waiting:
            self._waiting.remove(handler)
            self._hand_over()

    def _hand_over(self) -> None:
        for view in self._views:
            view.take_over(self._waiting[-1] if self._waiting else None)
