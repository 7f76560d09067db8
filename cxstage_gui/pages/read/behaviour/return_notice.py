"""The reason for which a reviewer returned the case, shown once."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.session.level import Level


class ReturnNotice(QObject):
    """Shows the reason when the case is opened, and when it is returned while it is open."""

    def __init__(self, context: ReadContext) -> None:
        super().__init__(context)
        self._context = context
        self._shown = ""
        context.case_shown.connect(lambda _: self._begin())
        context.patients_changed.connect(lambda *_: self._show())

    def _begin(self) -> None:
        self._shown = ""
        self._show()

    def _show(self) -> None:
        reason = self._context.return_reason
        if reason and reason != self._shown:
            self._shown = reason
            sentence = self.tr("The reviewer sent this case back: {reason}").format(reason=reason)
            self._context.notify(sentence, Level.WARNING)
