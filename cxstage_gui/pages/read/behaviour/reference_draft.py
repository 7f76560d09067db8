"""The draft of a reference on this page: a bar says so and leads back to the review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from cxstage_gui.pages.read.case.case import Case
from cxstage_gui.widgets.labels import label

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

Place = tuple[str, int, int, int]


class DraftingPart(QObject):
    """Goes to the place that the review asked for, and back to it."""

    def __init__(self, page: ReadPage) -> None:
        super().__init__(page)
        self._page = page
        self._place: Place | None = None
        self.bar = QFrame()
        self.bar.setProperty("role", "card")
        self.back = QPushButton(self.tr("Back to the review"))
        self.back.setProperty("role", "primary")
        self.back.clicked.connect(self._go_back)
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(12, 4, 8, 4)
        row.addWidget(
            label(self.tr("You redraw the draft of the reference; every stroke is kept."), wrap=True), 1
        )
        row.addWidget(self.back)
        page.right.insertWidget(0, self.bar)
        self.bar.hide()
        page.session.draft_opened.connect(self._wanted)
        page.case_shown.connect(self._shown)
        page.case_closed.connect(self.bar.hide)

    def _wanted(self, _: str, place: Place) -> None:
        self._place = place
        case = self._page.case
        if case is not None and case.draft and case.patient == self._page.wanted:
            self._shown(case)

    def _shown(self, case: Case) -> None:
        self.bar.setVisible(case.draft)
        if not case.draft or self._place is None:
            return
        series, index, row, column = self._place
        known = {record.id for record in case.study.series}
        if series != case.first and series in known:
            self._page.panes.choose(series, case.contents)
            return
        self._place = None
        first = self._page.panes.first
        first.pointed.emit(index, float(row), float(column))
        first.show_slice(index)

    def _go_back(self) -> None:
        page = self._page
        page.drawing.finish()
        page.session.finish_reference_draft()
