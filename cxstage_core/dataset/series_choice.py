"""Choosing the series that a network sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

import numpy as np

from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.errors import DatasetError
from cxstage_core.imaging import Grid, Mask
from cxstage_core.intake.series_notes import note_of
from cxstage_core.text import Text, text


class Acquired(Protocol):
    """Properties that decide the choice, of a series of the cohort, or a candidate of a folder."""

    @property
    def info(self) -> SeriesInfo:
        """Sequence and tags."""

    @property
    def grid(self) -> Grid:
        """Geometry."""


Series = TypeVar("Series", bound=Acquired)


def choose_series(
    records: Iterable[Series], masks: Mapping[str, Mask] | None = None
) -> tuple[Series, Series | None]:
    """Choose the axial T2 series and, if there is one, the axial T1 series.

    Of several axial T2 series the one with the largest outline wins, then the finest pixels, then
    the most slices, then the first by name. Of several axial T1 series the one that covers most of
    the T2 image wins, then the finest pixels, then the first by name.

    Args:
        records: all series of one patient.
        masks: outlines by series id; without them only the geometry decides.

    Raises:
        DatasetError: no axial T2 series is among them.
    """
    found = list(records)
    t2 = [s for s in found if s.info.sequence == "T2" and s.grid.plane == "axial"]
    if not t2:
        raise DatasetError(
            "The study has no axial T2 series.",
            remedy="Import the axial T2 series of this patient; other planes are not used.",
        )
    drawn = {name: int(np.count_nonzero(mask.array)) for name, mask in (masks or {}).items()}
    chosen = min(
        t2, key=lambda s: (-drawn.get(_name(s), 0), _pixel_mm2(s.grid), -s.grid.size[0], _name(s))
    )
    t1 = [s for s in found if s.info.sequence == "T1" and s.grid.plane == "axial"]
    if not t1:
        return chosen, None
    return chosen, min(
        t1, key=lambda s: (-round(coverage(s.grid, chosen.grid), 2), _pixel_mm2(s.grid), _name(s))
    )


def series_notes(*used: Acquired | None) -> tuple[Text, ...]:
    """Return the notes of the import on the series that are used, each sentence once."""
    sentences = dict.fromkeys(
        (series.info.sequence, note) for series in used if series for note in series.info.notes
    )
    return tuple(text("{sequence}: {note}", sequence=s, note=note_of(note)) for s, note in sentences)


def coverage(grid: Grid, of: Grid) -> float:
    """Return the share (0 to 1) of the image `of` inside `grid`, estimated at 9 x 9 x 9 points."""
    axes = [np.linspace(0, n - 1, 9) for n in of.size]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    return float(np.mean(grid.contains(of.index_to_world(points))))


def _pixel_mm2(grid: Grid) -> float:
    return round(grid.spacing[1] * grid.spacing[2], 6)


def _name(series: object) -> str:
    return str(getattr(series, "id", ""))
