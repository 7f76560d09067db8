"""Pictures of a prediction as plain arrays, for the report, the secondary capture and the window alike.

They hold no words but orientation letters, millimetres and numbers, so that they suit every language, and nothing
that identifies a patient.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Label
from cxstage_core.imaging.evidence_colours import coloured
from cxstage_core.prediction.report.place import Place, edge_letters, place_of
from cxstage_core.text import Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from cxstage_core.prediction.case import Case, StudyImages

Pixels = npt.NDArray[np.uint8]
Values = npt.NDArray[np.float64]
SMOOTH = "layer"
"""Key of the map whose cells are no parts of a sum, so that it is drawn smooth."""
_SIDE_PX = 480
_DPI = 100
_OUTLINE = "#56B4E9"
_WINDOW = "#F0E442"
_BARS_MM = (5, 10, 20, 50, 100)
_STRONGEST = 0.75
"""Opacity of the largest value of a map."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture.

    Args:
        slice_index: 0-based slice of the axial T2 series.
        image: (row, column, 3); its pixels are square.
        pixel_mm: side of a pixel.
    """

    slice_index: int
    image: Pixels
    pixel_mm: float


@dataclass(frozen=True, slots=True, eq=False)
class MapPictures:
    """The pictures of one map.

    Args:
        key: "additive" or "layer".
        title, method: as the explanation names them.
        empty: the sentence for a map without evidence, None otherwise.
        slices: one picture each.
        legend: the colour bar with its numbers, (row, column, 3).
        limit: the value at the end of the colour bar.
        signed: the bar runs from -limit to limit, otherwise from 0.
        cell_mm: distance of the centres of two cells.
    """

    key: str
    title: Text
    method: Text
    empty: Text | None
    slices: tuple[Picture, ...]
    legend: Pixels
    limit: float
    signed: bool
    cell_mm: float


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """All pictures of a prediction.

    Args:
        overview: the whole slice with the largest outline and the window of the network.
        slices: the window in every used slice, with the outline.
        maps: none where no explanation was computed.
        letters: orientation at the left, right, top and bottom edge.
    """

    overview: Picture
    slices: tuple[Picture, ...]
    maps: tuple[MapPictures, ...]
    letters: tuple[str, str, str, str]


class CellMap(Protocol):
    """What is drawn of a map; see `explanation.HeatMap`."""

    key: str
    title: Text
    method: Text
    cells: Values
    slice_indices: tuple[int, ...]
    lattice: Any
    size_px: int
    towards: int
    empty: Text | None


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A map in one slice, ready to be drawn.

    Args:
        values: (row, column), over the window of the network.
        rows, columns: borders of the cells, input pixels from -0.5 on; None for values evenly spread and smooth.
        limit: value of full colour.
        size_px: rows and columns of the input.
    """

    values: Values
    rows: Values | None
    columns: Values | None
    limit: float
    size_px: int


def pictures_of(
    case: Case, explanation: Any | None = None, images: StudyImages | None = None
) -> Pictures:
    """Draw the pictures of a prediction in radiological orientation: the patient's right is on the left.

    Args:
        explanation: with the maps `additive` and `layer`, each a `CellMap` or None.
        images: as `case.load` gives them, where they are in memory already.
    """
    place = place_of(case, images or case.load())
    areas = [int(np.count_nonzero(place.mask.array[index])) for index in place.slices]
    largest = place.slices[int(np.argmax(areas))]
    maps = [] if explanation is None else [explanation.additive, explanation.layer]
    return Pictures(
        overview=_overview(place, largest),
        slices=tuple(draw_slice(place, index) for index in place.slices),
        maps=tuple(_map_pictures(place, one) for one in maps if one is not None),
        letters=edge_letters(place.t2.grid),
    )


def draw_slice(place: Place, index: int, painted: Painted | None = None) -> Picture:
    """Draw the network's window in one slice, with the outline.

    Args:
        painted: a map to lay over it.
    """

    def draw(axes: Axes) -> None:
        _grey(axes, place, index)
        if painted is not None and painted.limit > 0:
            _paint(axes, place, painted)
        _outlines(axes, place, index)

    return _drawn(place, index, place.window_mm, draw)


