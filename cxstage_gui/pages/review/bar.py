"""Above the panes: how they compare, which readings, which series."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from cxstage_gui.pages.review.panes import Mode, ReviewPanes
from cxstage_gui.session.actions.review import OpenCase
from cxstage_gui.strings import localized
from cxstage_gui.theme import icon
from cxstage_gui.widgets.labels import label


class ReviewBar(QWidget):
    """Changes what the panes show.

    Signals:
        series_wanted: id of another series.
        list_toggled: whether the list of cases is shown.
        side_toggled: whether the panel at the right is shown.
    """

    series_wanted = Signal(str)
    list_toggled = Signal(bool)
    side_toggled = Signal(bool)

    def __init__(self, panes: ReviewPanes) -> None:
        super().__init__()
        self._panes = panes
        self._readers: tuple[str, ...] = ()
        self.list = _switch("list", self.tr("List of cases"))
        self.list.toggled.connect(self.list_toggled)
        self.side = _switch("layout", self.tr("Decisions, comments and figures"))
        self.side.toggled.connect(self.side_toggled)
        titles = {
            Mode.SIDES: self.tr("Side by side"),
            Mode.BOTH: self.tr("Both"),
            Mode.DIFFERENCE: self.tr("Difference"),
            Mode.PROBABILITY: self.tr("Probability"),
        }
        self.modes: dict[Mode, QToolButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(self.list)
        for mode, title in titles.items():
            button = QToolButton()
            button.setText(title)
            button.setCheckable(True)
            button.setMinimumHeight(28)
            button.clicked.connect(lambda _=False, m=mode: self.choose(m))
            self._group.addButton(button)
            self.modes[mode] = button
            row.addWidget(button)
        self.modes[Mode.SIDES].setChecked(True)
        self.first, self.second = QComboBox(), QComboBox()
        for number, box in enumerate((self.first, self.second)):
            box.setAccessibleName(self.tr("Reading on the left") if number == 0
                                  else self.tr("Reading on the right"))  # fmt: skip
            box.activated.connect(lambda _: self._pair())
            row.addWidget(box)
        self.hint = label(self.tr("B blinks, V hides"), "muted")
        row.addWidget(self.hint)
        row.addStretch(1)
        self.series = QComboBox()
        self.series.setAccessibleName(self.tr("Series"))
        self.series.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.series.activated.connect(lambda _: self.series_wanted.emit(self.series.currentData()))
        row.addWidget(self.series)
        row.addWidget(self.side)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "list"):
            self.list.setIcon(icon("list"))
            self.side.setIcon(icon("layout"))
        super().changeEvent(event)

    def choose(self, mode: Mode) -> None:
        """Compare in another way."""
        self.modes[mode].setChecked(True)
        self._panes.mode = mode
        self._panes.restyle()

    def show_case(self, case: OpenCase) -> None:
        """Offer what this case has."""
        self.series.clear()
        for record in case.drawn_on:
            self.series.addItem(f"{record.info.sequence} {localized(record.plane)}", record.id)
        self.series.setCurrentIndex(self.series.findData(case.record.id))
        readers = tuple(reading.reader for reading in case.readings)
        many = len(readers) > 2
        if readers != self._readers:
            self._readers = readers
            self._panes.pair = (0, 1)
            for number, box in enumerate((self.first, self.second)):
                box.clear()
                box.addItems(readers)
                box.setCurrentIndex(min(number, len(readers) - 1))
        for box in (self.first, self.second):
            box.setVisible(many)
        self.modes[Mode.DIFFERENCE].setEnabled(case.disagreement is not None)
        self.modes[Mode.PROBABILITY].setVisible(many)
        tip = localized(case.probability.warning) if case.probability is not None else ""
        self.modes[Mode.PROBABILITY].setToolTip(tip)
        for mode in (Mode.SIDES, Mode.BOTH):
            self.modes[mode].setEnabled(bool(readers))
        unfit = (self._panes.mode is Mode.PROBABILITY and not many) or (
            self._panes.mode is Mode.DIFFERENCE and case.disagreement is None
        )
        if unfit:
            self.choose(Mode.SIDES)

    def _pair(self) -> None:
        self._panes.pair = (max(self.first.currentIndex(), 0), max(self.second.currentIndex(), 0))
        self._panes.restyle()


def _switch(name: str, title: str) -> QToolButton:
    """A button that shows or hides a part of the page."""
    button = QToolButton()
    button.setIcon(icon(name))
    button.setCheckable(True)
    button.setChecked(True)
    button.setToolTip(title)
    button.setAccessibleName(title)
    return button
