"""The core's sentences in the window's language."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from cxstage_core.errors import CxStageError
from cxstage_core.text import Text

CONTEXT = "core"
# Single words of the core that are values, not sentences; they are shown as they are in its files.
WORDS = (
    QT_TRANSLATE_NOOP("core", "axial"),
    QT_TRANSLATE_NOOP("core", "sagittal"),
    QT_TRANSLATE_NOOP("core", "coronal"),
    QT_TRANSLATE_NOOP("core", "oblique"),
    QT_TRANSLATE_NOOP("core", "train"),
    QT_TRANSLATE_NOOP("core", "test"),
    QT_TRANSLATE_NOOP("core", "validation"),
)


def say(text: Text | str) -> str:
    """A sentence of the core in the window's language."""
    if isinstance(text, Text):
        spoken = tuple((k, say(v) if isinstance(v, Text | str) else v) for k, v in text.params)
        return Text(text.template, spoken).fill(QCoreApplication.translate(CONTEXT, text.template))
    return QCoreApplication.translate(CONTEXT, text) if text else ""


def say_error(error: BaseException) -> str:
    """What to tell about an error: its own sentences, or that the program made a mistake."""
    if isinstance(error, CxStageError):
        return " ".join(say(sentence) for sentence in error.sentences)
    return QCoreApplication.translate(
        "strings",
        "CxStage made a mistake ({kind}). Your data is safe; the details are in the log file.",
    ).format(kind=type(error).__name__)
