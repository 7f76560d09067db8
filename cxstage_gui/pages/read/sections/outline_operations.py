"""Changes of the whole outline: what they are called, what they do, and how they reach the drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from cxstage_core.imaging import Label, Mask, Volume
from cxstage_core.imaging.grid import Triple
from cxstage_core.reading import Delta
from cxstage_core.reading.history import step_names as steps
from cxstage_core.reading.tools.interpolation import gaps, interpolated
from cxstage_core.reading.tools.level_set import LevelSet, LevelSetSettings
from cxstage_core.reading.tools.operations import (
    copied,
    holes_filled,
    largest_part,
    replaced,
    resized,
    smoothed,
)
from cxstage_core.reading.tools.transfer import transferred
from cxstage_core.text import Text

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

Inside = npt.NDArray[np.bool_]
Change = Callable[[Inside, Triple], Inside]


class Scope(StrEnum):
    """Where a change applies."""

    SLICE = "slice"
    SLICES = "slices"
    SPACE = "space"


@dataclass(frozen=True, slots=True, eq=False)
class Now:
    """What is drawn at a moment, copied for work beside the window."""

    series: str
    labels: npt.NDArray[np.uint8]
    inside: Inside
    spacing: Triple
    label: Label
    index: int
    protect: bool


class Operations(QObject):
    """Computes beside the window; a result that comes after something else was drawn is dropped.

    Signals:
        told: a sentence for the reader.
        working: something is being computed, or no longer.
        moved: the level set is another; its number of steps.
    """

    told = Signal(str)
    working = Signal(bool)
    moved = Signal(int)

    def __init__(self, page: ReadPage) -> None:
        super().__init__(page)
        self._page = page
        self._busy = 0
        self._level_set: LevelSet | None = None
        self._start: Now | None = None
        page.drawing.previewed.connect(self._previewed)

    # -- at once

    def fill(self, scope: Scope) -> None:
        """Fill holes."""
        self._change(
            steps.FILLED, scope, lambda inside, _: holes_filled(inside, solid=scope == Scope.SPACE)
        )

    def keep_largest(self, scope: Scope) -> None:
        """Keep the largest connected part."""
        self._change(
            steps.LARGEST, scope, lambda inside, _: largest_part(inside, solid=scope == Scope.SPACE)
        )

    def smooth(self, scope: Scope, mm: float) -> None:
        """Smooth the border."""
        solid = scope == Scope.SPACE
        self._change(
            steps.SMOOTHED,
            scope,
            lambda inside, spacing: smoothed(inside, spacing, mm, solid=solid),
        )

    def resize(self, scope: Scope, mm: float) -> None:
        """Grow, or with a negative length shrink."""
        solid = scope == Scope.SPACE
        self._change(
            steps.ENLARGED if mm > 0 else steps.SHRUNK,
            scope,
            lambda inside, spacing: resized(inside, spacing, mm, solid=solid),
        )

    def copy_from(self, step: int) -> None:
        """Take over the outline of a neighbouring slice; nothing of this slice is lost."""
        now = self._now()
        if now is None:
            return
        source = now.index + step
        if not 0 <= source < len(now.inside) or not now.inside[source].any():
            self.told.emit(self.tr("There is nothing of this label on that slice."))
            return
        taken = copied(now.inside, source, now.index)
        inside = now.inside | taken
        self._apply(now, steps.COPIED, inside)

    # -- with a preview

    def preview_size(self, scope: Scope, mm: float) -> None:
        """Show what growing or shrinking would make."""
        solid = scope == Scope.SPACE
        self._preview(
            steps.ENLARGED if mm > 0 else steps.SHRUNK,
            lambda now: _within(now, scope, resized(_part(now, scope), now.spacing, mm, solid=solid)),
            replaces=True,
        )

    def interpolate(self) -> None:
        """Show what would fill the slices between drawn ones."""
        now = self._now()
        if now is None:
            return
        if not gaps(now.inside):
            self.told.emit(
                self.tr("There are no gaps: draw this label on two slices with others in between.")
            )
            return
        self._preview(steps.INTERPOLATED, lambda n: interpolated(n.inside, n.spacing), replaces=False)

    def transfer(self, series: str) -> None:
        """Show the outline of another series where it lies on this one."""
        case, volume = self._page.case, self._volume
        if case is None or volume is None:
            return
        mask: Mask | None = case.editor.snapshot().get(series)
        if mask is None:
            return
        self._preview(
            steps.TRANSFERRED,
            lambda now: transferred(mask, volume.grid, now.label),
            replaces=False,
        )

    # -- the level set

    def begin_level_set(self, scope: Scope, settings: LevelSetSettings) -> None:
        """Start from what is drawn."""
        now, volume = self._now(), self._volume
        if now is None or volume is None:
            return
        start = _part(now, scope)
        if not start.any():
            self.told.emit(self.tr("Draw something to start from: a rough area inside the tumour."))
            return

        def work() -> LevelSet:
            return LevelSet(volume.array, start, now.spacing, settings)

        def done(made: LevelSet) -> None:
            self._level_set, self._start = made, now
            self._show_level_set(scope)

        self._run(work, done)

    @property
    def level_set_begun(self) -> bool:
        """Whether there is a border to move."""
        return self._level_set is not None

    def step_level_set(self, scope: Scope, count: int) -> None:
        """Move the border on."""
        border = self._level_set
        if border is None or self._busy:
            return
        self._run(lambda: border.steps(count), lambda _: self._show_level_set(scope))

    def _show_level_set(self, scope: Scope) -> None:
        border, now = self._level_set, self._start
        if border is None or now is None or not self._same(now):
            self._level_set = None
            return
        inside = _within(now, scope, border.inside)
        self._page.drawing.show_preview(inside, steps.LEVEL_SET, replaces=True)
        self.moved.emit(border.count)

    def _previewed(self) -> None:
        if self._page.drawing.preview is None and self._level_set is not None:
            self._level_set = self._start = None
            self.moved.emit(-1)

    # -- how it is done

    @property
    def _volume(self) -> Volume | None:
        case = self._page.case
        return None if case is None else case.study.volumes[case.first]

    def _now(self) -> Now | None:
        """What is drawn now; None, and a word why, when it must not be changed."""
        drawing, case = self._page.drawing, self._page.case
        if case is None or drawing.busy:
            return None
        if drawing.locked:
            self._page.refuse()
            return None
        labels = drawing.editor.labels(case.first).copy()
        return Now(
            case.first,
            labels,
            labels == drawing.label,
            case.study.volumes[case.first].grid.spacing,
            drawing.label,
            self._page.panes.first.index,
            drawing.protect,
        )

    def _same(self, now: Now) -> bool:
        case = self._page.case
        return (
            case is not None
            and case.first == now.series
            and self._page.drawing.label == now.label
            and np.array_equal(self._page.drawing.editor.labels(now.series), now.labels)
        )

    def _change(self, name: Text, scope: Scope, change: Change) -> None:
        now = self._now()
        if now is None:
            return
        if not _part(now, scope).any():
            self.told.emit(self.tr("Nothing of this label is drawn here."))
            return

        def done(inside: Inside) -> None:
            if self._same(now):
                self._apply(now, name, inside)

        self._run(lambda: _within(now, scope, change(_part(now, scope), now.spacing)), done)

    def _apply(self, now: Now, name: Text, inside: Inside) -> None:
        after = replaced(now.labels, inside, now.label, protect=now.protect)
        if not self._page.drawing.apply(name, Delta.of_volume(now.labels, after)):
            self.told.emit(self.tr("This changes nothing."))

    def _preview(self, name: Text, make: Callable[[Now], Inside], *, replaces: bool) -> None:
        now = self._now()
        if now is None:
            return

        def done(inside: Inside) -> None:
            if not self._same(now):
                return
            if not inside.any():
                self.told.emit(self.tr("There is nothing to take over."))
                return
            self._page.drawing.show_preview(inside, name, replaces=replaces)

        self._run(lambda: make(now), done)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._busy += 1
        self.working.emit(True)

        def over() -> None:
            self._busy -= 1
            if not self._busy:
                self.working.emit(False)

        def ended(result: object) -> None:
            over()
            done(result)

        def failed(error: Exception) -> None:
            over()
            raise error  # reported as every failure is

        self._page.session.run_in_background(work, on_done=ended, on_error=failed)


def _part(now: Now, scope: Scope) -> Inside:
    """The part of the label that is changed."""
    if scope != Scope.SLICE:
        return now.inside
    part = np.zeros_like(now.inside)
    part[now.index] = now.inside[now.index]
    return part


def _within(now: Now, scope: Scope, changed: Inside) -> Inside:
    """The whole label after its part was changed."""
    if scope != Scope.SLICE:
        return changed
    whole = now.inside.copy()
    whole[now.index] = changed[now.index]
    return whole
