"""The picture of one pane: a slice of a volume with its grey values and outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Volume
from cxstage_core.reading import Box
from cxstage_gui.viewer.models.layers import DrawnLabels, Overlay
from cxstage_gui.viewer.models.others import Tinted
from cxstage_gui.viewer.models.overlay import PREVIEW, Codes, Layer, Picture, colour_table, compose
from cxstage_gui.viewer.models.reslice import Reslice
from cxstage_gui.viewer.models.window_level import Greys, GreyTable, WindowLevel

NO_LAYER = (Layer((0, 0, 0)),)


class PaneModel:
    """The picture of the current slice is kept and only its changed part is composed again.

    Args:
        volume: as it is shown: of a series seen across its plane, the turned one.
        reslice: how the axes of the series became those of the volume.
        drawn: the overlay is the outline that is being drawn, on this very series.
        auto: the image's own window, if it was found already.
    """

    def __init__(
        self,
        volume: Volume,
        overlay: Overlay | None = None,
        layers: Sequence[Layer] = (),
        index: int | None = None,
        *,
        reslice: Reslice | None = None,
        drawn: bool = False,
        auto: WindowLevel | None = None,
    ) -> None:
        self.volume = volume
        self.grid = volume.grid
        self.reslice = reslice or Reslice()
        self.drawn = drawn
        self._auto = auto or WindowLevel.auto(volume.array)
        self._window = self._auto
        self._table = GreyTable(self._window, volume.array.dtype)
        self._index = volume.grid.size[0] // 2 if index is None else index
        self._overlay = overlay
        self._layers: tuple[Layer, ...] = tuple(layers) or NO_LAYER
        self._shown = True
        self._others: tuple[Tinted, ...] = ()
        self._new_colours()
        self.picture: Picture = np.empty(self.shape, dtype=np.uint32)
        self._greys: Greys
        self._codes: Codes = np.zeros(self.shape, dtype=np.uint16)
        self._new_slice()

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.grid.size[1], self.grid.size[2]

    @property
    def spacing(self) -> tuple[float, float]:
        """mm between rows and between columns."""
        return self.grid.spacing[1], self.grid.spacing[2]

    @property
    def index(self) -> int:
        """The slice that is shown."""
        return self._index

    @index.setter
    def index(self, index: int) -> None:
        index = min(max(index, 0), self.grid.size[0] - 1)
        if index != self._index:
            self._index = index
            self._new_slice()

    @property
    def window(self) -> WindowLevel:
        """Level and width."""
        return self._window

    @window.setter
    def window(self, window: WindowLevel) -> None:
        self._window = window
        self._table = GreyTable(window, self.volume.array.dtype)
        self._greys = self._table.greys(self.volume.array[self._index])
        self.recompose()

    @property
    def auto_window(self) -> WindowLevel:
        """The image's own window."""
        return self._auto

    def show_overlay(self, overlay: Overlay | None, layers: Sequence[Layer] = ()) -> None:
        """Show outlines over the image, one layer per mask."""
        self._overlay = overlay
        self._layers = tuple(layers) or NO_LAYER
        self._new_colours()
        self._new_slice()

    def style(self, *, shown: bool, layers: Sequence[Layer]) -> None:
        """Show or hide all masks, and how the drawn ones look."""
        self._shown = shown
        self._layers = tuple(layers) or NO_LAYER
        self._new_colours()
        self.recompose()

    def show_others(self, others: Sequence[Tinted]) -> None:
        """Show outlines of others above the picture."""
        self._others = tuple(others)
        for other in self._others:
            other.go_to(self._index)
        self.recompose()

    def show_preview(self, mask: npt.NDArray[np.bool_] | None) -> None:
        """Show what would be drawn on this series, bool (slice, row, column) as it was acquired."""
        if isinstance(self._overlay, DrawnLabels) and self.drawn:
            self._overlay.preview = None if mask is None else self.reslice.array(mask)
            self._codes = self._overlay.codes(self._index)
            self.recompose()

    def labels_changed(self, index: int, box: Box | None = None) -> Box | None:
        """Labels changed in a slice, within a rectangle if one is given.

        Returns:
            The rectangle of the picture that changed, None when another slice is shown.
        """
        if index != self._index or self._overlay is None:
            return None
        if box is None:
            self._codes = self._overlay.codes(index)
            self.recompose()
            return (0, 0, *self.shape)
        wide = self._overlay.update(index, self._codes, box)
        compose(self._colours, self._codes, self._greys, self.picture, wide)
        self._paint_others(wide)
        return wide

    def recompose(self) -> None:
        """Look the whole picture up again."""
        compose(self._colours, self._codes, self._greys, self.picture)
        self._paint_others()

    def _paint_others(self, box: Box | None = None) -> None:
        if self._shown:
            for other in self._others:
                other.paint(self.picture, box)

    def _new_slice(self) -> None:
        self._greys = self._table.greys(self.volume.array[self._index])
        if self._overlay is not None:
            self._codes = self._overlay.codes(self._index)
        for other in self._others:
            other.go_to(self._index)
        self.recompose()

    def _new_colours(self) -> None:
        layers = self._layers
        if not self._shown:
            layers = tuple(replace(layer, opacity=0.0) for layer in layers)
        missing = 0 if self._overlay is None else self._overlay.layers - len(layers)
        self._colours = colour_table((*layers, *(PREVIEW,) * missing))
