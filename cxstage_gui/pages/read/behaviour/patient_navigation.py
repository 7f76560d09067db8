"""From patient to patient: the next unfinished one, those read ahead, and the day's progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from cxstage_gui.keys.commands import Command

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

REST_MS = 250
FILTER_KEY = "read/filter"


class GoingOnPart(QObject):
    """Reads the neighbours' images ahead when the page is at rest; remembers the filter."""

    def __init__(self, page: ReadPage) -> None:
        super().__init__(page)
        self._page = page
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._read_ahead)
        session, work_list = page.session, page.work_list
        page.commands.add(
            Command(
                "next unfinished",
                self.tr("Next patient that is not complete"),
                self.tr("Case"),
                self._next_unfinished,
            )
        )
        work_list.choose_filter(session.settings.text(FILTER_KEY) or "all")
        work_list.filter_chosen.connect(lambda wanted: session.settings.keep(FILTER_KEY, wanted))
        page.case_shown.connect(lambda _: self._rest.start())
        session.cohort_opened.connect(self._count)
        session.reader_changed.connect(lambda _: self._count())
        session.reading_saved.connect(self._saved)
        self._count()

    def _next_unfinished(self) -> None:
        page = self._page
        patient = page.work_list.next_unfinished(page.wanted)
        if patient:
            page.open_patient(patient)
        else:
            page.notice.tell(self.tr("Every patient of the list is complete."), "good")

    def _read_ahead(self) -> None:
        page = self._page
        if page.case is None:
            return
        beside = (page.work_list.beside(page.case.patient, step) for step in (1, -1))
        page.session.prefetch([patient for patient in beside if patient])

    def _saved(self, reading: object) -> None:
        state = getattr(reading, "state", "")
        if str(state) == "complete":
            self._count()

    def _count(self) -> None:
        self._page.session.load_day(self._page.work_list.show_today)
