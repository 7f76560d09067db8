"""The settings that the window keeps between starts, in the platform's place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from cxstage_core.errors import NewerVersionError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.migrations.upgrade import migrate, version_of
from cxstage_gui import languages

HOME_VARIABLE = "CXSTAGE_HOME"
RECENT = 8
_NAME = "CxStage"


class Settings:
    """Typed access to the stored settings, migrated when an older version stored them.

    Settings of a newer version are left alone: this version then keeps its own next to them, see `refused`.

    Args:
        home: folder for settings and log instead of the platform's places; the environment variable
            CXSTAGE_HOME does the same.
    """

    def __init__(self, home: Path | None = None) -> None:
        named = os.environ.get(HOME_VARIABLE, "")
        home = home or (Path(named) if named else None)
        if home is None:
            self._store = QSettings("CxStage", _NAME)
            place = QStandardPaths.StandardLocation.GenericDataLocation
            self.folder = Path(QStandardPaths.writableLocation(place)) / "CxStage"
        else:
            self._store = QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat)
            self.folder = home
        self.refused: NewerVersionError | None = None
        self._migrated: dict[str, Any] | None = None
        try:
            found = version_of("window", {"version": self._store.value("version", 1)}, self._place)
        except NewerVersionError as error:
            self.refused = error
            version = KINDS["window"].version
            if home is None:
                self._store = QSettings("CxStage", f"{_NAME} v{version}")
            else:
                own = str(home / f"settings-v{version}.ini")
                self._store = QSettings(own, QSettings.Format.IniFormat)
        else:
            if found < KINDS["window"].version:
                stored = {key: self._store.value(key) for key in self._store.allKeys()}
                self._migrated = migrate("window", stored, found)

    @property
    def log_file(self) -> Path:
        """The file of logged failures, without identifiers."""
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
        value = self._value(key)
        return value if isinstance(value, str) else ""

    def keep(self, key: str, value: str) -> None:
        """Store a text."""
        self._keep(key, value)

    def state(self, key: str) -> QByteArray:
        """A stored window or splitter state, empty when there is none."""
        value = self._value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_state(self, key: str, value: QByteArray) -> None:
        """Store a window or splitter state."""
        self._keep(key, value)

    @property
    def _place(self) -> str:
        return self._store.fileName()

    def _value(self, key: str) -> Any:
        return self._store.value(key) if self._migrated is None else self._migrated.get(key)

    def _keep(self, key: str, value: Any) -> None:
        """Store a value; the first one puts all into the version of today."""
        if self._migrated is not None:
            for name in self._store.allKeys():
                self._store.remove(name)
            for name, migrated in self._migrated.items():
                self._store.setValue(name, migrated)
            self._migrated = None
        if KINDS["window"].version > 1:
            self._store.setValue("version", str(KINDS["window"].version))
        self._store.setValue(key, value)
