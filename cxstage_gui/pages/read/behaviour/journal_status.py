"""Messages about the journal: a restored session, a reading open elsewhere, a full disk."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from cxstage_core.errors import CxStageError
from cxstage_core.reading import Journal, Place
from cxstage_gui.pages.read.case.case import Case
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.panes.panes import Panes
from cxstage_gui.session.level import Level
from cxstage_gui.strings import error_message, localized

REST_MS = 300
RETRY_MS = 3000
LOOK_AGAIN_MS = 2000


class JournalStatus(QObject):
    """Notes in the journal where the reader is, and retries while it cannot be written."""

    def __init__(self, context: ReadContext, panes: Panes) -> None:
        super().__init__(context)
        self._context = context
        self._panes = panes
        self._trouble_shown = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._note_place)
        self._again = QTimer(self)
        self._again.setInterval(RETRY_MS)
        self._again.timeout.connect(self.retry)
        self._was_open_elsewhere: tuple[str, str] | None = None
        self._look = QTimer(self)
        self._look.setInterval(LOOK_AGAIN_MS)
        self._look.timeout.connect(self._look_again)
        context.case_shown.connect(self._shown)
        context.case_closed.connect(self._look.stop)
        context.case_closed.connect(self._rest.stop)
        context.stepped.connect(self._stepped)
        panes.first.index_changed.connect(lambda _: self._rest.start())

    def retry(self) -> None:
        """Try again to write what waits in memory."""
        journal = self._journal
        if journal is not None and not journal.retry():
            return
        self._again.stop()
        if self._trouble_shown:
            self._trouble_shown = False
            self._context.clear_notice()
            self._context.retry_saving()
            self._context.show_status(self.tr("Saving works again; all strokes are on disk."))

    def _look_again(self) -> None:
        """Reload a reading that was open elsewhere: once it is closed there, it can be drawn on here."""
        case = self._context.case
        if case is not None and case.open_elsewhere and self._panes.isVisible():
            self._context.reload()

    @property
    def _journal(self) -> Journal | None:
        case = self._context.case
        return None if case is None else case.editor.journal

    def _shown(self, case: Case) -> None:
        drawn = case.study.drawn
        self._trouble_shown = False
        self._look.stop()
        freed, self._was_open_elsewhere = self._was_open_elsewhere == case.key, None
        if case.open_elsewhere:
            self._was_open_elsewhere = case.key
            self._look.start()
        elif freed and not case.complete:
            self._context.notify(self.tr("The reading was closed there: you can draw now."), Level.GOOD)
        elif drawn.ahead and case.view_only:
            self._context.notify(
                self.tr(
                    "What was drawn last is kept with the cohort, but it is not part of the reading."
                ),
                Level.WARNING,
            )
        elif drawn.problem is not None and not _same(drawn.problem, case.rights.draw):
            self._context.notify(error_message(drawn.problem), Level.WARNING)
        elif drawn.loss is not None and not case.complete:
            self._context.notify(localized(drawn.loss), Level.WARNING)
        elif drawn.interrupted and case.editor.history.total:
            self._context.notify(
                self.tr(
                    "The last session was interrupted: {patient} is as it was, with {steps} steps "
                    "to undo."
                ).format(patient=case.name, steps=len(case.editor.history)),
                Level.GOOD,
            )
        self._note_place()

    def _stepped(self) -> None:
        self._note_place()
        journal = self._journal
        if journal is not None and journal.trouble is not None and not self._trouble_shown:
            self._trouble_shown = True
            self._context.notify(error_message(journal.trouble), Level.ERROR)
            self._again.start()

    def _note_place(self) -> None:
        case, journal = self._context.case, self._journal
        if case is not None and journal is not None:
            journal.at(Place(case.first, case.second, self._panes.first.index))


def _same(problem: CxStageError, said: CxStageError | None) -> bool:
    """Whether this is the reason that stands above the images already."""
    return said is not None and problem.what.template == said.what.template
