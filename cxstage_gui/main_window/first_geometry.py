"""Where the window opens the first time: inside the part of the screen that is free."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize

WANTED = QSize(1440, 900)
LEAST = QSize(1120, 640)
FRAME = QSize(16, 48)
TITLE = 40
"""Room for the frame that the window manager adds, known only once the window is shown; most of it is the title."""


def first_geometry(free: QRect) -> QRect:
    """Return the window's geometry without its frame, in the middle of the free part of the screen."""
    room = free.size() - FRAME
    size = WANTED.boundedTo(room).expandedTo(LEAST)
    left = free.left() + max(0, (free.width() - size.width()) // 2)
    slack = free.height() - size.height() - FRAME.height()
    top = free.top() + TITLE + max(0, slack // 2)
    return QRect(QPoint(left, top), size)
