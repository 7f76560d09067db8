"""Return and Esc while a preview is shown: they accept and drop it, wherever the focus is on the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.tools import Key
from cxstage_gui.viewer.slice_view import SliceView

KEYS = {
    int(Qt.Key.Key_Return): Key.RETURN,
    int(Qt.Key.Key_Enter): Key.RETURN,
    int(Qt.Key.Key_Escape): Key.ESCAPE,
}
NO_MODIFIER, KEYPAD = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier


class PreviewKeys(QObject):
    """Takes the keys from buttons and lists; text that is being typed keeps them."""

    def __init__(self, parent: QObject, drawing: Drawing, first: SliceView, area: QWidget) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._first = first
        self._area = area
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept or drop the preview."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not (isinstance(event, QKeyEvent) and self._wanted(watched, event)):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._drawing.key(KEYS[int(event.key())], self._first.index)
        return True

    def _wanted(self, watched: QObject, event: QKeyEvent) -> bool:
        if self._drawing.preview is None or int(event.key()) not in KEYS:
            return False
        if event.modifiers() not in (NO_MODIFIER, KEYPAD) or not isinstance(watched, QWidget):
            return False
        within = watched is self._area or self._area.isAncestorOf(watched)
        return within and watched.window() is self._area.window() and not _typing()


def _typing() -> bool:
    """Whether the focus is in a text, or in a number that is being typed."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QPlainTextEdit):
        return True
    edit = focus if isinstance(focus, QLineEdit) else None
    if edit is None and focus is not None:
        edit = focus.findChild(QLineEdit)
    return edit is not None and edit.isModified()
