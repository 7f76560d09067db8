"""Write the files of the answer on screen: report, record, map, and objects for the patient's DICOM study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.jobs import Job
from cxstage_gui.session.workers.following_up import model_file
from cxstage_gui.session.workers.predicting import cohort_of, warm_parts
from cxstage_gui.session.workers.prediction_values import Answer

if TYPE_CHECKING:
    from cxstage_core.prediction.explanation import Explanation
    from cxstage_core.prediction.input_checks import Check
    from cxstage_core.prediction.uncertainty import Uncertainty
    from cxstage_core.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class ShownAnswer:
    """An answer with what was computed after it, as it is on screen.

    Args:
        explanation, uncertainty, features: None where they could not be computed.
    """

    answer: Answer
    explanation: Explanation | None = None
    uncertainty: Uncertainty | None = None
    features: Check | None = None


@dataclass(frozen=True, slots=True)
class WantedFiles:
    """What a user asked for.

    Args:
        files: by the names of `Outputs`, such as "report" or "seg".
        language: of the report and of sentences in DICOM files.
        source: folder of the original study, None without DICOM files.
        confirmed: the patient's name and id may go into the DICOM files.
    """

    files: Mapping[str, Path] = field(default_factory=dict)
    language: str = "en"
    source: Path | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class SavedFiles:
    """The files that were written, and what the user must know of them."""

    files: tuple[Path, ...]
    notes: tuple[Text, ...] = ()


def save_report(shown: ShownAnswer, wanted: WantedFiles, *, job: Job) -> SavedFiles:
    """Write the wanted files; nothing is added to the predictions of the cohort.

    Raises:
        CxStageError: as `write_outputs`.
        Cancelled: a stop was asked for.
    """
    from cxstage_core.prediction.answer import StudyAnswer
    from cxstage_core.prediction.dicom.source import open_source
    from cxstage_core.prediction.outputs import Outputs, write_outputs
    from cxstage_core.prediction.report import record_of

    answer = shown.answer
    question = answer.question
    loaded, case = warm_parts(question, answer.despite)
    job.check()
    cohort = cohort_of(question.study) if question.study.patient else None
    file = model_file(answer)
    checks = answer.checks if shown.features is None else (*answer.checks, shown.features)
    record = record_of(
        loaded,
        case,
        answer.prediction,
        shown.explanation,
        shown.uncertainty,
        checks,
        cohort=cohort if question.model.file is None else None,
        model_file=file,
    )
    job.check()
    whole = StudyAnswer(
        loaded,
        case,
        answer.prediction,
        shown.explanation,
        shown.uncertainty,
        shown.features,
        file,
        record,
    )
    outputs = Outputs(**wanted.files, language=wanted.language)
    source = None
    if outputs.dicom and wanted.source is not None:
        source = open_source([wanted.source], job)
    written = write_outputs(
        whole, outputs, cohort=cohort, source=source, confirmed=wanted.confirmed, job=job
    )
    return SavedFiles(written.files, written.notes)
