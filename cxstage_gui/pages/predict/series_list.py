"""The series of a study with the roles they are taken for, correctable; and those that cannot be used."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from cxstage_gui.session.workers.prediction_values import StudyView
from cxstage_gui.strings import localized, series_words
from cxstage_gui.widgets.labels import label

SEQUENCES = ("T2", "T1", "DWI", "ADC", "PD", "other", "")
MOST = 12
"""Series shown; the rest is counted."""


class SeriesList(QWidget):
    """One line per series.

    Signals:
        corrected: id of a series, and the sequence that it is; "" leaves it out.
    """

    corrected = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.roles: dict[str, QComboBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.refused: QLabel | None = None

    def show_study(self, view: StudyView | None) -> None:
        """List the series of a study."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.roles.clear()
        self.refused = None
        if view is None:
            return
        corrected = dict(view.ref.roles)
        left_out = [name for name, role in corrected.items() if not role]
        for row, one in enumerate(view.series[:MOST]):
            slices, rows, columns = one.size
            thick, pixel = one.spacing[0], one.spacing[2]
            size = f"{slices} × {rows} × {columns} · {pixel:.2f} / {thick:.1f} mm"
            words = series_words(one.used_as, one.plane, one.b_value)
            text = label(self.tr("%n slice(s)", "", slices), "muted")
            tip = "\n".join(part for part in (words, one.description, size) if part)
            text.setToolTip(tip)
            text.setAccessibleDescription(tip)
            if view.ref.patient:
                self._grid.addWidget(label(words), row, 0)
            else:
                self._grid.addWidget(self._choice(one.id, one.used_as, one.plane), row, 0)
            self._grid.addWidget(text, row, 1)
        self._add_rest(view, left_out)

    def _add_rest(self, view: StudyView, left_out: list[str]) -> None:
        row = self._grid.rowCount()
        more = len(view.series) - MOST
        lines = [self.tr("{n} more series").format(n=more)] if more > 0 else []
        if left_out:
            lines.append(self.tr("Left out: {n}").format(n=len(left_out)))
        lines += [
            self.tr("Not used: {series}. {reason}").format(
                series=one.description or self.tr("a series"), reason=localized(one.reason)
            )
            for one in view.refused[:MOST]
        ]
        if lines:
            self.refused = label("\n".join(lines), "muted", wrap=True)
            self._grid.addWidget(self.refused, row, 0, 1, 2)

    def _choice(self, series: str, used_as: str, plane: str) -> QComboBox:
        box = QComboBox()
        for sequence in SEQUENCES:
            words = series_words(sequence, plane) if sequence else self.tr("leave out")
            box.addItem(words, sequence)
        box.setCurrentIndex(box.findData(used_as))
        box.setAccessibleName(
            self.tr("Series {words}: what it is").format(words=series_words(used_as, plane))
        )
        box.setToolTip(self.tr("What this series is, as guessed; choose another if it is wrong"))
        box.activated.connect(partial(self._corrected, series, box))
        self.roles[series] = box
        return box

    def _corrected(self, series: str, box: QComboBox, _: int) -> None:
        self.corrected.emit(series, str(box.currentData()))
