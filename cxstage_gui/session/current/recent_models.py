"""Model files that were used for predictions lately."""

from __future__ import annotations

from pathlib import Path

from cxstage_gui.settings import Settings

KEY = "predict/models"
KEPT = 8


class RecentModels:
    """Remembers the paths between starts; the latest first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def files(self) -> tuple[Path, ...]:
        """Those that still exist."""
        stored = (Path(line) for line in self._settings.text(KEY).split("\n") if line)
        return tuple(file for file in stored if file.is_file())

    def add(self, file: Path) -> None:
        """Put a file at the head of the list."""
        others = [one for one in self.files if one != file]
        self._settings.keep(KEY, "\n".join(str(one) for one in [file, *others][:KEPT]))
