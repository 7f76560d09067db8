"""Every error that CxStage raises on purpose.

    CxStageError                what happened, to which file, what to do
    ├── GeometryError           a grid or a mask that does not fit
    ├── IntakeError             a file or series that cannot be taken in
    ├── CohortError             the store refuses, or was found damaged
    │   ├── IntegrityError      bytes on disk are not what was written
    │   ├── InUseError          another window or computer has it open
    │   └── NewerVersionError   a file of a newer version (a ModelError, too)
    ├── StagingError            facts that give no FIGO stage
    ├── ReadingError            a reading that may not be changed like this
    ├── DatasetError            patients or slices that cannot be prepared
    │   └── LeakError           a split or input that would leak the test part
    ├── ModelError              a weights or model file that cannot be used
    ├── TrainingError           a training that cannot start or go on
    └── PredictionError         a study that the model must not judge

`Cancelled` is apart: it is no error, it is a wish that was obeyed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

from cxstage_core.text import Text, text


class CxStageError(Exception):
    """What happened, to which file, and what to do, as translatable sentences.

    Args:
        what: template of the sentence; `{file}` in it stands for the file's path.
        remedy: template of the sentence that says what to do (same values).
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
        """The sentence and, if there is one, the remedy."""
        return (self.what, self.remedy) if self.remedy.template else (self.what,)

    @property
    def public(self) -> str:
        """The message without any path: folder names outside a cohort can name a patient."""
        hidden = {"file": "<file>"} if self.file is not None else {}
        parts = (Text(t.template, tuple({**dict(t.params), **hidden}.items())) for t in self.sentences)
        return " ".join(str(part) for part in parts)

    def __str__(self) -> str:
        return " ".join(str(sentence) for sentence in self.sentences)


class GeometryError(CxStageError):
    """A grid or a mask that does not fit."""


class IntakeError(CxStageError):
    """A file or series that cannot be taken in."""


class CohortError(CxStageError):
    """The store refuses, or was found damaged."""


class InUseError(CohortError):
    """Somebody else has it open."""


class IntegrityError(CohortError):
    """Bytes on disk are not what was written."""


class StagingError(CxStageError):
    """Facts that give no FIGO stage."""


class ReadingError(CxStageError):
    """A reading that may not be changed like this."""


class DatasetError(CxStageError):
    """Patients or slices that cannot be prepared."""


class LeakError(DatasetError):
    """A split or an input that would leak the test part."""


class ModelError(CxStageError):
    """A weights or model file that cannot be used."""


class NewerVersionError(CohortError, ModelError):
    """A file that a newer version of CxStage wrote."""


class TrainingError(CxStageError):
    """A training that cannot start or go on."""


class PredictionError(CxStageError):
    """A study that the model must not judge."""


class Cancelled(Exception):  # noqa: N818 - a wish, not an error
    """The work stopped because it was asked to."""
