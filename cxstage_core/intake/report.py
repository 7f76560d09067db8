"""Results of scanning and importing: candidates, rejections, outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cxstage_core.cohort.values.identity import Evidence
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.imaging import Grid, Volume
from cxstage_core.intake.decoding.numbers import check_voxels
from cxstage_core.intake.header import Frame
from cxstage_core.jobs import Event
from cxstage_core.text import Text

IMPORTED, REJECTED, DUPLICATE = "imported", "rejected", "duplicate"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A series that can be imported.

    Args:
        source: its folder, or its file.
        patient_id: the hospital's id, "" when the images carry none; in memory only.
        study: distinguishes the studies of one patient, "" for image files; in memory only.
        evidence: what its header contains about the person; in memory only.
        frames: of DICOM images, in the order of the slice index; empty for image files.
    """

    source: Path
    patient_id: str = field(repr=False)
    info: SeriesInfo
    grid: Grid
    _load: Callable[[], Volume] = field(repr=False)
    study: str = field(default="", repr=False)
    evidence: Evidence = field(default=Evidence(), repr=False)
    frames: tuple[Frame, ...] = field(default=(), repr=False)

    def load(self) -> Volume:
        """Decode the pixels.

        Raises:
            IntakeError: a file is truncated or cannot be decoded, or voxels hold no measurement.
        """
        volume = self._load()
        check_voxels(volume.array, self.source)
        return volume


@dataclass(frozen=True, slots=True)
class Rejected:
    """A series or file that cannot be imported, with the reason in one sentence."""

    source: Path
    description: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Scan:
    """Everything found under the sources."""

    candidates: tuple[Candidate, ...]
    rejections: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class SeriesOutcome:
    """The outcome of one series.

    Args:
        patient: pseudonym, "" when rejected before it was known.
        series: id in the cohort, "" when rejected.
        status: "imported", "rejected" or "duplicate".
        explanation: why it was not imported, or a note about it; None if there is neither.
        shape: slices, rows, columns. spacing: mm in the same order.
        question: why a person must be asked who the series is of, "" if none (see `identity.Question`).
        about: pseudonym that the answer names, "" without a question.
        sequence, plane: what the series was recognised as, "" when it was not.
        b_value: in s/mm², None without diffusion weighting.
    """

    source: Path
    patient: str
    series: str
    description: str
    status: str
    explanation: Text | None = None
    shape: tuple[int, int, int] | None = None
    spacing: tuple[float, float, float] | None = None
    question: str = ""
    about: str = ""
    sequence: str = ""
    plane: str = ""
    b_value: float | None = None

    @property
    def reason(self) -> str:
        """The explanation in English, "" when there is none."""
        return "" if self.explanation is None else str(self.explanation)


@dataclass(frozen=True, slots=True)
class SeriesImported(Event):
    """One more series was processed."""

    outcome: SeriesOutcome


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of an import, series by series."""

    series: tuple[SeriesOutcome, ...]

    @property
    def by_status(self) -> dict[str, int]:
        """Number of series by status."""
        found = Counter(outcome.status for outcome in self.series)
        return {status: found[status] for status in (IMPORTED, DUPLICATE, REJECTED)}

    @property
    def questions(self) -> tuple[SeriesOutcome, ...]:
        """The series that are held back until a user decides whose they are."""
        return tuple(outcome for outcome in self.series if outcome.question)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "series": [
                {
                    "source": str(s.source),
                    "patient": s.patient,
                    "series": s.series,
                    "description": s.description,
                    "status": s.status,
                    "reason": s.reason,
                    "shape": None if s.shape is None else list(s.shape),
                    "spacing": None if s.spacing is None else list(s.spacing),
                    "question": {"kind": s.question, "patient": s.about} if s.question else None,
                }
                for s in self.series
            ],
            "counts": self.by_status,
        }