def _paint(axes: Axes, place: Place, painted: Painted) -> None:
    """Lay a map over a slice: each cell from border to border, or smooth values."""
    left, top = place.window_mm[0], place.window_mm[3]
    if painted.rows is None or painted.columns is None:
        colour = _coloured(painted.values, painted.limit)
        axes.imshow(colour, extent=place.window_mm, interpolation="bilinear", zorder=2)
        return
    step = place.window.side_mm / painted.size_px
    across = left + (painted.columns + 0.5) * step
    down = top + (painted.rows + 0.5) * step
    colour = _coloured(painted.values, painted.limit)
    axes.pcolormesh(across, down, colour, zorder=2, linewidth=0, antialiased=False)


def _overview(place: Place, index: int) -> Picture:
    from matplotlib.patches import Rectangle

    def draw(axes: Axes) -> None:
        _grey(axes, place, index)
        _outlines(axes, place, index)
        left, right, bottom, top = place.window_mm
        axes.add_patch(
            Rectangle(
                (left, top), right - left, bottom - top, fill=False, edgecolor=_WINDOW, linewidth=1.2
            )
        )

    return _drawn(place, index, place.extent_mm, draw)


def _map_pictures(place: Place, found: CellMap) -> MapPictures:
    cells = np.asarray(found.cells, dtype=np.float64)
    limit = float(np.nanmax(np.abs(cells))) if np.isfinite(cells).any() else 0.0
    signed = limit > 0 and bool(np.nanmin(cells) < 0)
    rows, columns = cells.shape[1:]
    borders = [found.lattice.borders(count, found.size_px) for count in (rows, columns)]
    smooth = found.key == SMOOTH
    direction = (
        -1.0 if smooth and found.towards < 0 else 1.0
    )  # evidence for surgery is blue in every map
    pictures = []
    for index, one in zip(found.slice_indices, cells, strict=True):
        if smooth:
            painted = Painted(direction * _interpolated(found, one), None, None, limit, found.size_px)
        else:
            painted = Painted(one, borders[0], borders[1], limit, found.size_px)
        pictures.append(draw_slice(place, int(index), painted))
    pixel = place.window.side_mm / found.size_px
    return MapPictures(
        key=str(found.key),
        title=found.title,
        method=found.method,
        empty=found.empty,
        slices=tuple(pictures),
        legend=_legend(limit, signed=signed, direction=direction),
        limit=limit,
        signed=signed,
        cell_mm=float(found.lattice.stride) * pixel,
    )


def _interpolated(found: CellMap, cells: Values) -> Values:
    """Interpolate linearly between the centres of the cells, at each input pixel."""
    pixels = np.arange(found.size_px, dtype=np.float64)
    by = [
        np.stack(
            [np.interp(pixels, found.lattice.centres(count), one) for one in np.eye(count)], axis=1
        )
        for count in cells.shape
    ]
    return np.asarray(by[0] @ cells @ by[1].T)


def _grey(axes: Axes, place: Place, index: int) -> None:
    low, high = place.grey_limits
    axes.imshow(
        place.t2.array[index],
        cmap="gray",
        vmin=low,
        vmax=high,
        extent=place.extent_mm,
        interpolation="bilinear",
        zorder=1,
    )


def _outlines(axes: Axes, place: Place, index: int) -> None:
    labels = place.mask.array[index]
    _, rows, columns = place.t2.grid.size
    _, row, column = place.t2.grid.spacing
    across, down = np.arange(columns) * column, np.arange(rows) * row
    for inside, style in (
        (labels > 0, "solid"),
        (labels == Label.INFILTRATION, "dotted"),
    ):
        if inside.any() and not inside.all():
            axes.contour(
                across, down, inside.astype(float), levels=[0.5], colors=[_OUTLINE], linewidths=1.3,
                linestyles=style, zorder=3,
            )  # fmt: skip


