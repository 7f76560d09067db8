"""Outlines compared in a review, series by series, and the draft made from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxstage_core.cohort.values.records import Reading
from cxstage_core.cohort.values.review import ComponentDecision
from cxstage_core.imaging import Grid, Mask
from cxstage_core.reading.comparison.border import Border, slivers
from cxstage_core.reading.comparison.disagreement import (
    Disagreement,
    Take,
    agreed,
    components,
    departed,
    intersection,
    settled,
)
from cxstage_core.reading.delta import Labels

Decisions = Mapping[str, Mapping[str, ComponentDecision]]


@dataclass(frozen=True)
class ReviewCase:
    """The complete first readings of a patient.

    Args:
        readings: complete first readings, by stored name; two or more.
    """

    readings: tuple[Reading, ...]

    @property
    def is_pair(self) -> bool:
        """Return True if there are exactly two readings, so that components of disagreement can be decided."""
        return len(self.readings) == 2

    @cached_property
    def grids(self) -> Mapping[str, Grid]:
        """The grid of every series with an outline."""
        return {
            series: mask.grid
            for reading in reversed(self.readings)
            for series, mask in sorted(reading.masks.items())
        }

    def outlines(self, series: str) -> tuple[Labels, ...]:
        """Return the labels of each reading on a series, in order; empty where a reader drew nothing."""
        grid = self.grids[series]
        found = (reading.masks.get(series) for reading in self.readings)
        return tuple(Mask.empty(grid).array if m is None else m.array for m in found)

    def pair(self, series: str) -> tuple[Labels, Labels]:
        """Return the labels of the two readings of a pair."""
        first, second = self.outlines(series)
        return first, second

    @cached_property
    def disagreements(self) -> Mapping[str, Disagreement]:
        """The components by series; empty for three readings or more."""
        if not self.is_pair:
            return {}
        return {s: components(*self.pair(s), grid.spacing) for s, grid in self.grids.items()}

    def undecided(self, decisions: Decisions) -> int:
        """Return the number of undecided components."""
        return sum(
            key not in decisions.get(series, {})
            for series, found in self.disagreements.items()
            for key in found.by_key
        )

    def border_group(self, decisions: Decisions, border: Border) -> dict[str, tuple[str, ...]]:
        """Return the slivers along the border that are decided as one group, by series; none if there are none.

        A sliver that the reviewer decided singly stays out of the group.
        """
        groups = {}
        for series, found in self.disagreements.items():
            thin = slivers(*self.pair(series), self.grids[series].spacing, found, border)
            decided = decisions.get(series, {})
            keys = tuple(
                key for key in found.by_key if key in thin and (key not in decided or decided[key].rule)
            )
            if keys:
                groups[series] = keys
        return groups

    def kept(self, decisions: Decisions) -> dict[str, dict[str, ComponentDecision]]:
        """Return the decisions about components that still exist."""
        return {
            series: {k: d for k, d in decisions.get(series, {}).items() if k in found.by_key}
            for series, found in self.disagreements.items()
        }

    def start(self) -> dict[str, Mask]:
        """Return the voxels on which all readings agree, with which a draft begins."""
        begin = agreed if self.is_pair else _common
        return {s: Mask(begin(*self.outlines(s)), grid) for s, grid in self.grids.items()}

    def decided(
        self, draft: Mapping[str, Mask], changes: Mapping[str, Mapping[str, Take | None]]
    ) -> dict[str, Mask]:
        """Return the draft after decisions; unchanged masks are passed through.

        Raises:
            ReadingError: a component is unknown.
        """
        after = dict(draft)
        for series, takes in changes.items():
            mask = after.get(series) or Mask.empty(self.grids[series])
            delta = settled(mask.array, *self.pair(series), self.disagreements[series], takes)
            if delta:
                array = mask.array.copy()
                delta.write(array)
                after[series] = Mask(array, mask.grid)
        return after

    def rebuilt(self, before: Mapping[str, Mask], decisions: Decisions) -> dict[str, Mask]:
        """Rebuild a draft from agreement and decisions; redrawn components are copied from the previous draft."""
        fresh = self.decided(
            self.start(), {s: {k: d.take for k, d in ds.items()} for s, ds in decisions.items()}
        )
        for series, found in self.disagreements.items():
            old = before.get(series)
            numbers = [
                found.component(key).number
                for key, decision in decisions.get(series, {}).items()
                if decision.take is Take.REDRAWN
            ]
            if old is not None and numbers:
                there = np.isin(found.map, numbers)
                array = np.where(there, old.array, fresh[series].array).astype(np.uint8)
                fresh[series] = Mask(array, old.grid)
        return fresh

    def drawn_in(self, draft: Mapping[str, Mask], decisions: Decisions) -> dict[str, frozenset[str]]:
        """Return the components by series where the reviewer drew: the draft is not what was decided or agreed."""
        before = self.decided(
            self.start(), {s: {k: d.take for k, d in ds.items()} for s, ds in decisions.items()}
        )
        found = {}
        for series, disagreement in self.disagreements.items():
            mask = draft.get(series) or Mask.empty(self.grids[series])
            drawn = set(np.unique(disagreement.map[mask.array != before[series].array])) - {0}
            found[series] = frozenset(
                key for key, c in disagreement.by_key.items() if c.number in drawn
            )
        return found

    def drawn_over(self, draft: Mapping[str, Mask], decisions: Decisions) -> dict[str, tuple[str, ...]]:
        """Return the components by series where the draft differs from the decision."""
        found = {}
        for series, disagreement in self.disagreements.items():
            mask = draft.get(series) or Mask.empty(self.grids[series])
            takes = {key: decision.take for key, decision in decisions.get(series, {}).items()}
            found[series] = departed(mask.array, *self.pair(series), disagreement, takes)
        return found

    def redrawn_elsewhere(self, draft: Mapping[str, Mask]) -> int:
        """Return the number of voxels that the reviewer changed although both readers agreed there."""
        return sum(
            int(
                np.count_nonzero(
                    (mask.array != agreed(*self.pair(series))) & (self.disagreements[series].map == 0)
                )
            )
            for series, mask in draft.items()
            if series in self.disagreements
        )

    def dice(self) -> float | None:
        """Return the lowest Dice of all pairs and series, with tumour and possible infiltration combined.

        None if nothing is marked: then it is undefined.
        """
        found = [
            overlap
            for series in self.grids
            for overlap in _overlaps(self.outlines(series))
            if overlap is not None
        ]
        return min(found, default=None)


def _common(*outlines: Labels) -> Labels:
    return intersection(outlines)


def _overlaps(outlines: Sequence[Labels]) -> list[float | None]:
    marked = [outline > 0 for outline in outlines]
    sizes = [int(np.count_nonzero(m)) for m in marked]
    return [
        2 * int(np.count_nonzero(marked[i] & marked[j])) / (sizes[i] + sizes[j])
        if sizes[i] + sizes[j]
        else None
        for i in range(len(marked))
        for j in range(i + 1, len(marked))
    ]
