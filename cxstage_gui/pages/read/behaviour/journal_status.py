"""What a reader is told about the journal: that a study is as it was, or that the disk is full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from cxstage_core.reading import Journal, Place
from cxstage_gui.pages.read.case.case import Case
from cxstage_gui.strings import error_message

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

REST_MS = 300
RETRY_MS = 3000
HELD_MS = 2000


class JournalStatus(QObject):
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
        self._was_held: tuple[str, str] | None = None
        self._held = QTimer(self)
        self._held.setInterval(HELD_MS)
        self._held.timeout.connect(self._look_again)
        page.case_closed.connect(self._held.stop)
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
            self._page.session.saves.retry()
            self._page.session.notify(self.tr("The disk takes strokes again; all are written."))

    def _look_again(self) -> None:
        """Whether the other window has closed the reading; then it can be drawn on here."""
        case = self._page.case
        if case is not None and case.study.drawn.held and self._page.isVisible():
            self._page.open_patient(case.patient, case.first, case.contents)

    @property
    def _journal(self) -> Journal | None:
        case = self._page.case
        return None if case is None else case.editor.journal

    def _shown(self, case: Case) -> None:
        drawn = case.study.drawn
        self._told = False
        self._held.stop()
        freed, self._was_held = self._was_held == (case.patient, case.reader), None
        if drawn.held:
            self._was_held = (case.patient, case.reader)
            self._page.notice.tell(self._page.why_watched, "warning")
            self._held.start()
        elif freed and not case.complete:
            self._page.notice.tell(self.tr("The reading was closed there: you can draw now."), "good")
        elif drawn.problem is not None:
            self._page.notice.tell(error_message(drawn.problem), "warning")
        elif drawn.interrupted and case.editor.history.total:
            self._page.notice.tell(
                self.tr(
                    "The last session was interrupted: {patient} is as it was, with {steps} steps "
                    "to undo."
                ).format(patient=case.name, steps=len(case.editor.history)),
                "good",
            )
        if drawn.ahead:
            self._page.session.saves.save(case.reading())
        drawn.arrive()
        self._note_place()

    def _stepped(self) -> None:
        self._note_place()
        journal = self._journal
        if journal is not None and journal.trouble is not None and not self._told:
            self._told = True
            self._page.notice.tell(error_message(journal.trouble), "error")
            self._again.start()

    def _note_place(self) -> None:
        case, journal = self._page.case, self._journal
        if case is not None and journal is not None:
            journal.at(Place(case.first, case.second, self._page.panes.first.index))
