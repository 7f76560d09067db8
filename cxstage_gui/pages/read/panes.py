"""Two panes beside each other, each with its choice of series above it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QWidget

from cxstage_core.cohort.records import SeriesRecord
from cxstage_core.imaging import Label
from cxstage_gui.pages.read.case import Case
from cxstage_gui.pages.read.ready import Ready
from cxstage_gui.strings import say
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.link import Link
from cxstage_gui.viewer.slice_view import SliceView

HEAD = 32


class Panes(QWidget):
    """The pane that is drawn on, and the one beside it.

    Signals:
        series_chosen: ids of the series wanted in the first and the second pane.
    """

    series_chosen = Signal(str, str)

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self.first = SliceView(self.tr("Image to draw on"), drawing)
        self.second = SliceView(self.tr("Image beside it"))
        self.link = Link(self.first, self.second, self)
        self.choices = tuple(
            self._choice(name) for name in (self.tr("Series to draw on"), self.tr("Series beside it"))
        )
        self._drawing = drawing
        self._maximised: SliceView | None = None
        self._paired = True
        self._shown = ("", "")
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        for column, (choice, view) in enumerate(
            zip(self.choices, (self.first, self.second), strict=True)
        ):
            grid.addWidget(choice, 0, column)
            grid.addWidget(view, 1, column)
        grid.setRowStretch(1, 1)

    @property
    def views(self) -> tuple[SliceView, SliceView]:
        """Both panes."""
        return self.first, self.second

    @property
    def active(self) -> SliceView:
        """The pane under the mouse or with the focus, else the first."""
        for view in self.views:
            if view.underMouse() and view.isVisible():
                return view
        return self.second if self.second.hasFocus() else self.first

    def show_ready(self, ready: Ready) -> None:
        """Show a case's images and outlines."""
        case = ready.case
        volume = ready.first.volume
        self._drawing.open(case.editor, case.first, volume.grid, volume)
        self._fill(case)
        self._paired = ready.second is not None
        self._arrange()
        titles = {r.id: f"{r.info.sequence} {say(r.plane)}" for r in case.study.series}
        self.link.hold(ready.mask, ready.layers)
        self.first.show_model(ready.first, (case.patient, titles[case.first]))
        self.second.show_model(ready.second, (case.patient, titles.get(case.second, "")))
        self.link.follow()
        self.colour_marks()

    def colour_marks(self) -> None:
        """Give tool marks the colour of the label in hand."""
        layers = self.link.layers
        if layers:
            layer = layers[0 if self._drawing.label == Label.TUMOUR else 1]
            self.first.colour = QColor(*layer.colour)
            self.first.update()

    def fit(self) -> None:
        """Show whole slices in both panes."""
        for view in sorted(self.views, key=lambda view: view is self.active):
            view.fit()  # the active one last: the other takes its scale

    def centre(self) -> None:
        """Bring the linked cursor to the middle of the active pane."""
        self.active.centre()

    def toggle_maximised(self) -> None:
        """Show the active pane alone, or both again."""
        self._maximised = None if self._maximised is not None else self.active
        self._arrange()

    def _arrange(self) -> None:
        alone = self._maximised if self._paired else self.first
        for column, (choice, view) in enumerate(zip(self.choices, self.views, strict=True)):
            shown = alone is None or alone is view
            view.setVisible(shown)
            choice.setVisible(shown)
            self._grid.setColumnStretch(column, int(shown))

    def _fill(self, case: Case) -> None:
        self._shown = (case.first, case.second)
        for choice, series in zip(self.choices, (case.first, case.second), strict=True):
            choice.blockSignals(True)
            choice.clear()
            for record in case.study.series:
                choice.addItem(series_title(record), record.id)
            choice.setCurrentIndex(choice.findData(series))
            choice.blockSignals(False)

    def _choice(self, name: str) -> QComboBox:
        choice = QComboBox()
        choice.setFixedHeight(HEAD)
        choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        choice.setAccessibleName(name)
        choice.setToolTip(name)
        choice.activated.connect(self._chosen)
        return choice

    def _chosen(self) -> None:
        first, second = (choice.currentData() or "" for choice in self.choices)
        if first == second:  # a pane took the other's series: they change places
            second, first = self._shown
        self.series_chosen.emit(first, second)


def series_title(record: SeriesRecord) -> str:
    """A series in words: sequence, plane, size and spacing."""
    slices, rows, columns = record.grid.size
    thick, pixel = record.grid.spacing[0], record.grid.spacing[2]
    return (
        f"{record.info.sequence} {say(record.plane)}  ·  {slices} × {rows} × {columns}"
        f"  ·  {pixel:.2f} mm / {thick:.1f} mm"
    )
