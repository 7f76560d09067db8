"""The state of the Read page and everything it asks of the session; no widget is involved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from cxstage_core.cohort.values.records import Reading, ReadingState
from cxstage_gui.pages.read.case.case import Access, Case
from cxstage_gui.pages.read.case.live_measures import Measures
from cxstage_gui.pages.read.case.prepared_case import PreparedCase, prepare_case
from cxstage_gui.pages.read.case.reasons import why_locked, why_unsaved
from cxstage_gui.session import Session, Study
from cxstage_gui.session.level import Level
from cxstage_gui.settings import Settings
from cxstage_gui.strings import error_message
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.contents import Content

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.double_reading.reading_rights import ReadingRights
    from cxstage_core.cohort.values.visible_outlines import Outline

ANSWER_SAVE_MS = 800
Place = tuple[str, int, int, int]
"""Id of a series, slice, row and column."""


class ReadContext(QObject):
    """The open case: loading, saving, completing, and why something is refused.

    The page and its parts share one context. Signals reach the page first, then the parts in the order
    of assembly, because the page connects before it builds them. After a step of the drawing the
    reading is handed to the session first; `stepped` follows, so a listener always sees it saved.

    Args:
        session: only the context uses it, on behalf of all parts.
        drawing: the editor of the first pane; it ends strokes when the case changes.

    Signals:
        opening: a patient is being loaded.
        prepared: a `PreparedCase` goes on the panes; `case_shown` follows.
        case_shown: a `Case` is on screen.
        case_closed: no case is on screen any more.
        problem: why the wanted case cannot be shown; `case_closed` came before.
        state_changed: the case was marked complete or reopened.
        rights_changed: what the user may do with the case is not what it was.
        refused: why nothing can be changed stands above the images; it is to be noticed there.
        stepped: a step was drawn, undone or redone, and handed over for saving.
        saving_changed: the case is being saved, or is on disk now.
        saved: a `Reading` was written.
        unaccepted: an outline that is not accepted prevents completion: its tool and slice.
        completion_wanted: the reader wants to mark the case complete.
        reopening_wanted: the reader wants to reopen the complete case.
        place_wanted: the draft on screen shall go to `place`, which is None again once it is there.
        cohort_changed: another cohort is open, or none.
        patients_changed: rows of the patient table, and the reader's name.
        reader_changed: another reader reads.
        closing: the cohort is about to be closed and can still be written to.
        notified: a sentence and its `Level`.
        notice_cleared: the sentence no longer applies.
    """

    opening = Signal(str)
    prepared = Signal(object)
    case_shown = Signal(object)
    case_closed = Signal()
    problem = Signal(str)
    state_changed = Signal()
    rights_changed = Signal()
    refused = Signal()
    stepped = Signal()
    saving_changed = Signal()
    saved = Signal(object)
    unaccepted = Signal(str, int)
    completion_wanted = Signal()
    reopening_wanted = Signal()
    place_wanted = Signal()
    cohort_changed = Signal()
    patients_changed = Signal(object, str)
    reader_changed = Signal()
    closing = Signal()
    notified = Signal(str, object)
    notice_cleared = Signal()

    def __init__(self, session: Session, drawing: Drawing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._drawing = drawing
        self.case: Case | None = None
        self.measures: Measures | None = None
        self.wanted = ""
        self.place: Place | None = None
        self._steps = 0
        self._failed = self._loading = self._on_screen = False
        self._answer_save = QTimer(self)
        self._answer_save.setSingleShot(True)
        self._answer_save.setInterval(ANSWER_SAVE_MS)
        self._answer_save.timeout.connect(self.save)
        session.cohort_opened.connect(self.start)
        session.cohort_closed.connect(self.start)
        session.patients_changed.connect(self._update_patients)
        session.patient_wanted.connect(self.open)
        session.draft_opened.connect(self._go_to)
        session.reader_changed.connect(self._change_reader)
        session.closing.connect(self._close_down)
        session.reading_saved.connect(self._note_saved)
        session.saves.failed.connect(self._note_failed)
        drawing.stepped.connect(self._note_step)
        drawing.refused.connect(self.refuse)
        drawing.previews.run_in_background = lambda work, done: self.run_in_background(
            work, on_done=done
        )

    # -- what is open

    def start(self) -> None:
        """Follow the session to the cohort that is open now, if any."""
        self._close_case()
        self.wanted = ""
        self.cohort_changed.emit()
        self._update_patients()

    def open(self, patient: str, first: str = "", contents: tuple[Content, ...] = ()) -> None:
        """Load a patient for the current reader.

        Args:
            first: id of the series to draw on, "" for the usual one.
            contents: contents of the other panes; the usual ones if empty.
        """
        self._drawing.finish()
        if self._answer_save.isActive():
            self.save()
        self.wanted = patient
        self.opening.emit(patient)
        steps, request = self._steps, self._request(patient)
        reader, access = self._session.user.reading_key(patient), self._access(patient)

        def prepare(study: Study) -> PreparedCase:
            return prepare_case(study, reader, access, contents=contents)

        def done(prepared: PreparedCase) -> None:
            if request == self._request(self.wanted):
                self._arrived(prepared, steps)

        def failed(error: Exception) -> None:
            if request == self._request(self.wanted):
                self._loading = False
                self._close_case()
                self.problem.emit(error_message(error))

        self._loading = True
        series = tuple(dict.fromkeys((first, *(one.series for one in contents)))) if first else ()
        self._session.load_study(patient, prepare, done, failed, tuple(name for name in series if name))

    def reload(self) -> None:
        """Read the open case again: its outline may have been changed elsewhere."""
        if self.case is not None:
            self.open(self.case.patient, self.case.first, self.case.contents)

    def appear(self) -> None:
        """Load what the page shows, now that it is on screen; nothing is loaded or logged before."""
        self._on_screen = True
        if self.case is not None:
            self.reload()
        else:  # not at once: the page may be shown for a patient who is named next
            QTimer.singleShot(0, self._open_wanted)

    def disappear(self) -> None:
        """End a stroke under way and pause the reading time, now that the page is off the screen."""
        self._on_screen = False
        self._drawing.finish()
        if self.case is not None:
            self.case.timer.pause()

    def _open_wanted(self) -> None:
        if self.case is None and not self._loading and self._on_screen:
            self._update_patients()

    def _request(self, patient: str) -> tuple[str, str, Cohort | None]:
        return patient, self._session.user.reading_key(patient), self._session.cohort

    def _access(self, patient: str) -> Access:
        user = self._session.user
        return Access(
            user.case(patient),
            draft=user.drafts_in(patient),
            unblinded=user.sees_others_in(patient),
        )

    def _arrived(self, prepared: PreparedCase, steps: int) -> None:
        """Show a loaded case, unless the screen shows the same or something newer."""
        self._loading = False
        case, new = self.case, prepared.case
        newer = self._steps != steps or self._drawing.editor.drawing or self._answer_save.isActive()
        same_reading = case is not None and case.key == new.key
        if new.access != self._access(new.patient) or (same_reading and newer):
            self.open(new.patient, new.first, new.contents)
            return
        if case is not None and case.shows_same(new):
            same = (new.version, new.access) == (case.version, case.access)
            if same and new.rights.same_as(case.rights):
                return
        pending = self._session.saves.pending(*new.key)
        if pending is not None:
            prepared = prepare_case(new.study, new.reader, new.access, pending, new.contents)
        elif prepared.elsewhere is not None:
            new.editor.adopt(prepared.elsewhere)
            self._session.drawings.mark_saved(*new.key, new.version)
            prepared = prepare_case(new.study, new.reader, new.access, contents=new.contents)
        self._show(prepared)

    def _show(self, prepared: PreparedCase) -> None:
        self.case = case = prepared.case
        self.measures = prepared.measures
        self._session.drawings.show(*case.key)
        self._drawing.locked = case.locked
        self.prepared.emit(prepared)
        self.notice_cleared.emit()
        self._failed = False
        self.settings.keep(self._last_key(), case.patient)
        self.case_shown.emit(case)
        if case.study.drawn.ahead:
            self.save()
        case.study.drawn.arrive(saved=not case.view_only)

    @property
    def return_reason(self) -> str:
        """Why a reviewer returned the case on screen, "" if it was not returned."""
        case = self.case
        return "" if case is None or case.complete else self._session.user.returned(case.patient)

    def _close_case(self) -> None:
        if self._answer_save.isActive():
            self.save()
        self.case = self.measures = None
        self._drawing.close()
        self.notice_cleared.emit()
        self.case_closed.emit()

    def _update_patients(self) -> None:
        rows = self._session.patients
        self.patients_changed.emit(rows, self._session.reader)
        known = [row.patient for row in rows]
        if self._session.cohort is None or not known or not self._on_screen:
            return
        if self.wanted not in known:
            last = self.settings.text(self._last_key())
            self.open(last if last in known else known[0])
            return
        has_images = any(row.sequences for row in rows if row.patient == self.wanted)
        if self.case is None and not self._loading and has_images:
            self.open(self.wanted)

    def _last_key(self) -> str:
        cohort, name = self._session.cohort, self._session.user.principal.name
        key = f"read/last/{cohort.id if cohort is not None else ''}"
        return f"{key}/{name}" if name else key  # each signed-in reader has an own last patient

    def _change_reader(self) -> None:
        self.reader_changed.emit()
        self.patients_changed.emit(self._session.patients, self._session.reader)
        if self.wanted:
            self._close_case()
            if self._on_screen:
                self.open(self.wanted)

    def _close_down(self) -> None:
        self._drawing.finish()
        if self._answer_save.isActive():
            self.save()
        self.closing.emit()

    # -- the draft of a reference

    def _go_to(self, patient: str, place: Place) -> None:
        self.place = place
        if self.case is not None and self.case.draft and self.case.patient == patient == self.wanted:
            self.place_wanted.emit()

    def finish_draft(self) -> None:
        """Stop editing the draft of the reference and return to the review."""
        self._drawing.finish()
        self._session.finish_reference_draft()

    # -- saving: nothing else on the page saves a reading or knows whether it is on disk

    @property
    def pending(self) -> bool:
        """Return True while something drawn in this case is not on disk."""
        case = self.case
        return case is not None and not self._session.saves.is_saved(*case.key)

    @property
    def not_saved(self) -> str:
        """Why what is drawn in this case could not be saved, "" if it is or will be."""
        case = self.case
        return "" if case is None else why_unsaved(case, self._session.saves.failure(*case.key))

    def save(self) -> None:
        """Save the case as it is now."""
        self._answer_save.stop()
        if self.case is not None and not self.case.view_only:
            self._session.saves.save(self.case.reading())
            self.saving_changed.emit()

    def confirm_saved(self) -> None:
        """Report that everything is on disk, or try again to write it."""
        self._drawing.finish()
        if not self._session.saves.all_saved:
            self.save()
            self.retry_saving()
        elif not self.not_saved:
            self.show_status(self.tr("Everything drawn is on disk."))

    def retry_saving(self) -> None:
        """Try again to write what could not be written."""
        self._session.saves.retry()

    def set_confidence(self, level: int) -> None:
        """Note the reader's confidence, 1 to 5, and save it soon."""
        self._answer(confidence=level)

    def set_comment(self, comment: str) -> None:
        """Note the reader's comment, and save it soon."""
        if self.case is not None and comment != self.case.comment:
            self._answer(comment=comment)

    def _answer(self, **answers: Any) -> None:
        if self.case is not None and not self.case.locked:
            self.case = replace(self.case, **answers)
            self._answer_save.start()

    def _note_step(self) -> None:
        self._steps += 1
        self.save()
        self.stepped.emit()

    def _note_saved(self, reading: Reading) -> None:
        case = self.case
        if case is not None and case.key == (reading.patient, reading.reader):
            self.case = replace(case, version=reading.version, saved_at=reading.saved_at)
            if self._failed:
                self._failed = False
                self.notice_cleared.emit()
            self.saving_changed.emit()
            if case.complete:
                self._look_at_rights()
        self.saved.emit(reading)

    def _note_failed(self, patient: str, reader: str, sentence: str) -> None:
        if self._on_screen and self.case is not None and self.case.key == (patient, reader):
            self._failed = True
            self.saving_changed.emit()
            self.notify(sentence, Level.ERROR)
            self._look_at_rights()  # the case may have been frozen meanwhile
        else:
            told = self.tr("{case} is not saved: {reason}")
            name = self._session.user.case(patient)
            self._session.notify(told.format(case=name, reason=sentence), Level.ERROR)

    def _look_at_rights(self) -> None:
        """Look again at what the user may do with the case on screen."""
        if self.case is not None and not self.case.study.drawn.held:
            key = self.case.key
            self._session.load_rights(key[0], lambda rights: self._show_rights(key, rights))

    def _show_rights(self, key: tuple[str, str], rights: ReadingRights) -> None:
        case = self.case
        if case is not None and case.key == key and not rights.same_as(case.rights):
            self.case = replace(case, rights=rights)
            self._drawing.locked = self.case.locked
            self.rights_changed.emit()

    # -- completing

    def toggle_complete(self) -> None:
        """Ask for what completing or reopening needs; `complete` or `reopen` follows."""
        case = self.case
        if case is None or self._drawing.editor.drawing:
            return
        begun = self._drawing.unaccepted
        if case.draft:
            self.notify(self.tr("A draft is signed off on the Review page."), Level.INFO)
        elif case.reopens:
            self.reopening_wanted.emit()
        elif not case.completes:
            self.refuse()
        elif self._drawing.preview is not None:
            sentence = self.tr("A preview is not accepted yet: Return accepts it, Esc drops it.")
            self.notify(sentence, Level.WARNING)
        elif begun is not None:
            self.unaccepted.emit(*begun)
        else:
            self.completion_wanted.emit()

    def complete(self) -> None:
        """Mark the case complete."""
        if self.case is not None and not self.case.locked:
            self._drawing.choose("cursor")
            self._set_state(self.case, ReadingState.COMPLETE)
            self.save()

    def reopen(self, reason: str) -> None:
        """Reopen the complete case for a reason."""
        if self.case is None:
            return
        key = self.case.key

        def reopened(reading: Reading) -> None:
            case = self.case
            if case is not None and case.key == key and case.complete:
                case = replace(case, version=reading.version, saved_at=reading.saved_at)
                self._set_state(case, ReadingState.IN_PROGRESS)

        self._session.saves.reopen(*key, reason, reopened, self.show_error)

    def _set_state(self, case: Case, state: ReadingState) -> None:
        self.case = case = replace(case, state=state)
        self._drawing.locked = case.locked
        self.notice_cleared.emit()
        self.state_changed.emit()

    # -- messages

    def notify(self, sentence: str, level: Level) -> None:
        """Show a sentence over the images."""
        self.notified.emit(sentence, level)

    def clear_notice(self) -> None:
        """Hide the sentence over the images."""
        self.notice_cleared.emit()

    def show_error(self, error: Exception) -> None:
        """Show why something failed."""
        self.notify(error_message(error), Level.ERROR)

    def show_status(self, sentence: str) -> None:
        """Show a sentence in the status line of the window."""
        self._session.notify(sentence)

    def refuse(self) -> None:
        """Show why nothing can be changed: over the images, unless that stands above them already."""
        if self.case is None or self.case.view_only:
            self.refused.emit()
        else:
            self.notify(why_locked(self.case), Level.INFO)

    # -- what parts ask of the session

    @property
    def settings(self) -> Settings:
        """Values that are kept between starts."""
        return self._session.settings

    @property
    def cohort(self) -> Cohort | None:
        """The open cohort."""
        return self._session.cohort

    @property
    def reader(self) -> str:
        """The name of the current reader."""
        return self._session.reader

    @property
    def blind(self) -> bool:
        """Return True if the reader must not learn which patient a case is."""
        return self._session.user.principal.blind

    def run_in_background(self, work: Callable[..., Any], *args: Any, **options: Any) -> None:
        """Run work without blocking the window.

        Args:
            options: `executor`, `on_done`, `on_error` and others of the task runner.
        """
        self._session.run_in_background(work, *args, **options)

    def load_outlines(
        self, prepare: Callable[[tuple[Outline, ...]], Any], on_done: Callable[[Any], None]
    ) -> None:
        """Load the outlines of others on this case, as far as they may be shown.

        Args:
            prepare: makes the result of them, in a background thread.
        """
        if self.case is not None:
            self._session.load_outlines(self.case.patient, prepare, on_done)

    def prefetch(self, patients: Sequence[str]) -> None:
        """Read images that may be wanted next."""
        self._session.prefetch(patients)

    def count_today(self, on_done: Callable[[int], None]) -> None:
        """Count the cases that the reader completed today."""
        self._session.load_day(on_done)
