"""One study answered in full: the number first, then its explanation and its uncertainty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.models import load_model
from cxstage_core.prediction.case import Case, LoadedModel
from cxstage_core.prediction.check import Check
from cxstage_core.prediction.explanation.explaining import Explanation, explain
from cxstage_core.prediction.explanation.trust_file import read_trust
from cxstage_core.prediction.gate import AbstainedError
from cxstage_core.prediction.input_checks import feature_check
from cxstage_core.prediction.of_cohort import case_of_patient, check_patient
from cxstage_core.prediction.of_files import case_of_study, open_study, read_outline_of
from cxstage_core.prediction.predictor import predict_case, predict_in_cohort, preprocessing_of
from cxstage_core.prediction.report.composition import record_of
from cxstage_core.prediction.report.history import keep
from cxstage_core.prediction.report.record import PredictionRecord
from cxstage_core.prediction.result import Prediction
from cxstage_core.prediction.uncertainty import (
    Uncertainty,
    outlines_of,
    tested_patients,
    uncertainty_of,
)
from cxstage_core.text import text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort, PatientPrediction
    from cxstage_core.imaging import Label, Mask

NO_TRUST = text("The trust tests of this model's maps were not run: cxstage test-maps.")


@dataclass(frozen=True, slots=True, eq=False)
class StudyAnswer:
    """A prediction with all that is shown and written with it.

    Args:
        loaded: the model. case: the study. prediction: its number.
        explanation, uncertainty: None until they were computed.
        features: the check in the network's own feature space, None until it was computed.
        model_file: of the model.
        record: None until `recorded`.
        stored: id of the record among the predictions of the cohort, "" for a study of files.
    """

    loaded: LoadedModel
    case: Case
    prediction: Prediction
    explanation: Explanation | None = None
    uncertainty: Uncertainty | None = None
    features: Check | None = None
    model_file: Path | None = None
    record: PredictionRecord | None = None
    stored: str = ""

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks of the input gate, in the order to be shown."""
        return self.case.checks if self.features is None else (*self.case.checks, self.features)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, sentences in English."""
        found = {
            **self.prediction.to_json(),
            "gate": [check.to_json() for check in self.checks],
            "abstained": False,
            "set": None,
            "set_note": None,
            "explanation": None if self.explanation is None else _explained(self.explanation),
            "outline": {"kind": self.case.outline.kind.value, "author": self.case.outline.author},
            "record_sha256": None if self.record is None else self.record.sha256,
            "stored": self.stored or None,
        }
        if self.uncertainty is None:
            return found
        return found | self.uncertainty.to_json()


def abstained_json(error: AbstainedError, patient: str, model: str) -> dict[str, Any]:
    """Return the JSON of a study that is not predicted: no probability, and the reasons."""
    why = str(text("The input gate abstained."))
    return {
        "patient": patient,
        "model": model,
        "abstained": True,
        "probability": None,
        "group": None,
        "interval": None,
        "interval_note": why,
        "set": None,
        "set_note": why,
        "gate": [check.to_json() for check in error.checks],
        "objections": [one.rule.key for one in error.objections],
        "warnings": [str(one.sentence) for one in error.objections],
        "reason": str(error),
        "runtime": None,
        "explanation": None,
        "slices": [],
    }


def predicted_patient(
    cohort: Cohort, patient: str, model_id: str, job: Job | None = None, *, despite: str = ""
) -> StudyAnswer:
    """Predict a patient of a cohort: the number, without explanation and uncertainty.

    Raises:
        AbstainedError: the input gate abstains and no reason is given.
        PredictionError, ModelError, CohortError: as `predict_patient`.
    """
    job = job or no_progress()
    check_patient(cohort, patient)
    file = cohort.models.path(model_id)
    job.step(Progress(0, 2, "Loading the model", model_id))
    loaded = LoadedModel(model_id, *load_model(file))
    job.step(Progress(1, 2, "Preparing slices", patient))
    case = case_of_patient(
        cohort, patient, preprocessing_of(loaded.card), despite=despite, card=loaded.card
    )
    prediction = predict_in_cohort(cohort, loaded, case)
    job.step(Progress(2, 2, "Predicting slices", patient))
    return StudyAnswer(loaded, case, prediction, model_file=file)


def predicted_study(
    sources: Sequence[Path],
    roi: Path,
    model: Path,
    job: Job | None = None,
    *,
    despite: str = "",
    choices: Mapping[int | str, Label] | None = None,
) -> StudyAnswer:
    """Predict a study from files: the number, without explanation and uncertainty.

    Raises:
        AbstainedError: the input gate abstains and no reason is given.
        PredictionError, IntakeError, ModelError: as `predict_study`.
    """
    job = job or no_progress()
    job.step(Progress(0, 3, "Loading the model"))
    loaded = LoadedModel(model.stem, *load_model(model))
    job.step(Progress(1, 3, "Reading headers"))
    study = open_study(sources, job, outline=roi)
    outline = read_outline_of(study, roi, choices)
    job.step(Progress(2, 3, "Preparing slices"))
    case = case_of_study(
        study, outline, preprocessing_of(loaded.card), despite=despite, card=loaded.card
    )
    prediction = predict_case(loaded, case)
    job.step(Progress(3, 3, "Predicting slices"))
    return StudyAnswer(loaded, case, prediction, model_file=model)


def explained(answer: StudyAnswer, job: Job | None = None) -> StudyAnswer:
    """Add the explanation.

    Raises:
        CxStageError: the images or the trust tests of the model cannot be read.
    """
    trust = None if answer.model_file is None else read_trust(answer.model_file)
    found = explain(answer.loaded, answer.case, job, prediction=answer.prediction, trust=trust)
    return replace(answer, explanation=found)


def compared(answer: StudyAnswer) -> StudyAnswer:
    """Add the check in the network's own feature space, which needs the network itself.

    Raises:
        ModelError: the network gave a number that is not finite.
    """
    return replace(answer, features=feature_check(answer.loaded, answer.case))


def weighed(answer: StudyAnswer, cohort: Cohort | None = None, job: Job | None = None) -> StudyAnswer:
    """Add the uncertainty; with the cohort's other outlines and test patients as far as the user may see them.

    Raises:
        CxStageError: the images or the cohort cannot be read.
    """
    case = answer.case
    others: Mapping[str, Mask] = {}
    tested: tuple[PatientPrediction, ...] = ()
    if cohort is not None and case.in_cohort:
        tested = tested_patients(
            cohort, answer.loaded
        )  # who may not see them looks at no outline either
        others = outlines_of(cohort, case.patient, case.series)
    found = uncertainty_of(answer.loaded, case, answer.prediction, others, tested, job)
    return replace(answer, uncertainty=found)


def recorded(answer: StudyAnswer, cohort: Cohort | None = None) -> StudyAnswer:
    """Add the record; of a cohort's patient it is kept among the cohort's predictions, and logged.

    Raises:
        CohortError: the role does not permit it, or the cohort cannot be written.
    """
    own = cohort if answer.case.in_cohort else None
    record = record_of(
        answer.loaded,
        answer.case,
        answer.prediction,
        answer.explanation,
        answer.uncertainty,
        answer.checks or None,
        cohort=own,
        model_file=answer.model_file,
    )
    return replace(answer, record=record, stored="" if own is None else keep(own, record))


def _explained(explanation: Explanation) -> dict[str, Any]:
    found = explanation.to_json()
    if explanation.trust is None:
        found["trust"] = {"passed": None, "tests": [], "note": str(NO_TRUST)}
    return found
