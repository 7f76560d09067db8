"""Plots in the theme's colours; the only module that loads pyqtgraph."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxstage_gui.theme import current
from cxstage_gui.widgets.labels import label


class WholeAxis(pg.AxisItem):
    """An axis of whole numbers: no tick lies between two of them."""

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """pyqtgraph's, without fractions."""
        levels = super().tickSpacing(low, high, size)
        return [(max(1.0, spacing), offset) for spacing, offset in levels if spacing >= 1.0] or [
            (1.0, 0.0)
        ]


class Plot(QWidget):
    """A titled plot with named curves; it scales itself and has no menu to get lost in.

    Args:
        title: above the plot.
        x, y: what the axes show, with units.
        whole_x: the x axis counts whole things.
        legend: name the curves in the lower right corner.
        legend_above: in the upper right corner instead.
    """

    def __init__(
        self,
        title: str,
        x: str,
        y: str,
        *,
        whole_x: bool = False,
        legend: bool = False,
        legend_above: bool = False,
    ) -> None:
        super().__init__()
        self._curves: dict[str, tuple[pg.PlotDataItem, str]] = {}
        self._names = (x, y)
        axes = {"bottom": WholeAxis("bottom")} if whole_x else {}
        self.plot = pg.PlotWidget(background=None, axisItems=axes, enableMenu=False)
        self._legend = (
            self.plot.addLegend(
                offset=(-16, 8 if legend_above else -16), labelTextSize="9pt", verSpacing=-4
            )
            if legend
            else None
        )
        self.plot.hideButtons()
        self.plot.setMouseEnabled(False, False)
        self.plot.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self.plot.setAccessibleName(title)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if title:
            column.addWidget(label(title, "heading"))
        column.addWidget(self.plot, 1)
        self._redraw()

    def curve(
        self,
        name: str,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        colour: str,
        *,
        dashed: bool = False,
        marks: str = "",
    ) -> None:
        """Draw a curve, or move the one with this name.

        Args:
            marks: pyqtgraph's name of the mark at each point, "" for none.
        """
        xs, ys = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        pen = pg.mkPen(colour, width=2, style=style)
        known = self._curves.get(name)
        item = known[0] if known is not None else self.plot.plot(antialias=True, name=name)
        symbol = marks if marks and len(xs) < 40 else None
        item.setData(
            xs,
            ys,
            pen=pen,
            symbol=symbol,
            symbolSize=7,
            symbolBrush=colour,
            symbolPen=None,
            connect="finite",
        )
        self._curves[name] = (item, colour)

    def band(self, x: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike, colour: str) -> None:
        """Shade what lies between two curves."""
        shade = QColor(colour)
        shade.setAlphaF(0.18)
        xs = np.asarray(x, dtype=float)
        edges = [pg.PlotCurveItem(xs, np.asarray(y, dtype=float), pen=None) for y in (low, high)]
        filled = pg.FillBetweenItem(*edges, brush=pg.mkBrush(shade), pen=None)
        filled.setZValue(-10)
        for item in (*edges, filled):
            self.plot.addItem(item)

    def intervals(
        self, x: npt.ArrayLike, y: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike, colour: str
    ) -> None:
        """Draw a vertical interval at each point."""
        ys = np.asarray(y, dtype=float)
        self.plot.addItem(
            pg.ErrorBarItem(
                x=np.asarray(x, dtype=float),
                y=ys,
                top=np.maximum(0, np.asarray(high, dtype=float) - ys),
                bottom=np.maximum(0, ys - np.asarray(low, dtype=float)),
                beam=0.012,
                pen=pg.mkPen(colour, width=1),
            )
        )

    def point(self, x: float, y: float, colour: str, symbol: str = "o") -> None:
        """Mark a place."""
        self.plot.addItem(
            pg.ScatterPlotItem(
                [x],
                [y],
                symbol=symbol,
                size=11,
                brush=pg.mkBrush(colour),
                pen=pg.mkPen(current().plot, width=1),
            )
        )

    def diagonal(self) -> None:
        """Draw the line of chance."""
        pen = pg.mkPen(current().faint, width=1, style=Qt.PenStyle.DotLine)
        self.plot.addItem(pg.InfiniteLine((0, 0), angle=45, pen=pen))

    def bars(
        self, centres: Sequence[float], heights: Sequence[float], colours: Sequence[str], base: float
    ) -> None:
        """Draw bars from a base line."""
        self.plot.addItem(
            pg.BarGraphItem(
                x=list(centres),
                height=[h - base for h in heights],
                y0=[base] * len(heights),
                width=0.7,
                brushes=list(colours),
                pens=[pg.mkPen(None)] * len(heights),
            )
        )

    def level(self, y: float, text: str) -> None:
        """Draw a horizontal line with a word on it."""
        palette = current()
        self.plot.addItem(
            pg.InfiniteLine(
                y,
                angle=0,
                pen=pg.mkPen(palette.muted, width=1, style=Qt.PenStyle.DashLine),
                label=text,
                labelOpts={"position": 0.9, "color": palette.muted, "anchors": [(0.5, 1), (0.5, 1)]},
            )
        )

    def show_range(
        self, x: tuple[float, float] | None = None, y: tuple[float, float] | None = None
    ) -> None:
        """Fix the visible range of an axis."""
        if x is not None:
            self.plot.setXRange(*x, padding=0.02)
        if y is not None:
            self.plot.setYRange(*y, padding=0.03)

    def x_ticks(self, ticks: Sequence[tuple[float, str]]) -> None:
        """Name places on the x axis."""
        self.plot.getAxis("bottom").setTicks([list(ticks)])

    def clear(self) -> None:
        """Remove everything drawn."""
        self.plot.clear()
        self._curves.clear()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        palette = current()
        self.plot.setBackground(palette.plot)
        for side, name in zip(("bottom", "left"), self._names, strict=True):
            axis = self.plot.getAxis(side)
            axis.setPen(pg.mkPen(palette.faint))
            axis.setTextPen(pg.mkPen(palette.muted))
            # Without ranges for prefixes: else numbers below 1 are shown in thousandths.
            axis.setLabel(name, color=palette.muted, siPrefixEnableRanges=())
            axis.enableAutoSIPrefix(False)
        if self._legend is not None:
            self._legend.setLabelTextColor(palette.text)
        self.plot.showGrid(x=True, y=True, alpha=0.12)
