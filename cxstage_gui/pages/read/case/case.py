"""The reading that is open."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from cxstage_core.cohort.values.records import Reading, ReadingState
from cxstage_core.reading import MaskEditor
from cxstage_gui.session import Study
from cxstage_gui.viewer.models.contents import Content

PAUSE_S = 60.0


@dataclass(slots=True)
class Clock:
    """Counts the seconds somebody works: what lies between two inputs, unless it is a pause.

    A gap longer than `PAUSE_S` is no work at all; neither is the time while the page is not looked at.

    Args:
        seconds: counted so far, those of earlier sittings included.
        now: a clock that never goes back, seconds.
    """

    seconds: float = 0.0
    now: Callable[[], float] = time.monotonic
    _last: float | None = None

    def touch(self) -> None:
        """Something was done now."""
        now = self.now()
        if self._last is not None and now - self._last <= PAUSE_S:
            self.seconds += now - self._last
        self._last = now

    def rest(self) -> None:
        """Nobody looks at the page from now on; the next input begins anew."""
        if self._last is not None:
            self.touch()
        self._last = None


@dataclass(slots=True)
class Case:
    """One patient opened by one reader.

    Args:
        first: id of the series that is drawn on.
        contents: what the panes beside it show.
        name: what the case is called on screen; a reader's work list has numbers, not pseudonyms.
        watched: it may be looked at and not changed.
        draft: it is the draft of a reference, nobody's reading.
        sighted: outlines of others may be shown although it is not complete.
    """

    study: Study
    reader: str
    editor: MaskEditor
    first: str
    contents: tuple[Content, ...]
    clock: Clock
    confidence: int | None = None
    comment: str = ""
    state: ReadingState = ReadingState.IN_PROGRESS
    version: int = 0
    saved_at: str = ""
    name: str = ""
    watched: bool = False
    sighted: bool = False
    draft: bool = False

    @property
    def locked(self) -> bool:
        """Whether nothing of it can be changed now."""
        return self.complete or self.watched

    @property
    def patient(self) -> str:
        """The patient's pseudonym."""
        return self.study.patient

    @property
    def second(self) -> str:
        """Id of the series in the pane beside it, "" for none."""
        return self.contents[0].series if self.contents else ""

    @property
    def complete(self) -> bool:
        """Whether the reader has finished."""
        return self.state == ReadingState.COMPLETE

    def reading(self) -> Reading:
        """The reading as it is on screen now, to be saved."""
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
