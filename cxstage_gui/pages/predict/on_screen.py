"""The pictures on screen: the study and its outline, another series or the network's input next to it, the crop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxstage_core.imaging import Label, Mask
from cxstage_gui.pages.predict.page_widgets import PageWidgets
from cxstage_gui.pages.predict.pane_models import (
    Pictures,
    layers_of,
    make_beside,
    make_input,
    make_pictures,
    outlined_slices,
)
from cxstage_gui.session import Session
from cxstage_gui.session.workers.prediction_values import StudyView
from cxstage_gui.theme.palette import INFILTRATION
from cxstage_gui.viewer.models.pane import PaneModel

if TYPE_CHECKING:
    from cxstage_core.imaging import Volume
    from cxstage_core.prediction.explanation import InputPlace
    from cxstage_core.prediction.viewing import OutlineFacts, ShownOutline


class OnScreen(QObject):
    """Makes pictures away from the interface and puts them on the panes.

    Attributes:
        facts: of the outline on screen, None without one.

    Signals:
        outlined: another outline is on screen.
    """

    outlined = Signal()

    def __init__(self, page: PageWidgets, session: Session) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._prediction = prediction = session.prediction
        self.facts: OutlineFacts | None = None
        self._shown: ShownOutline | None = None
        self._place: InputPlace | None = None
        page.panes.slice_shown.connect(page.slices.show_current)
        page.slices.wanted.connect(page.panes.first.show_slice)
        page.strip_of_tools.styled.connect(self._restyle)
        page.beside.chosen.connect(self._show_beside)
        page.beside.crop_wanted.connect(lambda _: self._show_crop())
        page.drawing.stepped.connect(self._mark_slices)
        prediction.seen.connect(self._seen)
        prediction.chosen.connect(self._unseen)

    # -- the study and its outline

    def show_study(self, view: StudyView) -> None:
        """Show a study that was opened."""
        if view.volume is not None:
            self._session.run_in_background(make_pictures, view, view.volume, on_done=self._show)

    def show_nothing(self) -> None:
        """Empty the panes."""
        page = self._page
        page.drawn.end()
        page.panes.show_pictures(None)
        page.show_pictures(shown=False)
        self.facts = self._shown = None
        page.slices.show_outline(outlined_slices(None), "")
        page.beside.offer(self._prediction.study, ())

    def _show(self, pictures: Pictures) -> None:
        page, outline = self._page, self._prediction.outline
        if self._prediction.study is not pictures.view:
            return  # another study was opened meanwhile
        if outline is not None and outline.drawn is not None:
            return  # roles were corrected; what is drawn stays on screen
        self._put(pictures)
        page.panes.want_beside(bool(page.beside.list.currentData()))
        page.beside.offer(pictures.view, ())
        page.panes.first.setFocus()

    def show_outline_of_file(self, series: str, shown: ShownOutline) -> None:
        """Show the outline of a file on the series that it lies on."""
        study = self._prediction.study
        if study is None or self._page.panes.pictures is None:
            return
        view = StudyView(
            study.ref, study.series, study.refused, series, study.volume, study.second, shown
        )

        def make(volume: Volume) -> None:
            self._session.run_in_background(make_pictures, view, volume, on_done=self._show_of_file)

        if series == study.shown and study.volume is not None:
            make(study.volume)
        else:
            self._prediction.load_series(series, lambda loaded: make(loaded[1]))

    def _show_of_file(self, pictures: Pictures) -> None:
        outline = self._prediction.outline
        if outline is None or outline.file is None:
            return
        largest = pictures.first.index
        self._put(pictures)
        self._page.panes.first.show_slice(largest)

    def show_drawn(self, mask: Mask | None) -> None:
        """Measure what was drawn here; the panes show it already."""
        from cxstage_core.prediction.case import OutlineKind
        from cxstage_core.prediction.viewing import OutlineFacts

        self.facts = None if mask is None else OutlineFacts.of(mask, OutlineKind.DRAWN)
        self._mark_slices()
        self.outlined.emit()

    def _put(self, pictures: Pictures) -> None:
        page = self._page
        page.drawn.end()
        self._shown = pictures.view.outline
        self.facts = None if self._shown is None else self._shown.facts
        page.panes.show_pictures(pictures)
        page.show_pictures(shown=True)
        self._mark_slices()
        self.outlined.emit()

    def _mark_slices(self) -> None:
        page, made = self._page, self._page.panes.pictures
        if made is None:
            return
        layers = page.panes.link.layers or layers_of(self._shown)
        colour = "#{:02x}{:02x}{:02x}".format(*layers[0].colour)
        page.slices.show_outline(outlined_slices(made.mask), colour)
        page.strip_of_tools.show_colours({Label.TUMOUR: colour, Label.INFILTRATION: INFILTRATION})
        page.slices.show_current(page.panes.first.index)

    # -- beside it

    def _show_beside(self, key: str) -> None:
        page, pictures = self._page, self._page.panes.pictures
        page.panes.want_beside(bool(key))
        if pictures is None or not key:
            return
        mask, layers, place = pictures.mask, page.panes.link.layers, self._place
        number = page.beside.input_number(key)

        def show(model: PaneModel) -> None:
            if page.panes.pictures is pictures and page.beside.list.currentData() == key:
                page.panes.show_beside(page.beside.list.currentText(), model, smooth=number is None)
                self._restyle()

        def make(volume: Volume) -> None:
            self._session.run_in_background(make_beside, volume, mask, layers, on_done=show)

        if number is None:
            self._prediction.load_series(key, lambda loaded: make(loaded[1]))
        elif place is not None:
            self._session.run_in_background(make_input, place, number, mask, layers, on_done=show)

    def _seen(self, place: InputPlace) -> None:
        """The answer's input is known: it can be looked at."""
        page = self._page
        self._place = place
        page.beside.offer(self._prediction.study, place.names)
        self._show_crop()
        chosen = str(page.beside.list.currentData() or "")
        if page.beside.input_number(chosen) is not None:
            self._show_beside(chosen)

    def _unseen(self) -> None:
        """Another choice: what the network saw was something else."""
        page = self._page
        self._place = None
        page.beside.offer(self._prediction.study, ())
        self._show_crop()
        if not page.beside.list.currentData():
            page.panes.want_beside(False)

    def _show_crop(self) -> None:
        page, place = self._page, self._place
        corners = () if place is None or not page.beside.crop.isChecked() else place.corners.tolist()
        page.panes.show_crop([(float(row), float(column)) for row, column in corners])

    def _restyle(self) -> None:
        strip = self._page.strip_of_tools
        opacity = strip.opacity.value() / 100
        self._page.panes.style_outlines(shown=strip.masks.isChecked(), opacity=opacity)
