"""A plot whose marks are patients: pointing names one, a click asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor

from cxstage_gui.theme import current
from cxstage_gui.widgets.plot import Plot

MARK_PX, CHOSEN_PX = 9, 14


class CasePlot(Plot):
    """Marks with names, and lines with intervals.

    Signals:
        picked: the name of the mark that was clicked.
    """

    picked = Signal(str)

    def __init__(self, title: str, x: str, y: str, *, whole_y: bool = False) -> None:
        super().__init__(title, x, y)
        self.names: tuple[str, ...] = ()
        self._points: pg.ScatterPlotItem | None = None
        if whole_y:
            self.plot.getAxis("left").setStyle(showValues=False)

    def name_axes(self, x: str, y: str) -> None:
        """Label the axes."""
        self._names = (x, y)
        self._redraw()
        for side in ("bottom", "left"):
            self.plot.getAxis(side).resizeEvent()  # it is what puts the new words into the middle

    def marks(
        self,
        x: Sequence[float],
        y: Sequence[float],
        names: Sequence[str],
        tips: Sequence[str],
        colour: str,
    ) -> None:
        """One mark per patient.

        Args:
            names: the value that `picked` carries for each.
            tips: what pointing at each shows.
        """
        self.names = tuple(names)
        fill = QColor(colour)
        fill.setAlphaF(0.75)
        points = pg.ScatterPlotItem(
            list(x),
            list(y),
            data=list(range(len(self.names))),
            size=MARK_PX,
            brush=pg.mkBrush(fill),
            pen=pg.mkPen(current().plot, width=1),
            hoverable=True,
            hoverSize=CHOSEN_PX,
            hoverPen=pg.mkPen(current().text, width=2),
            tip=lambda x, y, data: tips[int(data)],  # noqa: ARG005 - pyqtgraph's names
        )
        points.sigClicked.connect(self._clicked)
        points.setZValue(10)
        self.plot.addItem(points)
        self._points = points

    def choose(self, name: str) -> None:
        """Draw the mark of one patient larger."""
        if self._points is not None:
            self._points.setSize([CHOSEN_PX if one == name else MARK_PX for one in self.names])

    def rule(
        self,
        at: float,
        words: str,
        colour: str,
        *,
        upright: bool = False,
        dashed: bool = False,
        below: bool = False,
    ) -> None:
        """Draw a line across the plot, with words above or below it."""
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        ground = QColor(current().plot)
        ground.setAlphaF(0.7)
        options: dict[str, Any] = {"position": 0.98, "color": current().text, "fill": ground}
        level = (1, 0) if below else (1, 1)
        options["anchors"] = [(0, 0), (1, 0)] if upright else [level, level]
        self.plot.addItem(
            pg.InfiniteLine(
                at,
                angle=90 if upright else 0,
                pen=pg.mkPen(colour, width=1.5, style=style),
                label=words or None,
                labelOpts=options,
            )
        )

    def span(self, low: float, high: float, colour: str, *, upright: bool = False) -> None:
        """Shade an interval across the plot."""
        shade = QColor(colour)
        shade.setAlphaF(0.16)
        region = pg.LinearRegionItem(
            (low, high),
            orientation="vertical" if upright else "horizontal",
            brush=pg.mkBrush(shade),
            pen=pg.mkPen(None),
            movable=False,
        )
        region.setZValue(-10)
        self.plot.addItem(region)

    def clear(self) -> None:
        """Remove everything drawn."""
        super().clear()
        self.names, self._points = (), None

    def _clicked(self, _item: object, points: Sequence[Any], _event: object = None) -> None:
        if len(points):
            self.picked.emit(self.names[int(points[0].data())])
