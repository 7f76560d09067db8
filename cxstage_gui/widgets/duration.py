"""Durations in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def duration(seconds: float) -> str:
    """ "2 h 05 min", "3 min 20 s", "8 s"."""
    translate = QCoreApplication.translate
    whole = round(seconds)
    if whole >= 3600:
        return translate("duration", "{hours} h {minutes:02d} min").format(
            hours=whole // 3600, minutes=whole % 3600 // 60
        )
    if whole >= 60:
        return translate("duration", "{minutes} min {seconds:02d} s").format(
            minutes=whole // 60, seconds=whole % 60
        )
    return translate("duration", "{seconds} s").format(seconds=whole)
