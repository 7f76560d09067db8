"""A map of a prediction painted over the patient's T2 slices, at its true place in mm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage, QPainter, QTransform

from cxstage_core.imaging.evidence_colours import coloured

if TYPE_CHECKING:
    from cxstage_core.imaging import Grid
    from cxstage_core.prediction.explanation import HeatMap, InputPlace
    from cxstage_gui.viewer.slice_view import SliceView

Values = npt.NDArray[np.float32]


def heat_on_t2(heat: HeatMap, place: InputPlace) -> tuple[Grid, Values]:
    """Return the grid of the T2 series and the map on its voxels, NaN where the network saw nothing."""
    return place.grid, np.asarray(heat.at(place).array, dtype=np.float32)


class HeatOverlay:
    """Paints a map in a pane that shows the series of the map; elsewhere it paints nothing."""

    def __init__(self, view: SliceView) -> None:
        self._view = view
        self._grid: Grid | None = None
        self._values: Values | None = None
        self._limit, self._positive = 1.0, 1
        self._opacity = 0.6
        self._image: tuple[int, QImage] | None = None
        view.add_marks(self._paint)

    @property
    def shown(self) -> bool:
        """Return True if a map is painted on the series on screen."""
        model = self._view.model
        return (
            self._values is not None
            and self._grid is not None
            and model is not None
            and bool(self._grid.close_to(model.grid))
        )

    def show_values(self, grid: Grid, values: Values, limit: float, *, positive: int) -> None:
        """Show a map on the T2 series with this grid."""
        self._grid, self._values = grid, values
        self._limit, self._positive = limit, positive
        self._image = None
        self._view.update()

    def clear(self) -> None:
        """Show none."""
        self._grid = self._values = self._image = None
        self._view.update()

    def set_opacity(self, opacity: float) -> None:
        """Set the opacity of the full colour, 0 to 1."""
        self._opacity = opacity
        self._view.update()

    def _paint(self, painter: QPainter, view: SliceView) -> None:
        if not self.shown:
            return
        image = self._slice(view.index)
        if image is None:
            return
        x, y = view.transform.to_pane(-0.5, -0.5)
        right = view.transform.to_pane(-0.5, 0.5)
        below = view.transform.to_pane(0.5, -0.5)
        painter.save()
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform, False
        )  # cells keep their edges
        painter.setOpacity(self._opacity)
        painter.setTransform(
            QTransform(right[0] - x, right[1] - y, below[0] - x, below[1] - y, x, y), True
        )
        painter.drawImage(0, 0, image)
        painter.restore()

    def _slice(self, index: int) -> QImage | None:
        values = self._values
        if values is None or not 0 <= index < len(values) or np.isnan(values[index]).all():
            return None
        if self._image is None or self._image[0] != index:
            pixels = np.ascontiguousarray(coloured(self._positive * values[index], self._limit))
            rows, columns = pixels.shape[:2]
            image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGBA8888)
            self._image = (index, image.copy())
        return self._image[1]
