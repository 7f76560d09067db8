"""Errors raised by CxStage.

    CxStageError                problem, file concerned, remedy
    ├── GeometryError           a grid or a mask that does not fit
    ├── IntakeError             a file or series that cannot be imported
    ├── CohortError             the cohort refuses an operation, or is damaged
    │   ├── IntegrityError      a file on disk was changed or damaged
    │   ├── InUseError          a file or cohort is open elsewhere
    │   └── NewerVersionError   a file of a newer version (also a ModelError)
    ├── StagingError            findings without a FIGO stage
    ├── ReadingError            an operation that the state of a reading does not permit
    ├── DatasetError            patients or slices that cannot be prepared
    │   └── LeakError           a split or input that would leak the test part
    ├── ModelError              a weights or model file that cannot be used
    ├── TrainingError           a training that cannot start or continue
    │   └── ClusterError        the cluster that trains is gone or unfit
    └── PredictionError         a study that the model must not predict

`Cancelled` is not an error: it ends work that the user stopped.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

from cxstage_core.text import Text, text

HIDDEN = {"file": "<file>", "segments": "<names>", "absent": "<names>"}
"""Values of sentences that are replaced where a sentence is kept: they can hold a patient's name."""


def public_sentence(sentence: Text) -> str:
    """Fill in a sentence without paths and names of segments, which can contain a patient's name."""
    shown = {key: HIDDEN.get(key, _public_value(value)) for key, value in sentence.params}
    return str(Text(sentence.template, tuple(shown.items())))


def _public_value(value: object) -> object:
    """Hide the same in sentences inside a sentence."""
    return public_sentence(value) if isinstance(value, Text) else value


class CxStageError(Exception):
    """Problem, file concerned and remedy, as translatable sentences.

    Args:
        what: template of the problem; `{file}` in it is replaced by the file's path.
        remedy: template of the remedy (same values).
        file: the file or folder concerned.
        params: further values of the templates.
    """

    def __init__(
        self, what: str, /, *, remedy: str = "", file: Path | str | None = None, **params: object
    ) -> None:
        values = dict(params)
        if file is not None:
            values["file"] = str(file)
        self.file = None if file is None else Path(file)
        self.what = text(what, **values)
        self.remedy = text(remedy, **values)
        super().__init__(str(self))

    @classmethod
    def restating(cls, error: CxStageError) -> Self:
        """Return an error of this kind with the sentences of another one."""
        values = {**dict(error.what.params), **dict(error.remedy.params)}
        values.pop("file", None)
        return cls(error.what.template, remedy=error.remedy.template, file=error.file, **values)

    @property
    def sentences(self) -> tuple[Text, ...]:
        """The problem and, if there is one, the remedy."""
        return (self.what, self.remedy) if self.remedy.template else (self.what,)

    @property
    def public(self) -> str:
        """The message without paths and names of segments, which can contain a patient's name."""
        return " ".join(public_sentence(sentence) for sentence in self.sentences)

    def __str__(self) -> str:
        return " ".join(str(sentence) for sentence in self.sentences)


class GeometryError(CxStageError):
    """A grid or a mask that does not fit."""


class IntakeError(CxStageError):
    """A file or series that cannot be imported."""


class CohortError(CxStageError):
    """The cohort refuses an operation, or is damaged."""


class InUseError(CohortError):
    """A file or cohort is open in another window or on another computer."""


class IntegrityError(CohortError):
    """A file on disk was changed or damaged."""


class StagingError(CxStageError):
    """Findings that do not determine a FIGO stage."""


class ReadingError(CxStageError):
    """An operation that the state of a reading does not permit."""


class DatasetError(CxStageError):
    """Patients or slices that cannot be prepared."""


class LeakError(DatasetError):
    """A split or an input that would leak the test part."""


class ModelError(CxStageError):
    """A weights or model file that cannot be used."""


class NewerVersionError(CohortError, ModelError):
    """A file that a newer version of CxStage wrote."""


class TrainingError(CxStageError):
    """A training that cannot start or continue."""


class ClusterError(TrainingError):
    """The cluster that trains is gone or unfit, whatever the settings of the training."""


class PredictionError(CxStageError):
    """A study that the model must not predict."""


class Cancelled(Exception):  # noqa: N818 - not an error
    """Work was stopped on request."""
