"""The open case."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.cohort.double_reading.reading_rights import UNRESTRICTED, ReadingRights
from cxstage_core.cohort.values.records import Reading, ReadingState
from cxstage_core.reading import MaskEditor
from cxstage_gui.pages.read.case.reading_timer import ReadingTimer
from cxstage_gui.session import Study
from cxstage_gui.viewer.models.contents import Content


@dataclass(frozen=True, slots=True)
class Access:
    """Rights of the current user in a case.

    Args:
        name: the title of the case on screen; a reader's work list has numbers, not pseudonyms.
        draft: the case is the draft of a reference, not a reading.
        unblinded: outlines of others may be shown although the reading is not complete.
    """

    name: str
    draft: bool = False
    unblinded: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One patient opened by one reader, at one moment.

    A changed answer, state or version makes another `Case`; the editor and the timer stay the same.

    Args:
        reader: the reading key under which the outlines are stored.
        first: id of the series to draw on.
        contents: contents of the other panes.
        version: of the reading on disk, 0 before the first save.
        saved_at: UTC, ISO 8601, "" before the first save.
        rights: what the user may do with the reading, and for the rest why not.
    """

    study: Study
    reader: str
    editor: MaskEditor
    first: str
    contents: tuple[Content, ...]
    access: Access
    timer: ReadingTimer
    confidence: int | None = None
    comment: str = ""
    state: ReadingState = ReadingState.IN_PROGRESS
    version: int = 0
    saved_at: str = ""
    rights: ReadingRights = UNRESTRICTED

    @property
    def patient(self) -> str:
        """The patient's pseudonym."""
        return self.study.patient

    @property
    def key(self) -> tuple[str, str]:
        """Patient and reading key."""
        return self.patient, self.reader

    @property
    def name(self) -> str:
        """The title of the case on screen."""
        return self.access.name

    @property
    def draft(self) -> bool:
        """Return True if this is the draft of a reference."""
        return self.access.draft

    @property
    def open_elsewhere(self) -> bool:
        """Return True if another session has this reading open."""
        return self.study.drawn.held

    @property
    def view_only(self) -> bool:
        """Return True if the user could not change the reading even if it were not complete."""
        return self.rights.draw is not None

    @property
    def complete(self) -> bool:
        """Return True if the reader marked the case complete."""
        return self.state == ReadingState.COMPLETE

    @property
    def locked(self) -> bool:
        """Return True if nothing of the case can be changed now."""
        return self.complete or self.view_only

    @property
    def reopens(self) -> bool:
        """Return True if the user can reopen the reading, which is complete."""
        return self.complete and not self.draft and self.rights.reopen is None

    @property
    def completes(self) -> bool:
        """Return True if the user can mark the reading complete."""
        return not (self.locked or self.draft)

    @property
    def shows_others(self) -> bool:
        """Return True if outlines of others may be shown."""
        return self.complete or self.access.unblinded

    @property
    def second(self) -> str:
        """Id of the series in the second pane, "" for none."""
        return self.contents[0].series if self.contents else ""

    def shows_same(self, other: Case | None) -> bool:
        """Return True if both are the same reading with the same contents of the panes."""
        return other is not None and (self.key, self.first, self.contents) == (
            other.key,
            other.first,
            other.contents,
        )

    def reading(self) -> Reading:
        """The reading as it is now, ready to be saved."""
        return Reading(
            self.patient,
            self.reader,
            self.editor.snapshot(),
            self.state,
            self.confidence,
            self.comment,
            self.timer.seconds,
            self.version,
        )
