"""The pane of the surface beside the images, and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout

from cxstage_core.imaging import Grid, Label
from cxstage_core.reading.surface import Surface3D, surface_of
from cxstage_gui.keys.commands import Command
from cxstage_gui.pages.read.panes.panes import RASTER
from cxstage_gui.pages.read.panes.prepared_case import label_colours
from cxstage_gui.viewer.surface_pane import SurfacePane

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

OPACITY = {Label.TUMOUR: 1.0, Label.INFILTRATION: 0.55}
Found = dict[Label, Surface3D]


class SurfacePart(QObject):
    """Shows the surface of what is drawn, and follows every stroke."""

    def __init__(self, page: ReadPage) -> None:
        super().__init__(page)
        self._page = page
        self._making = self._stale = False
        self.pane = SurfacePane()
        self.pane.hide()
        self._grid = page.panes.layout()
        if isinstance(self._grid, QGridLayout):
            self._grid.addWidget(self.pane, 0, RASTER, RASTER, 1)
        page.commands.add(
            Command("surface", self.tr("Surface of the outlines in 3D"), self.tr("View"), self.toggle)
        )
        page.drawing.stepped.connect(self._refresh)
        page.case_shown.connect(lambda _: self._refresh())
        page.session.closing.connect(self.pane.give_back)
        page.case_closed.connect(lambda: self.pane.show_surfaces([], ""))

    def toggle(self) -> None:
        """Open or close the pane."""
        shown = self.pane.isHidden()
        self.pane.setVisible(shown)
        if isinstance(self._grid, QGridLayout):
            self._grid.setColumnStretch(RASTER, RASTER // 2 if shown else 0)
        if shown:
            self._refresh()

    def _refresh(self) -> None:
        """Find the surface away from the interface thread; of strokes in between only the last counts."""
        case, model = self._page.case, self._page.panes.first.model
        if self.pane.isHidden() or case is None or model is None:
            return
        if self._making:
            self._stale = True
            return
        self._making, self._stale = True, False
        labels = case.editor.labels(case.first).copy()
        colours = label_colours(case.reader)

        def done(found: Found) -> None:
            self._making = False
            if self._page.case is not None:
                shown = [(found[what], _rgba(colours[what], what)) for what in found]
                self.pane.show_surfaces(shown, self.tr("Surface, turn with the mouse"))
            if self._stale:
                self._refresh()

        def failed(error: Exception) -> None:
            self._making = False
            raise error

        self._page.session.run_in_background(
            surfaces, labels, model.volume.grid, on_done=done, on_error=failed
        )


def surfaces(labels: npt.NDArray[np.uint8], grid: Grid) -> Found:
    """The surface of every label that is drawn; labels (slice, row, column) on the grid."""
    found = {what: surface_of(labels == what, grid) for what in OPACITY}
    return {what: surface for what, surface in found.items() if surface is not None}


def _rgba(colour: str, what: Label) -> tuple[float, float, float, float]:
    paint = QColor(colour)
    return paint.redF(), paint.greenF(), paint.blueF(), OPACITY[what]
