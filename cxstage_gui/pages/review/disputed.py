"""The rows of the list of disagreements: single ones, the largest first, then the slivers as one."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.cohort.values.review import ComponentDecision
from cxstage_core.reading.comparison.disagreement import Component
from cxstage_gui.session.actions.review import OpenCase

Place = tuple[str, str]
"""Series id and component key."""


@dataclass(frozen=True, slots=True)
class Part:
    """A component and what was decided about it."""

    series: str
    component: Component
    decision: ComponentDecision | None

    @property
    def place(self) -> Place:
        """Where it is found again."""
        return self.series, self.component.key


@dataclass(frozen=True, slots=True)
class Disputed:
    """What is decided at once.

    Args:
        parts: one component, or all slivers along the border; the largest first.
        decision: about all of it, None while any part is undecided or they differ.
        border: whether it is the group of slivers.
    """

    parts: tuple[Part, ...]
    decision: ComponentDecision | None
    border: bool = False

    @property
    def series(self) -> str:
        """Series of the largest part."""
        return self.parts[0].series

    @property
    def component(self) -> Component:
        """The largest part."""
        return self.parts[0].component

    @property
    def is_open(self) -> bool:
        """Return True while a part is undecided."""
        return any(part.decision is None for part in self.parts)

    @property
    def volume_cm3(self) -> float:
        """Volume of all parts."""
        return sum(part.component.volume_cm3 for part in self.parts)

    @property
    def slices(self) -> tuple[int, int]:
        """Index of the first and of the last slice."""
        components = [part.component for part in self.parts]
        return min(c.first_slice for c in components), max(c.last_slice for c in components)

    def on(self, series: str) -> tuple[Component, ...]:
        """Return the parts on a series."""
        return tuple(part.component for part in self.parts if part.series == series)

    def before(self) -> dict[str, dict[str, ComponentDecision | None]]:
        """Return what was decided, by series and key, to put it back."""
        found: dict[str, dict[str, ComponentDecision | None]] = {}
        for part in self.parts:
            found.setdefault(part.series, {})[part.component.key] = part.decision
        return found


def rows_of(case: OpenCase) -> list[Disputed]:
    """Return the rows of a case with two readings."""
    review = case.review
    parts = [
        Part(s, item, None if review is None else review.decision_on(s, item.key))
        for s, found in case.disagreements.items()
        for item in found.items
    ]
    parts.sort(key=lambda part: -part.component.volume_cm3)
    thin = {(series, key) for series, keys in case.slivers.items() for key in keys}
    rows = [Disputed((part,), part.decision) for part in parts if part.place not in thin]
    group = tuple(part for part in parts if part.place in thin)
    return [*rows, Disputed(group, _common(group), border=True)] if group else rows


def _common(parts: tuple[Part, ...]) -> ComponentDecision | None:
    first = parts[0].decision
    if first is None or any(p.decision is None or p.decision.take != first.take for p in parts):
        return None
    return first
