"""Cases that were reopened after their reference was frozen: named before the start, with a choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from cxstage_core.cohort import ReopenedCase
from cxstage_core.training.experiment.reopened import LEAVE_OUT, USE, describe
from cxstage_gui.strings import localized
from cxstage_gui.widgets.labels import label

_MOST_NAMED = 12


class ReopenedCases(QWidget):
    """Lists the cases and asks what is done with them; hidden while there are none.

    Signals:
        changed: another choice, or other cases.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cases: tuple[ReopenedCase, ...] = ()
        self.words = label("", "warning", wrap=True)
        self.box = QComboBox()
        self.box.setAccessibleName(self.tr("Reopened cases"))
        self.box.addItem(self.tr("Choose…"), "")
        self.box.addItem(self.tr("Train on the frozen versions"), USE)
        self.box.addItem(self.tr("Leave these cases out"), LEAVE_OUT)
        self.box.currentIndexChanged.connect(lambda _: self.changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(label(self.tr("Reopened cases"), "heading"))
        column.addWidget(self.words)
        column.addWidget(self.box)
        self.hide()

    @property
    def choice(self) -> str:
        """What is done with the cases; "" while none is reopened or nothing is chosen."""
        return str(self.box.currentData()) if self._cases else ""

    @property
    def missing(self) -> bool:
        """Return True while a choice is needed."""
        return bool(self._cases) and not self.choice

    def show_cases(self, cases: Sequence[ReopenedCase]) -> None:
        """Show these cases; another list needs another choice."""
        if tuple(cases) == self._cases:
            return
        self._cases = tuple(cases)
        lines = [localized(describe(case)) for case in self._cases[:_MOST_NAMED]]
        rest = len(self._cases) - len(lines)
        if rest:
            lines.append(self.tr("and %n more", "", rest))
        self.words.setText("\n".join(lines))
        self.box.setCurrentIndex(0)
        self.setVisible(bool(self._cases))
        self.changed.emit()
