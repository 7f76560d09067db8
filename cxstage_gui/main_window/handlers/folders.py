"""The folder that the last file dialog was left in."""

from __future__ import annotations

from pathlib import Path

from cxstage_gui.settings import Settings

KEY = "last folder"


class LastFolder:
    """Remembers where files were chosen last.

    Args:
        settings: keeps the folder between starts.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def path(self) -> Path:
        """The folder, the user's home if it is gone."""
        stored = self._settings.text(KEY)
        return Path(stored) if stored and Path(stored).is_dir() else Path.home()

    def remember(self, folder: Path) -> None:
        """Start the next file dialog here."""
        self._settings.keep(KEY, str(folder))
