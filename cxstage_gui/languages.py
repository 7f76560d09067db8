"""The languages of the window: one for every catalogue in assets/translations."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from cxstage_gui.theme import ASSETS

FOLDER = ASSETS / "translations"
PREFIX = "cxstage_"
SOURCE = "en"
"""The language of the sentences in the source code; its catalogue holds plural forms only."""


def codes() -> tuple[str, ...]:
    """Return the codes of all languages, the source language first."""
    found = (file.stem.removeprefix(PREFIX) for file in FOLDER.glob(f"{PREFIX}*.ts"))
    return (SOURCE, *sorted(code for code in found if code != SOURCE))


def in_use(chosen: str) -> str:
    """Return the code of the language that a setting means: that of the system for "system"."""
    return QLocale.system().name() if chosen == "system" else chosen


def native_name(code: str) -> str:
    """Return the name of a language in that language."""
    name = QLocale(code).nativeLanguageName()
    return "English" if code == SOURCE else name or code
