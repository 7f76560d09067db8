"""Measures the way from process start to the first painted MRI slice."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

SHOWS_IMAGE = "showsImage"


class FirstImage(QObject):
    """An event filter that looks for the first paint of a widget whose property `showsImage` is set.

    It prints `{"first_image_s": …}` and quits the application.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._done = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at paint events only."""
        if event.type() == QEvent.Type.Paint and not self._done and watched.property(SHOWS_IMAGE):
            self._done = True
            QTimer.singleShot(0, self._report)
        return False

    def _report(self) -> None:
        print(json.dumps({"first_image_s": age_of_process_s()}), flush=True)  # noqa: T201
        self._application.closeAllWindows()


def age_of_process_s() -> float:
    """Seconds since this process was started, by the kernel's clock; Linux only."""
    fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    started = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started
