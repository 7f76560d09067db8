"""The folders that file dialogs were left in."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from cxstage_gui.settings import Settings


class FolderOf(StrEnum):
    """What is chosen in a folder; the value is the key of the settings."""

    DATA = "last folder"
    COHORTS = "folder of cohorts"


class LastFolder:
    """Remembers where files of a kind were chosen last.

    Args:
        settings: keeps the folder between starts.
        kind: cohorts and patients' data are remembered apart, so that a new cohort is not offered a
            patient's folder.
    """

    def __init__(self, settings: Settings, kind: FolderOf = FolderOf.DATA) -> None:
        self._settings = settings
        self._kind = kind

    @property
    def path(self) -> Path:
        """The folder; without one that of the latest cohort for cohorts, else the user's home."""
        stored = self._settings.text(self._kind)
        if stored and Path(stored).is_dir():
            return Path(stored)
        if self._kind == FolderOf.COHORTS and self._settings.recent:
            return self._settings.recent[0].parent
        return Path.home()

    def remember(self, folder: Path) -> None:
        """Start the next file dialog of this kind here."""
        self._settings.keep(self._kind, str(folder))
