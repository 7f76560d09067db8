"""Editing the draft of a reference: to the place that the review asked for, and back to the review."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cxstage_gui.pages.read.bars.draft_bar import DraftBar
from cxstage_gui.pages.read.case.case import Case
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.panes.panes import Panes


class ReferenceDraft(QObject):
    """Goes to the wanted place of a draft once its series is on the first pane."""

    def __init__(self, context: ReadContext, panes: Panes, bar: DraftBar) -> None:
        super().__init__(context)
        self._context = context
        self._panes = panes
        self.bar = bar
        bar.back.clicked.connect(context.finish_draft)
        context.place_wanted.connect(self._go)
        context.case_shown.connect(self._show_bar)
        context.case_closed.connect(bar.hide)

    def _show_bar(self, case: Case) -> None:
        self.bar.setVisible(case.draft)
        self._go()

    def _go(self) -> None:
        case, place = self._context.case, self._context.place
        if case is None or not case.draft or place is None:
            return
        series, index, row, column = place
        if series != case.first and any(record.id == series for record in case.study.series):
            self._panes.choose(series, case.contents)
            return
        self._context.place = None
        first = self._panes.first
        first.pointed.emit(index, float(row), float(column))
        first.show_slice(index)
