"""The outlines of one study while they are being drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from cxstage_core.errors import ReadingError
from cxstage_core.imaging import Grid, Mask
from cxstage_core.reading.delta import Delta, Labels, SliceDelta
from cxstage_core.reading.history.journal import Journal
from cxstage_core.reading.history.state import state_after
from cxstage_core.reading.history.step_names import CHANGED_ELSEWHERE
from cxstage_core.reading.history.undo import CAP_BYTES, History, Step
from cxstage_core.text import Text


class MaskEditor:
    """One reader's masks of one study with their history; every change is a delta.

    A stroke is several deltas but one step: `begin`, `draw` as often as needed, `commit`.

    Args:
        masks: by series id; copied.
        stored: series of the saved reading, which stay in it even when nothing is drawn any more.
        history: steps that led to these masks.
        journal: records every step before the next can begin.
    """

    def __init__(
        self,
        masks: Mapping[str, Mask] | None = None,
        *,
        cap_bytes: int = CAP_BYTES,
        stored: Iterable[str] | None = None,
        history: History | None = None,
        journal: Journal | None = None,
    ) -> None:
        self._masks = {
            series: Mask(mask.array.copy(), mask.grid) for series, mask in (masks or {}).items()
        }
        self._stored = frozenset(self._masks if stored is None else stored)
        self.history = History(cap_bytes) if history is None else history
        self.journal = journal
        self._stroke: tuple[str, dict[int, Labels]] | None = None

    def open_series(self, series: str, grid: Grid) -> Mask:
        """The mask of a series to look at, made empty when there is none.

        Raises:
            ReadingError: the outline drawn before has another grid.
        """
        mask = self._masks.setdefault(series, Mask.empty(grid))
        if not mask.grid.close_to(grid):
            raise ReadingError(
                "The outline of {series} has another grid than the image.",
                remedy="Import the outline again for this series.",
                series=series,
            )
        return mask

    def labels(self, series: str) -> Labels:
        """The labels of a series, uint8 (slice, row, column); not to be written to."""
        return self._masks[series].array

    def begin(self, series: str, *indices: int) -> None:
        """Start a stroke on these slices; it may go on to others."""
        labels = self._masks[series].array
        self._stroke = (series, {index: labels[index].copy() for index in indices})

    def draw(self, delta: Delta) -> None:
        """Show a part of the stroke.

        Raises:
            ReadingError: no stroke was begun.
        """
        if self._stroke is None:
            raise ReadingError("A stroke must be begun before it is drawn.")
        series, before = self._stroke
        labels = self._masks[series].array
        for index in delta.slices:
            if index not in before:
                before[index] = labels[index].copy()
        delta.write(labels)

    def commit(self, name: Text) -> Step | None:
        """End the stroke as one step; None when it changed nothing."""
        if self._stroke is None:
            return None
        series, before = self._stroke
        self._stroke = None
        labels = self._masks[series].array
        parts = (SliceDelta.between(n, before[n], labels[n]) for n in sorted(before))
        return self._remember(name, series, Delta(tuple(part for part in parts if part is not None)))

    def agrees(self, masks: Mapping[str, Mask]) -> bool:
        """Return True if these masks would be saved now."""
        mine = {s: m for s, m in self._masks.items() if s in self._stored or m.array.max() > 0}
        return mine.keys() == masks.keys() and all(mine[s].same_as(masks[s]) for s in mine)

    @property
    def drawing(self) -> bool:
        """True while a stroke is under way."""
        return self._stroke is not None

    def apply(self, name: Text, series: str, delta: Delta) -> Step | None:
        """Make a change as one step; None when it changes nothing."""
        delta.write(self._masks[series].array)
        return self._remember(name, series, delta)

    def undo(self) -> Step | None:
        """Take the last step back; None when there is none."""
        return next(iter(self.go_to(len(self.history) - 1)), None)

    def redo(self) -> Step | None:
        """Do the last undone step again; None when there is none."""
        return next(iter(self.go_to(len(self.history) + 1)), None)

    def go_to(self, position: int) -> list[Step]:
        """Undo steps, or do them again, until that many are done.

        Returns:
            The steps that were undone or done again, in that order.

        Raises:
            CxStageError: a step that is on disk only cannot be read; those before it were done.
        """
        history, journal = self.history, self.journal
        moved: list[Step] = []
        state = 0 if journal is None else journal.state
        back = position < len(history)
        try:
            while position != len(history):
                step = history.next_undo if back else history.next_redo
                if step is None:
                    break
                delta = step.delta
                delta.write(self._masks[step.series].array, undo=back)
                if journal is not None:
                    state = state_after(state, step.series, delta, undo=back)
                _ = history.undo() if back else history.redo()
                moved.append(step)
        finally:
            if journal is not None:
                journal.moved([step.number for step in moved], state, undo=back)
        return moved

    def adopt(self, masks: Mapping[str, Mask]) -> list[Step]:
        """Take masks that were made elsewhere, as steps that can be undone.

        Raises:
            ReadingError: one has another grid than the outline.
        """
        for series, mask in masks.items():
            self.open_series(series, mask.grid)
        self._stored |= frozenset(masks)
        steps = []
        for series, mine in self._masks.items():
            theirs = masks.get(series)
            after = np.zeros_like(mine.array) if theirs is None else theirs.array
            step = self.apply(CHANGED_ELSEWHERE, series, Delta.of_volume(mine.array, after))
            if step is not None:
                steps.append(step)
        return steps

    def close(self) -> None:
        """Put the drawing away; its journal is closed."""
        if self.journal is not None:
            self.journal.close(self._masks)

    def snapshot(self) -> dict[str, Mask]:
        """A copy of all masks to be saved: those that hold something, or were there at first."""
        return {
            series: Mask(mask.array.copy(), mask.grid)
            for series, mask in self._masks.items()
            if series in self._stored or mask.array.max() > 0
        }

    def _remember(self, name: Text, series: str, delta: Delta) -> Step | None:
        if not delta:
            return None
        step = Step(name, series, delta)
        if self.journal is not None:
            self.journal.step(step)
        self.history.add(step)
        return step
