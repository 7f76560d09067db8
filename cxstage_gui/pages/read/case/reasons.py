"""Reasons why a case cannot be changed, as sentences."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cxstage_gui.pages.read.case.case import Case
from cxstage_gui.strings import error_message


def why_locked(case: Case | None) -> str:
    """Return why nothing of a case can be changed now, "" if it can."""
    if case is None or not case.locked:
        return ""
    if case.rights.draw is not None:
        return error_message(case.rights.draw)
    if case.draft or case.rights.reopen is None:
        return QCoreApplication.translate(
            "ReadContext", "This reading is complete. Reopen it (F8) to change it."
        )
    complete = QCoreApplication.translate("ReadContext", "This reading is complete.")
    return f"{complete} {error_message(case.rights.reopen)}"


def why_unsaved(case: Case | None, failure: str) -> str:
    """Return why what is drawn in a case is not on disk and cannot be saved now, "" if it is or will be.

    Args:
        failure: why the last save failed, "" if it did not.
    """
    if case is not None and case.rights.draw is not None and case.study.drawn.ahead:
        return error_message(case.rights.draw)
    return failure
