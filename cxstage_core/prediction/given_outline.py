"""An outline that a user gives for one prediction: from a file, or drawn for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cxstage_core.imaging import Mask
from cxstage_core.prediction.case import OutlineKind
from cxstage_core.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class GivenOutline:
    """An outline that no cohort holds.

    Args:
        mask: on any grid.
        kind: from a file, or drawn for this prediction.
        author: who drew it, "" if unknown.
        file: where it was read from; for sentences.
        patient_id: as the file names the patient, "" where it names none.
        notes: what was noted while reading it.
    """

    mask: Mask
    kind: OutlineKind = OutlineKind.DRAWN
    author: str = ""
    file: Path = field(default_factory=Path)
    patient_id: str = ""
    notes: tuple[Text, ...] = ()
