"""The Review page: from two complete readings to a frozen reference, and how far readers agree."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from cxstage_core.cohort.values.review import Comment
from cxstage_core.reading.comparison.border import Border
from cxstage_core.reading.comparison.disagreement import Take
from cxstage_core.reading.workflow import CaseState
from cxstage_gui.keys.commands import Commands
from cxstage_gui.pages.review.agreement import AgreementView
from cxstage_gui.pages.review.bar import ReviewBar
from cxstage_gui.pages.review.case_list import CaseList
from cxstage_gui.pages.review.case_status import CaseStatus
from cxstage_gui.pages.review.commands import review_commands
from cxstage_gui.pages.review.comments import Comments
from cxstage_gui.pages.review.dialogs import RuleDialog, SendBackDialog, SignOffDialog
from cxstage_gui.pages.review.disagreements import Disagreements
from cxstage_gui.pages.review.disputed import Disputed
from cxstage_gui.pages.review.figures import CaseFigures
from cxstage_gui.pages.review.panes import ReviewPanes
from cxstage_gui.session import Session
from cxstage_gui.session.actions.review import Before, OpenCase
from cxstage_gui.session.operation import Change, Subject
from cxstage_gui.strings import error_message
from cxstage_gui.viewer.models.linking import world_of
from cxstage_gui.widgets.empty import EmptyState
from cxstage_gui.widgets.labels import line
from cxstage_gui.widgets.notice import Notice
from cxstage_gui.widgets.reason import ReasonDialog

SIDE, SLIM_SIDE = 368, 328
"""Width of the panel at the right, and in a narrow page."""
NARROW = 1480
"""Width of the page below which the list of cases closes, so that the images have most of the room."""
CASES, AGREEMENT = 0, 1
Undo = tuple[str, Before]
"""Patient, and what was decided before."""


class ReviewPage(QWidget):
    """A case list, two panes, and at the right what is to be decided."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.case: OpenCase | None = None
        self.wanted = ""
        self._series = ""
        self._border: Border | None = None
        self._narrow: bool | None = None
        self._undo: list[Undo] = []
        self.cases = CaseList(session)
        self.panes = ReviewPanes()
        self.bar = ReviewBar(self.panes)
        self.status = CaseStatus()
        self.disagreements = Disagreements()
        self.comments = Comments()
        self.figures = CaseFigures()
        self.notice = Notice()
        self.agreement = AgreementView(session)
        self.tabs = QTabWidget()
        self._lay_out()
        self.commands = Commands(self, session.settings)
        self.commands.add(
            *review_commands(
                self.disagreements,
                self.panes,
                undo=self.undo,
                write_comment=self.write_comment,
                hide_outlines=self.hide_outlines,
            )
        )
        self._connect()
        self._show_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the images large in a narrow window."""
        narrow = self.width() < NARROW
        if narrow is not self._narrow:
            self._narrow = narrow
            self.cases.show_narrow(narrow=narrow)
            self.bar.list.setChecked(not narrow)
            self.side.setFixedWidth(SLIM_SIDE if narrow else SIDE)
            self.bar.hint.setVisible(not narrow)
        super().resizeEvent(event)

    # -- the open case

    def refresh(self) -> None:
        """Read the list again, and the case on screen; nothing is read while the page is hidden."""
        if self.session.cohort is None:
            self._close()
        if self.session.cohort is None or self.isVisible():
            self.cases.refresh()

    def open_case(self, patient: str, series: str = "") -> None:
        """Show a case; on the series that was drawn on most, when none is named."""
        if patient != self.wanted:
            self._series, self._border = "", None
        self.wanted, self._series = patient, series or self._series
        if self.case is None:
            self._stack.setCurrentWidget(self._loading)
        cohort = self.session.cohort

        def done(case: OpenCase) -> None:
            if (case.patient, cohort) == (self.wanted, self.session.cohort):
                self._show(case)

        def failed(error: Exception) -> None:
            if patient == self.wanted and cohort is self.session.cohort:
                self._close()
                self.wanted = patient
                self._failed(error)

        self.session.review.load_case(patient, self._series, done, failed, border=self._border)

    def _from_agreement(self, patient: str) -> None:
        self.tabs.setCurrentIndex(CASES)
        self.open_case(patient)

    def _show(self, case: OpenCase) -> None:
        new = self.case is None or self.case.patient != case.patient
        self.case = case
        review = self.session.review
        mine = case.state is CaseState.IN_REVIEW and CaseStatus.is_mine(case, review.actor)
        writable = mine and review.permitted
        if new:
            self.notice.clear()
            self.panes.chosen = ()
        self.bar.show_case(case)
        self.panes.show_case(case, lambda one: self.session.user.case(one.patient))
        self.status.show_case(
            case,
            self.session.user.case(case.patient),
            actor=review.actor,
            permitted=review.permitted,
        )
        self.disagreements.show_case(case, writable=writable)
        self.comments.show_case(case, writable=review.permitted)
        self.figures.show_case(case)
        self.cases.mark(case.patient)
        self._stack.setCurrentWidget(self._work)
        self.side.setVisible(self.bar.side.isChecked())
        if new and self.disagreements.model.rows:
            self.disagreements.choose_open()
            self.panes.left.setFocus()

    def _close(self) -> None:
        self.case, self.wanted, self._series = None, "", ""
        self._border = None
        self._undo.clear()
        self.panes.show_case(None, lambda _: "")
        self.side.hide()
        self._stack.setCurrentWidget(self._empty)

    def _listed(self) -> None:
        known = {row.patient: row for row in self.cases.rows}
        if self.wanted and self.wanted not in known:
            self._close()
        if not self.wanted and self.cases.rows:
            first = next((r for r in self.cases.rows if r.state is CaseState.IN_REVIEW), None)
            first = first or next(
                (r for r in self.cases.rows if r.state is CaseState.COMPLETE), self.cases.rows[0]
            )
            self.open_case(first.patient)
        elif self.wanted:
            self.open_case(self.wanted)

    def _changed(self, change: Change) -> None:
        if Subject.REVIEWS in change.subjects:
            for patient in change.patients or ():
                self.cases.forget(patient)
            self.refresh()

    # -- deciding

    def _look_at(self, row: Disputed) -> None:
        if self.case is None:
            return
        here = row.on(self.case.record.id)
        if here:
            self.panes.go_to(here)
        else:
            self.panes.chosen = row.on(row.series)
            self.open_case(self.case.patient, row.series)

    def _take(self, row: Disputed, take: Take) -> None:
        case = self.case
        if case is None:
            return
        self._undo.append((case.patient, row.before()))
        if row.border:
            self.session.review.decide_border(case.patient, take, case.border, self._failed)
        else:
            takes = {row.series: {row.component.key: take}}
            self.session.review.decide(case.patient, takes, self._failed)
        if take is Take.REDRAWN:
            self._redraw(case, row)
        else:
            self.disagreements.choose_open()

    def _redraw(self, case: OpenCase, row: Disputed) -> None:
        """Edit the draft on the Read page, with all tools; there a button leads back."""
        place = (row.series, *row.component.centre)
        self.session.edit_reference_draft(case.patient, place)

    def _set_border(self, border: Border) -> None:
        """Count other differences as slivers along the border, here and in the cases to come."""
        self._border = border
        self.session.review.keep_border(border)
        if self.case is not None:
            self.open_case(self.case.patient)

    def undo(self) -> None:
        """Undo the last decision."""
        while self._undo:
            patient, before = self._undo.pop()
            if self.case is not None and patient == self.case.patient:
                self.session.review.put_back(patient, before, self._failed)
                return
        self.notice.show_message(self.tr("No decision to undo."), "info")

    # -- acts that ask first

    def _ask_sign_off(self) -> None:
        case = self.case
        if case is None:
            return
        version = 1 + (0 if case.reference is None else case.reference.version)
        decided = len(self.disagreements.model.rows)
        dialog = SignOffDialog(self._name(case), decided, version, self)
        dialog.signed.connect(
            lambda note: self.session.review.sign_off(case.patient, note, self._failed)
        )
        dialog.open()

    def _ask_rule(self) -> None:
        case = self.case
        if case is None:
            return
        dialog = RuleDialog(self._name(case), len(case.readings), case.dice, self)
        dialog.given.connect(
            lambda rule, why, least: self.session.review.apply_rule(
                case.patient, rule, why, least, self._failed
            )
        )
        dialog.open()

    def _ask_send_back(self) -> None:
        case = self.case
        if case is None:
            return
        readers = tuple(reading.reader for reading in case.readings)
        dialog = SendBackDialog(self._name(case), readers, self)
        dialog.sent.connect(
            lambda reading_key, why: self.session.review.send_back(
                case.patient, reading_key, why, self._failed
            )
        )
        dialog.open()

    def _ask_reopen(self) -> None:
        case = self.case
        if case is None:
            return
        dialog = ReasonDialog(
            self.tr("Reopen {case}").format(case=self._name(case)),
            self.tr("The draft begins as the frozen outline; signing off makes the next version."),
            self.tr("Reopen"),
            self.tr("Such as: the upper slices were left out"),
            self,
        )
        dialog.given.connect(lambda why: self.session.review.reopen(case.patient, why, self._failed))
        dialog.open()

    def _begin(self) -> None:
        if self.case is not None:
            self.session.review.begin(self.case.patient, self._failed)

    # -- comments

    def _pin(self, text: str) -> None:
        case, model = self.case, self.panes.left.model
        if case is None or model is None:
            return
        rows, columns = model.shape
        at = self.panes.left.cursor_at or (model.index, (rows - 1) / 2, (columns - 1) / 2)
        point = world_of(model.grid, at)
        self.session.review.comment(case.patient, case.record.id, point, text, self._failed)

    def _look_at_comment(self, comment: Comment) -> None:
        case, model = self.case, self.panes.left.model
        if case is None or model is None:
            return
        if comment.series != case.record.id:
            self.open_case(case.patient, comment.series)
            return
        index, row, column = model.grid.world_to_index(comment.point_mm)
        for view in (self.panes.left, self.panes.right):
            view.point_at(round(float(index)), float(row), float(column))
        self.panes.left.centre()

    # -- keys

    def write_comment(self) -> None:
        """Go to the field for a comment."""
        self.right.setCurrentWidget(self.comments)
        self.comments.field.setFocus()

    def hide_outlines(self, hidden: bool) -> None:
        """Hide all outlines for a moment."""
        if self.panes.hidden != hidden:
            self.panes.hidden = hidden
            self.panes.restyle()

    def _show_keys(self) -> None:
        self.disagreements.show_keys(
            {take: self.commands.shown_keys(f"review {take.value}") for take in Take}
        )

    def showEvent(self, event: QShowEvent) -> None:
        """End the editing of a draft on the Read page, and read the list again."""
        super().showEvent(event)
        self.session.finish_reference_draft(return_to_review=False)
        self.refresh()

    # -- within

    def _name(self, case: OpenCase) -> str:
        return self.session.user.case(case.patient)

    def _failed(self, error: Exception) -> None:
        self.notice.show_message(error_message(error), "error")
        self.cases.refresh()

    def _connect(self) -> None:
        session = self.session
        session.cohort_opened.connect(self._opened)
        session.cohort_closed.connect(self.refresh)
        session.reading_saved.connect(lambda saved: self.cases.forget(saved.patient))
        session.patients_changed.connect(self._when_shown)
        session.changed.connect(self._changed)
        self.commands.changed.connect(self._show_keys)
        self.cases.chosen.connect(self.open_case)
        self.cases.listed.connect(self._listed)
        self.agreement.case_wanted.connect(self._from_agreement)
        self.bar.series_wanted.connect(lambda series: self.open_case(self.wanted, series))
        self.bar.list_toggled.connect(self.cases.setVisible)
        self.bar.side_toggled.connect(self._show_side)
        self.disagreements.chosen.connect(self._look_at)
        self.disagreements.taken.connect(self._take)
        self.disagreements.border_set.connect(self._set_border)
        self.comments.chosen.connect(self._look_at_comment)
        self.comments.written.connect(self._pin)
        self.comments.answered.connect(
            lambda number, text: session.review.answer(self.wanted, number, text, self._failed)
        )
        self.comments.resolved.connect(
            lambda number: session.review.resolve(self.wanted, number, self._failed)
        )
        self.status.begin_wanted.connect(self._begin)
        self.status.sign_off_wanted.connect(self._ask_sign_off)
        self.status.rule_wanted.connect(self._ask_rule)
        self.status.send_back_wanted.connect(self._ask_send_back)
        self.status.reopen_wanted.connect(self._ask_reopen)

    def _show_side(self, shown: bool) -> None:
        self.side.setVisible(shown and self.case is not None)

    def _opened(self) -> None:
        self._close()
        self.cases.forget_all()
        self.refresh()

    def _when_shown(self) -> None:
        if self.isVisible():
            self.cases.refresh()

    def _lay_out(self) -> None:
        go = QPushButton(self.tr("Go to the Read page"))
        go.setProperty("role", "primary")
        go.clicked.connect(lambda: self.session.show_page("read"))
        self._empty = EmptyState(
            "git-diff",
            self.tr("Nothing to review yet"),
            self.tr(
                "When two readers have marked a case complete, their outlines are compared here, "
                "one disagreement after the other, and become a frozen reference."
            ),
            [go],
        )
        self._work = QWidget()
        work = QVBoxLayout(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(2)
        work.addWidget(self.bar)
        work.addWidget(self.panes, 1)
        self._loading = QWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._loading)
        self._stack.addWidget(self._work)
        self.right = QTabWidget()
        self.right.addTab(self.disagreements, self.tr("Disagreements"))
        self.right.addTab(self.comments, self.tr("Comments"))
        self.right.addTab(self.figures, self.tr("Figures"))
        self.side = QWidget()
        self.side.setFixedWidth(SIDE)
        self.side.hide()
        side = QVBoxLayout(self.side)
        side.setContentsMargins(8, 8, 8, 8)
        side.setSpacing(8)
        side.addWidget(self.status)
        side.addWidget(line())
        side.addWidget(self.right, 1)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.notice)
        middle.addWidget(self._stack, 1)
        cases = QWidget()
        row = QHBoxLayout(cases)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.cases)
        row.addLayout(middle, 1)
        row.addWidget(self.side)
        self.tabs.addTab(cases, self.tr("Cases"))
        self.tabs.addTab(self.agreement, self.tr("Agreement"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
