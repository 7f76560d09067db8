"""Operations on the whole outline: names of their steps, background work, and the result in the drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from cxstage_core.imaging import Mask, Volume
from cxstage_core.reading import Delta
from cxstage_core.reading.history import step_names as steps
from cxstage_core.reading.tools.interpolation import gaps, interpolated
from cxstage_core.reading.tools.level_set import LevelSet, LevelSetSettings
from cxstage_core.reading.tools.operations import Inside, LabelSnapshot, Scope
from cxstage_core.reading.tools.transfer import transferred
from cxstage_core.text import Text
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.panes.panes import Panes
from cxstage_gui.session.level import Level
from cxstage_gui.viewer.drawing import Drawing

BUSY_MS = 200


@dataclass(frozen=True, slots=True, eq=False)
class Now:
    """The start of an operation: a series and the outline on it."""

    series: str
    outline: LabelSnapshot


class Operations(QObject):
    """Computes in the background; a result that arrives after another change is dropped.

    Signals:
        moved: the level set changed; its number of iterations, -1 when there is none.
        waiting: an operation takes longer than an instant, or has ended.
    """

    moved = Signal(int)
    waiting = Signal(bool)

    def __init__(self, context: ReadContext, drawing: Drawing, panes: Panes) -> None:
        super().__init__(context)
        self._context = context
        self._drawing = drawing
        self._panes = panes
        self._busy = 0
        self._level_set: LevelSet | None = None
        self._start: Now | None = None
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(BUSY_MS)
        self._long.timeout.connect(lambda: self.waiting.emit(True))
        drawing.previewed.connect(self._previewed)

    # -- at once

    def fill(self, scope: Scope) -> None:
        """Fill holes."""
        self._change(steps.FILLED, scope, lambda outline: outline.filled(scope))

    def keep_largest(self, scope: Scope) -> None:
        """Keep the largest connected part."""
        self._change(steps.LARGEST, scope, lambda outline: outline.largest(scope))

    def smooth(self, scope: Scope, mm: float) -> None:
        """Smooth the border."""
        self._change(steps.SMOOTHED, scope, lambda outline: outline.smoothed(scope, mm))

    def resize(self, scope: Scope, mm: float) -> None:
        """Grow, or with a negative length shrink."""
        self._change(_resizing(mm), scope, lambda outline: outline.resized(scope, mm))

    def copy_from(self, step: int) -> None:
        """Add the outline of a neighbouring slice to this slice."""
        now = self._now()
        if now is None:
            return
        inside = now.outline.copied(step)
        if inside is None:
            self._notify(self.tr("There is nothing of this label on that slice."))
            return
        self._apply(now, steps.COPIED, inside)

    # -- with a preview

    def preview_size(self, scope: Scope, mm: float) -> None:
        """Preview growing or shrinking."""
        self._preview(_resizing(mm), lambda outline: outline.resized(scope, mm), replaces=True)

    def interpolate(self) -> None:
        """Preview outlines for the slices between drawn ones."""
        now = self._now()
        if now is None:
            return
        if not gaps(now.outline.inside):
            self._notify(
                self.tr("There are no gaps: draw this label on two slices with others in between.")
            )
            return
        self._preview(
            steps.INTERPOLATED,
            lambda outline: interpolated(outline.inside, outline.spacing),
            replaces=False,
        )

    def transfer(self, series: str) -> None:
        """Preview the outline of another series at its place on this one."""
        case, volume = self._context.case, self._volume
        if case is None or volume is None:
            return
        mask: Mask | None = case.editor.snapshot().get(series)
        if mask is None:
            return
        self._preview(
            steps.TRANSFERRED,
            lambda outline: transferred(mask, volume.grid, outline.label),
            replaces=False,
        )

    # -- the level set

    def begin_level_set(self, scope: Scope, settings: LevelSetSettings) -> None:
        """Start from what is drawn."""
        now, volume = self._now(), self._volume
        if now is None or volume is None:
            return
        start = now.outline.part(scope)
        if not start.any():
            self._notify(self.tr("Draw something to start from: a rough area inside the tumour."))
            return

        def build() -> LevelSet:
            return LevelSet(volume.array, start, now.outline.spacing, settings)

        def done(made: LevelSet) -> None:
            self._level_set, self._start = made, now
            self._show_level_set(scope)

        self._run(build, done)

    @property
    def level_set_begun(self) -> bool:
        """Return True if there is a border to move."""
        return self._level_set is not None

    @property
    def level_set_stopped(self) -> bool:
        """Return True if the border has stopped, or reached a bound."""
        return self._level_set is not None and self._level_set.stopped

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
        inside = now.outline.within(scope, border.inside)
        self._drawing.show_preview(inside, steps.LEVEL_SET, replaces=True)
        self.moved.emit(border.count)

    def _previewed(self) -> None:
        if self._drawing.preview is None and self._level_set is not None:
            self._level_set = self._start = None
            self.moved.emit(-1)

    # -- how it is done

    def _notify(self, sentence: str) -> None:
        self._context.notify(sentence, Level.INFO)

    @property
    def _volume(self) -> Volume | None:
        case = self._context.case
        return None if case is None else case.study.volumes[case.first]

    def _now(self) -> Now | None:
        """The outline now; None, with a notice, if it must not be changed."""
        drawing, case, volume = self._drawing, self._context.case, self._volume
        if case is None or volume is None or drawing.busy:
            return None
        if drawing.locked:
            self._context.refuse()
            return None
        labels = drawing.editor.labels(case.first).copy()
        return Now(
            case.first,
            LabelSnapshot(
                labels,
                drawing.label,
                volume.grid.spacing,
                self._panes.first.index,
                drawing.protect,
            ),
        )

    def _same(self, now: Now) -> bool:
        case, drawing = self._context.case, self._drawing
        return (
            case is not None
            and not drawing.locked
            and case.first == now.series
            and drawing.label == now.outline.label
            and np.array_equal(drawing.editor.labels(now.series), now.outline.labels)
        )

    def _change(self, name: Text, scope: Scope, change: Callable[[LabelSnapshot], Inside]) -> None:
        now = self._now()
        if now is None:
            return
        if not now.outline.part(scope).any():
            self._notify(self.tr("Nothing of this label is drawn here."))
            return

        def done(inside: Inside) -> None:
            if self._same(now):
                self._apply(now, name, inside)

        self._run(lambda: change(now.outline), done)

    def _apply(self, now: Now, name: Text, inside: Inside) -> None:
        before = now.outline.labels
        if not self._drawing.apply(name, Delta.of_volume(before, now.outline.replaced_by(inside))):
            self._notify(self.tr("This changes nothing."))

    def _preview(self, name: Text, build: Callable[[LabelSnapshot], Inside], *, replaces: bool) -> None:
        now = self._now()
        if now is None:
            return

        def done(inside: Inside) -> None:
            if not self._same(now):
                return
            if not inside.any():
                self._notify(self.tr("There is nothing to take over."))
                return
            self._drawing.show_preview(inside, name, replaces=replaces)

        self._run(lambda: build(now.outline), done)

    def _run(self, compute: Callable[[], object], done: Callable[..., None]) -> None:
        self._busy += 1
        if not self._long.isActive():
            self._long.start()

        def ended(result: object) -> None:
            self._end_wait()
            done(result)

        def failed(error: Exception) -> None:
            self._end_wait()
            raise error  # reported as every failure is

        self._context.run_in_background(compute, on_done=ended, on_error=failed)

    def _end_wait(self) -> None:
        self._busy -= 1
        if not self._busy:
            self._long.stop()
            self.waiting.emit(False)


def _resizing(mm: float) -> Text:
    return steps.ENLARGED if mm > 0 else steps.SHRUNK
