"""Plain values that travel between the Predict page and its worker process."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_gui.session.current.cohort_handle import Opening

if TYPE_CHECKING:
    from cxstage_core.imaging import Label, Mask, Volume
    from cxstage_core.prediction.input_checks import Check, NearCase
    from cxstage_core.prediction.result import Prediction
    from cxstage_core.prediction.viewing import OutlineFacts, ShownOutline, ShownSeries
    from cxstage_core.text import Text


@dataclass(frozen=True, slots=True)
class StudyRef:
    """A study: a patient of a cohort, or files.

    Args:
        cohort: of the patient; of files the open cohort, for its models and its audit log, None without one.
        patient: pseudonym, "" for files.
        sources: folders and files, empty for a patient.
        roles: series of the files that a user corrected: id and sequence, "" to leave it out.
    """

    cohort: Opening | None = None
    patient: str = ""
    sources: tuple[Path, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class OutlineRef:
    """The outline of a prediction.

    Args:
        reader: whose complete reading in the cohort; "" for the reference, else the first complete reading.
        file: an outline in a file.
        meanings: what the segments of the file stand for, where it does not explain them.
        drawn: drawn on the page, on the grid of the shown series.
        changed: number of the drawing's state; the same one means the same pixels.
    """

    reader: str = ""
    file: Path | None = None
    meanings: tuple[tuple[int | str, Label], ...] = ()
    drawn: Mask | None = None
    changed: int = 0

    @property
    def key(self) -> tuple[Any, ...]:
        """Equal for the same outline."""
        return (self.reader, self.file, self.meanings, self.changed if self.drawn is not None else -1)


@dataclass(frozen=True, slots=True)
class ModelRef:
    """A model: of the open cohort, or a file.

    Args:
        id: of the cohort's model, or the name of the file.
        file: of a model outside the cohort, None for one of the cohort.
        name: title of the network. experiment: that made it, "" if unknown.
        in_use: the department uses it for predictions.
    """

    id: str
    file: Path | None = None
    name: str = ""
    experiment: str = ""
    in_use: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Study, outline and model of one prediction."""

    study: StudyRef
    outline: OutlineRef
    model: ModelRef


@dataclass(frozen=True, slots=True)
class RefusedSeries:
    """A series that cannot be used, with the reason that the import gives."""

    description: str
    reason: Text


@dataclass(frozen=True, slots=True, eq=False)
class StudyView:
    """A study to look at.

    Args:
        series: what can be used. refused: what cannot.
        shown: id of the axial T2 series on screen, "" where there is none.
        volume: its images.
        second: id and images of the series of the second pane, None without one.
        outline: on the shown series, None where there is none yet. reader: whose, "" for the cohort's own rule.
        problem: why the outline of the cohort cannot be used, None without a problem.
        file: the outline file among the given ones.
    """

    ref: StudyRef
    series: tuple[ShownSeries, ...]
    refused: tuple[RefusedSeries, ...]
    shown: str
    volume: Volume | None
    second: tuple[str, Volume] | None = None
    outline: ShownOutline | None = None
    reader: str = ""
    problem: Text | None = None
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """Files that were dropped or chosen, sorted by their content."""

    images: tuple[Path, ...]
    outlines: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class UnclearSegments:
    """An outline file that does not explain these segments, by name or number."""

    file: Path
    keys: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is known before the click.

    Args:
        channels: of the model's input. slices: how many it will see.
        stops: the sentence of the input gate where it will abstain, None where it will not.
    """

    channels: tuple[str, ...] = ()
    slices: int = 0
    stops: Text | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A prediction with what must be shown together with it.

    Args:
        question: what was asked, so that an answer is never shown for something else.
        despite: the user's reason to go on, "" for none.
        cautions: what is shown first and large.
        checks: of the input gate, made before the number.
        channels: of the model. inputs: names of the network's input images.
        seconds: from the question to the number, in the worker.
    """

    question: Question
    despite: str
    prediction: Prediction
    cautions: tuple[Text, ...]
    checks: tuple[Check, ...]
    outline: OutlineFacts
    channels: tuple[str, ...]
    inputs: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Abstained:
    """The input gate made no prediction; a user with a reason may go on."""

    reason: Text
    checks: tuple[Check, ...] = ()


class FollowUp(StrEnum):
    """What is computed after the number, in the background."""

    INPUT = "input"
    EXPLANATION = "explanation"
    UNCERTAINTY = "uncertainty"
    CHECKS = "checks"
    RECORD = "record"
    OUTLINES = "outlines"


@dataclass(frozen=True, slots=True, eq=False)
class LateChecks:
    """Checks that need the network, made after the number.

    Args:
        features: distance of the study from the training patients in the network's own features.
        nearest: the training patients nearest to it, empty where they must not be seen or are not known.
        nearest_note: why there are none.
    """

    features: Check
    nearest: tuple[NearCase, ...] = ()
    nearest_note: Text | None = None
