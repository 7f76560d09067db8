"""The drawings in hand: those opened last stay, each with its journal and its undo history."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING

from cxstage_core.errors import CxStageError, InUseError, ReadingError
from cxstage_core.reading import MaskEditor, Place, recover

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import Reading
    from cxstage_core.imaging import Grid

KEPT = 8
CAP_BYTES = 64 * 2**20


@dataclass(slots=True, eq=False)
class Drawn:
    """One reader's drawing of one patient.

    Args:
        place: where the reader was when the last session was interrupted, until it is shown.
        interrupted: the last session did not put it away in order; until that is said.
        ahead: it is newer than the saved reading, until that is saved.
        problem: why there is no journal.
        held: somebody else draws on it now, so that it may only be looked at.
    """

    editor: MaskEditor
    place: Place | None = None
    interrupted: bool = False
    ahead: bool = False
    problem: CxStageError | None = None
    held: bool = False

    def arrive(self) -> None:
        """It is on screen as it was."""
        self.place, self.interrupted, self.ahead, self.problem = None, False, False, None


class Drawings:
    """Takes drawings up from their journals in the store's thread, and keeps those opened last."""

    def __init__(self) -> None:
        self._cohort: Cohort | None = None
        self._drawn: OrderedDict[tuple[str, str], Drawn] = OrderedDict()
        self._shown: tuple[str, str] | None = None
        self._lock = RLock()

    def begin(self, cohort: Cohort | None) -> None:
        """Put all drawings away; from now on those of this cohort are kept."""
        with self._lock:
            for drawn in self._drawn.values():
                drawn.editor.close()
            self._drawn.clear()
            self._cohort, self._shown = cohort, None

    def find(self, patient: str, reader: str) -> Drawn | None:
        """A drawing that is in hand."""
        return self._drawn.get((patient, reader))

    def show(self, patient: str, reader: str) -> None:
        """This drawing is on screen: it is put away last."""
        self._shown = (patient, reader)  # without the lock: the store's thread may hold it for long
        with contextlib.suppress(KeyError):
            self._drawn.move_to_end(self._shown)

    def knows(self, patient: str, reader: str, version: int) -> None:
        """The drawing holds what this version of the reading holds, and its journal says so."""
        drawn = self.find(patient, reader)
        if drawn is not None and drawn.editor.journal is not None:
            drawn.editor.journal.saved(version)

    def take_up(
        self,
        cohort: Cohort,
        patient: str,
        reader: str,
        reading: Reading | None,
        grids: Mapping[str, Grid],
    ) -> Drawn:
        """The drawing in hand, or else as its journal and the saved reading tell."""
        with self._lock:
            drawn = self.find(patient, reader) if cohort is self._cohort else None
            if drawn is not None:
                return drawn
            if cohort is not self._cohort:  # closed meanwhile: nobody will draw on this
                return Drawn(MaskEditor({} if reading is None else reading.masks))
            drawn = _take_up(cohort, patient, reader, reading, grids)
            if drawn.held:  # not kept: the next look may find it free
                return drawn
            self._drawn[(patient, reader)] = drawn
            while len(self._drawn) > KEPT:
                oldest = next(key for key in tuple(self._drawn) if key != self._shown)
                self._drawn.pop(oldest).editor.close()
            return drawn


def _take_up(
    cohort: Cohort, patient: str, reader: str, reading: Reading | None, grids: Mapping[str, Grid]
) -> Drawn:
    masks = {} if reading is None else dict(reading.masks)
    version = 0 if reading is None else reading.version
    try:
        log = cohort.readings.journal(patient, reader)
    except InUseError as error:
        return Drawn(MaskEditor(masks, cap_bytes=CAP_BYTES), problem=error, held=True)
    except CxStageError as error:
        return Drawn(MaskEditor(masks, cap_bytes=CAP_BYTES), problem=error)
    problem = None
    try:
        found = recover(log, masks, version, grids, cap_bytes=CAP_BYTES)
    except ReadingError as error:
        problem = error
        log.set_aside()
        found = recover(log, masks, version, grids, cap_bytes=CAP_BYTES)
    except CxStageError as error:  # a full disk: the old journal stays as it is
        log.close()
        return Drawn(MaskEditor(masks, cap_bytes=CAP_BYTES), problem=error)
    place = found.place if found.interrupted else None
    return Drawn(found.editor, place, found.interrupted, found.ahead, problem)
