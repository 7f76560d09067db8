"""What runs in the process that decodes: requests come in by stdin, answers leave by stdout.

The process ends with its parent: at the end of stdin, when it gets another parent, and, if a library does
not let it look, by a signal of the pipe (Linux) or soon after the time of its request (elsewhere).
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from cxstage_core.errors import CxStageError
from cxstage_core.intake.decoding.budget import Budget, begin
from cxstage_core.intake.decoding.messages import Refusal, Request, received, send

OPERATIONS: Mapping[str, tuple[str, str, str]] = {
    "frames": ("cxstage_core.intake.header", "frames_of_file", "pydicom"),
    "frames of several": ("cxstage_core.intake.header", "frames_of_files", "pydicom"),
    "originals": ("cxstage_core.intake.originals", "headers_of_files", "pydicom"),
    "series of": ("cxstage_core.intake.header", "series_of_file", "pydicom"),
    "stack": ("cxstage_core.intake.pixels", "pixels_of_frames", ""),
    "header": ("cxstage_core.intake.image_files", "header_of_file", "SimpleITK"),
    "picture": ("cxstage_core.intake.image_files", "picture_of_file", "SimpleITK"),
    "segments": ("cxstage_core.intake.masks.reading", "segments_of_dicom", "pydicom"),
    "unclear": ("cxstage_core.intake.masks.reading", "unclear_of_dicom", "pydicom"),
}
"""What can be asked for: the module and the function of the file and further arguments that answers it, and
the library that is loaded before the time of a file begins."""
_GRACE_S = 5.0
_PARENT_EVERY_S = 1.0
_PIPE = 1 << 20


def serve() -> None:
    """Answer requests until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # libraries print where they like
    _widen(answers)
    _end_with_parent()
    _send(answers, "ready")
    requests = sys.stdin.buffer
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a stream without a file
        while (request := received(requests)) is not None:
            with _bounded(request.seconds + _GRACE_S, nowhere):
                kind, value = _answer(request, answers)
            _send(answers, kind, value)


def _answer(request: Request, answers: BinaryIO) -> tuple[str, Any]:
    module, name, library = OPERATIONS[request.operation]
    work = getattr(importlib.import_module(module), name)
    if request.load:
        if library:
            importlib.import_module(library)
        return "done", None
    begin(Budget(request.memory, request.memory_per_byte, lambda file: _send(answers, "at", file)))
    try:
        return "done", work(request.file, *request.arguments)
    except MemoryError:
        return "memory", None
    except CxStageError as error:
        return "refused", Refusal.of(error)
    except OSError as error:
        return "closed", error.errno or 0
    except Exception:  # noqa: BLE001 - damaged files fail inside the libraries in more ways than can be listed
        return "damaged", None


def _send(answers: BinaryIO, kind: str, value: Any = None) -> None:
    try:
        send(answers, (kind, value))
    except OSError:  # the parent is gone
        os._exit(0)


@contextlib.contextmanager
def _bounded(seconds: float, nowhere: BinaryIO) -> Iterator[None]:
    """End this process with its parent, or after some time, whatever a library is doing."""
    if sys.platform == "linux":
        signal.signal(signal.SIGIO, signal.SIG_DFL)
    else:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
    try:
        yield
    finally:
        if sys.platform == "linux":
            signal.signal(signal.SIGIO, signal.SIG_IGN)
        else:
            faulthandler.cancel_dump_traceback_later()


def _end_with_parent() -> None:
    if sys.platform == "win32":
        return
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_EVERY_S)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
    if sys.platform == "linux":
        import fcntl

        # Nothing is ever written to this pipe, so its only signal is its end. Stdin would not do: the signal of a
        # request's last bytes may come after they were read.
        life = int(sys.argv[1])
        signal.signal(signal.SIGIO, signal.SIG_IGN)
        fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(life, fcntl.F_SETFL, fcntl.fcntl(life, fcntl.F_GETFL) | os.O_ASYNC)


def _widen(answers: BinaryIO) -> None:
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):  # a pipe of the usual size is only slower
            fcntl.fcntl(answers.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)


if __name__ == "__main__":
    serve()
