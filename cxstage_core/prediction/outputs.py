"""Files written of one answer: report, record, map, and objects for the patient's own DICOM study."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.errors import PredictionError
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.prediction.answer import StudyAnswer
from cxstage_core.prediction.case import StudyImages
from cxstage_core.prediction.dicom.answer import Answer, GroupSet, Interval
from cxstage_core.prediction.dicom.source import Original, Source, match
from cxstage_core.prediction.dicom.writing import Targets, write_all
from cxstage_core.prediction.explanation.nifti import write_heatmap
from cxstage_core.prediction.report.capture_pages import capture_pages
from cxstage_core.prediction.report.language import ENGLISH, localizer
from cxstage_core.prediction.report.pdf import write_pdf
from cxstage_core.prediction.report.pictures import Pictures, pictures_of
from cxstage_core.prediction.report.record import PredictionRecord, write_record
from cxstage_core.prediction.result import RESEARCH_ONLY
from cxstage_core.staging import Group
from cxstage_core.text import Text, text

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
    language: str = ENGLISH

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
    original: Original | None = None
    notes: list[Text] = []
    if outputs.dicom and source is not None:  # before anything is written
        own = cohort if answer.case.in_cohort else None
        original = match(source, images.t2, cohort=own, patient=answer.case.patient, job=job)
        notes += original.notes
    files: list[Path] = []
    pictures: Pictures | None = None
    if outputs.report is not None or outputs.capture is not None:
        job.step(Progress(0, 2, "Drawing pictures"))
        pictures = pictures_of(answer.case, answer.explanation, images)
    steps = _plain_files(answer, record, outputs, images, pictures, notes)
    for done, (file, write) in enumerate(steps):
        job.step(Progress(done, len(steps), "Writing the report"))
        write()
        files.append(file)
    if source is not None and original is not None:
        shown = capture_pages(record, pictures, outputs.language) if pictures is not None else ()
        files += write_all(
            source,
            original,
            images.outline,
            dicom_answer(answer, record, outputs.language),
            Targets(outputs.seg, outputs.sr, outputs.capture),
            confirmed=confirmed,
            pictures=shown if outputs.capture is not None else (),
            further=_further(source, images, job),
            job=job,
        )
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


def dicom_answer(answer: StudyAnswer, record: PredictionRecord, language: str = ENGLISH) -> Answer:
    """Return the values of an answer for the DICOM objects."""
    say = localizer(language)
    prediction, known = answer.prediction, answer.uncertainty
    interval = None if known is None else known.interval
    groups = None if known is None else known.groups
    level = 0.0 if known is None else known.level
    conclusion = text(
        "Probability of the chemoradiotherapy/systemic group {probability:.3f}, threshold {threshold:.3f}.",
        probability=prediction.probability,
        threshold=prediction.threshold,
    )
    said = (RESEARCH_ONLY, *record.sentences("cautions"), conclusion, *prediction.warnings)
    more = () if known is None else (known.interval_note, known.set_note)
    return Answer(
        record=record.sha256,
        made=datetime.fromisoformat(str(record.content["created_at"])).astimezone(),
        model=prediction.model_name,
        model_id=answer.loaded.id,
        model_sha256=str(record.part("model")["file_sha256"]),
        outline=answer.case.outline,
        probability=prediction.probability,
        threshold=prediction.threshold,
        group=Group(prediction.group),
        interval=None if interval is None else Interval(*interval, level),
        groups=None if groups is None else GroupSet(groups, level),
        sentences=tuple(say(one) for one in dict.fromkeys((*said, *more, *prediction.notes))),
        language=language,
    )


def _further(source: Source, images: StudyImages, job: Job) -> tuple[Original, ...]:
    """Return the original series of the further channels; one that is not in the study is left out."""
    found = []
    for one in images.further.values():
        try:
            found.append(match(source, one.volume, job=job))
        except PredictionError:  # a registered or derived series need not lie in that folder
            continue
    return tuple(found)
