"""One to four panes, each with a choice of series and plane above it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from cxstage_core.cohort.values.records import SeriesRecord
from cxstage_core.imaging import Label
from cxstage_core.imaging.grid import Triple
from cxstage_gui.pages.read.case.case import Case
from cxstage_gui.pages.read.case.prepared_case import PreparedCase
from cxstage_gui.strings import localized
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.link import Link
from cxstage_gui.viewer.models.contents import (
    PANES,
    PLACES,
    Content,
    Layout,
    choices,
    shown_plane,
)
from cxstage_gui.viewer.models.linking import nearest_index, world_of
from cxstage_gui.viewer.models.reslice import ACQUIRED
from cxstage_gui.viewer.mouse_grab import MouseGrab
from cxstage_gui.viewer.slice_view import SliceView
from cxstage_gui.widgets.short_combo import ShortCombo

HEAD = 32
RASTER = 6


class Panes(QWidget):
    """The pane to draw on, and up to three others.

    Signals:
        chosen: id of the series to draw on, and the contents of the other panes.
        laid_out: another layout, or one pane alone.
    """

    chosen = Signal(str, object)
    laid_out = Signal()

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self.first = SliceView(self.tr("Image to draw on"), drawing)
        others = (
            SliceView(self.tr("Image of the second pane")),
            SliceView(self.tr("Image of the third pane")),
            SliceView(self.tr("Image of the fourth pane")),
        )
        self.second = others[0]
        self.all = (self.first, *others)
        self.link = Link(self.all, self)
        self.mouse_grab = MouseGrab(self.all, self)
        names = (
            self.tr("Series to draw on"),
            self.tr("Series of the second pane"),
            self.tr("Series of the third pane"),
            self.tr("Series of the fourth pane"),
        )
        self.choices = tuple(self._choice(name) for name in names)
        self.layout_now = Layout.TWO
        self._drawing = drawing
        self._hidden = False
        self._style = (True, 0.3)
        self._alone: SliceView | None = None
        self._case: Case | None = None
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        self._boxes = tuple(
            self._box(choice, view) for choice, view in zip(self.choices, self.all, strict=True)
        )
        for line in range(RASTER):
            grid.setRowStretch(line, 1)
            grid.setColumnStretch(line, 1)
        self._arrange()

    @property
    def views(self) -> tuple[SliceView, ...]:
        """The panes of the layout, the one that is drawn on first."""
        return self.link.shown

    @property
    def active(self) -> SliceView:
        """The pane under the mouse or with the focus, else the first."""
        for view in self.views:
            if view.underMouse() and view.isVisible():
                return view
        return next((view for view in self.views if view.hasFocus()), self.views[0])

    def show_prepared(self, prepared: PreparedCase) -> None:
        """Show a case's images and outlines; a patient who was on screen before stays at the same place."""
        case, kept = prepared.case, self._place(prepared.case)
        same = kept is not None and self._case is not None and self._case.first == case.first
        transform = self.first.transform if same and not self.first.fitted else None
        self._case = case
        volume = prepared.first.volume
        self._drawing.open(case.editor, case.first, volume.grid, volume)
        self._fill(case)
        records = {record.id: record for record in case.study.series}
        self.link.hold(prepared.mask, prepared.layers)
        self.first.show_model(prepared.first, (case.name, _name(records[case.first], ACQUIRED)))
        for view, model, content in zip(self.all[1:], prepared.others, case.contents, strict=True):
            record = records.get(content.series)
            name = "" if record is None else _name(record, content.plane)
            view.show_model(model, (case.name, name))
        self._arrange()
        if transform is not None:
            self.first.look_at(*transform.centre, transform.scale)
        if kept is not None:
            world, pointed = kept
            _, row, column = volume.grid.world_to_index(world)
            index = nearest_index(volume.grid, world)[0]
            if pointed:
                self.first.pointed.emit(index, float(row), float(column))
            else:
                self.first.show_slice(index)
        self.link.follow()
        self.colour_marks()

    def _place(self, case: Case) -> tuple[Triple, bool] | None:
        """Place of the first pane in the same patient, LPS mm, and True if the linked cursor is there."""
        old, model = self._case, self.first.model
        if old is None or model is None or (old.patient, old.reader) != (case.patient, case.reader):
            return None
        if self.first.cursor_at is not None:
            return world_of(model.grid, self.first.cursor_at), True
        rows, columns = model.shape
        return world_of(model.grid, (model.index, (rows - 1) / 2, (columns - 1) / 2)), False

    def style_outlines(self, *, shown: bool, opacity: float) -> None:
        """Show outlines or not, and how strongly (0 to 1)."""
        self._style = (shown, opacity)
        self.link.style(shown=shown and not self._hidden, opacity=opacity)

    def hide_outlines(self, hidden: bool) -> None:
        """Hide all outlines while a key is held."""
        self._hidden = hidden
        shown, opacity = self._style
        self.style_outlines(shown=shown, opacity=opacity)

    def show_nothing(self) -> None:
        """Empty all panes."""
        for view in self.all:
            view.show_model(None)

    def lay_out(self, layout: Layout) -> None:
        """Show the panes of a layout."""
        self.layout_now = layout
        self._alone = None
        self._arrange()
        self.link.follow()

    def colour_marks(self) -> None:
        """Give tool marks the colour of the active label."""
        layers = self.link.layers
        if layers:
            layer = layers[0 if self._drawing.label == Label.TUMOUR else 1]
            self.first.colour = QColor(*layer.colour)
            self.first.update()

    def fit(self) -> None:
        """Show whole slices in all panes."""
        for view in sorted(self.views, key=lambda view: view is self.active):
            view.fit()  # the active one last: the others take its scale

    def centre(self) -> None:
        """Bring the linked cursor to the middle of the active pane."""
        self.active.centre()

    def toggle_maximised(self) -> None:
        """Show the active pane alone, or all again."""
        self._alone = None if self._alone is not None else self.active
        self._arrange()
        self.link.follow()

    def _arrange(self) -> None:
        places = PLACES[self.layout_now]
        if self._alone is not None:
            shown = [(self.all.index(self._alone), (0, 0, RASTER, RASTER))]
        else:
            shown = [
                (number, place)
                for number, place in enumerate(places)
                if number == 0 or self._case is None or self.all[number].model is not None
            ]
            if len(shown) == 1:
                shown = [(0, (0, 0, RASTER, RASTER))]
        numbers = [number for number, _ in shown]
        for number, box in enumerate(self._boxes):
            self._grid.removeWidget(box)
            box.setVisible(number in numbers)
        for number, place in shown:
            self._grid.addWidget(self._boxes[number], *place)
        self.link.shown = tuple(self.all[number] for number in numbers)
        self.laid_out.emit()

    def _box(self, choice: QComboBox, view: SliceView) -> QWidget:
        box = QWidget(self)
        # As wide as the layout, whatever the size hint of the pane.
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(choice)
        column.addWidget(view, 1)
        return box

    def _fill(self, case: Case) -> None:
        wanted = (Content(case.first), *case.contents)
        for number, (choice, content) in enumerate(zip(self.choices, wanted, strict=True)):
            choice.blockSignals(True)
            choice.clear()
            records = {record.id: record for record in case.study.series}
            for offered, plane in choices(case.study.series):
                record = records[offered.series]
                if offered.plane == ACQUIRED:
                    choice.addItem(series_title(record), offered)
                elif number:
                    choice.addItem(_reformatted(record, localized(plane)), offered)
            place = (k for k in range(choice.count()) if choice.itemData(k) == content)
            choice.setCurrentIndex(next(place, -1))
            choice.blockSignals(False)

    def _choice(self, name: str) -> QComboBox:
        choice = ShortCombo()
        choice.setFixedHeight(HEAD)
        choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        choice.setAccessibleName(name)
        choice.setToolTip(name)
        choice.activated.connect(self._chosen)
        return choice

    def _chosen(self) -> None:
        case = self._case
        if case is None:
            return
        first, *others = (choice.currentData() or Content("") for choice in self.choices)
        self.choose(first.series, tuple(others))

    def choose(self, first: str, others: tuple[Content, ...]) -> None:
        """Ask for contents; planes of the first series follow it, and no pane repeats the first."""
        case = self._case
        if case is None:
            return
        if first != case.first:
            # A pane that showed the new series shows the old one; planes follow the new series.
            swap = {first: case.first, case.first: first}
            others = tuple(
                Content(swap.get(one.series, one.series), one.plane)
                if one == was and one.series in swap
                else one
                for one, was in zip(others, case.contents, strict=True)
            )
        elif others and others[0] == Content(first):
            first, others = case.contents[0].series or first, (Content(case.first), *others[1:])
        self.chosen.emit(first, (*others, *(Content(""),) * (PANES - 1 - len(others))))


def series_title(record: SeriesRecord) -> str:
    """Description of a series: sequence, plane, size and spacing."""
    slices, rows, columns = record.grid.size
    thick, pixel = record.grid.spacing[0], record.grid.spacing[2]
    return (
        f"{record.info.sequence} {localized(record.plane)}  ·  {slices} × {rows} × {columns}"
        f"  ·  {pixel:.2f} mm / {thick:.1f} mm"
    )


def _name(record: SeriesRecord, plane: int) -> str:
    """The caption of a pane: sequence and plane, and whether the plane was reformatted."""
    seen = localized(shown_plane(record.grid, plane))
    return f"{record.info.sequence} {seen}" if plane == ACQUIRED else _reformatted(record, seen)


def _reformatted(record: SeriesRecord, plane: str) -> str:
    words = QCoreApplication.translate("Panes", "{sequence} reformatted {plane}")
    return words.format(sequence=record.info.sequence, plane=plane)
