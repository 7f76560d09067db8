"""What the user may do with one reading now, and why not.

Saving and reopening refuse by these rules, and the window offers by them what is possible.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Set
from dataclasses import dataclass
from pathlib import Path

from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.double_reading.blinding import Blinding
from cxstage_core.cohort.double_reading.case_state import case_state
from cxstage_core.cohort.double_reading.due_reading import assigned_patients
from cxstage_core.cohort.values.file_names import reader_name
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.reading_key import ReadingKey
from cxstage_core.errors import CohortError, CxStageError, IntegrityError
from cxstage_core.reading.workflow import CaseState, Move, require, state_of
from cxstage_core.storage import atomic_write


@dataclass(frozen=True, slots=True)
class ReadingRights:
    """What the user may do with a reading: None if it is possible, else the reason why not.

    Args:
        draw: change outlines, confidence and comment, and mark complete, as long as it is not complete.
        reopen: reopen it when it is complete.
    """

    draw: CxStageError | None = None
    reopen: CxStageError | None = None

    @classmethod
    def refused(cls, error: CxStageError) -> ReadingRights:
        """Return the rights of a user who may do nothing, for one reason."""
        return cls(error, error)

    def same_as(self, other: ReadingRights) -> bool:
        """Return True if both permit the same, for the same reasons."""
        return (str(self.draw), str(self.reopen)) == (str(other.draw), str(other.reopen))


UNRESTRICTED = ReadingRights()


@dataclass(frozen=True, slots=True)
class RightsService:
    """Answers what the current user of an open cohort may do with a reading."""

    context: CohortContext

    def of(self, patient: str, reader: str) -> ReadingRights:
        """Return what the user may do with a reading, or with the draft of a reference.

        Args:
            reader: its stored name.
        """
        name = reader_name(reader)
        draw = _why_not(lambda: self._require_draw(patient, name))
        reopen = draw or _why_not(lambda: self._require_reopen(patient, name))
        return ReadingRights(draw, reopen)

    def closed(self, patients: Set[str]) -> dict[str, CaseState]:
        """Return the cases among these that are in review or frozen."""
        found = {}
        for patient in patients & set(self.context.stores.reviews.patients()):
            with contextlib.suppress(IntegrityError):  # said when the case is opened
                review = self.context.stores.reviews.read(patient)
                if review is not None and review.state is not None:
                    found[patient] = state_of((), {}, review.state)
        return found

    def require_patient(self, patient: str) -> None:
        """Refuse a patient who is unknown, or not assigned to this reader.

        Raises:
            CohortError: the patient is unknown or not assigned.
        """
        self.context.permit(Permission.SEE_IMAGES)
        self.context.require(patient)
        if self.context.principal.blind:
            wanted = assigned_patients(self.context)
            if wanted is not None and patient not in wanted:
                raise CohortError(
                    "{name} has not been assigned this patient.",
                    remedy="Ask a coordinator to assign it.",
                    name=self.context.principal.name,
                )

    def require_move(self, patient: str, name: str, move: Move) -> None:
        """Refuse what the state of the case does not permit; repeats do not affect that state.

        Raises:
            ReadingError: the case is in review or frozen.
        """
        if ReadingKey.parse(name).number == 1:
            require(case_state(self.context, patient), move)

    def require_reopening(self, patient: str, name: str) -> None:
        """Refuse to reopen a complete reading.

        Raises:
            ReadingError: its reader has seen outlines of others, or the case is in review or frozen.
        """
        self.require_move(patient, name, Move.DRAW)  # says more than what can be reopened
        Blinding(self.context).require_unseen(patient)

    def _require_draw(self, patient: str, name: str) -> None:
        self.context.require(patient)
        if not self.context.principal.is_everyone:
            self.require_patient(patient)
            Blinding(self.context).require_own(patient, name, Permission.DRAW)
        if ReadingKey.parse(name).is_review:
            require(case_state(self.context, patient), Move.SIGN_OFF)
        self.require_move(patient, name, Move.DRAW)
        _require_writable(self.context.layout.reading(patient, name))

    def _require_reopen(self, patient: str, name: str) -> None:
        if not ReadingKey.parse(name).is_review:
            self.require_reopening(patient, name)


def _why_not(require_it: Callable[[], None]) -> CxStageError | None:
    try:
        require_it()
    except CxStageError as error:
        return error
    return None


def _require_writable(path: Path) -> None:
    """Refuse a file in a folder that may only be read.

    Raises:
        CohortError: the folder may only be read.
    """
    folder = next(parent for parent in path.parents if parent.is_dir())
    if not os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise atomic_write.refusal(PermissionError(errno.EACCES, os.strerror(errno.EACCES)), folder)
