"""The end of a case: how sure the reader is, a comment, and the time it took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_gui.keys.commands import Command
from cxstage_gui.pages.read.case.case import Case
from cxstage_gui.widgets.labels import label

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

SECTION = "case"
SAVE_MS = 800
TELL_MS = 1000
COMMENT_HEIGHT = 120
LEVELS = range(1, 6)
INPUTS = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.TabletMove,
    }
)


class Confidence(QWidget):
    """Five buttons; with the focus, the keys 1 to 5 press them and Return is done.

    Signals:
        chosen: 1 (guess) to 5 (certain).
        done: Return was pressed.
    """

    chosen = Signal(int)
    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Confidence"))
        words = (
            self.tr("1, a guess"),
            self.tr("2, unsure"),
            self.tr("3, fairly sure"),
            self.tr("4, sure"),
            self.tr("5, certain"),
        )
        self.buttons: dict[int, QToolButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for level, title in zip(LEVELS, words, strict=True):
            button = QToolButton()
            button.setText(str(level))
            button.setToolTip(title)
            button.setAccessibleName(title)
            button.setCheckable(True)
            button.setMinimumHeight(32)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, n=level: self.chosen.emit(n))
            self._group.addButton(button)
            row.addWidget(button, 1)
            self.buttons[level] = button

    def show_level(self, level: int | None) -> None:
        """Press the button of a level, or none."""
        self._group.setExclusive(False)
        for number, button in self.buttons.items():
            button.setChecked(number == level)
        self._group.setExclusive(True)

    def event(self, event: QEvent) -> bool:
        """The digits belong to this, not to the tools, while it has the focus."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and _digit(event) in LEVELS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 5, and Return."""
        if _digit(event) in LEVELS:
            self.buttons[_digit(event)].click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        else:
            super().keyPressEvent(event)


def _digit(event: QKeyEvent) -> int:
    return event.key() - int(Qt.Key.Key_0)


class CompletionPart(QObject):
    """Adds the section "Case"; asks for what is missing before a case is complete."""

    def __init__(self, page: ReadPage) -> None:
        super().__init__(page)
        self._page = page
        self._empty_confirmed = False
        self.confidence = Confidence()
        self.comment = QPlainTextEdit()
        self.complete = QPushButton()
        self.time = label("", "muted", wrap=True)
        page.side.add(SECTION, self.tr("Case"), "clipboard-text", self._panel())
        page.commands.add(
            Command(
                "case",
                self.tr("Confidence and comment"),
                self.tr("Case"),
                lambda: page.side.toggle(SECTION),
            )
        )
        page.may_complete = self.may_complete
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVE_MS)
        self._saving.timeout.connect(self._save)
        self._waits: Case | None = None
        page.session.closing.connect(self._save)
        self._telling = QTimer(self)
        self._telling.setInterval(TELL_MS)
        self._telling.timeout.connect(self._tell_time)
        self._telling.start()
        page.case_shown.connect(lambda _: self._shown())
        page.case_closed.connect(self._shown)
        page.state_changed.connect(self._show_state)
        page.drawing.stepped.connect(self._stepped)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._shown()

    def _panel(self) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        column.addWidget(label(self.tr("How sure are you of this outline?"), wrap=True))
        column.addWidget(self.confidence)
        column.addWidget(label(self.tr("1 a guess · 5 certain"), "muted"))
        column.addWidget(label(self.tr("Comment")))
        self.comment.setAccessibleName(self.tr("Comment"))
        self.comment.setPlaceholderText(self.tr("What a reviewer should know; no names"))
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(COMMENT_HEIGHT)
        column.addWidget(self.comment)
        column.addWidget(self.time)
        column.addWidget(self.complete)
        column.addStretch(1)
        self.confidence.chosen.connect(self._sure)
        self.confidence.done.connect(self._page.toggle_complete)
        self.comment.textChanged.connect(self._said)
        self.complete.clicked.connect(self._page.toggle_complete)
        return panel

    def may_complete(self) -> bool:
        """Whether nothing is missing; else it is asked for."""
        case, page = self._page.case, self._page
        if case is None:
            return False
        if not self._empty_confirmed and not any(
            m.array.any() for m in case.editor.snapshot().values()
        ):
            self._empty_confirmed = True
            page.notice.tell(
                self.tr(
                    "Nothing is drawn. If no tumour can be seen, mark the case complete once more."
                ),
                "warning",
            )
            return False
        if case.confidence is None:
            page.side.show_section(SECTION)
            self.confidence.setFocus()
            page.notice.tell(
                self.tr("How sure are you? Press 1 (a guess) to 5 (certain), then Return."), "info"
            )
            return False
        return True

    def _sure(self, level: int) -> None:
        case = self._page.case
        if case is not None and not case.locked:
            case.confidence = level
            self.confidence.show_level(level)
            self._save_soon(case)

    def _said(self) -> None:
        case = self._page.case
        if case is not None and not case.locked and self.comment.toPlainText() != case.comment:
            case.comment = self.comment.toPlainText()
            self._save_soon(case)

    def _save_soon(self, case: Case) -> None:
        self._waits = case
        self._saving.start()

    def _save(self) -> None:
        """Save what was said, of the case it was said of, whatever is on screen now."""
        self._saving.stop()
        case, self._waits = self._waits, None
        if case is None or case.watched:
            return
        if case is self._page.case:
            self._page.save_case()
        else:
            self._page.session.saves.save(case.reading())

    def _stepped(self) -> None:
        self._empty_confirmed = False

    def _shown(self) -> None:
        self._save()
        self._empty_confirmed = False
        case = self._page.case
        self.confidence.show_level(None if case is None else case.confidence)
        self.comment.blockSignals(True)
        self.comment.setPlainText("" if case is None else case.comment)
        self.comment.blockSignals(False)
        self._show_state()
        self._tell_time()

    def _show_state(self) -> None:
        case = self._page.case
        done = case is not None and case.complete
        fixed = case is None or case.locked
        self.confidence.setEnabled(not fixed)
        self.comment.setReadOnly(fixed)
        self.complete.setEnabled(case is not None and not (case.watched or case.draft))
        self.complete.setText(self.tr("Reopen") if done else self.tr("Mark complete"))

    # -- time on the case

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Input on this page is work; the window in the background is none."""
        case = self._page.case
        if case is not None and not case.locked:
            if event.type() in INPUTS and self._page.isVisible() and self._within(watched):
                case.clock.touch()
            elif event.type() == QEvent.Type.ApplicationDeactivate:
                case.clock.rest()
        return False

    def _within(self, watched: QObject) -> bool:
        return isinstance(watched, QWidget) and (
            watched is self._page or self._page.isAncestorOf(watched)
        )

    def _tell_time(self) -> None:
        case = self._page.case
        if self._page.side.open != SECTION or case is None:
            return
        minutes, seconds = divmod(int(case.clock.seconds), 60)
        self.time.setText(
            self.tr("Time on this case {minutes}:{seconds:02d}, pauses left out").format(
                minutes=minutes, seconds=seconds
            )
        )
