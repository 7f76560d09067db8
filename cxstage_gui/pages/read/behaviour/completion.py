"""Completion of a case: confidence, comment, and reading time."""

from __future__ import annotations

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

from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.pages.read.bars.section_panel import SectionPanel
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.case.reasons import why_locked
from cxstage_gui.session.level import Level
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.reason import ReasonDialog

SECTION = "case"
TIME_MS = 1000
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
        """Take the digits from the tools while this has the focus."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and _digit(event) in LEVELS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle 1 to 5, and Return."""
        if _digit(event) in LEVELS:
            self.buttons[_digit(event)].click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        else:
            super().keyPressEvent(event)


def _digit(event: QKeyEvent) -> int:
    return event.key() - int(Qt.Key.Key_0)


class Completion(QObject):
    """Adds the section "Case"; asks for what is missing before a case is complete."""

    def __init__(
        self,
        context: ReadContext,
        commands: Commands,
        side: SectionPanel,
        area: QWidget,
    ) -> None:
        super().__init__(context)
        self._context = context
        self._side = side
        self._area = area
        self._empty_confirmed = False
        self.confidence = Confidence()
        self.comment = QPlainTextEdit()
        self.complete = QPushButton()
        self.time = label("", "muted", wrap=True)
        side.add(SECTION, self.tr("Case"), "clipboard-text", self._panel())
        commands.add(
            Command(
                "case",
                self.tr("Confidence and comment"),
                self.tr("Case"),
                lambda: side.toggle(SECTION),
            )
        )
        self._time_shown = QTimer(self)
        self._time_shown.setInterval(TIME_MS)
        self._time_shown.timeout.connect(self._show_time)
        self._time_shown.start()
        context.case_shown.connect(lambda _: self._shown())
        context.case_closed.connect(self._shown)
        context.state_changed.connect(self._show_state)
        context.rights_changed.connect(self._show_state)
        context.stepped.connect(self._stepped)
        context.completion_wanted.connect(self._complete)
        context.reopening_wanted.connect(self._reopen)
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
        self.confidence.chosen.connect(self._choose_confidence)
        self.confidence.done.connect(self._context.toggle_complete)
        self.comment.textChanged.connect(self._change_comment)
        self.complete.clicked.connect(self._context.toggle_complete)
        return panel

    def _complete(self) -> None:
        """Complete the case, or ask for what is missing."""
        case = self._context.case
        if case is None:
            return
        drawn = any(mask.array.any() for mask in case.editor.snapshot().values())
        if not drawn and not self._empty_confirmed:
            self._empty_confirmed = True
            self._context.notify(
                self.tr(
                    "Nothing is drawn. If no tumour can be seen, mark the case complete once more."
                ),
                Level.WARNING,
            )
        elif case.confidence is None:
            self._side.show_section(SECTION)
            self.confidence.setFocus()
            self._context.notify(
                self.tr("How sure are you? Press 1 (a guess) to 5 (certain), then Return."), Level.INFO
            )
        else:
            self._context.complete()

    def _reopen(self) -> None:
        """Ask for the reason why the complete case is reopened."""
        case = self._context.case
        if case is None:
            return
        dialog = ReasonDialog(
            self.tr("Reopen {case}").format(case=case.name),
            self.tr(
                "You can draw again. Outlines of others are hidden until you mark the case complete "
                "once more."
            ),
            self.tr("Reopen"),
            self.tr("Such as: the upper slices were left out"),
            self._area,
        )

        def reopen(reason: str) -> None:
            now = self._context.case
            if now is not None and now.key == case.key:
                self._context.reopen(reason)

        dialog.given.connect(reopen)
        dialog.open()

    def _choose_confidence(self, level: int) -> None:
        self._context.set_confidence(level)
        if self._context.case is not None:
            self.confidence.show_level(self._context.case.confidence)

    def _change_comment(self) -> None:
        self._context.set_comment(self.comment.toPlainText())

    def _stepped(self) -> None:
        self._empty_confirmed = False

    def _shown(self) -> None:
        self._empty_confirmed = False
        case = self._context.case
        self.confidence.show_level(None if case is None else case.confidence)
        self.comment.blockSignals(True)
        self.comment.setPlainText("" if case is None else case.comment)
        self.comment.blockSignals(False)
        self._show_state()
        self._show_time()

    def _show_state(self) -> None:
        case = self._context.case
        done = case is not None and case.complete
        fixed = case is None or case.locked
        self.confidence.setEnabled(not fixed)
        self.comment.setReadOnly(fixed)
        self.complete.setVisible(case is not None and (case.completes or case.reopens))
        self.comment.setToolTip(why_locked(case))
        self.confidence.setToolTip(why_locked(case))
        self.complete.setText(self.tr("Reopen") if done else self.tr("Mark complete"))

    # -- time on the case

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count input on this page as reading time; a window in the background does not count."""
        case = self._context.case
        if case is not None and not case.locked:
            if event.type() in INPUTS and self._area.isVisible() and self._within(watched):
                case.timer.record_input()
            elif event.type() == QEvent.Type.ApplicationDeactivate:
                case.timer.pause()
        return False

    def _within(self, watched: QObject) -> bool:
        return isinstance(watched, QWidget) and (
            watched is self._area or self._area.isAncestorOf(watched)
        )

    def _show_time(self) -> None:
        case = self._context.case
        if self._side.open != SECTION or case is None:
            return
        minutes, seconds = divmod(int(case.timer.seconds), 60)
        self.time.setText(
            self.tr("Reading time {minutes}:{seconds:02d} (pauses excluded)").format(
                minutes=minutes, seconds=seconds
            )
        )
