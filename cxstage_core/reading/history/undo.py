"""Named steps that can be undone and done again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cxstage_core.reading.delta import Delta
from cxstage_core.text import Text

CAP_BYTES = 256 * 2**20
STEP_BYTES = 512
"""Rough cost of a step apart from its runs; it keeps a flood of tiny steps under the cap, too."""


class Step:
    """One thing that was done.

    Args:
        name: what people call it, such as "brush".
        series: id of the series that was drawn on.
        delta: what it changed; None when it is on disk only.
        slices: indices of the changed slices; those of the difference.
        load: reads the difference from disk.
    """

    __slots__ = ("_delta", "load", "name", "number", "series", "slices")

    def __init__(
        self,
        name: Text,
        series: str,
        delta: Delta | None,
        *,
        slices: tuple[int, ...] = (),
        load: Callable[[], Delta] | None = None,
    ) -> None:
        self.name = name
        self.series = series
        self.slices = slices if delta is None else delta.slices
        self.load = load
        self.number: int | None = None
        """Number of its entry in the journal, None if it has none."""
        self._delta = delta

    @property
    def delta(self) -> Delta:
        """What it changed; read again each time when it is on disk only.

        Raises:
            CxStageError: it cannot be read any more.
        """
        if self._delta is not None:
            return self._delta
        return Delta() if self.load is None else self.load()

    @property
    def nbytes(self) -> int:
        """Memory held, bytes."""
        return STEP_BYTES + (0 if self._delta is None else self._delta.nbytes)

    def put_down(self) -> int:
        """Leave the difference to the disk; the bytes of memory that this spares."""
        if self.load is None or self._delta is None:
            return 0
        spared, self._delta = self._delta.nbytes, None
        return spared


class History:
    """The steps of one study, oldest first; unlimited but for the memory cap.

    Above the cap the oldest steps are kept on disk only. Those that are nowhere on disk, and all when
    even their names go above the cap, can no longer be undone; the newest always can.

    Args:
        done: steps to begin with, oldest first.
        undone: steps that were undone, the next to be done again last.
    """

    def __init__(
        self, cap_bytes: int = CAP_BYTES, done: Iterable[Step] = (), undone: Iterable[Step] = ()
    ) -> None:
        self._cap = cap_bytes
        self._done = list(done)
        self._undone = list(undone)
        self._lightened = 0
        self.nbytes = sum(step.nbytes for step in (*self._done, *self._undone))
        self.added = 0
        self.dropped = 0
        self._keep_under_cap()

    def __len__(self) -> int:
        return len(self._done)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in the order they were done, those that were undone behind."""
        return (*self._done, *reversed(self._undone))

    @property
    def total(self) -> int:
        """Number of steps, undone ones included."""
        return len(self._done) + len(self._undone)

    def step(self, number: int) -> Step:
        """A step by its place in `steps`."""
        done = len(self._done)
        return self._done[number] if number < done else self._undone[done - 1 - number]

    @property
    def next_undo(self) -> Step | None:
        """The step that `undo` would take back."""
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Step | None:
        """The step that `redo` would do again."""
        return self._undone[-1] if self._undone else None

    def add(self, step: Step) -> None:
        """Remember a step that was just done; what had been undone is forgotten."""
        self.nbytes -= sum(gone.nbytes for gone in self._undone)
        self._undone.clear()
        self._done.append(step)
        self.nbytes += step.nbytes
        self.added += 1
        self._lightened = min(self._lightened, len(self._done) - 1)
        self._keep_under_cap()

    def undo(self) -> Step | None:
        """Take the last step off; the caller writes its old labels back. None at the beginning."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        return step

    def redo(self) -> Step | None:
        """Take the last undone step up again; the caller writes its new labels. None at the end."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return step

    def _keep_under_cap(self) -> None:
        while self.nbytes > self._cap and self._lightened < len(self._done) - 1:
            self.nbytes -= self._done[self._lightened].put_down()
            self._lightened += 1
        drop = 0
        while self.nbytes > self._cap and drop < len(self._done) - 1:
            self.nbytes -= self._done[drop].nbytes
            drop += 1
        del self._done[:drop]
        self._lightened = max(0, self._lightened - drop)
        self.dropped += drop
