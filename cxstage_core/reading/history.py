"""Named steps that can be undone and done again."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.reading.delta import Delta
from cxstage_core.text import Text

CAP_BYTES = 256 * 2**20
STEP_BYTES = 512
"""What a step costs beside its runs, roughly; it keeps a flood of tiny steps under the cap, too."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One thing that was done.

    Args:
        name: what people call it, such as "brush".
        series: id of the series that was drawn on.
        delta: what it changed.
    """

    name: Text
    series: str
    delta: Delta

    @property
    def nbytes(self) -> int:
        """Memory held, bytes."""
        return STEP_BYTES + self.delta.nbytes


class History:
    """The steps of one study, oldest first; unlimited but for the memory cap.

    Args:
        cap_bytes: above it the oldest steps can no longer be undone; the newest always can.
    """

    def __init__(self, cap_bytes: int = CAP_BYTES) -> None:
        self._cap = cap_bytes
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self.nbytes = 0

    def __len__(self) -> int:
        return len(self._done)

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
        drop = 0
        while self.nbytes > self._cap and drop < len(self._done) - 1:
            self.nbytes -= self._done[drop].nbytes
            drop += 1
        del self._done[:drop]

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
