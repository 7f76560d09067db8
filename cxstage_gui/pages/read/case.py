"""The reading that is open, and the ones put aside with their undo history."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field

from cxstage_core.cohort.records import Reading, ReadingState
from cxstage_core.reading import MaskEditor
from cxstage_gui.session import Study

PAUSE_S = 60.0
SHELF = 8


@dataclass(slots=True)
class Clock:
    """Counts the seconds somebody works; longer pauses count as a minute."""

    seconds: float = 0.0
    _last: float = field(default_factory=time.monotonic)

    def touch(self) -> None:
        """Something was done now."""
        now = time.monotonic()
        self.seconds += min(now - self._last, PAUSE_S)
        self._last = now


@dataclass(slots=True)
class Case:
    """One patient opened by one reader.

    Args:
        first, second: ids of the series on screen; `second` is "" when there is none.
    """

    study: Study
    reader: str
    editor: MaskEditor
    first: str
    second: str
    clock: Clock
    confidence: int | None = None
    comment: str = ""
    state: ReadingState = ReadingState.IN_PROGRESS
    version: int = 0
    saved_at: str = ""

    @property
    def patient(self) -> str:
        """The patient's pseudonym."""
        return self.study.patient

    @property
    def complete(self) -> bool:
        """Whether the reader has finished."""
        return self.state == ReadingState.COMPLETE

    def reading(self) -> Reading:
        """The reading as it is on screen now, to be saved."""
        self.clock.touch()
        return Reading(
            self.patient,
            self.reader,
            self.editor.snapshot(),
            self.state,
            self.confidence,
            self.comment,
            self.clock.seconds,
            self.version,
        )


class Shelf:
    """Editors of the cases opened last, so that undo survives a look at another patient."""

    def __init__(self) -> None:
        self._editors: OrderedDict[tuple[str, str], MaskEditor] = OrderedDict()

    def clear(self) -> None:
        """Forget all, since another cohort was opened."""
        self._editors.clear()

    def find(self, patient: str, reader: str) -> MaskEditor | None:
        """The editor of a case that was open lately."""
        return self._editors.get((patient, reader))

    def keep(self, case: Case) -> None:
        """Remember the editor of the case that is open now."""
        key = (case.patient, case.reader)
        self._editors[key] = case.editor
        self._editors.move_to_end(key)
        while len(self._editors) > SHELF:
            self._editors.popitem(last=False)
