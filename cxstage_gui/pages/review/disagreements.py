"""The disagreements of two readings: a list, the largest first, and what to make of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from cxstage_core.cohort.values.review import ComponentDecision
from cxstage_core.reading.comparison.disagreement import Component, Kind, Take
from cxstage_gui.session.actions.review import OpenCase
from cxstage_gui.theme import current
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.table import Column, RowsModel, table_view

WIDTHS = (42, 62, 52, 60)
KEYS = {
    Take.FIRST: "1",
    Take.SECOND: "2",
    Take.UNION: "U",
    Take.INTERSECTION: "I",
    Take.REDRAWN: "R",
}
"""The keys of the decisions, where the user has not changed them."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """A component and what was decided about it."""

    series: str
    component: Component
    decision: ComponentDecision | None


class Disagreements(QWidget):
    """Lists the disagreements and offers the decisions about the chosen one.

    Signals:
        chosen: a `Disputed` to look at.
        taken: a `Disputed` and a `Take`.
    """

    chosen = Signal(object)
    taken = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._readers = ("A", "B")
        self._writable = False
        self._keys: dict[Take, str] = dict(KEYS)
        self.model: RowsModel[Disputed] = RowsModel(
            (
                Column("", lambda p: str(p.component.number), number=True),
                Column(self.tr("By"), self._kind, header_tip=self.tr("Marked by")),
                Column("cm³", lambda p: f"{p.component.volume_cm3:.2f}", number=True),
                Column(self.tr("Slices"), self._slices),
                Column(self.tr("Decided"), self._decided, tip=self._by, colour=self._colour),
            )
        )
        self.view = table_view(self.tr("Disagreements of the readings"))
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
        kept = self.chosen_row
        self._writable = writable
        rows: list[Disputed] = []
        if case is not None and len(case.readings) == 2:
            self._readers = (case.readings[0].reader, case.readings[1].reader)
            for series, found in case.disagreements.items():
                for item in found.items:
                    decision = (
                        None if case.review is None else case.review.decision_on(series, item.key)
                    )
                    rows.append(Disputed(series, item, decision))
            rows.sort(key=lambda p: -p.component.volume_cm3)
        self._name_buttons()
        self._quiet = True
        self.model.show(rows)
        self._quiet = False
        if case is None or len(case.readings) != 2:
            self.left.clear()
        else:
            sentence = (
                self.tr("{open} of {all} disagreements to decide")
                if case.undecided
                else self.tr("All {all} disagreements decided")
            )
            self.left.setText(sentence.format(open=case.undecided, all=len(rows)))
        if kept is not None:
            self._select(kept)
        self._enable()

    @property
    def chosen_row(self) -> Disputed | None:
        """The chosen disagreement."""
        row = self.view.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def step(self, steps: int) -> None:
        """Choose the disagreement so many places further."""
        if self.model.rows:
            row = self.view.currentIndex().row()
            wanted = 0 if row < 0 else min(max(row + steps, 0), len(self.model.rows) - 1)
            self.view.selectRow(wanted)

    def choose_open(self) -> None:
        """Choose the next disagreement without a decision."""
        count, row = len(self.model.rows), self.view.currentIndex().row()
        for place in range(1, count + 1):
            number = (max(row, -1) + place) % count
            if self.model.rows[number].decision is None:
                self.view.selectRow(number)
                return

    def take(self, take: Take) -> None:
        """Decide about the chosen disagreement."""
        if self._writable and self.chosen_row is not None:
            self.taken.emit(self.chosen_row, take)

    def _select(self, wanted: Disputed) -> None:
        place = (wanted.series, wanted.component.key)
        for row, disputed in enumerate(self.model.rows):
            if (disputed.series, disputed.component.key) == place:
                self._quiet = True
                self.view.selectRow(row)
                self._quiet = False
                return

    def _current(self) -> None:
        self._enable()
        if not self._quiet and self.chosen_row is not None:
            self.chosen.emit(self.chosen_row)

    def _enable(self) -> None:
        for button in self.buttons.values():
            button.setEnabled(self._writable and self.chosen_row is not None)

    def _name_buttons(self) -> None:
        first, second = self._readers
        names = {
            Take.FIRST: self.tr("Take {name}").format(name=first),
            Take.SECOND: self.tr("Take {name}").format(name=second),
            Take.UNION: self.tr("Union"),
            Take.INTERSECTION: self.tr("Intersection"),
            Take.REDRAWN: self.tr("Redraw on the Read page"),
        }
        for take, button in self.buttons.items():
            key = self._keys.get(take, "")
            button.setText(f"{names[take]} ({key})" if key else names[take])

    def show_keys(self, keys: Mapping[Take, str]) -> None:
        """Name the keys of the decisions on their buttons."""
        self._keys = dict(keys)
        self._name_buttons()

    def _kind(self, disputed: Disputed) -> str:
        first, second = self._readers
        return {
            Kind.FIRST_ONLY: first,
            Kind.SECOND_ONLY: second,
            Kind.LABEL: self.tr("label"),
        }[disputed.component.kind]

    def _slices(self, disputed: Disputed) -> str:
        first, last = disputed.component.first_slice + 1, disputed.component.last_slice + 1
        return str(first) if first == last else f"{first}–{last}"

    def _decided(self, disputed: Disputed) -> str:
        if disputed.decision is None:
            return self.tr("open")
        first, second = self._readers
        return {
            Take.FIRST: first,
            Take.SECOND: second,
            Take.UNION: self.tr("union"),
            Take.INTERSECTION: self.tr("intersection"),
            Take.REDRAWN: self.tr("redrawn"),
        }[disputed.decision.take]

    def _by(self, disputed: Disputed) -> str:
        decision = disputed.decision
        if decision is None:
            return ""
        rule = self.tr(" by the rule {rule}").format(rule=decision.rule) if decision.rule else ""
        return f"{decision.by}{rule}, {decision.at[:16].replace('T', ' ')} UTC"

    def _colour(self, disputed: Disputed) -> str:
        return current().warning if disputed.decision is None else ""
