"""What stands in the panes: which series, in which plane, and how the panes lie."""

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
    turn_of,
)

Place = tuple[int, int, int, int]
"""Row, column, rows and columns of a pane in the raster of the layout."""


class Layout(StrEnum):
    """How many panes there are, and how they lie."""

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
    """What one pane shows.

    Args:
        series: id; "" for nothing.
        plane: one of `reslice.PLANES`.
    """

    series: str
    plane: int = ACQUIRED


def shown_plane(grid: Grid, plane: int) -> str:
    """The name of the plane that is seen: "axial", "sagittal", "coronal" or "oblique"."""
    return turn_of(grid, plane).grid(grid).plane


def usual_contents(first: SeriesRecord, beside: str) -> tuple[Content, ...]:
    """What stands beside the pane that is drawn on, unless something else was chosen.

    The second pane has the other sequence; the third and fourth have the drawn series across its
    own plane.

    Args:
        beside: id of the series that belongs beside the first, "" when there is none.
    """
    across = sorted(
        (ACROSS_ROWS, ACROSS_COLUMNS), key=lambda p: shown_plane(first.grid, p), reverse=True
    )
    return (Content(beside), *(Content(first.id, plane) for plane in across))


def choices(series: Sequence[SeriesRecord]) -> tuple[tuple[Content, str], ...]:
    """Everything a pane can show, with the name of its plane, series by series."""
    return tuple(
        (Content(record.id, plane), shown_plane(record.grid, plane))
        for record in series
        for plane in PLANES
    )
