"""The last window of each series."""

from __future__ import annotations

import hashlib
import json
import math

from cxstage_gui.settings import Settings
from cxstage_gui.viewer.models.window_level import WindowLevel

KEY = "read/windows"
KEPT = 400


class WindowMemory:
    """Keeps windows by a hash of cohort, patient and series, so that the settings hold no names."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._windows = _stored(settings.text(KEY))

    def window(self, *names: str) -> WindowLevel | None:
        """Window of a series, None if it was never changed."""
        ends = self._windows.get(_key(names))
        return None if ends is None else WindowLevel.between(*ends)

    def keep(self, window: WindowLevel | None, *names: str) -> None:
        """Keep a window, or with None forget it; only the newest 400 are kept."""
        key = _key(names)
        self._windows.pop(key, None)
        if window is not None:
            self._windows[key] = (window.low, window.high)
        self._windows = dict(list(self._windows.items())[-KEPT:])

    def save(self) -> None:
        """Write all windows to the settings."""
        self._settings.keep(KEY, json.dumps(self._windows))


def _key(names: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(names).encode()).hexdigest()[:20]


def _stored(text: str) -> dict[str, tuple[float, float]]:
    """Windows of the settings; other content is left out."""
    try:
        found = json.loads(text or "{}")
    except json.JSONDecodeError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        str(key): (float(ends[0]), float(ends[1]))
        for key, ends in found.items()
        if isinstance(ends, list)
        and len(ends) == 2
        and all(isinstance(end, int | float) and math.isfinite(end) for end in ends)
    }
