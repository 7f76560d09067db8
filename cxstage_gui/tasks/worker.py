"""The far end of a process executor: takes calls from a pipe, sends progress, events and results back."""

from __future__ import annotations

import os
import pickle
import queue
import signal
import sys
import threading
import time
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any

from cxstage_core.errors import Cancelled
from cxstage_core.jobs import Event, Job, Progress, Stop, start_job
from cxstage_gui.tasks.failure import describe
from cxstage_gui.tasks.handle import Call

PROGRESS_EVERY_S = 0.03
STOP, PAUSE, GO_ON = b"", b"pause", b"go on"
BELOW_NORMAL_PRIORITY_CLASS = 0x4000


class _Line:
    """The pipe to the window, shared by the working and the listening thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._stage = ""
        self._last = 0.0

    def report(self, news: Progress | Event) -> None:
        if isinstance(news, Progress):
            self._progress(news)
        else:
            self.send("event", news)

    def _progress(self, now: Progress) -> None:
        late = time.monotonic() - self._last >= PROGRESS_EVERY_S
        if late or now.what != self._stage or now.done >= now.total:
            self._stage, self._last = now.what, time.monotonic()
            self.send("progress", now)

    def send(self, kind: str, value: Any) -> None:
        packed = ForkingPickler.dumps((kind, value))
        with self._lock:
            self._connection.send_bytes(packed)


def serve(connection: Connection) -> None:
    """Work off calls until the window closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.setpgid(0, 0)  # so that helpers started by the work end with it
    _lower_priority()
    line = _Line(connection)
    calls: queue.SimpleQueue[tuple[bytes, Job]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, line, calls), daemon=True).start()
    while True:
        packed, job = calls.get()
        _call(packed, job, line)


def _listen(connection: Connection, line: _Line, calls: queue.SimpleQueue[tuple[bytes, Job]]) -> None:
    stop: Stop | None = None
    while True:
        try:
            message = connection.recv_bytes()
        except (EOFError, OSError):
            _end()
        if message not in (STOP, PAUSE, GO_ON):
            job, stop = start_job(line.report)
            calls.put((message, job))
        elif stop is not None:
            {STOP: stop.ask, PAUSE: stop.pause, GO_ON: stop.go_on}[message]()


def _end() -> None:
    """The window is gone: end at once, helpers included; every write of the store is atomic."""
    if sys.platform == "win32":
        os._exit(0)
    os.killpg(0, signal.SIGKILL)


def _call(packed: bytes, job: Job, line: _Line) -> None:
    try:
        call: Call = pickle.loads(packed)
        result = call(job)
        line.send("done", result)
    except Cancelled:
        line.send("cancelled", None)
    except Exception as error:  # noqa: BLE001 - handed to the window, which shows and logs it
        error.add_note("in the worker process:\n" + describe(error))
        try:
            pickle.loads(ForkingPickler.dumps(error))
        except Exception:  # noqa: BLE001 - an error that does not travel is described instead
            foreign = RuntimeError(type(error).__name__)
            foreign.add_note(error.__notes__[-1])
            error = foreign
        line.send("error", (error, error.__notes__))


def _lower_priority() -> None:
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(10)
