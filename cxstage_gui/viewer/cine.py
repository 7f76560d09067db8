"""Plays through the slices of a pane."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from cxstage_gui.viewer.slice_view import SliceView

LEAST_WAIT_MS = 4


class Cine(QObject):
    """Shows the slice that is due by the clock: a slow machine skips slices, it does not slow down.

    Signals:
        toggled: it plays, or it stopped.
    """

    toggled = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fps = 10
        self._view: SliceView | None = None
        self._start, self._first = 0.0, 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._turn)

    @property
    def playing(self) -> bool:
        """True while it plays."""
        return self._view is not None

    def play(self, view: SliceView) -> None:
        """Begin at the slice on screen; after the last comes the first."""
        if view.model is None or view.model.grid.size[0] < 2:
            return
        self._view, self._start, self._first = view, time.perf_counter(), view.index
        self._wait()
        self.toggled.emit(True)

    def stop(self) -> None:
        """Stay at the slice on screen."""
        if self._view is not None:
            self._view = None
            self._timer.stop()
            self.toggled.emit(False)

    def _turn(self) -> None:
        view = self._view
        if view is None or view.model is None:
            self.stop()
            return
        passed = round((time.perf_counter() - self._start) * self.fps)
        view.show_slice((self._first + passed) % view.model.grid.size[0])
        self._wait()

    def _wait(self) -> None:
        """Until the next slice is due; time for other events stays in any case."""
        passed = time.perf_counter() - self._start
        due = (int(passed * self.fps + 1e-6) + 1) / self.fps
        self._timer.start(max(LEAST_WAIT_MS, round((due - passed) * 1000)))
