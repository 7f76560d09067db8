"""From a case and its prediction to DICOM files: what the command line and the window call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.errors import PredictionError
from cxstage_core.jobs import Job
from cxstage_core.prediction.case import Case, StudyImages
from cxstage_core.prediction.dicom.answer import Answer, GroupSet, Interval, Picture, outline_words
from cxstage_core.prediction.dicom.source import Original, Source, match
from cxstage_core.prediction.dicom.writing import Targets, require_confirmed, write_all
from cxstage_core.prediction.result import RESEARCH_ONLY, Prediction
from cxstage_core.staging import Group
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


@dataclass(frozen=True, slots=True)
class Filed:
    """The files that were written, and what the user must know about them."""

    files: tuple[Path, ...]
    notes: tuple[Text, ...] = ()


def answer_of(
    prediction: Prediction,
    case: Case,
    *,
    record: str,
    made: datetime,
    model_sha256: str,
    interval: Interval | None = None,
    groups: GroupSet | None = None,
    language: str = "en",
    translate: Callable[[Text], str] = str,
    cautions: Sequence[Text] = (),
    further: Sequence[Text] = (),
) -> Answer:
    """Return the values of a prediction for its DICOM objects.

    Args:
        record: SHA-256 of the record of the prediction. made: when it was made, local time.
        model_sha256: of the model's file.
        interval, groups: of the uncertainty, None where there is none.
        language: "en" or "zh_CN". translate: gives a sentence in it.
        cautions: what must be read before the answer.
        further: sentences after those of the prediction, such as notes on the uncertainty.
    """
    return Answer(
        record=record,
        made=made,
        model=prediction.model_name,
        model_id=prediction.model,
        model_sha256=model_sha256,
        outline=case.outline,
        probability=prediction.probability,
        threshold=prediction.threshold,
        group=Group(prediction.group),
        interval=interval,
        groups=groups,
        sentences=tuple(
            translate(one) for one in (*conclusion_of(prediction, case, cautions), *further)
        ),
        language=language,
    )


def conclusion_of(
    prediction: Prediction, case: Case, cautions: Sequence[Text] = ()
) -> tuple[Text, ...]:
    """Return the sentences of the conclusion: cautions, group and probability, the outline, warnings, notes."""
    said = text(
        "Guideline-recommended group of the model: surgery (probability of chemoradiotherapy or systemic treatment "
        "{probability:.3f}, operating threshold {threshold:.3f}).",
        probability=prediction.probability,
        threshold=prediction.threshold,
    )
    if prediction.positive:
        said = text(
            "Guideline-recommended group of the model: chemoradiotherapy or systemic treatment (probability "
            "{probability:.3f}, operating threshold {threshold:.3f}).",
            probability=prediction.probability,
            threshold=prediction.threshold,
        )
    about = (RESEARCH_ONLY, *cautions, said, outline_words(case.outline))
    return tuple(dict.fromkeys((*about, *prediction.warnings, *prediction.notes)))


def write_of_case(
    case: Case,
    answer: Answer,
    source: Source,
    targets: Targets,
    *,
    confirmed: bool,
    cohort: Cohort | None = None,
    pictures: Sequence[Picture] = (),
    images: StudyImages | None = None,
    job: Job | None = None,
) -> Filed:
    """Find the original study of a case and write its results into it.

    Args:
        source: the original study, opened; for a study from files those it was opened from.
        confirmed: as for `write_all`.
        cohort: of the patient, None for a study from files.
        images: of the case, if they are at hand.

    Raises:
        PredictionError: as `match` and `write_all`.
        Cancelled: a stop was asked for; nothing is written.
    """
    require_confirmed(confirmed=confirmed)
    shown = images or case.load()
    patient = case.patient if case.in_cohort else ""
    original = match(source, shown.t2, cohort=cohort, patient=patient, job=job)
    further, absent = _further(source, shown)
    files = write_all(
        source,
        original,
        shown.outline,
        answer,
        targets,
        confirmed=confirmed,
        pictures=pictures,
        further=further,
        job=job,
    )
    return Filed(files, (*original.notes, *absent))


def _further(source: Source, images: StudyImages) -> tuple[tuple[Original, ...], tuple[Text, ...]]:
    """The original series of the further channels, and a note on those that are not there."""
    found: list[Original] = []
    notes: list[Text] = []
    for channel, one in images.further.items():
        try:
            found.append(match(source, one.volume))
        except PredictionError:
            notes.append(
                text(
                    "The original {channel} series was not found; the report does not list it.",
                    channel=channel,
                )
            )
    once = {str(one.first.SeriesInstanceUID): one for one in found}
    return tuple(once.values()), tuple(notes)
