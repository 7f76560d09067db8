"""Severity of a message."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Levels of a message; the argument order everywhere is (sentence, level)."""

    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    ERROR = "error"
