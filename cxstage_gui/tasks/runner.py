"""Runs tasks and hands their results over on the interface thread."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from cxstage_core.errors import Cancelled, CxStageError
from cxstage_core.jobs import Event
from cxstage_gui.strings import error_message
from cxstage_gui.tasks.executors import ProcessExecutor, ThreadExecutor
from cxstage_gui.tasks.failure import describe
from cxstage_gui.tasks.handle import Call, Executor, TaskHandle

DRAIN_MS = 15
SLICE_S = 0.008

log = logging.getLogger("cxstage")


class Tasks(QObject):
    """Takes work, and hands progress, events and results back on the interface thread.

    A timer looks for news every 15 ms while there is work; workers touch no Qt object. One look takes
    at most 8 ms, so that a flood of events never blocks the window; what is left comes with the next.
    """

    started = Signal(object)
    changed = Signal()
    finished = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._finished: deque[TaskHandle] = deque()
        self._open: list[TaskHandle] = []
        self._executors = {
            Executor.STORE: ThreadExecutor(Executor.STORE, self._finished),
            Executor.STUDY: ProcessExecutor(Executor.STUDY, self._finished),
            Executor.COMPUTE: ProcessExecutor(Executor.COMPUTE, self._finished),
        }
        self._closed = False
        self._timer = QTimer(self)
        self._timer.setInterval(DRAIN_MS)
        self._timer.timeout.connect(self._look)

    def run(
        self,
        function: Callable[..., Any],
        *args: Any,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        on_event: Callable[[Event], None] | None = None,
        on_cancel: Callable[[], None] | None = None,
        executor: Executor | str = Executor.STORE,
        title: str = "",
        watched: bool = False,
        keep: bool = False,
        steady: bool = True,
        reads: bool = False,
    ) -> TaskHandle:
        """Queue `function(*args)`; the callbacks are called on the interface thread.

        Args:
            function: for the executors "study" and "compute" a function of a module, and arguments that
                travel to another process.
            on_error: gets what went wrong instead of the signal `failed`.
            watched: `function` takes a `job` by keyword.
            keep: closing waits for this task instead of cancelling it.
            steady: its steps take about the same time, so that the time left can be estimated.
            reads: it only reads, so that other work of its executor may be asked for meanwhile.
        """
        task = TaskHandle(
            Call(function, args, watched),
            Executor(executor),
            title,
            keep,
            steady,
            reads,
            on_done,
            on_error,
            on_event,
            on_cancel,
        )
        if self._closed:
            task.cancel()
            return task
        self._open.append(task)
        self._executors[task.executor].put(task)
        self._timer.start()
        if title:
            self.started.emit(task)
        return task

    @property
    def shown(self) -> tuple[TaskHandle, ...]:
        """Unfinished tasks that have a title, oldest first."""
        return tuple(task for task in self._open if task.title)

    @property
    def idle(self) -> bool:
        """Return True if no executor has any work."""
        return not self._open

    def busy(self, executor: Executor | str) -> bool:
        """Return True if an executor has unfinished work with a title that does more than read."""
        return bool(self.occupant(executor))

    def occupant(self, executor: Executor | str) -> str:
        """Return the title of the work that keeps an executor busy, "" without any."""
        there = (t for t in self.shown if t.executor == Executor(executor) and not t.reads)
        return next((task.title for task in there), "")

    def close(self) -> None:
        """Cancel what can be cancelled, wait for the rest, and hand all results over."""
        if self._closed:
            return
        self._closed = True
        for task in self._open:
            if not task.keep:
                task.cancel()
        for executor in self._executors.values():
            executor.join()
        while self._open:
            self._look()
        self._timer.stop()

    def _look(self) -> None:
        """One look for news, of limited length."""
        until = time.perf_counter() + SLICE_S
        ended = set(self._finished)
        for task in tuple(self._open):
            if task.settled:
                continue  # by a callback that opened a dialog and so looked again
            if not self._hand_over_events(task, until):
                break
            if task in ended:
                self._finished.remove(task)
                self._finish(task)
            if time.perf_counter() > until:
                break
        if self.shown:
            self.changed.emit()
        if not self._open:
            self._timer.stop()

    def _hand_over_events(self, task: TaskHandle, until: float) -> bool:
        """Hand events over until none is left (True) or the time is up (False)."""
        events = task.job.events
        while events:
            event = events.popleft()
            if task.on_event is not None:
                self._guarded(task.on_event, event)
            if time.perf_counter() > until:
                return not events
        return True

    def _finish(self, task: TaskHandle) -> None:
        self._open.remove(task)
        task.settled = True
        error = task.error
        if error is None:
            if task.on_done is not None:
                self._guarded(task.on_done, task.result)
        elif isinstance(error, Cancelled):
            if task.on_cancel is not None:
                self._guarded(task.on_cancel)
        else:
            self._report(task, error)
        if task.title:
            self.finished.emit(task)

    def _report(self, task: TaskHandle, error: BaseException) -> None:
        log.log(logging.INFO if isinstance(error, CxStageError) else logging.ERROR, describe(error))
        if task.on_error is not None and isinstance(error, Exception):
            self._guarded(task.on_error, error)
        else:
            self.failed.emit(error_message(error))

    def _guarded(self, callback: Callable[..., None], *args: Any) -> None:
        """A failing callback is reported like a failing task and never stops the others."""
        try:
            callback(*args)
        except Exception as error:  # noqa: BLE001 - shown and logged
            log.error(describe(error))  # noqa: TRY400 - a traceback would quote messages
            self.failed.emit(error_message(error))
