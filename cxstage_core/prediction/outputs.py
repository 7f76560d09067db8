"""Files written of one answer: report, record, map, and objects for the patient's own DICOM study."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.errors import PredictionError
from cxstage_core.evaluation.report.language import SOURCE, localizer_of
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.prediction.answer import StudyAnswer
from cxstage_core.prediction.case import StudyImages
from cxstage_core.prediction.dicom.answer import Answer, GroupSet, Interval
from cxstage_core.prediction.dicom.of_case import answer_of, write_of_case
from cxstage_core.prediction.dicom.source import Source
from cxstage_core.prediction.dicom.writing import Targets
from cxstage_core.prediction.explanation.nifti import write_heatmap
from cxstage_core.prediction.report.capture_pages import capture_pages
from cxstage_core.prediction.report.pdf import write_pdf
from cxstage_core.prediction.report.pictures import Pictures, pictures_of
from cxstage_core.prediction.report.record import PredictionRecord, write_record
from cxstage_core.text import Text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


@dataclass(frozen=True, slots=True)
class Outputs:
    """Files to write; None for what is not asked for.

    Args:
        report: PDF. record: JSON, from which the prediction can be computed again.
        heatmap: NIfTI on the grid of T2.
        seg, sr, capture: DICOM objects in the patient's own study.
        language: of report and DICOM sentences.
    """

    report: Path | None = None
    record: Path | None = None
    heatmap: Path | None = None
    seg: Path | None = None
    sr: Path | None = None
    capture: Path | None = None
    language: str = SOURCE

    @property
    def asked(self) -> tuple[Path, ...]:
        """The files that are asked for."""
        return tuple(
            value for one in fields(self) if isinstance(value := getattr(self, one.name), Path)
        )

    @property
    def dicom(self) -> bool:
        """Return True if objects with the patient's identifiers are asked for."""
        return any((self.seg, self.sr, self.capture))


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Args:
        files: in the order they were written.
        notes: what the user must know of them.
    """

    files: tuple[Path, ...]
    notes: tuple[Text, ...] = ()


def no_source() -> PredictionError:
    """Return the error for DICOM objects without the study that they belong to."""
    return PredictionError(
        "DICOM objects are filed in the patient's own study, which was not given.",
        remedy="Name the folder of the original study: --source DIR.",
    )


def write_outputs(
    answer: StudyAnswer,
    outputs: Outputs,
    *,
    cohort: Cohort | None = None,
    source: Source | None = None,
    confirmed: bool = False,
    job: Job | None = None,
) -> Written:
    """Write the files that are asked for.

    Args:
        answer: with its record (`recorded`).
        cohort: of the patient, None for a study of files.
        source: the original DICOM study, opened, for the objects in it.
        confirmed: the user confirmed that the patient's identifiers go into the DICOM objects.

    Raises:
        PredictionError: a DICOM object is asked for without the original study or the confirmation, no series of
            that study is the image, or no map was computed.
        CxStageError: a file cannot be written.
        Cancelled: a stop was asked for.
    """
    job = job or no_progress()
    record = answer.record
    if record is None:
        raise ValueError("an answer is recorded before files are written of it")
    if outputs.dicom and source is None:
        raise no_source()
    images = answer.case.load()
    notes: list[Text] = []
    files: list[Path] = []
    pictures: Pictures | None = None
    if outputs.report is not None or outputs.capture is not None:
        job.step(Progress(0, 1, "Drawing pictures"))
        pictures = pictures_of(answer.case, answer.explanation, images)
    steps = _plain_files(answer, record, outputs, images, pictures, notes)
    if outputs.dicom and source is not None:  # first, for it may refuse: then nothing is written
        pages = () if pictures is None or outputs.capture is None else pictures
        filed = write_of_case(
            answer.case,
            dicom_answer(answer, record, outputs.language),
            source,
            Targets(outputs.seg, outputs.sr, outputs.capture),
            confirmed=confirmed,
            cohort=cohort if answer.case.in_cohort else None,
            pictures=capture_pages(record, pages, outputs.language) if pages else (),
            images=images,
            job=job,
        )
        files += filed.files
        notes += filed.notes
    for done, (file, write) in enumerate(steps):
        job.step(Progress(done, len(steps), "Writing the report"))
        write()
        files.append(file)
    return Written(tuple(files), tuple(notes))


def _plain_files(
    answer: StudyAnswer,
    record: PredictionRecord,
    outputs: Outputs,
    images: StudyImages,
    pictures: Pictures | None,
    notes: list[Text],
) -> list[tuple[Path, Callable[[], None]]]:
    steps: list[tuple[Path, Callable[[], None]]] = []
    if (report := outputs.report) is not None:

        def write_report() -> None:
            found = write_pdf(record, pictures, report, outputs.language)
            if found.note is not None:
                notes.append(found.note)

        steps.append((report, write_report))
    if (file := outputs.record) is not None:
        steps.append((file, lambda: write_record(record, file)))
    if (heatmap := outputs.heatmap) is not None:
        explanation = answer.explanation
        shown = None if explanation is None else explanation.additive or explanation.layer
        if shown is None:
            raise PredictionError("No map was computed for this answer, so none can be written.")
        steps.append((heatmap, lambda: write_heatmap(shown.on_t2(answer.case, images), heatmap)))
    return steps


def dicom_answer(answer: StudyAnswer, record: PredictionRecord, language: str = SOURCE) -> Answer:
    """Return the values of an answer for the DICOM objects."""
    known = answer.uncertainty
    interval = None if known is None else known.interval
    groups = None if known is None else known.groups
    level = 0.0 if known is None else known.level
    unsure = () if known is None else (known.interval_note, known.set_note)
    return answer_of(
        answer.prediction,
        answer.case,
        record=record.sha256,
        made=datetime.fromisoformat(str(record.content["created_at"])).astimezone(),
        model_sha256=str(record.part("model")["file_sha256"]),
        interval=None if interval is None else Interval(*interval, level),
        groups=None if groups is None else GroupSet(groups, level),
        language=language,
        translate=localizer_of(language),
        cautions=record.sentences("cautions"),
        further=unsure,
    )
