"""What the window remembers between starts, in the platform's place."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from cxstage_gui import languages

HOME_VARIABLE = "CXSTAGE_HOME"
RECENT = 8


class Settings:
    """Typed access to the stored settings.

    Args:
        home: folder for settings and log instead of the platform's places; the environment variable
            CXSTAGE_HOME does the same.
    """

    def __init__(self, home: Path | None = None) -> None:
        named = os.environ.get(HOME_VARIABLE, "")
        home = home or (Path(named) if named else None)
        if home is None:
            self._store = QSettings("CxStage", "CxStage")
            place = QStandardPaths.StandardLocation.GenericDataLocation
            self.folder = Path(QStandardPaths.writableLocation(place)) / "CxStage"
        else:
            self._store = QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat)
            self.folder = home

    @property
    def log_file(self) -> Path:
        """Where failures are written down, without identifiers."""
        return self.folder / "cxstage.log"

    @property
    def theme(self) -> str:
        """ "dark" or "light"."""
        return "light" if self.text("theme") == "light" else "dark"

    @theme.setter
    def theme(self, name: str) -> None:
        self.keep("theme", name)

    @property
    def language(self) -> str:
        """The code of a language that has a catalogue, or "system"."""
        chosen = self.text("language")
        return chosen if chosen in languages.codes() else "system"

    @language.setter
    def language(self, code: str) -> None:
        self.keep("language", code)

    @property
    def reader(self) -> str:
        """The name of the current reader."""
        return self.text("reader") or "A"

    @reader.setter
    def reader(self, name: str) -> None:
        self.keep("reader", name)

    @property
    def page(self) -> str:
        """The page shown last."""
        return self.text("page") or "cohort"

    @page.setter
    def page(self, name: str) -> None:
        self.keep("page", name)

    @property
    def recent(self) -> tuple[Path, ...]:
        """Cohorts opened lately that still exist, latest first."""
        stored = self.text("recent")
        paths = (Path(line) for line in stored.split("\n") if line)
        return tuple(path for path in paths if path.is_dir())

    def add_recent(self, path: Path) -> None:
        """Put a cohort at the head of the list."""
        others = [p for p in self.recent if p != path]
        self.keep("recent", "\n".join(str(p) for p in [path, *others][:RECENT]))

    def text(self, key: str) -> str:
        """A stored text, "" when there is none."""
        value = self._store.value(key, "")
        return value if isinstance(value, str) else ""

    def keep(self, key: str, value: str) -> None:
        """Store a text."""
        self._store.setValue(key, value)

    def state(self, key: str) -> QByteArray:
        """A stored window or splitter state, empty when there is none."""
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_state(self, key: str, value: QByteArray) -> None:
        """Store a window or splitter state."""
        self._store.setValue(key, value)
