"""Contents of the panes: series, plane and layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cxstage_core.cohort.values.records import SeriesRecord
from cxstage_core.imaging import Grid
from cxstage_gui.viewer.models.reslice import (
    ACQUIRED,
    ACROSS_COLUMNS,
    ACROSS_ROWS,
    PLANES,
    reslice_of,
)

Place = tuple[int, int, int, int]
"""Row, column, rows and columns of a pane in the raster of the layout."""


class Layout(StrEnum):
    """Number and arrangement of the panes."""

    ONE = "1"
    TWO = "2"
    FOUR = "2x2"
    ONE_AND_THREE = "1+3"


PLACES: Mapping[Layout, tuple[Place, ...]] = {
    Layout.ONE: ((0, 0, 6, 6),),
    Layout.TWO: ((0, 0, 6, 3), (0, 3, 6, 3)),
    Layout.FOUR: ((0, 0, 3, 3), (0, 3, 3, 3), (3, 0, 3, 3), (3, 3, 3, 3)),
    Layout.ONE_AND_THREE: ((0, 0, 6, 4), (0, 4, 2, 2), (2, 4, 2, 2), (4, 4, 2, 2)),
}
"""In a raster of six by six; the first pane is the one that is drawn on."""

PANES = max(len(places) for places in PLACES.values())


@dataclass(frozen=True, slots=True)
class Content:
    """The content of one pane.

    Args:
        series: id; "" for nothing.
        plane: one of `reslice.PLANES`.
    """

    series: str
    plane: int = ACQUIRED


def shown_plane(grid: Grid, plane: int) -> str:
    """The name of the plane that is seen: "axial", "sagittal", "coronal" or "oblique"."""
    return reslice_of(grid, plane).grid(grid).plane


def usual_contents(first: SeriesRecord, second: str) -> tuple[Content, ...]:
    """Return what the other panes show, unless another content was chosen.

    The second pane has the other sequence; the third and fourth have the drawn series across its
    own plane.

    Args:
        second: id of the series for the second pane, "" without one.
    """
    across = sorted(
        (ACROSS_ROWS, ACROSS_COLUMNS), key=lambda p: shown_plane(first.grid, p), reverse=True
    )
    return (Content(second), *(Content(first.id, plane) for plane in across))


def choices(series: Sequence[SeriesRecord]) -> tuple[tuple[Content, str], ...]:
    """Everything a pane can show, with the name of its plane, series by series."""
    return tuple(
        (Content(record.id, plane), shown_plane(record.grid, plane))
        for record in series
        for plane in PLANES
    )
