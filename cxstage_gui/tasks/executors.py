"""The executors: one thread each, which works itself or serves a worker process."""

from __future__ import annotations

import atexit
import multiprocessing
import queue
import threading
from collections import deque
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from typing import Any

from cxstage_core.errors import Cancelled, CxStageError
from cxstage_gui.tasks.handle import Call, TaskHandle
from cxstage_gui.tasks.worker import GO_ON, PAUSE, STOP, serve

LISTEN_S = 0.05
GRACE_S = 5.0


class ThreadExecutor:
    """Works off tasks in one thread, in order; finished tasks go to `finished`."""

    def __init__(self, name: str, finished: deque[TaskHandle]) -> None:
        self._finished = finished
        self._waiting: queue.SimpleQueue[TaskHandle | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=f"cxstage-{name}", daemon=True)
        self._started = False

    def put(self, task: TaskHandle) -> None:
        """Queue a task; the thread starts with the first."""
        if not self._started:
            self._started = True
            self._thread.start()
        self._waiting.put(task)

    def join(self) -> None:
        """End after the queued tasks; returns when the thread has ended."""
        if self._started:
            self._waiting.put(None)
            self._thread.join()

    def _run(self) -> None:
        while (task := self._waiting.get()) is not None:
            task.running = True
            try:
                task.job.check()
                task.result = self._call(task)
            except Exception as error:  # noqa: BLE001 - settled on the interface thread
                task.error = error
            task.running = False
            self._finished.append(task)
        self._end()

    def _call(self, task: TaskHandle) -> Any:
        return task.call(task.job)

    def _end(self) -> None:
        pass


class ProcessExecutor(ThreadExecutor):
    """Works off tasks in a worker process that starts with the first task and stays warm."""

    def __init__(self, name: str, finished: deque[TaskHandle]) -> None:
        super().__init__(name, finished)
        self._closing = threading.Event()
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def join(self) -> None:
        self._closing.set()
        super().join()

    def _call(self, task: TaskHandle) -> Any:
        line = self._connected()
        call = Call(task.call.function, task.call.args, task.call.watched)
        line.send_bytes(ForkingPickler.dumps(call))
        told, resting, waited = False, False, 0.0
        while True:
            if task.cancel_asked and not told:
                line.send_bytes(STOP)
                told = True
            if task.paused != resting:
                resting = task.paused
                line.send_bytes(PAUSE if resting else GO_ON)
            if not line.poll(LISTEN_S):
                waited += LISTEN_S if told and self._closing.is_set() else 0.0
                if waited > GRACE_S:
                    raise Cancelled
                continue
            try:
                kind, value = line.recv()
            except (EOFError, OSError) as end:
                self._end()
                raise CxStageError(
                    "The background process ended unexpectedly, perhaps for lack of memory.",
                    remedy="What was saved before is safe. Close other programs or choose smaller "
                    "settings, then start again.",
                ) from end
            if kind == "done":
                return value
            if kind == "cancelled":
                raise Cancelled
            if kind == "error":
                error, notes = value
                error.__notes__ = notes
                raise error
            _report(task, kind, value)

    def _connected(self) -> Connection:
        if self._line is None or self._process is None or not self._process.is_alive():
            self._end()
            here, there = multiprocessing.Pipe()
            spawn = multiprocessing.get_context("spawn")
            self._process = spawn.Process(target=serve, args=(there,))
            self._process.start()
            atexit.register(self._end)  # before multiprocessing waits for its children
            there.close()
            self._line = here
        return self._line

    def _end(self) -> None:
        """Closing the pipe ends the worker, together with helpers that its work started."""
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            self._process.join(GRACE_S)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
            self._process = None
            atexit.unregister(self._end)


def _report(task: TaskHandle, kind: str, value: Any) -> None:
    if kind == "event":
        task.job.emit(value)
        return
    # The worker is told of a stop or a rest, and answers for itself.
    task.job.note(value)
