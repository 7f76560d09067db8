"""The keys of the Read page: the ITK-SNAP preset and our own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

KEYS: tuple[tuple[str, str], ...] = (
    ("1", "tool cursor"),
    ("2", "tool pan"),
    ("3", "tool polygon"),
    ("4", "tool brush"),
    ("PgUp", "slice up"),
    ("PgDown", "slice down"),
    ("Shift+PgUp", "fast up"),
    ("Shift+PgDown", "fast down"),
    ("Ctrl+Up", "zoom in"),
    ("Ctrl+Down", "zoom out"),
    ("Ctrl+F", "fit"),
    ("C", "centre"),
    ("Ctrl+J", "auto window"),
    ("Ctrl+Shift+J", "reset window"),
    ("S", "masks"),
    ("A", "less opacity"),
    ("D", "more opacity"),
    ("X", "annotations"),
    ("Shift+X", "crosshair"),
    (",", "label"),
    (".", "label"),
    ("Ctrl+Z", "undo"),
    ("Ctrl+Shift+Z", "redo"),
    ("Ctrl+Y", "redo"),
    ("Ctrl+V", "paste polygon"),
    ("Ctrl+Backspace", "clear slice"),
    ("+", "larger brush"),
    ("=", "larger brush"),
    ("-", "smaller brush"),
    ("\\", "maximise"),
    ("Ctrl+S", "save"),
    ("N", "next patient"),
    ("Shift+N", "previous patient"),
    ("F8", "complete"),
)


def bind(page: QWidget, handlers: Mapping[str, Callable[[], None]]) -> None:
    """Let the keys call their handlers while the page or a part of it has the focus."""
    for keys, name in KEYS:
        shortcut = QShortcut(QKeySequence(keys), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(handlers[name])