def _coloured(values: npt.NDArray[np.float64], limit: float) -> npt.NDArray[np.float64]:
    """Return RGBA from 0 to 1; the picture stays visible below the strongest colour."""
    colour = coloured(values, limit) / 255.0
    colour[..., 3] *= _STRONGEST
    return colour


def _drawn(
    place: Place, index: int, box_mm: tuple[float, float, float, float], draw: Callable[[Axes], None]
) -> Picture:
    """Draw a part of a slice, given by its edges in mm, with letters and a scale bar."""
    left, right, bottom, top = box_mm
    width, height = right - left, bottom - top
    pixel_mm = max(width, height) / _SIDE_PX

    def whole(axes: Axes) -> None:
        draw(axes)
        axes.set_xlim(left, right)
        axes.set_ylim(bottom, top)
        axes.set_aspect(
            "auto"
        )  # the canvas has the proportions of the box, so a millimetre is a millimetre
        _letters(axes, edge_letters(place.t2.grid))
        _scale_bar(axes, box_mm)

    return Picture(index, _raster(round(width / pixel_mm), round(height / pixel_mm), whole), pixel_mm)


def _letters(axes: Axes, letters: tuple[str, str, str, str]) -> None:
    places: tuple[tuple[float, float, Mapping[str, Any]], ...] = (
        (0.015, 0.5, {"ha": "left", "va": "center"}),
        (0.985, 0.5, {"ha": "right", "va": "center"}),
        (0.5, 0.985, {"ha": "center", "va": "top"}),
        (0.5, 0.015, {"ha": "center", "va": "bottom"}),
    )
    for words, (x, y, how) in zip(letters, places, strict=True):
        _white(axes, x, y, words, 18, how)


def _scale_bar(axes: Axes, box_mm: tuple[float, float, float, float]) -> None:
    left, right, bottom, top = box_mm
    width, height = right - left, bottom - top
    length = max(one for one in _BARS_MM if one <= width / 3 or one == _BARS_MM[0])
    x, y = left + 0.06 * width, bottom - 0.06 * height
    axes.plot([x, x + length], [y, y], color="white", linewidth=3, solid_capstyle="butt", zorder=5)
    _white(axes, 0.06, 0.075, f"{length} mm", 16, {"ha": "left", "va": "bottom"})


def _white(axes: Axes, x: float, y: float, words: str, size: float, how: Mapping[str, Any]) -> None:
    from matplotlib.patheffects import withStroke

    axes.text(
        x, y, words, transform=axes.transAxes, color="white", fontsize=size, zorder=6,
        path_effects=[withStroke(linewidth=2.0, foreground="black")], **how,
    )  # fmt: skip


def _legend(limit: float, *, signed: bool, direction: float = 1.0) -> Pixels:
    """Draw a colour bar over the grey of an image, with its limits."""
    low = -limit if signed else 0.0

    def draw(axes: Axes) -> None:
        axes.set_position((0.08, 0.45, 0.84, 0.45))
        axes.axis("on")
        axes.set_facecolor("0.5")
        ramp = np.linspace(low, limit, 256)[None, :]
        axes.imshow(_coloured(direction * ramp, limit), extent=(low, limit or 1.0, 0, 1), aspect="auto")
        axes.set_yticks([])
        ticks = np.linspace(low, limit, 5 if signed else 3) if limit else [0.0]
        axes.set_xticks(list(ticks), [f"{tick:.3g}".replace("-", "−") for tick in ticks], fontsize=9)

    return _raster(_SIDE_PX, 62, draw, background="white")


def _raster(columns: int, rows: int, draw: Callable[[Axes], None], background: str = "black") -> Pixels:
    """Draw on a canvas of that many pixels; returns (row, column, 3)."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context({"font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(columns / _DPI, rows / _DPI), dpi=_DPI, facecolor=background)
        canvas: Any = FigureCanvasAgg(figure)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.axis("off")
        draw(axes)
        canvas.draw()
        return np.ascontiguousarray(np.asarray(canvas.buffer_rgba())[..., :3])
