"""The process that decodes, as seen by the program.

One process serves all files and threads. It is started with the first file and again after it ended; what
ended it costs the file that was being read, and no other.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

import cxstage_core
from cxstage_core.errors import IntakeError
from cxstage_core.intake.decoding.limits import Limits
from cxstage_core.intake.decoding.messages import Request, TooLargeError, received, send

_WORKER = "cxstage_core.intake.decoding.worker"
_ONE_THREAD = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS",
)  # fmt: skip
_END_S = 2.0
_WATCH_S = 0.1
_UNREADABLE = (ValueError, TypeError, EOFError, AttributeError, ImportError, LookupError)
"""What reading a message raises whose bytes a dying process left behind."""


@dataclass(slots=True, eq=False)
class _EndedError(Exception):
    """The process ended, or must end, while it worked on a file."""

    file: Path
    memory: bool = False


@dataclass(slots=True)
class _Running:
    process: subprocess.Popen[bytes]
    owner: int
    held: int | None
    """An end of a pipe that is never written to: the process ends when it is closed, also by our death."""
    loaded: set[str] = field(default_factory=set)
    served: bool = False
    late: bool = False
    deadline: float | None = None

    @contextlib.contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """Kill the process if what is done here takes longer."""
        self.deadline = time.monotonic() + seconds
        try:
            yield
        finally:
            self.deadline = None

    def watch(self) -> None:
        """Keep the limit, until the process has ended; a timer for each file would cost more than the file."""
        while self.process.poll() is None:
            limit = self.deadline
            if limit is not None and time.monotonic() > limit:
                self.late = True
                self.process.kill()
                return
            time.sleep(_WATCH_S)

    @property
    def requests(self) -> IO[bytes]:
        assert self.process.stdin is not None
        return self.process.stdin

    @property
    def answers(self) -> IO[bytes]:
        assert self.process.stdout is not None
        return self.process.stdout


class Decoder:
    """A process that decodes foreign files; safe to use from several threads.

    Args:
        limits: what a file may cost.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lock = threading.Lock()
        self._running: _Running | None = None

    @property
    def pid(self) -> int | None:
        """Id of the process, None if there is none at the moment."""
        return None if self._running is None else self._running.process.pid

    def ask(self, operation: str, file: Path, *arguments: Any, work_bytes: int = 0) -> Any:
        """Have one request answered.

        Args:
            operation: a row of `worker.OPERATIONS`.
            file: what is read; named in the refusal if it ends the process.
            arguments: further arguments of the operation.
            work_bytes: bytes that are read and made, for the time allowed.

        Raises:
            IntakeError: the file is refused, or ended the process, or exceeded a limit.
            GeometryError: its geometry is impossible.
            OSError: it cannot be opened.
        """
        request = Request(
            operation,
            file.absolute(),
            arguments,
            self.limits.seconds(work_bytes),
            self.limits.memory,
            self.limits.memory_per_byte,
        )
        with self._lock:
            while True:
                running = self._started()
                try:
                    kind, value = self._exchange(running, request)
                except _EndedError as ended:
                    self._end()
                    if running.served and not running.late:
                        continue  # an earlier file may be to blame: once more, in a new process
                    raise self._refusal(ended, request, late=running.late) from None
                except BaseException:
                    self._end()  # interrupted in the middle of a message
                    raise
                running.served = True
                break
        if kind == "refused":
            where = file if value.file == request.file else value.file
            raise replace(value, file=where).error()
        if kind == "closed":
            raise OSError(value, "the file cannot be read")
        if kind == "damaged":
            raise damaged(file)
        return value

    def close(self) -> None:
        """End the process; the next request starts another."""
        with self._lock:
            self._end()

    def _exchange(self, running: _Running, request: Request) -> tuple[str, Any]:
        if request.operation not in running.loaded:
            with running.limited(self.limits.start_s):
                self._send(running, replace(request, load=True, arguments=()))
                self._receive(running, request.file)
            running.loaded.add(request.operation)
        with running.limited(request.seconds):
            self._send(running, request)
            at = request.file
            while (answer := self._receive(running, at))[0] == "at":
                at = answer[1]
        if answer[0] == "memory":
            raise _EndedError(at, memory=True)
        return answer

    def _send(self, running: _Running, request: Request) -> None:
        try:
            send(running.requests, request)
        except OSError as error:
            raise _EndedError(request.file) from error

    def _receive(self, running: _Running, file: Path) -> tuple[str, Any]:
        try:
            answer = received(running.answers, self.limits.output)
        except TooLargeError:
            raise _EndedError(file, memory=True) from None
        except (pickle.UnpicklingError, *_UNREADABLE) as error:
            raise _EndedError(file) from error
        if answer is None:
            raise _EndedError(file)
        kind, value = answer
        return str(kind), value

    def _started(self) -> _Running:
        running = self._running
        if running is not None and running.owner == os.getpid() and running.process.poll() is None:
            return running
        self._end()
        environment = {**os.environ, **dict.fromkeys(_ONE_THREAD, "1"), "MALLOC_ARENA_MAX": "2"}
        root = str(Path(cxstage_core.__file__).parent.parent)
        environment["PYTHONPATH"] = os.pathsep.join([root, *(p for p in sys.path if p and p != root)])
        life, held = os.pipe() if sys.platform == "linux" else (None, None)
        try:
            # -P: no module beside the images that are imported may be taken for one of ours.
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", _WORKER, *([] if life is None else [str(life)])],
                pass_fds=() if life is None else (life,),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            if held is not None:
                os.close(held)
            raise _cannot_start() from error
        finally:
            if life is not None:
                os.close(life)
        self._running = running = _Running(process, os.getpid(), held)
        threading.Thread(target=running.watch, name="decoder-watch", daemon=True).start()
        atexit.register(self._end)
        try:
            with running.limited(self.limits.start_s):
                self._receive(running, Path())
        except _EndedError:
            self._end()
            raise _cannot_start() from None
        return running

    def _end(self) -> None:
        running, self._running = self._running, None
        if running is None or running.owner != os.getpid():
            return  # none, or one of the process that this one was forked from
        atexit.unregister(self._end)
        with contextlib.suppress(OSError):  # it ended before
            running.requests.close()
        running.process.kill()
        if running.held is not None:
            os.close(running.held)
        with contextlib.suppress(subprocess.TimeoutExpired):  # the system ends it in time
            running.process.wait(_END_S)
        running.answers.close()

    def _refusal(self, ended: _EndedError, request: Request, *, late: bool) -> IntakeError:
        if late:
            return IntakeError(
                "Reading {file} was stopped after {seconds:.0f} s without a result.",
                remedy="Copy the file to a local disk, or export it again.",
                file=ended.file,
                seconds=request.seconds,
            )
        if ended.memory:
            return IntakeError(
                "Reading {file} needs far more memory than an image of this kind has.",
                remedy="Export it again; the file is damaged or was not made by a scanner.",
                file=ended.file,
            )
        return IntakeError(
            "The file {file} is damaged in a way that ends the decoder.",
            remedy="Export it again, or leave it out.",
            file=ended.file,
        )


_shared = Decoder()


def decoder() -> Decoder:
    """Return the process that all imports of this program share."""
    return _shared


def damaged(file: Path) -> IntakeError:
    """Return the refusal of a file that its library cannot read."""
    return IntakeError(
        "The image file {file} cannot be read: it is damaged or not of the format its suffix declares.",
        remedy="Export it again.",
        file=file,
    )


def _cannot_start() -> IntakeError:
    return IntakeError(
        "The process that reads images cannot be started.",
        remedy="Close other programs and try again; if it stays so, install CxStage again.",
    )
