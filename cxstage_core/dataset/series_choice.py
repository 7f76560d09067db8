"""Choosing the series that a network sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

import numpy as np

from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.dataset.preprocessing import Preprocessing
from cxstage_core.dataset.roles import OPTIONAL, ROLES, Role
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

B_VALUE = "b-value of DWI"
"""Fact of a patient whose DWI is used, s/mm²."""
_LEAST_B = 500.0
"""The highest b-value of a patient is used from here on, s/mm²: below, an image shows T2 rather than diffusion."""
_B_AWAY = 0.2
"""Share of a wanted b-value by which that of the series may differ."""
_B_WORD = re.compile(r"b(\d{2,4})")


@dataclass(frozen=True, slots=True)
class ChosenSeries(Generic[Series]):
    """The series of one patient that a network sees.

    Args:
        t2: the axial T2 series.
        further: those of the further channels, by the name of the channel; channels whose series is missing are
            not in it.
        missing: names of the channels whose series is missing.
        facts: by the name of the channel, measures of its series for the input gate.
        notes: what was chosen among several.
    """

    t2: Series
    further: Mapping[str, Series]
    missing: tuple[str, ...] = ()
    facts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()

    @property
    def used(self) -> tuple[Series, ...]:
        """All of them, T2 first."""
        return (self.t2, *self.further.values())


def choose_by_role(
    records: Iterable[Series], config: Preprocessing, masks: Mapping[str, Mask] | None = None
) -> ChosenSeries[Series]:
    """Choose the series of every channel of the settings, by the rules in `ROLES`.

    Args:
        records: all series of one patient.
        masks: outlines by series id; without them only the geometry decides on T2.

    Raises:
        DatasetError: no axial T2 series is among them.
    """
    found = list(records)
    t2, t1 = choose_series(found, masks)
    further: dict[str, Series] = {}
    facts: dict[str, Mapping[str, float]] = {}
    notes: list[Text] = []
    for name in (one for one in config.channels if one in OPTIONAL):
        role = ROLES[name]
        candidates = [s for s in found if fits(s, role)]
        if name == "DWI":
            candidates = _of_b_value(candidates, config.dwi_b)
        chosen = t1 if name == "T1" else _best(candidates, t2.grid)
        if chosen is None:
            continue
        further[name] = chosen
        strength = b_value(chosen.info) if name == "DWI" else None
        if strength is not None:
            facts[name] = {B_VALUE: strength}
        if name != "T1" and len(candidates) > 1:
            notes.append(
                text(
                    "Of {n} {series} series that fit, {chosen} is used.",
                    n=len(candidates),
                    series=role.series.template,
                    chosen=_name(chosen) or f"{chosen.grid.size[0]} x {_pixel_mm2(chosen.grid)} mm²",
                )
            )
    missing = tuple(n for n in config.channels if n in OPTIONAL and n not in further)
    return ChosenSeries(t2, further, missing, facts, tuple(notes))


def fits(series: Acquired, role: Role) -> bool:
    """Whether a series has sequence and plane of a role; of DWI not yet whether its b-value fits."""
    return series.info.sequence == role.sequence and series.grid.plane == role.plane


def b_value(info: SeriesInfo) -> float | None:
    """The b-value of a series in s/mm², of its tag or else the only one in its description; None if unknown."""
    tag = info.tags.get("DiffusionBValue")
    if isinstance(tag, float | int):
        return float(tag)
    words = {found[1] for word in info.description.split() if (found := _B_WORD.fullmatch(word))}
    return float(words.pop()) if len(words) == 1 else None


def _of_b_value(candidates: Sequence[Series], wanted: float) -> list[Series]:
    """Those with the b-value to be used: the highest, or the one nearest to the wanted; none if it is too far."""
    known = [(b, s) for s in candidates if (b := b_value(s.info)) is not None]
    if not known:
        return []
    if wanted == 0:
        best = max(b for b, _ in known)
        if best < _LEAST_B:
            return []
    else:
        best = min((b for b, _ in known), key=lambda b: (abs(b - wanted), -b))
        if abs(best - wanted) > _B_AWAY * wanted:
            return []
    return [s for b, s in known if b == best]


def _best(candidates: Sequence[Series], grid: Grid) -> Series | None:
    if not candidates:
        return None
    return min(
        candidates, key=lambda s: (-round(coverage(s.grid, grid), 2), _pixel_mm2(s.grid), _name(s))
    )


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
    return chosen, _best([s for s in found if fits(s, ROLES["T1"])], chosen.grid)


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
