"""The pieces on which two readings differ: a work list, the largest first, and what becomes of each."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from cxstage_core.cohort.values.review import Decision
from cxstage_core.reading.comparison.disagreement import Component, Kind, Take
from cxstage_gui.session.actions.review import OpenCase
from cxstage_gui.theme import current
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.table import Column, RowsModel, table_view

WIDTHS = (42, 62, 52, 60)
KEYS = {
    Take.FIRST: Qt.Key.Key_1,
    Take.SECOND: Qt.Key.Key_2,
    Take.UNION: Qt.Key.Key_U,
    Take.INTERSECTION: Qt.Key.Key_I,
    Take.REDRAWN: Qt.Key.Key_R,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A component and what was decided about it."""

    series: str
    component: Component
    decision: Decision | None


class Pieces(QWidget):
    """Lists components and offers what can be made of the chosen one.

    Signals:
        chosen: a `Piece` to look at.
        taken: a `Piece` and a `Take`.
    """

    chosen = Signal(object)
    taken = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._readers = ("A", "B")
        self._writable = False
        self.model: RowsModel[Piece] = RowsModel(
            (
                Column("", lambda p: str(p.component.number), number=True),
                Column(self.tr("By"), self._kind, header_tip=self.tr("Marked by")),
                Column("cm³", lambda p: f"{p.component.volume_cm3:.2f}", number=True),
                Column(self.tr("Slices"), self._slices),
                Column(self.tr("Decided"), self._decided, tip=self._by, colour=self._colour),
            )
        )
        self.view = table_view(self.tr("Pieces on which the readings differ"))
        self.view.setModel(self.model)
        for column, width in enumerate(WIDTHS):
            self.view.setColumnWidth(column, width)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._current())
        self.left = label("", "muted", wrap=True)
        self.buttons = {take: QPushButton() for take in KEYS}
        grid = QGridLayout()
        grid.setSpacing(4)
        for number, (take, button) in enumerate(self.buttons.items()):
            button.clicked.connect(lambda _=False, t=take: self.take(t))
            row, column = divmod(number, 2)
            grid.addWidget(button, row, column, 1, 2 if take is Take.REDRAWN else 1)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(8, 8, 8, 8)
        column_.setSpacing(8)
        column_.addWidget(self.left)
        column_.addWidget(self.view, 1)
        column_.addLayout(grid)
        self._quiet = False
        self._name_buttons()

    def show_case(self, case: OpenCase | None, *, writable: bool) -> None:
        """Show the components of a case; the chosen one stays chosen."""
        kept = self.piece
        self._writable = writable
        pieces: list[Piece] = []
        if case is not None and len(case.readings) == 2:
            self._readers = (case.readings[0].reader, case.readings[1].reader)
            for series, found in case.disagreements.items():
                for item in found.items:
                    decision = None if case.review is None else case.review.decision(series, item.key)
                    pieces.append(Piece(series, item, decision))
            pieces.sort(key=lambda p: -p.component.volume_cm3)
        self._name_buttons()
        self._quiet = True
        self.model.show(pieces)
        self._quiet = False
        if case is None or len(case.readings) != 2:
            self.left.clear()
        else:
            self.left.setText(
                self.tr("{open} of {all} pieces to decide").format(open=case.undecided, all=len(pieces))
            )
        if kept is not None:
            self._select(kept)
        self._enable()

    @property
    def piece(self) -> Piece | None:
        """The chosen component."""
        row = self.view.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def step(self, steps: int) -> None:
        """Choose the piece so many places further."""
        if self.model.rows:
            row = self.view.currentIndex().row()
            wanted = 0 if row < 0 else min(max(row + steps, 0), len(self.model.rows) - 1)
            self.view.selectRow(wanted)

    def choose_open(self) -> None:
        """Choose the next piece that nobody decided about."""
        count, row = len(self.model.rows), self.view.currentIndex().row()
        for place in range(1, count + 1):
            number = (max(row, -1) + place) % count
            if self.model.rows[number].decision is None:
                self.view.selectRow(number)
                return

    def take(self, take: Take) -> None:
        """Decide about the chosen piece."""
        if self._writable and self.piece is not None:
            self.taken.emit(self.piece, take)

    def _select(self, wanted: Piece) -> None:
        place = (wanted.series, wanted.component.key)
        for row, piece in enumerate(self.model.rows):
            if (piece.series, piece.component.key) == place:
                self._quiet = True
                self.view.selectRow(row)
                self._quiet = False
                return

    def _current(self) -> None:
        self._enable()
        if not self._quiet and self.piece is not None:
            self.chosen.emit(self.piece)

    def _enable(self) -> None:
        for button in self.buttons.values():
            button.setEnabled(self._writable and self.piece is not None)

    def _name_buttons(self) -> None:
        first, second = self._readers
        names = {
            Take.FIRST: self.tr("Take {name} (1)").format(name=first),
            Take.SECOND: self.tr("Take {name} (2)").format(name=second),
            Take.UNION: self.tr("Union (U)"),
            Take.INTERSECTION: self.tr("Intersection (I)"),
            Take.REDRAWN: self.tr("Redraw on the Read page (R)"),
        }
        for take, button in self.buttons.items():
            button.setText(names[take])

    def _kind(self, piece: Piece) -> str:
        first, second = self._readers
        return {
            Kind.FIRST_ONLY: first,
            Kind.SECOND_ONLY: second,
            Kind.LABEL: self.tr("label"),
        }[piece.component.kind]

    def _slices(self, piece: Piece) -> str:
        first, last = piece.component.first_slice + 1, piece.component.last_slice + 1
        return str(first) if first == last else f"{first}–{last}"

    def _decided(self, piece: Piece) -> str:
        if piece.decision is None:
            return self.tr("open")
        first, second = self._readers
        return {
            Take.FIRST: first,
            Take.SECOND: second,
            Take.UNION: self.tr("union"),
            Take.INTERSECTION: self.tr("intersection"),
            Take.REDRAWN: self.tr("redrawn"),
        }[piece.decision.take]

    def _by(self, piece: Piece) -> str:
        decision = piece.decision
        if decision is None:
            return ""
        rule = self.tr(" by the rule {rule}").format(rule=decision.rule) if decision.rule else ""
        return f"{decision.by}{rule}, {decision.at[:16].replace('T', ' ')} UTC"

    def _colour(self, piece: Piece) -> str:
        return current().warning if piece.decision is None else ""
