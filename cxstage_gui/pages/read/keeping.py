"""What a reader is told about the journal: that a study is as it was, or that the disk is full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from cxstage_core.reading import Journal, Place
from cxstage_gui.pages.read.case import Case
from cxstage_gui.strings import say_error

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

REST_MS = 300
RETRY_MS = 3000


class KeepingPart(QObject):
    """Tells the journal where the reader is, and tries again while it cannot be written."""

    def __init__(self, page: ReadPage) -> None:
        super().__init__(page)
        self._page = page
        self._told = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._note_place)
        self._again = QTimer(self)
        self._again.setInterval(RETRY_MS)
        self._again.timeout.connect(self.retry)
        page.case_shown.connect(self._shown)
        page.case_closed.connect(self._rest.stop)
        page.drawing.stepped.connect(self._stepped)
        page.panes.first.index_changed.connect(lambda _: self._rest.start())

    def retry(self) -> None:
        """Try again to write what waits in memory."""
        journal = self._journal
        if journal is not None and not journal.retry():
            return
        self._again.stop()
        if self._told:
            self._told = False
            self._page.notice.clear()
            self._page.session.retry()
            self._page.session.said.emit(self.tr("The disk takes strokes again; all are written."))

    @property
    def _journal(self) -> Journal | None:
        case = self._page.case
        return None if case is None else case.editor.journal

    def _shown(self, case: Case) -> None:
        drawn = case.study.drawn
        self._told = False
        if drawn.problem is not None:
            self._page.notice.tell(say_error(drawn.problem), "warning")
        elif drawn.interrupted and case.editor.history.total:
            self._page.notice.tell(
                self.tr(
                    "The last session was interrupted: {patient} is as it was, with {steps} steps "
                    "to undo."
                ).format(patient=case.name, steps=len(case.editor.history)),
                "good",
            )
        if drawn.ahead:
            self._page.session.save_reading(case.reading())
        drawn.arrive()
        self._note_place()

    def _stepped(self) -> None:
        self._note_place()
        journal = self._journal
        if journal is not None and journal.trouble is not None and not self._told:
            self._told = True
            self._page.notice.tell(say_error(journal.trouble), "error")
            self._again.start()

    def _note_place(self) -> None:
        case, journal = self._page.case, self._journal
        if case is not None and journal is not None:
            journal.at(Place(case.first, case.second, self._page.panes.first.index))
