"""One study of many: its row, whatever becomes of it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.errors import Cancelled, CxStageError, public_sentence
from cxstage_core.intake.series_notes import joined
from cxstage_core.jobs import Job
from cxstage_core.prediction.case import LoadedModel
from cxstage_core.prediction.gate import AbstainedError
from cxstage_core.prediction.many.entries import Entry
from cxstage_core.prediction.many.options import Options
from cxstage_core.prediction.many.outlines import outline_of
from cxstage_core.prediction.many.row import Row, State
from cxstage_core.prediction.of_cohort import case_of_patient
from cxstage_core.prediction.of_files import case_of_study, open_study, read_outline_of
from cxstage_core.prediction.predictor import predict_case, predict_in_cohort, preprocessing_of
from cxstage_core.prediction.result import Prediction
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

_VALUES_OF_REASONS = ("reason", "reasons")


def row_of(
    entry: Entry,
    begun: Row,
    loaded: LoadedModel,
    options: Options,
    job: Job,
    cohorts: Mapping[Path, Cohort],
) -> Row:
    """Predict a study, or state in one sentence why it has none.

    Args:
        begun: number, inputs and model of the row.
        cohorts: the open cohorts, by their folders.

    Raises:
        Cancelled: a stop was asked for.
    """
    clock = time.perf_counter()
    try:
        prediction, outline_sha256 = _predicted(entry, loaded, options, job, cohorts)
        made = _of_prediction(begun, prediction, outline_sha256)
    except Cancelled:
        raise
    except AbstainedError as error:
        stopping = [one for one in error.objections if one.rule.stops]
        made = replace(
            begun,
            state=State.ABSTAINED,
            reason=str(joined(one.sentence for one in stopping)),
            reason_template="; ".join(one.rule.key for one in stopping),
            objections=tuple(one.rule.key for one in error.objections),
        )
    except CxStageError as error:
        made = _failed(begun, error.what)
    except Exception as error:  # noqa: BLE001 - one study must not cost the others; its kind is in the table
        made = _failed(begun, text("Unexpected error ({kind}).", kind=type(error).__name__))
    return replace(made, seconds=time.perf_counter() - clock)


def _predicted(
    entry: Entry, loaded: LoadedModel, options: Options, job: Job, cohorts: Mapping[Path, Cohort]
) -> tuple[Prediction, str]:
    config = preprocessing_of(loaded.card)
    if entry.patient:
        cohort = cohorts[entry.study]
        of_patient = case_of_patient(cohort, entry.patient, config, despite=options.despite)
        return predict_in_cohort(cohort, loaded, of_patient), of_patient.outline.sha256
    outline = entry.outline or outline_of(entry.study)
    study = open_study([entry.study], Job(job.stop_asked, job.rest), outline=outline)
    drawn = read_outline_of(study, outline, options.choices)
    case = case_of_study(study, drawn, config, despite=options.despite)
    return predict_case(loaded, case), case.outline.sha256


def _of_prediction(begun: Row, found: Prediction, outline_sha256: str) -> Row:
    members = found.members_range
    return replace(
        begun,
        state=State.PREDICTED,
        probability=found.probability,
        threshold=found.threshold,
        group=found.group,
        logit=found.logit,
        lowest=None if members is None else members[0],
        highest=None if members is None else members[1],
        slices=len(found.slices),
        outline_sha256=outline_sha256,
        objections=found.objections,
        despite=found.despite,
        warnings=tuple(public_sentence(warning) for warning in found.warnings),
        runtime=found.runtime,
    )


def _failed(begun: Row, reason: Text) -> Row:
    values = [
        public_sentence(value) if isinstance(value, Text) else str(value)
        for key, value in reason.params
        if key in _VALUES_OF_REASONS
    ]
    return replace(
        begun,
        state=State.FAILED,
        reason=public_sentence(reason),
        reason_template=" ".join((reason.template, *values)),
    )
