"""The reading that is open, and the ones put aside with their undo history."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field

from cxstage_core.cohort.records import Reading, ReadingState
from cxstage_core.imaging import Mask, Volume
from cxstage_core.reading import MaskEditor
from cxstage_gui.session import Study
from cxstage_gui.viewer.drawing import masks_agree

PAUSE_S = 60.0
SHELF = 8
CAP_BYTES = 64 * 2**20


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

    def volume(self, series: str) -> Volume:
        """An image on screen."""
        return self.study.volumes[series]

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

    def take_up(self, study: Study, reader: str, pending: Reading | None = None) -> Case:
        """Make a case; its history is kept if the masks are the ones last drawn here.

        Args:
            pending: what was drawn but could not be written yet; it is newer than the stored reading.
        """
        stored = pending or study.reading
        masks: dict[str, Mask] = dict(stored.masks) if stored else {}
        key = (study.patient, reader)
        editor = self._editors.pop(key, None)
        if editor is None or not masks_agree(editor, masks):
            editor = MaskEditor(masks, cap_bytes=CAP_BYTES)
        self._editors[key] = editor
        while len(self._editors) > SHELF:
            self._editors.popitem(last=False)
        shown = tuple(study.volumes)
        return Case(
            study,
            reader,
            editor,
            shown[0],
            shown[1] if len(shown) > 1 else "",
            Clock(stored.seconds if stored else 0.0),
            stored.confidence if stored else None,
            stored.comment if stored else "",
            stored.state if stored else ReadingState.IN_PROGRESS,
            stored.version if stored else 0,
            stored.saved_at if stored else "",
        )
