"""Two linked panes that compare outlines in several ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

import numpy as np
from PySide6.QtCore import QPointF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cxstage_core.imaging import Mask
from cxstage_core.reading.comparison.disagreement import Component
from cxstage_gui.pages.review.provenance import joined
from cxstage_gui.session.actions.review import OpenCase
from cxstage_gui.viewer.link import Link
from cxstage_gui.viewer.models.comparison import (
    of_all,
    of_chosen,
    of_difference,
    of_probability,
    of_reading,
    of_reference,
)
from cxstage_gui.viewer.models.others import Tinted
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.slice_view import SliceView

BLINK_MS = 350
PIN_PX = 6.0
LEAST_MM, ROOM = 25.0, 2.2
"""The smallest outline that is looked at, and how many of it fit into a pane."""
PIN, SETTLED = QColor("#F0E442"), QColor(160, 160, 160)


class Mode(StrEnum):
    """Ways to compare two readings in the panes."""

    SIDES = "sides"
    BOTH = "both"
    DIFFERENCE = "difference"
    PROBABILITY = "probability"


class ReviewPanes(QWidget):
    """Left: what is compared; right: the other reader, or what becomes of it.

    Signals:
        pointed: slice, row, column of the linked cursor.
    """

    pointed = Signal(int, float, float)

    def __init__(self) -> None:
        super().__init__()
        self.left = SliceView(self.tr("What is compared"))
        self.right = SliceView(self.tr("What becomes of it"))
        self.link = Link((self.left, self.right), self)
        self.mode = Mode.SIDES
        self.pair = (0, 1)
        self.case: OpenCase | None = None
        self.chosen: tuple[Component, ...] = ()
        self.hidden = False
        self._blink = QTimer(self)
        self._blink.setInterval(BLINK_MS)
        self._blink.timeout.connect(self._turn)
        self._second = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for view in (self.left, self.right):
            row.addWidget(view, 1)
            view.add_marks(self._pins)
            view.pointed.connect(self.pointed)

    # -- what is shown

    def show_case(self, case: OpenCase | None, name: Callable[[OpenCase], str]) -> None:
        """Show a case; what was shown of this patient and series stays where it is."""
        old, kept = self.case, self.left.transform
        same = (
            case is not None
            and old is not None
            and (case.patient, case.record.id) == (old.patient, old.record.id)
        )
        at, index, fitted = self.left.cursor_at, self.left.index, self.left.fitted
        windows = [view.model.window for view in (self.left, self.right) if view.model is not None]
        self.case = case
        if case is None:
            for view in (self.left, self.right):
                view.show_model(None)
            return
        for view in (self.left, self.right):
            view.show_model(PaneModel(case.volume, index=index if same else None), (name(case), ""))
        if same:
            for view, window in zip((self.left, self.right), windows, strict=False):
                view.set_window(window)
            if not fitted:
                self.left.look_at(*kept.centre, kept.scale)
            if at is not None:
                self.left.point_at(*at)
                self.right.point_at(*at)
        self.restyle()
        if not same:
            self._look_closer(case)
        self.link.follow()

    def _look_closer(self, case: OpenCase) -> None:
        """Begin at the outlines, with room around them."""
        outlines = [r.masks[case.record.id].array for r in (*case.readings, case.reference)
                    if r is not None and case.record.id in r.masks]  # fmt: skip
        marked = [array.any(axis=(1, 2)) for array in outlines]
        if not any(one.any() for one in marked):
            return
        flat = np.logical_or.reduce([array.any(axis=0) for array in outlines])
        rows, columns = np.flatnonzero(flat.any(axis=1)), np.flatnonzero(flat.any(axis=0))
        areas = sum(np.count_nonzero(array, axis=(1, 2)) for array in outlines)
        index = int(np.argmax(areas))
        _, tall, wide = case.volume.grid.spacing
        size = max((rows[-1] - rows[0] + 1) * tall, (columns[-1] - columns[0] + 1) * wide, LEAST_MM)
        row, column = (rows[0] + rows[-1]) / 2, (columns[0] + columns[-1]) / 2
        for view in (self.left, self.right):
            view.show_slice(index)
            room = min(view.width(), view.height())
            view.look_at(float(row), float(column), room / (ROOM * size))

    def restyle(self) -> None:
        """Show the outlines of the mode."""
        case = self.case
        if case is None:
            return
        left, right, names = self._compared(case)
        mark: Sequence[Tinted] = ()
        if case.disagreement is not None:
            known = case.disagreement.by_key
            mark = of_chosen(case.disagreement, [one for one in self.chosen if one.key in known])
        left, right = (*left, *mark), (*right, *mark)
        for view, tinted, name in ((self.left, left, names[0]), (self.right, right, names[1])):
            if view.model is not None:
                view.caption = (view.caption[0], name)
                view.model.show_others(() if self.hidden else tinted)
                view.update()

    def go_to(self, chosen: Sequence[Component]) -> None:
        """Mark components of the series shown, and bring both panes to the middle of the first."""
        self.chosen = tuple(chosen)
        self.restyle()
        index, row, column = chosen[0].centre
        for view in (self.left, self.right):
            view.point_at(index, float(row), float(column))
        self.left.centre()
        self.link.follow()

    # -- blink

    def blink(self, on: bool) -> None:
        """While a key is held, the left pane shows the two readings in turn."""
        if on and not self._blink.isActive() and self.case is not None and self.case.readings:
            self._second = True
            self._blink.start()
            self._turn()
        elif not on and self._blink.isActive():
            self._blink.stop()
            self.restyle()

    @property
    def blinking(self) -> bool:
        """Whether the readings are shown in turn now."""
        return self._blink.isActive()

    def _turn(self) -> None:
        self._second = not self._second
        case = self.case
        if case is not None and self.left.model is not None:
            number = self.pair[int(self._second)]
            self.left.model.show_others(of_reading(self._mask(case, number), number))
            self.left.caption = (self.left.caption[0], self._reader(case, number))
            self.left.update()

    # -- within

    def _compared(self, case: OpenCase) -> tuple[Sequence[Tinted], Sequence[Tinted], tuple[str, str]]:
        first, second = self.pair
        if self.mode is Mode.SIDES and case.readings:
            return (
                of_reading(self._mask(case, first), first),
                of_reading(self._mask(case, second), second),
                (self._reader(case, first), self._reader(case, second)),
            )
        outcome, what = self._outcome(case)
        if self.mode is Mode.DIFFERENCE and case.disagreement is not None:
            return of_difference(case.disagreement), outcome, (self.tr("Difference"), what)
        if self.mode is Mode.PROBABILITY and case.probability is not None:
            return of_probability(case.probability.probability), outcome, (self.tr("Probability"), what)
        masks = [self._mask(case, number) for number in range(len(case.readings))]
        names = joined([self._reader(case, number) for number in range(len(case.readings))])
        return of_all(masks), outcome, (names, what)

    def _outcome(self, case: OpenCase) -> tuple[Sequence[Tinted], str]:
        series = case.record.id
        if case.draft is not None:
            return of_reference(case.draft.masks.get(series)), self.tr("Draft of the reference")
        if case.reference is not None:
            words = self.tr("Reference v{version}").format(version=case.reference.version)
            return of_reference(case.reference.masks.get(series)), words
        return (), self.tr("No draft yet")

    def _mask(self, case: OpenCase, number: int) -> Mask | None:
        if number >= len(case.readings):
            return None
        return case.readings[number].masks.get(case.record.id)

    def _reader(self, case: OpenCase, number: int) -> str:
        if number >= len(case.readings):
            return ""
        return self.tr("Reader {name}").format(name=case.readings[number].reader)

    def _pins(self, painter: QPainter, view: SliceView) -> None:
        """Draw the comments of the slice on screen."""
        case, model = self.case, view.model
        if case is None or model is None or case.review is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for comment in case.review.comments:
            if comment.series != case.record.id:
                continue
            index, row, column = model.grid.world_to_index(comment.point_mm)
            if round(float(index)) != model.index:
                continue
            x, y = view.transform.to_pane(float(row), float(column))
            painter.setPen(QPen(QColor(0, 0, 0, 200), 1))
            painter.setBrush(SETTLED if comment.is_resolved else PIN)
            painter.drawEllipse(QPointF(x, y), PIN_PX, PIN_PX)
            painter.drawText(QPointF(x + PIN_PX + 3, y + PIN_PX), str(comment.id))
