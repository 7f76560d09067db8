"""From patient to patient: neighbours and the next unfinished one, read ahead; the day's progress."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from cxstage_core.cohort.values.records import Reading, ReadingState
from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.pages.read.bars.status_bar import StatusBar
from cxstage_gui.pages.read.bars.worklist import WorkList
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.session.level import Level

REST_MS = 250
FILTER_KEY = "read/filter"


class PatientNavigation(QObject):
    """Opens patients of the work list and reads the neighbours' images ahead; remembers the filter.

    Args:
        leave_for: opens a patient, after asking where something is not saved.
    """

    def __init__(
        self,
        context: ReadContext,
        work_list: WorkList,
        commands: Commands,
        status_bar: StatusBar,
        leave_for: Callable[[str], None],
    ) -> None:
        super().__init__(context)
        self._commands = commands
        self._status_bar = status_bar
        self._leave_for = leave_for
        self._context = context
        self._work_list = work_list
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._read_ahead)
        group = self.tr("Case")
        commands.add(
            Command("next patient", self.tr("Next patient"), group, lambda: self._step(1)),
            Command("previous patient", self.tr("Previous patient"), group, lambda: self._step(-1)),
            Command(
                "next unfinished",
                self.tr("Next patient that is not complete"),
                group,
                self._next_unfinished,
            ),
        )
        work_list.choose_filter(context.settings.text(FILTER_KEY) or "all")
        work_list.filter_chosen.connect(lambda wanted: context.settings.keep(FILTER_KEY, wanted))
        context.case_shown.connect(lambda _: self._rest.start())
        context.cohort_changed.connect(self._count)
        context.reader_changed.connect(self._count)
        context.saved.connect(self._saved)
        work_list.chosen.connect(leave_for)
        status_bar.next_wanted.connect(self._next_unfinished)
        for changed in (context.state_changed, context.case_closed, commands.changed):
            changed.connect(self._offer_next)
        context.case_shown.connect(lambda _: self._offer_next())
        context.patients_changed.connect(lambda *_: self._offer_next())
        self._count()
        self._offer_next()

    def _step(self, steps: int) -> None:
        """Open the patient that many places further in the work list."""
        patient = self._work_list.beside(self._context.wanted, steps)
        if patient:
            self._leave_for(patient)

    def _next_unfinished(self) -> None:
        patient = self._work_list.next_unfinished(self._context.wanted)
        if patient:
            self._leave_for(patient)
        else:
            self._context.notify(self.tr("Every patient of the list is complete."), Level.GOOD)

    def _offer_next(self) -> None:
        """Offer the next patient once this case is complete."""
        case = self._context.case
        wanted = ""
        if case is not None and case.complete and not case.draft:
            wanted = self._work_list.next_unfinished(case.patient)
        name = self._work_list.name_of(wanted) if wanted else ""
        self._status_bar.show_next(name, self._commands.shown_keys("next unfinished"))

    def _read_ahead(self) -> None:
        case = self._context.case
        if case is not None:
            beside = (self._work_list.beside(case.patient, step) for step in (1, -1))
            self._context.prefetch([patient for patient in beside if patient])

    def _saved(self, reading: Reading) -> None:
        if reading.state == ReadingState.COMPLETE:
            self._count()

    def _count(self) -> None:
        self._context.count_today(self._work_list.show_today)
