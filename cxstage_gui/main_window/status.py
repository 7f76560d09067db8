"""The status line: the last message, what runs, how long it still takes, and its end."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from cxstage_gui.session import Level, Session
from cxstage_gui.strings import localized
from cxstage_gui.tasks import TaskHandle, Tasks
from cxstage_gui.widgets.duration import duration
from cxstage_gui.widgets.labels import label, set_role

MESSAGE_MS = 12_000


class StatusLine(QWidget):
    """Follows the tasks that have a title; the newest one is shown, others are counted."""

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tasks = tasks
        self._message = label()
        self._message.setAccessibleName(self.tr("Message"))
        self._what = label("", "muted")
        self._what.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._left = QLabel()
        self._left.setMinimumWidth(self.fontMetrics().horizontalAdvance("00 min 00 s left"))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setObjectName("status.cancel")
        self._cancel.clicked.connect(self._cancel_shown)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self._message, 1)
        for widget in (self._what, self._bar, self._left, self._cancel):
            row.addWidget(widget)
        self.setFixedHeight(40)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.timeout.connect(self._message.clear)
        self._error = False
        session.message.connect(self.show_message)
        session.cohort_opened.connect(self._end_error)
        session.cohort_closed.connect(self._end_error)
        for changed in (self._tasks.started, self._tasks.finished, self._tasks.changed):
            changed.connect(self._follow)
        self._follow()

    @property
    def message(self) -> str:
        """The sentence that is shown now."""
        return self._message.text()

    def show_message(self, sentence: str, level: str) -> None:
        """Show a sentence: an error until the next message, any other for a while."""
        self._error = error = level == Level.ERROR
        set_role(self._message, role="error" if error else "")
        self._message.setText(sentence)
        self._message.setToolTip(sentence)
        if error:
            self._forget.stop()
        else:
            self._forget.start(MESSAGE_MS)

    def _end_error(self) -> None:
        """Clear an error of the cohort that was open before."""
        if self._error:
            self._error = False
            self._message.clear()
            self._message.setToolTip("")

    def _follow(self) -> None:
        shown = self._tasks.shown
        for widget in (self._what, self._bar, self._left, self._cancel):
            widget.setVisible(bool(shown))
        if shown:
            self._show(shown[-1], len(shown) - 1)

    def _show(self, task: TaskHandle, others: int) -> None:
        progress = task.progress
        parts = [task.title]
        if task.cancel_asked:
            parts.append(self.tr("stopping"))
        elif progress is not None:
            parts += [localized(progress.what), progress.detail]
        elif not task.running:
            parts.append(self.tr("waiting"))
        if others:
            parts.append(self.tr("{count} more").format(count=others))
        self._what.setText(" · ".join(dict.fromkeys(part for part in parts if part)))
        fraction = None if progress is None else progress.fraction
        self._bar.setRange(0, 0 if fraction is None else 1000)
        if fraction is not None:
            self._bar.setValue(round(fraction * 1000))
        left = task.eta_s
        self._left.setText(
            "" if left is None else self.tr("{duration} left").format(duration=duration(left))
        )
        self._cancel.setEnabled(not task.cancel_asked)

    def _cancel_shown(self) -> None:
        if self._tasks.shown:
            self._tasks.shown[-1].cancel()
            self._follow()
