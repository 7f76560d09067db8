"""Prepares in idle moments what would make a later click slow: libraries of plots, then the pages.

Pages that are built now are not built in the middle of a training, when the window must never freeze
for 50 ms. A built page loads nothing before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from threading import Thread

from PySide6.QtCore import QObject, QTimer

from cxstage_gui.tasks import Tasks

LIBRARIES = ("cxstage_core.training", "cxstage_core.evaluation", "pyqtgraph")
FIRST_MS = 1500
STEP_MS = 250


class Warming(QObject):
    """Works through its list one small step at a time, only while nothing else runs.

    Args:
        steps: what to do in the interface thread after the libraries were loaded.
    """

    def __init__(self, tasks: Tasks, steps: Sequence[Callable[[], None]], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._libraries = list(LIBRARIES)
        self._steps = list(steps)
        # Not in the store's thread, where a library of seconds would keep a save or a sign-in waiting.
        self._loading: Thread | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)

    def begin(self) -> None:
        """Start after a while; does nothing when all is done."""
        if self._libraries or self._steps:
            self._timer.start(FIRST_MS)

    def end(self) -> None:
        """Stop; what is being loaded is loaded to its end, since Python cannot end while it is."""
        self._timer.stop()
        if self._loading is not None:
            self._loading.join()

    def _step(self) -> None:
        loading = self._loading is not None and self._loading.is_alive()
        if loading or not self._tasks.idle:
            self._timer.start(STEP_MS)
        elif self._libraries:
            self._loading = Thread(
                target=import_module, args=(self._libraries.pop(0),), name="cxstage-warming"
            )
            self._loading.start()
            self._timer.start(STEP_MS)
        elif self._steps:
            self._steps.pop(0)()
            self._timer.start(STEP_MS)
