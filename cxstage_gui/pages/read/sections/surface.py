"""The pane with the 3-D surface next to the images, and its command."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout

from cxstage_core.imaging import Grid, Label
from cxstage_core.reading.surface import Surface3D, surface_of
from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.case.prepared_case import label_colours
from cxstage_gui.pages.read.panes.panes import RASTER, Panes
from cxstage_gui.viewer.surface_pane import SurfacePane

OPACITY = {Label.TUMOUR: 1.0, Label.INFILTRATION: 0.55}
Found = dict[Label, Surface3D]


class SurfaceSection(QObject):
    """Shows the 3-D surface of the outline, and follows every stroke."""

    def __init__(self, context: ReadContext, commands: Commands, panes: Panes) -> None:
        super().__init__(context)
        self._context = context
        self._panes = panes
        self._making = self._stale = False
        self.pane = SurfacePane()
        self.pane.hide()
        self._grid = panes.layout()
        if isinstance(self._grid, QGridLayout):
            self._grid.addWidget(self.pane, 0, RASTER, RASTER, 1)
        commands.add(
            Command("surface", self.tr("Surface of the outlines in 3D"), self.tr("View"), self.toggle)
        )
        context.stepped.connect(self._refresh)
        context.case_shown.connect(lambda _: self._refresh())
        context.closing.connect(self.pane.give_back)
        context.case_closed.connect(lambda: self.pane.show_surfaces([], ""))

    def toggle(self) -> None:
        """Open or close the pane."""
        shown = self.pane.isHidden()
        self.pane.setVisible(shown)
        if isinstance(self._grid, QGridLayout):
            self._grid.setColumnStretch(RASTER, RASTER // 2 if shown else 0)
        if shown:
            self._refresh()

    def _refresh(self) -> None:
        """Compute the surface in the background; of strokes in between only the last counts."""
        case, model = self._context.case, self._panes.first.model
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
            if self._context.case is not None:
                shown = [(found[what], _rgba(colours[what], what)) for what in found]
                self.pane.show_surfaces(shown, self.tr("3-D surface (drag to rotate)"))
            if self._stale:
                self._refresh()

        def failed(error: Exception) -> None:
            self._making = False
            raise error

        self._context.run_in_background(
            surfaces, labels, model.volume.grid, on_done=done, on_error=failed
        )


def surfaces(labels: npt.NDArray[np.uint8], grid: Grid) -> Found:
    """Surface of every drawn label; labels (slice, row, column) on the grid."""
    found = {what: surface_of(labels == what, grid) for what in OPACITY}
    return {what: surface for what, surface in found.items() if surface is not None}


def _rgba(colour: str, what: Label) -> tuple[float, float, float, float]:
    paint = QColor(colour)
    return paint.redF(), paint.greenF(), paint.blueF(), OPACITY[what]
