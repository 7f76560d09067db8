"""Open the window from the command line as a separate process, because the core does not import Qt."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def window_possible() -> bool:
    """Return True if there is a display to open a window on."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window(cohort: Path) -> int:
    """Open the window on a cohort, wait until it is closed and return its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "cxstage_gui.app", str(cohort)], check=False
    ).returncode
