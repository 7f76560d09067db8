"""The core's sentences in the window's language."""

from __future__ import annotations

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from cxstage_core.cohort.values.permissions import Role
from cxstage_core.errors import CxStageError
from cxstage_core.text import Text, text

CONTEXT = "core"
_RANGE = re.compile(r"([-+]?\d[\d.]*) to ([-+]?\d[\d.]*)")
_MINUS = re.compile(r"(?<![\w.–-])-(?=\d)")
# Single words of the core that are values, not sentences; they are shown as they are in its files.
WORDS = (
    QT_TRANSLATE_NOOP("core", "axial"),
    QT_TRANSLATE_NOOP("core", "sagittal"),
    QT_TRANSLATE_NOOP("core", "coronal"),
    QT_TRANSLATE_NOOP("core", "oblique"),
    QT_TRANSLATE_NOOP("core", "train"),
    QT_TRANSLATE_NOOP("core", "test"),
    QT_TRANSLATE_NOOP("core", "validation"),
    QT_TRANSLATE_NOOP("core", "mask"),
)


def localized(sentence: Text | str) -> str:
    """A sentence of the core in the window's language."""
    if isinstance(sentence, Text):
        spoken = tuple(
            (k, localized(v) if isinstance(v, Text | str) else v) for k, v in sentence.params
        )
        return Text(sentence.template, spoken).fill(
            QCoreApplication.translate(CONTEXT, sentence.template)
        )
    return QCoreApplication.translate(CONTEXT, sentence) if sentence else ""


def error_message(error: BaseException) -> str:
    """The sentences of an error that a user reads; for an unexpected one, that the log file has details."""
    if isinstance(error, CxStageError):
        if not error.remedy.template:
            return localized(error.what)
        return localized(text("{what} {remedy}", what=error.what, remedy=error.remedy))
    return QCoreApplication.translate(
        "strings",
        "Unexpected error ({kind}). Your data is safe; the details are in the log file.",
    ).format(kind=type(error).__name__)


def series_words(sequence: str, plane: str, b_value: float | None = None) -> str:
    """What a series is, in words such as "DWI b800 axial"; "" for one that was not recognised."""
    strength = "" if b_value is None else f"b{b_value:g}"
    return " ".join(part for part in (localized(sequence), strength, localized(plane)) if part)


def role_name(role: Role) -> str:
    """Name of a role in the window's language."""
    return {
        Role.READER: QCoreApplication.translate("MainWindow", "reader"),
        Role.REVIEWER: QCoreApplication.translate("MainWindow", "reviewer"),
        Role.COORDINATOR: QCoreApplication.translate("MainWindow", "coordinator"),
    }[role]


def figures(words: str) -> str:
    """Numbers as a person reads them: a true minus, and a range in the window's language.

    Args:
        words: such as "-1.68 (-2.49 to -0.87)".
    """
    between = QCoreApplication.translate("strings", "{low} to {high}")
    ranged = _RANGE.sub(lambda found: between.format(low=found[1], high=found[2]), words)
    return _MINUS.sub("−", ranged)
