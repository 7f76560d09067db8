"""What is computed after the number, one function per kind, with network and slices still in memory.

Each takes the `Answer` that is on screen and a job; a newer choice of the user cancels the job.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from cxstage_core.jobs import Job
from cxstage_gui.session.workers.predicting import cohort_of, warm_parts
from cxstage_gui.session.workers.prediction_values import Answer, FollowUp, LateChecks

if TYPE_CHECKING:
    from pathlib import Path

    from cxstage_core.imaging import Mask
    from cxstage_core.prediction.explanation import Explanation, InputPlace
    from cxstage_core.prediction.uncertainty import Uncertainty


def follow_up(kind: FollowUp, answer: Answer, *, job: Job) -> Any:
    """Compute one kind for an answer."""
    job.check()
    return {**KINDS, **ON_REQUEST}[kind](answer, job)


def see_input(answer: Answer, _job: Job) -> InputPlace:
    """Return what the network saw, and where it lies."""
    from cxstage_core.prediction.explanation import input_place

    _, case = warm_parts(answer.question, answer.despite)
    return input_place(case, case.load())


def explain_answer(answer: Answer, job: Job) -> Explanation:
    """Compute the maps and what taking parts away changes."""
    from cxstage_core.prediction.explanation import explain, read_trust

    loaded, case = warm_parts(answer.question, answer.despite)
    trust = read_trust(model_file(answer))
    return explain(loaded, case, job, prediction=answer.prediction, trust=trust)


def estimate_uncertainty(answer: Answer, job: Job) -> Uncertainty:
    """Compute interval, set of groups, repeatability and operating point, without outlines of others."""
    return _uncertainty(answer, job, {})


def repeat_with_outlines(answer: Answer, job: Job) -> Uncertainty:
    """Compute the same, and repeat the prediction with the other outlines of a cohort's patient.

    A reader is logged as having seen them and cannot reopen the own reading.
    """
    from cxstage_core.prediction.uncertainty import outlines_of

    _, case = warm_parts(answer.question, answer.despite)
    ref = answer.question.study
    others = outlines_of(cohort_of(ref), ref.patient, case.series) if ref.patient else {}
    return _uncertainty(answer, job, others)


def _uncertainty(answer: Answer, job: Job, others: Mapping[str, Mask]) -> Uncertainty:
    from cxstage_core.prediction.uncertainty import tested_patients, uncertainty_of

    loaded, case = warm_parts(answer.question, answer.despite)
    ref = answer.question.study
    of_cohort = ref.cohort is not None and answer.question.model.file is None
    tested = tested_patients(cohort_of(ref), loaded) if of_cohort else ()
    return uncertainty_of(loaded, case, answer.prediction, others, tested, job)


def check_features(answer: Answer, job: Job) -> LateChecks:
    """Compare the study with the training patients in the network's own features."""
    from cxstage_core.errors import CxStageError
    from cxstage_core.prediction.input_checks import feature_check, nearest_cases

    loaded, case = warm_parts(answer.question, answer.despite)
    found = feature_check(loaded, case)
    ref = answer.question.study
    if ref.cohort is None or answer.question.model.file is not None:
        return LateChecks(found)
    try:
        return LateChecks(found, nearest_cases(cohort_of(ref), loaded, case, job=job))
    except CxStageError as error:
        return LateChecks(found, (), error.what)


def keep_record(answer: Answer, _job: Job) -> str:
    """Store the answer among the predictions of its cohort, an event of the audit log; "" for a study of files."""
    from cxstage_core.prediction.report import record_of
    from cxstage_core.prediction.report.history import keep

    ref = answer.question.study
    if not ref.patient:
        return ""
    loaded, case = warm_parts(answer.question, answer.despite)
    cohort = cohort_of(ref)
    own = answer.question.model.file is None
    record = record_of(
        loaded,
        case,
        answer.prediction,
        checks=answer.checks,
        cohort=cohort if own else None,
        model_file=answer.question.model.file,
    )
    return keep(cohort, record)


def model_file(answer: Answer) -> Path:
    """Return the file of the model of an answer."""
    model = answer.question.model
    if model.file is not None:
        return model.file
    return cohort_of(answer.question.study).models.unchecked_path(model.id)


KINDS: Mapping[FollowUp, Callable[[Answer, Job], Any]] = {
    FollowUp.RECORD: keep_record,
    FollowUp.INPUT: see_input,
    FollowUp.EXPLANATION: explain_answer,
    FollowUp.CHECKS: check_features,
    FollowUp.UNCERTAINTY: estimate_uncertainty,
}
"""By kind, in the order in which they follow an answer by themselves."""

ON_REQUEST: Mapping[FollowUp, Callable[[Answer, Job], Any]] = {FollowUp.OUTLINES: repeat_with_outlines}
"""By kind, what is computed only when a user asks for it."""
