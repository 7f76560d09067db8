"""The Read page: work list, two linked panes, tools, measurements, and saving after every step."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.cohort.values.records import Reading, ReadingState
from cxstage_gui.keys.commands import Commands
from cxstage_gui.pages.read.assembly import PARTS
from cxstage_gui.pages.read.bars.section_panel import Side
from cxstage_gui.pages.read.bars.status_bar import StatusBar
from cxstage_gui.pages.read.bars.tool_strip import ToolStrip
from cxstage_gui.pages.read.bars.worklist import WorkList
from cxstage_gui.pages.read.case.case import Case
from cxstage_gui.pages.read.case.live_measures import Measures
from cxstage_gui.pages.read.commands_own import PageCommands
from cxstage_gui.pages.read.panes.panes import Panes
from cxstage_gui.pages.read.panes.prepared_case import Ready, label_colours, make_ready
from cxstage_gui.session import Session, Study
from cxstage_gui.strings import error_message
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.contents import Content
from cxstage_gui.widgets.empty import EmptyState
from cxstage_gui.widgets.notice import Notice
from cxstage_gui.widgets.reason import ReasonDialog


class ReadPage(QWidget):
    """One reader draws; nothing of any other reader is loaded or shown.

    Signals:
        case_shown: a `Case` is on screen.
        case_closed: none is any more.
        state_changed: it was marked complete, or opened again.
    """

    case_shown = Signal(object)
    case_closed = Signal()
    state_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.case: Case | None = None
        self.wanted = ""
        self.measures: Measures | None = None
        self._steps = 0
        self._told = ""
        self._loading = False
        self.drawing = Drawing(self)
        self.work_list = WorkList()
        self.strip = ToolStrip(self.drawing)
        self.panes = Panes(self.drawing)
        self.status_bar = StatusBar()
        self.notice = Notice()
        self.side = Side(session.settings)
        self.commands = Commands(self, session.settings)
        self._hidden = False
        self.may_complete: Callable[[], bool] = lambda: True
        self._middle = QStackedWidget()
        self._empty = self._no_patients()
        self._problem = EmptyState("warning", self.tr("This study cannot be shown"), "")
        for part in (self.panes, self._empty, self._problem):
            self._middle.addWidget(part)
        self._lay_out()
        self._connect()
        own = PageCommands(self)
        self.strip.show_keys(self.commands)
        self.parts: dict[str, QObject] = {"PageCommands": own}
        for build in PARTS:
            more = build(self)
            self.parts[type(more).__name__] = more
        self._cohort_changed()

    # -- what is open

    def open_patient(self, patient: str, first: str = "", contents: tuple[Content, ...] = ()) -> None:
        """Open a patient for the reader who sits here; what was drawn before is on its way to disk.

        Args:
            first: id of the series to draw on; with `contents`, what the panes beside it show.
        """
        self.drawing.finish()
        self.wanted = patient
        self.work_list.mark(patient)
        cohort, steps = self.session.cohort, self._steps
        reader = self.session.user.reading_key(patient)

        def still_wanted() -> bool:
            return (patient, reader, cohort) == (
                self.wanted,
                self.session.user.reading_key(patient),
                self.session.cohort,
            )

        def prepare(study: Study) -> Ready:
            return make_ready(study, reader, contents=contents)

        def done(ready: Ready) -> None:
            if still_wanted():
                self._arrived(ready, steps)

        def failed(error: Exception) -> None:
            if still_wanted():
                self._loading = False
                self._show_problem(error_message(error))

        self._loading = True
        series = tuple(dict.fromkeys((first, *(one.series for one in contents)))) if first else ()
        self.session.load_study(patient, prepare, done, failed, tuple(name for name in series if name))

    def _arrived(self, ready: Ready, steps: int) -> None:
        """Show a loaded study, unless the screen shows the same or something newer."""
        self._loading = False
        case, study = self.case, ready.case.study
        if case is not None and (case.patient, case.reader) == (study.patient, ready.case.reader):
            if self._steps != steps or self.drawing.editor.drawing:
                # Drawn on while it was being read.
                self.open_patient(study.patient, ready.case.first, ready.case.contents)
                return
            shown = case.first, case.contents, case.version, case.study.drawn.held
            new = ready.case
            if (new.first, new.contents, new.version, study.drawn.held) == shown:
                return
        pending = self.session.saves.pending(study.patient, ready.case.reader)
        if pending is not None:
            ready = make_ready(study, ready.case.reader, pending, ready.case.contents)
        elif ready.elsewhere is not None:
            ready.case.editor.adopt(ready.elsewhere)
            self.session.drawings.mark_saved(ready.case.patient, ready.case.reader, ready.case.version)
            ready = make_ready(study, ready.case.reader, contents=ready.case.contents)
        self._show(ready)

    def _show(self, ready: Ready) -> None:
        self.case = case = ready.case
        user = self.session.user
        case.name = user.case(case.patient)
        case.watched = case.study.drawn.held or not user.draws_in(case.patient)
        case.sighted = user.sees_others_in(case.patient)
        case.draft = user.drafts_in(case.patient)
        self.session.drawings.show(case.patient, case.reader)
        self.drawing.locked = case.locked
        self.panes.show_ready(ready)
        self.measures = ready.measures
        self.status_bar.show_measures(self.measures)
        self._restyle()
        self.strip.show_colours(label_colours(case.reader))
        self.strip.refresh()
        self.notice.clear()
        self._told = ""
        self._tell_returned()
        self._show_state()
        self._middle.setCurrentWidget(self.panes)
        self.session.settings.keep(self._last_key(), case.patient)
        if not self.work_list.reader.hasFocus():
            self.panes.first.setFocus()
        self.case_shown.emit(case)

    def _tell_returned(self) -> None:
        """Say once why a reviewer sent the case back."""
        case = self.case
        reason = "" if case is None or case.complete else self.session.user.returned(case.patient)
        if reason and reason != self._told:
            self._told = reason
            said = self.tr("The reviewer sent this case back: {reason}").format(reason=reason)
            self.notice.tell(said, "warning")

    def _show_problem(self, sentence: str) -> None:
        self._close_case()
        self._problem.localized(sentence)
        self._middle.setCurrentWidget(self._problem)

    def _close_case(self) -> None:
        self.case = self.measures = None
        self.drawing.close()
        for view in self.panes.all:
            view.show_model(None)
        self.notice.clear()
        self.strip.refresh()
        self.status_bar.show_measures(None)
        self._show_state()
        self.case_closed.emit()

    def _cohort_changed(self) -> None:
        self._close_case()
        self.wanted = ""
        self.work_list.reader.setReadOnly(self.session.user.signed_in)
        self.work_list.draws = self.session.user.draws
        self._patients_changed()

    def _patients_changed(self) -> None:
        rows = self.session.patients
        self.work_list.show_rows(rows, self.session.reader)
        known = [row.patient for row in rows]
        if self.session.cohort is None or not known:
            self._middle.setCurrentWidget(self._empty)
        elif not self.isVisible():
            return  # loaded and logged only when the user looks at this page; see `showEvent`
        elif self.wanted not in known:
            last = self.session.settings.text(self._last_key())
            self.open_patient(last if last in known else known[0])
        else:
            self.work_list.mark(self.wanted)
            self._tell_returned()
            if (
                self.case is None
                and not self._loading
                and any(r.sequences for r in rows if r.patient == self.wanted)
            ):
                self.open_patient(self.wanted)

    def _last_key(self) -> str:
        cohort = self.session.cohort
        key = f"read/last/{cohort.id if cohort is not None else ''}"
        name = self.session.user.principal.name  # whom another reader read last is nobody's business
        return f"{key}/{name}" if name else key

    def _user(self, name: str) -> None:
        """Another reader takes the seat."""
        self.drawing.finish()
        self.session.reader = unicodedata.normalize("NFC", name)
        self.work_list.reader.setText(self.session.reader)

    def _reader_changed(self) -> None:
        self.work_list.show_rows(self.session.patients, self.session.reader)
        if self.wanted:
            self._close_case()
            if self.isVisible():
                self.open_patient(self.wanted)

    # -- steps

    def _stepped(self) -> None:
        """A step was done: save it, show it everywhere."""
        self._steps += 1
        self.panes.link.refresh_others()
        self.status_bar.show_measures(self.measures)
        self._save()

    def _painted(self, series: str, index: int, box: object) -> None:
        if self.case is None or series != self.case.first:
            return
        self.panes.link.labels_changed(index, box)  # type: ignore[arg-type]
        if self.measures is not None:
            self.measures.update(index)

    def _undone(self, series: str, index: int) -> None:
        if self.case is not None and series == self.case.first:
            self.panes.first.show_slice(index)
        else:
            self.notice.tell(
                self.tr("The step was on {series}, slice {number}, which is not shown here.").format(
                    series=series, number=index + 1
                )
            )

    def _save(self) -> None:
        if self.case is not None and not self.case.watched:
            self.session.saves.save(self.case.reading())
            self.status_bar.show_saved(self.case, pending=True)

    def _saved(self, saved: Reading) -> None:
        case = self.case
        if case is not None and (saved.patient, saved.reader) == (case.patient, case.reader):
            case.version, case.saved_at = saved.version, saved.saved_at
            self.status_bar.show_saved(case, pending=not self.session.saves.all_saved)

    def _failed(self, sentence: str) -> None:
        if not self.session.saves.all_saved:
            self.status_bar.show_unsaved(sentence)
            self.notice.tell(sentence, "error")

    def toggle_complete(self) -> None:
        """Mark the case complete, or open it again."""
        case = self.case
        if case is None or self.drawing.editor.drawing:
            return
        if case.watched:
            self.refuse()
            return
        if case.draft:
            self.notice.tell(self.tr("A draft is signed off on the Review page."), "info")
            return
        begun = self.drawing.unaccepted
        if not case.complete and begun is not None:
            tool, index = begun
            self.panes.first.show_slice(index)
            self.drawing.choose(tool)
            self.notice.tell(
                self.tr(
                    "An outline ({tool}) is not accepted yet: press Return to draw it or Esc to clear "
                    "it, then mark the case complete."
                ).format(tool=self.strip.titles[tool]),
                "warning",
            )
            return
        if case.complete:
            self._ask_why(case)
        elif self.may_complete():
            self.drawing.choose("cursor")
            self._turn(case, ReadingState.COMPLETE)
            self._save()

    def _turn(self, case: Case, state: ReadingState) -> None:
        """The case on screen is complete, or open again."""
        case.state = state
        self.drawing.locked = case.locked
        self.notice.clear()
        self.strip.refresh()
        self._show_state()
        self.state_changed.emit()

    def _ask_why(self, case: Case) -> None:
        """A complete reading is reopened with a reason."""
        dialog = ReasonDialog(
            self.tr("Reopen {case}").format(case=case.name),
            self.tr(
                "You can draw again. Outlines of others are hidden until you mark the case complete "
                "once more."
            ),
            self.tr("Reopen"),
            self.tr("Such as: the upper slices were left out"),
            self,
        )

        def reopened(reading: Reading) -> None:
            if self.case is case and case.complete:
                case.version, case.saved_at = reading.version, reading.saved_at
                self._turn(case, ReadingState.IN_PROGRESS)
                self.panes.first.setFocus()

        def refused(error: Exception) -> None:
            self.notice.tell(error_message(error), "error")

        dialog.given.connect(
            lambda why: self.session.saves.reopen(case.patient, case.reader, why, reopened, refused)
        )
        dialog.open()

    def refuse(self) -> None:
        """Say why nothing can be changed."""
        if self.case is not None and self.case.watched:
            self.notice.tell(self.why_watched, "info")
            return
        self.notice.tell(self.tr("This reading is complete. Reopen it (F8) to change it."), "info")

    @property
    def why_watched(self) -> str:
        """Why the case on screen can be looked at and not changed."""
        if self.case is not None and self.case.study.drawn.held:
            return self.tr(
                "This reading is open in another window or on another computer. You can draw as soon as "
                "it is closed there."
            )
        return self.tr("Only readers draw. You look on as {name}.").format(name=self.session.reader)

    def _show_state(self) -> None:
        self.status_bar.show_saved(self.case, pending=not self.session.saves.all_saved)
        self.status_bar.show_state(self.case)

    # -- looks

    def hide_masks(self, hidden: bool) -> None:
        """Hide all outlines for a moment."""
        self._hidden = hidden
        self._restyle()

    def _restyle(self) -> None:
        shown = self.strip.masks.isChecked() and not self._hidden
        opacity = self.strip.opacity.value() / 100
        self.panes.link.style(shown=shown, opacity=opacity)

    def step_patient(self, steps: int) -> None:
        """Open the patient that many places further in the work list."""
        patient = self.work_list.beside(self.wanted, steps)
        if patient:
            self.open_patient(patient)

    def save_case(self) -> None:
        """Save what was said of the case beside its outlines."""
        self._save()

    def save_now(self) -> None:
        """Say that everything is on disk, or try again to write it."""
        self.drawing.finish()
        if self.session.saves.all_saved:
            self.session.notify(self.tr("Everything drawn is on disk."))
        else:
            self._save()

    # -- building

    def _connect(self) -> None:
        session, drawing = self.session, self.drawing
        session.cohort_opened.connect(self._cohort_changed)
        session.cohort_closed.connect(self._cohort_changed)
        session.patients_changed.connect(self._patients_changed)
        session.patient_wanted.connect(self.open_patient)
        session.reader_changed.connect(self._reader_changed)
        session.closing.connect(self.drawing.finish)
        session.reading_saved.connect(self._saved)
        session.failed.connect(self._failed)
        drawing.painted.connect(self._painted)
        drawing.stepped.connect(self._stepped)
        drawing.undone.connect(self._undone)
        drawing.aside = lambda work, done: session.run_in_background(work, on_done=done)
        drawing.previewed.connect(lambda: self.panes.link.show_preview(drawing.preview))
        drawing.refused.connect(self.refuse)
        drawing.equipped.connect(self.panes.colour_marks)
        drawing.pointed.connect(self.panes.first.pointed)
        self.work_list.chosen.connect(self.open_patient)
        self.work_list.reader_named.connect(self._user)
        self.panes.chosen.connect(self._other_contents)
        self.strip.styled.connect(self._restyle)
        self.strip.list_toggled.connect(self.work_list.setVisible)
        self.work_list.reader.returnPressed.connect(self.panes.first.setFocus)
        self.strip.brush.lineEdit().returnPressed.connect(self.panes.first.setFocus)
        self.status_bar.completion_wanted.connect(self.toggle_complete)
        self.status_bar.slice_wanted.connect(self.panes.first.show_slice)

    def _other_contents(self, first: str, contents: tuple[Content, ...]) -> None:
        if self.case is not None:
            self.open_patient(self.case.patient, first, contents)

    def _no_patients(self) -> QWidget:
        button = QPushButton(self.tr("Go to the Cohort page"))
        button.setProperty("role", "primary")
        button.clicked.connect(lambda: self.session.show_page("cohort"))
        return EmptyState(
            "pencil-line",
            self.tr("Nothing to read yet"),
            self.tr(
                "Import the patients' MRI on the Cohort page; they appear here as your work list, "
                "T2 beside T1, ready to be drawn on."
            ),
            [button],
        )

    def _lay_out(self) -> None:
        self.right = right = QVBoxLayout()
        right.setSpacing(0)
        middle = QGridLayout()
        middle.addWidget(self._middle, 0, 0)
        # Over the image, so that it stays where it is while something is said.
        middle.addWidget(self.notice, 0, 0, Qt.AlignmentFlag.AlignBottom)
        right.addWidget(self.strip)
        right.addLayout(middle, 1)
        right.addWidget(self.status_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.work_list)
        row.addLayout(right, 1)
        row.addWidget(self.side)

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the disk again: an outline may have been imported meanwhile."""
        super().showEvent(event)
        if event.spontaneous():
            return
        if self.case is not None:
            self.open_patient(self.case.patient, self.case.first, self.case.contents)
        else:  # not at once: the page may be shown for a patient who is named next
            QTimer.singleShot(0, self._open_wanted)

    def _open_wanted(self) -> None:
        if self.case is None and not self._loading and self.isVisible():
            self._patients_changed()

    def hideEvent(self, event: QHideEvent) -> None:
        """A stroke under way ends with the page, and so does the time on the case."""
        self.drawing.finish()
        if self.case is not None:
            self.case.clock.rest()
        super().hideEvent(event)
