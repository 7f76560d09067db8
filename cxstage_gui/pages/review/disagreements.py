"""The disagreements of two readings: a list, the largest first, and what to make of each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxstage_core.reading.comparison.border import LARGEST_MM, Border, thickness_named
from cxstage_core.reading.comparison.disagreement import Kind, Take
from cxstage_gui.pages.review.disputed import Disputed, rows_of
from cxstage_gui.pages.review.provenance import rule_words, take_words
from cxstage_gui.session.actions.review import OpenCase
from cxstage_gui.theme import current
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.numbers import number_field
from cxstage_gui.widgets.table import Column, RowsModel, table_view

WIDTHS = (98, 54, 66)
KEYS = {
    Take.FIRST: "1",
    Take.SECOND: "2",
    Take.UNION: "U",
    Take.INTERSECTION: "I",
    Take.REDRAWN: "R",
}
"""The keys of the decisions, where the user has not changed them."""


class Disagreements(QWidget):
    """Lists the disagreements and offers the decisions about the chosen one.

    Signals:
        chosen: a `Disputed` to look at.
        taken: a `Disputed` and a `Take`.
        border_set: another `Border`.
    """

    chosen = Signal(object)
    taken = Signal(object, object)
    border_set = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._readers = ("A", "B")
        self._writable = False
        self._keys: dict[Take, str] = dict(KEYS)
        self.model: RowsModel[Disputed] = RowsModel(
            (
                Column(self.tr("By"), self._kind, tip=self._meaning, header_tip=self.tr("Marked by")),
                Column("cm³", lambda p: f"{p.volume_cm3:.2f}", number=True),
                Column(self.tr("Slices"), self._slices),
                Column(self.tr("Decided"), self._decided, tip=self._by, colour=self._colour),
            )
        )
        self.view = table_view(self.tr("Disagreements of the readings"))
        self.view.setModel(self.model)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for column, width in enumerate(WIDTHS):
            self.view.setColumnWidth(column, width)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._current())
        self.left = label("", "muted", wrap=True)
        self.thickness = number_field(0.0, LARGEST_MM, 1, 0.5)
        self.thickness.setSuffix(" mm")
        self.thickness.setSpecialValueText(self.tr("off"))
        self.thickness.setKeyboardTracking(False)
        self.thickness.setAccessibleName(self.tr("Thickness of slivers along the border"))
        explained = self.tr(
            "Differences along the border are one group where both readings drew the same edge, at most this "
            "far apart within the slice. A slice or a part that only one reading marked is never in it."
        )
        self.thickness.setToolTip(explained)
        caption = label(self.tr("One group: border up to"), "muted")
        caption.setToolTip(explained)
        caption.setBuddy(self.thickness)
        self.thickness.valueChanged.connect(lambda mm: self.border_set.emit(Border(mm)))
        self.border = QWidget()
        border = QHBoxLayout(self.border)
        border.setContentsMargins(0, 0, 0, 0)
        border.addWidget(caption)
        border.addWidget(self.thickness)
        border.addStretch(1)
        self.buttons = {take: QPushButton() for take in KEYS}
        self.choices = QWidget()
        grid = QGridLayout(self.choices)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for number, (take, button) in enumerate(self.buttons.items()):
            button.clicked.connect(lambda _=False, t=take: self.take(t))
            row, column = divmod(number, 2)
            grid.addWidget(button, row, column, 1, 2 if take is Take.REDRAWN else 1)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(8, 8, 8, 8)
        column_.setSpacing(8)
        column_.addWidget(self.left)
        column_.addWidget(self.border)
        column_.addWidget(self.view, 1)
        column_.addWidget(self.choices)
        column_.addStretch(0)
        self._quiet = False
        self._name_buttons()

    def show_case(self, case: OpenCase | None, *, writable: bool) -> None:
        """Show the components of a case; the chosen one stays chosen."""
        kept = self.chosen_row
        self._writable = writable
        pair = case is not None and len(case.readings) == 2
        rows = rows_of(case) if case is not None and pair else []
        if case is not None and pair:
            self._readers = (case.readings[0].reader, case.readings[1].reader)
            self.thickness.blockSignals(True)
            self.thickness.setValue(case.border.thickness_mm)
            self.thickness.blockSignals(False)
        self.border.setVisible(pair)
        self._name_buttons()
        self._quiet = True
        self.model.show(rows)
        self._quiet = False
        self.view.setVisible(pair)
        self.choices.setVisible(pair)
        self.left.setText(self._count(rows) if pair else self._other(case))
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
            if self.model.rows[number].is_open:
                self.view.selectRow(number)
                return

    def take(self, take: Take) -> None:
        """Decide about the chosen disagreement; the group of slivers is not redrawn."""
        row = self.chosen_row
        if self._writable and row is not None and not (row.border and take is Take.REDRAWN):
            self.taken.emit(row, take)

    def _select(self, wanted: Disputed) -> None:
        places = {part.place for part in wanted.parts}
        for row, disputed in enumerate(self.model.rows):
            same = disputed.border if wanted.border else disputed.parts[0].place in places
            if same:
                self._quiet = True
                self.view.selectRow(row)
                self._quiet = False
                return

    def _current(self) -> None:
        self._enable()
        if not self._quiet and self.chosen_row is not None:
            self.chosen.emit(self.chosen_row)

    def _enable(self) -> None:
        row = self.chosen_row
        for take, button in self.buttons.items():
            grouped = row is not None and row.border and take is Take.REDRAWN
            button.setEnabled(self._writable and row is not None and not grouped)
            button.setToolTip(
                self.tr("One difference at a time is redrawn, not the group along the border.")
                if grouped
                else ""
            )

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

    def _other(self, case: OpenCase | None) -> str:
        """Return why nothing is listed."""
        if case is None or not case.readings:
            return self.tr("Outlines are compared when all readings of the case are complete.")
        if len(case.readings) == 1:
            return self.tr("There is one reading, so there is nothing to compare.")
        return self.tr(
            "Differences are decided one by one for two readings. With more, compare any two of them above the "
            "images, apply a rule, and redraw the result where it is wrong."
        )

    def _count(self, rows: list[Disputed]) -> str:
        """Return how many are to be decided."""
        if not rows:
            return self.tr("The readings do not differ.")
        undecided = sum(row.is_open for row in rows)
        if not undecided:
            return self.tr("All %n difference(s) decided", "", len(rows))
        return self.tr("{open} of %n difference(s) to decide", "", len(rows)).format(open=undecided)

    def _kind(self, disputed: Disputed) -> str:
        if disputed.border:
            return self.tr("border × {count}").format(count=len(disputed.parts))
        first, second = self._readers
        return {
            Kind.FIRST_ONLY: first,
            Kind.SECOND_ONLY: second,
            Kind.LABEL: self.tr("label"),
        }[disputed.component.kind]

    def _meaning(self, disputed: Disputed) -> str:
        if not disputed.border:
            return ""
        return self.tr("%n sliver(s) along the border, decided together", "", len(disputed.parts))

    def _slices(self, disputed: Disputed) -> str:
        first, last = (index + 1 for index in disputed.slices)
        return str(first) if first == last else f"{first}–{last}"

    def _decided(self, disputed: Disputed) -> str:
        if disputed.is_open:
            return self.tr("open")
        if disputed.decision is None:
            return self.tr("differently")
        return take_words(disputed.decision.take, self._readers)

    def _by(self, disputed: Disputed) -> str:
        decision = disputed.decision
        if decision is None:
            return ""
        when = f"{decision.at[:16].replace('T', ' ')} UTC"
        if not decision.rule:
            return f"{decision.by}, {when}"
        thickness = thickness_named(decision.rule)
        if thickness is not None:
            return self.tr("{name}, {when}, as border up to {mm} mm").format(
                name=decision.by, when=when, mm=f"{thickness:g}"
            )
        return self.tr("{name}, {when}, by the rule “{rule}”").format(
            name=decision.by, when=when, rule=rule_words(decision.rule)
        )

    def _colour(self, disputed: Disputed) -> str:
        return current().warning if disputed.is_open else ""
