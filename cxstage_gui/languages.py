"""The languages of the window: one for every catalogue in assets/translations."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QLocale

from cxstage_gui.theme import ASSETS

FOLDER = ASSETS / "translations"
PREFIX = "cxstage_"
SOURCE = "en"
"""The language of the sentences in the source code; its catalogue holds plural forms only."""
OF_QT = (
    QT_TRANSLATE_NOOP("QFileDialog", "&Look in:"),
    QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:"),
    QT_TRANSLATE_NOOP("QFileSystemModel", "Size"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Folder"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "File"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "%1 File"),
)
"""Words of Qt's own dialogs that Qt's catalogues do not hold in this form, or hold in another sense."""


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
