"""The open drawings: those opened last stay open, each with its journal and its undo history."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING

from cxstage_core.errors import CxStageError, InUseError, ReadingError
from cxstage_core.reading import MaskEditor, Place, recover
from cxstage_core.text import Text

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
        interrupted: the last session did not close it; until that was reported.
        ahead: it is newer than the saved reading, until that is saved.
        problem: why it has no journal.
        loss: what a damaged journal has lost, until its reader acknowledges it by completing the reading.
        held: another session draws on it now, so that it is read-only.
    """

    editor: MaskEditor
    place: Place | None = None
    interrupted: bool = False
    ahead: bool = False
    problem: CxStageError | None = None
    loss: Text | None = None
    held: bool = False

    def arrive(self, *, saved: bool = True) -> None:
        """Forget what was to be reported; it is on screen now.

        Args:
            saved: what is ahead of the reading is being saved.
        """
        self.place, self.interrupted, self.problem = None, False, None
        self.ahead = self.ahead and not saved


class Drawings:
    """Opens drawings from their journals in the store's thread, and keeps those opened last."""

    def __init__(self) -> None:
        self._cohort: Cohort | None = None
        self._drawn: OrderedDict[tuple[str, str], Drawn] = OrderedDict()
        self._shown: tuple[str, str] | None = None
        self._lock = RLock()

    def begin(self, cohort: Cohort | None) -> None:
        """Close all drawings; from now on those of this cohort are kept."""
        with self._lock:
            for drawn in self._drawn.values():
                drawn.editor.close()
            self._drawn.clear()
            self._cohort, self._shown = cohort, None

    def find(self, patient: str, reader: str) -> Drawn | None:
        """The drawing, None if it is not open."""
        return self._drawn.get((patient, reader))

    def show(self, patient: str, reader: str) -> None:
        """This drawing is on screen: it is closed last."""
        self._shown = (patient, reader)  # without the lock: the store's thread may hold it for long
        with contextlib.suppress(KeyError):  # the case shown may have been closed
            self._drawn.move_to_end(self._shown)

    def mark_saved(self, patient: str, reader: str, version: int) -> None:
        """Note in the journal that this version of the reading holds what is drawn."""
        drawn = self.find(patient, reader)
        if drawn is not None and drawn.editor.journal is not None:
            drawn.editor.journal.saved(version)

    def open_drawing(
        self,
        cohort: Cohort,
        patient: str,
        reader: str,
        reading: Reading | None,
        grids: Mapping[str, Grid],
    ) -> Drawn:
        """Return the open drawing, or open it from its journal and the saved reading."""
        with self._lock:
            drawn = self.find(patient, reader) if cohort is self._cohort else None
            if drawn is not None:
                return drawn
            if cohort is not self._cohort:  # closed meanwhile: nobody will draw on this
                return Drawn(MaskEditor({} if reading is None else reading.masks))
            drawn = _open_drawing(cohort, patient, reader, reading, grids)
            if drawn.held:  # not kept: the next look may find it free
                return drawn
            self._drawn[(patient, reader)] = drawn
            while len(self._drawn) > KEPT:
                oldest = next(key for key in tuple(self._drawn) if key != self._shown)
                self._drawn.pop(oldest).editor.close()
            return drawn


def _open_drawing(
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
    loss = found.loss or _earlier_loss(cohort, patient, reader)
    return Drawn(found.editor, place, found.interrupted, found.ahead, problem, loss)


def _earlier_loss(cohort: Cohort, patient: str, reader: str) -> Text | None:
    """What was lost in an earlier session and is not acknowledged yet."""
    mine = (loss for loss in cohort.readings.losses(patient) if loss.reader == reader)
    found = next(mine, None)
    return None if found is None else found.sentence
