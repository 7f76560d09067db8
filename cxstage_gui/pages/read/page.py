"""The Read page: work list, linked panes, toolbar, sections and status bar."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxstage_gui.keys.commands import Commands
from cxstage_gui.pages.read.assembly import PageWidgets, build_parts
from cxstage_gui.pages.read.bars.draft_bar import DraftBar
from cxstage_gui.pages.read.bars.locked_bar import LockedBar
from cxstage_gui.pages.read.bars.section_panel import SectionPanel
from cxstage_gui.pages.read.bars.status_bar import StatusBar
from cxstage_gui.pages.read.bars.worklist import WorkList
from cxstage_gui.pages.read.case.case import Case
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.case.prepared_case import PreparedCase, label_colours
from cxstage_gui.pages.read.case.reasons import why_locked
from cxstage_gui.pages.read.panes.panes import Panes
from cxstage_gui.session import Session
from cxstage_gui.session.current.patient_table import PatientRow
from cxstage_gui.session.level import Level
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.contents import Content
from cxstage_gui.viewer.tool_strip import ToolStrip
from cxstage_gui.widgets.empty import EmptyState
from cxstage_gui.widgets.notice import Notice


class ReadPage(QWidget):
    """Layout and wiring; what is open and what may be done with it is in the context.

    Nothing of any other reader is loaded or shown while a reading is blind.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.drawing = Drawing(self)
        self.context = ReadContext(session, self.drawing, self)
        self.commands = Commands(self, session.settings)
        self.work_list = WorkList()
        self.strip = ToolStrip(self.drawing, self.tr("Show the work list"))
        self.panes = Panes(self.drawing)
        self.status_bar = StatusBar()
        self.side = SectionPanel(session.settings)
        self.draft_bar = DraftBar()
        self.locked_bar = LockedBar()
        self.notice = Notice()
        self._middle = QStackedWidget()
        self._empty = self._no_patients()
        self._problem = EmptyState("warning", self.tr("This study cannot be shown"), "")
        for part in (self.panes, self._empty, self._problem):
            self._middle.addWidget(part)
        self._lay_out()
        self._connect_context()
        self._connect_widgets()
        self.strip.show_keys(self.commands)
        self.parts = build_parts(
            self.context,
            PageWidgets(
                self,
                self.drawing,
                self.commands,
                self.work_list,
                self.strip,
                self.panes,
                self.status_bar,
                self.side,
                self.draft_bar,
            ),
        )
        self.context.start()

    # -- building

    def _no_patients(self) -> QWidget:
        button = QPushButton(self.tr("Go to the Cohort page"))
        button.setProperty("role", "primary")
        button.clicked.connect(lambda: self._session.show_page("cohort"))
        return EmptyState(
            "pencil-line",
            self.tr("Nothing to read yet"),
            self.tr(
                "Import the patients' MRI on the Cohort page; they appear here as your work list, "
                "T2 next to T1, ready to be drawn on."
            ),
            [button],
        )

    def _lay_out(self) -> None:
        middle = QGridLayout()
        middle.addWidget(self._middle, 0, 0)
        # Over the image, so that the image does not move when a sentence appears.
        middle.addWidget(self.notice, 0, 0, Qt.AlignmentFlag.AlignBottom)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.draft_bar)
        right.addWidget(self.strip)
        right.addWidget(self.locked_bar)
        right.addLayout(middle, 1)
        right.addWidget(self.status_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.work_list)
        row.addLayout(right, 1)
        row.addWidget(self.side)

    def _connect_context(self) -> None:
        context = self.context
        context.opening.connect(self.work_list.mark)
        context.prepared.connect(self._lay_on_panes)
        context.case_shown.connect(self._show_case)
        context.case_closed.connect(self._close_case)
        context.problem.connect(self._show_problem)
        context.state_changed.connect(self._change_state)
        context.stepped.connect(self._follow_step)
        context.saving_changed.connect(self._show_saving)
        context.rights_changed.connect(self._show_state)
        context.refused.connect(self.locked_bar.stress)
        context.unaccepted.connect(self._show_unaccepted)
        context.cohort_changed.connect(self._change_cohort)
        context.patients_changed.connect(self._show_patients)
        context.notified.connect(self.notice.show_message)
        context.notice_cleared.connect(self.notice.clear)

    def _connect_widgets(self) -> None:
        context, drawing, first = self.context, self.drawing, self.panes.first
        drawing.painted.connect(self._painted)
        drawing.undone.connect(self._undone)
        drawing.previewed.connect(lambda: self.panes.link.show_preview(drawing.preview))
        drawing.equipped.connect(self.panes.colour_marks)
        drawing.pointed.connect(first.pointed)
        self.work_list.reader_named.connect(self._rename_reader)
        self.work_list.reader.returnPressed.connect(first.setFocus)
        self.panes.chosen.connect(self._choose_contents)
        self.strip.styled.connect(self._restyle)
        self.strip.list_toggled.connect(self.work_list.setVisible)
        self.strip.brush.lineEdit().returnPressed.connect(first.setFocus)
        self.status_bar.completion_wanted.connect(context.toggle_complete)
        self.status_bar.slice_wanted.connect(first.show_slice)

    # -- the case

    def _lay_on_panes(self, prepared: PreparedCase) -> None:
        self.panes.show_prepared(prepared)
        self.status_bar.show_measures(prepared.measures)
        self._restyle()
        self.strip.show_colours(label_colours(prepared.case.reader))

    def _show_case(self, _case: Case) -> None:
        self._show_state()
        self._middle.setCurrentWidget(self.panes)
        if not self.work_list.reader.hasFocus():
            self.panes.first.setFocus()

    def _close_case(self) -> None:
        self.panes.show_nothing()
        self.status_bar.show_measures(None)
        self._show_state()

    def _show_problem(self, sentence: str) -> None:
        self._problem.show_text(sentence)
        self._middle.setCurrentWidget(self._problem)

    def _change_state(self) -> None:
        self._show_state()
        case = self.context.case
        if case is not None and not case.complete:
            self.panes.first.setFocus()

    def _show_state(self) -> None:
        case = self.context.case
        reason = why_locked(case)
        self.strip.show_reason(reason)
        self.locked_bar.show_reason(reason if case is not None and case.view_only else "")
        self._show_saving()
        self.status_bar.show_state(case)

    def _show_saving(self) -> None:
        context = self.context
        self.status_bar.show_saved(context.case, pending=context.pending, failure=context.not_saved)

    def _show_unaccepted(self, tool: str, index: int) -> None:
        """Show an outline that has to be accepted or cleared before completion."""
        self.panes.first.show_slice(index)
        self.drawing.choose(tool)
        sentence = self.tr(
            "An outline ({tool}) is not accepted yet: press Return to draw it or Esc to clear "
            "it, then mark the case complete."
        )
        self.notice.show_message(sentence.format(tool=self.strip.titles[tool]), Level.WARNING)

    def _choose_contents(self, first: str, contents: tuple[Content, ...]) -> None:
        if self.context.case is not None:
            self.context.open(self.context.case.patient, first, contents)

    # -- patients and readers

    def _change_cohort(self) -> None:
        self.work_list.reader.setReadOnly(self._session.user.signed_in)
        self.work_list.draws = self._session.user.draws

    def _show_patients(self, rows: tuple[PatientRow, ...], reader: str) -> None:
        self.work_list.show_rows(rows, reader)
        self.work_list.mark(self.context.wanted)
        if not rows:
            self._middle.setCurrentWidget(self._empty)

    def _rename_reader(self, name: str) -> None:
        self.drawing.finish()
        self._session.reader = unicodedata.normalize("NFC", name)
        self.work_list.reader.setText(self.context.reader)

    # -- steps

    def _follow_step(self) -> None:
        self.panes.link.refresh_others()
        self.status_bar.show_measures(self.context.measures)

    def _painted(self, series: str, index: int, box: object) -> None:
        case, measures = self.context.case, self.context.measures
        if case is None or series != case.first:
            return
        self.panes.link.labels_changed(index, box)  # type: ignore[arg-type]
        if measures is not None:
            measures.update(index)

    def _undone(self, series: str, index: int) -> None:
        case = self.context.case
        if case is not None and series == case.first:
            self.panes.first.show_slice(index)
        else:
            sentence = self.tr("The step was on {series}, slice {number}, which is not shown here.")
            self.notice.show_message(sentence.format(series=series, number=index + 1))

    def _restyle(self) -> None:
        opacity = self.strip.opacity.value() / 100
        self.panes.style_outlines(shown=self.strip.masks.isChecked(), opacity=opacity)

    # -- events

    def showEvent(self, event: QShowEvent) -> None:
        """Load the case; nothing is loaded while the page is off the screen."""
        super().showEvent(event)
        if not event.spontaneous():
            self.context.appear()

    def hideEvent(self, event: QHideEvent) -> None:
        """End a stroke under way, and pause the reading time."""
        self.context.disappear()
        super().hideEvent(event)
