"""Predicting one patient with one model: the same dataset and inference code as in training."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cxstage_core.dataset import PreparedPatient, Preprocessing
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.migrations.upgrade import defaults_note
from cxstage_core.models import ModelCard, load_model
from cxstage_core.models.runtime.choice import Runtime, choose_runtime, torch_runtime
from cxstage_core.prediction.case import Case, LoadedModel
from cxstage_core.prediction.close_call import predict_surely
from cxstage_core.prediction.gate import check_study
from cxstage_core.prediction.of_cohort import case_of_patient, check_patient
from cxstage_core.prediction.performance import Known, known_of
from cxstage_core.prediction.result import Prediction, ResultNames, gate_fields, make_prediction
from cxstage_core.settings import missing_settings
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from torch import nn

    from cxstage_core.cohort import Cohort

_STAGES = 3


def predict_prepared(
    model: nn.Module,
    card: ModelCard,
    prepared: PreparedPatient,
    *,
    patient: str = "study",
    model_id: str = "",
    series: str = "t2-axial",
    notes: tuple[Text, ...] = (),
    runtime: Runtime | None = None,
) -> Prediction:
    """Predict a prepared patient; by PyTorch where the last digits decide on the group or the set.

    Args:
        model: the network that belongs to `card`; any batch size gives the same numbers.
        patient, model_id, series: names for the result.
        notes: what makes the study less trustworthy; they come before the warnings of the input gate.
        runtime: what computes the logits; the faster of two libraries when None.

    Raises:
        PredictionError: the images are not what the model takes, or T1 is missing and needed.
    """
    gate = check_study(prepared, card)
    found, runtime = predict_surely(model, card, prepared.array, runtime or choose_runtime(model, card))
    names = ResultNames(patient, model_id, series)
    return make_prediction(
        card,
        prepared,
        found,
        names,
        warnings=(*notes, *_of_older_file(card), *gate),
        runtime=runtime,
    )


def predict_case(loaded: LoadedModel, case: Case, *, runtime: Runtime | None = None) -> Prediction:
    """Predict a study with its outline.

    Args:
        runtime: as for `predict_prepared`.

    Raises:
        PredictionError: as `predict_prepared`.
    """
    found = predict_prepared(
        loaded.network,
        loaded.card,
        case.prepared,
        patient=case.patient,
        model_id=loaded.id,
        series=case.series,
        notes=case.notes,
        runtime=runtime,
    )
    return replace(found, **gate_fields(case.objections, case.despite))


def _of_older_file(card: ModelCard) -> tuple[Text, ...]:
    """Notes on values that a model file of an older version lacks."""
    from cxstage_core.dataset import Preprocessing

    return (*card.notes, *defaults_note(missing_settings(Preprocessing, card.preprocessing)))


def predict_patient(
    cohort: Cohort,
    patient: str,
    model_id: str,
    job: Job | None = None,
    *,
    loaded: tuple[nn.Module, ModelCard] | None = None,
    despite: str = "",
) -> Prediction:
    """Predict a patient of a cohort.

    The outline is the frozen reference; where there is none, the first complete reading, and the
    prediction carries a note.

    Args:
        model_id: a model of the cohort.
        loaded: the model, if it is already in memory.
        despite: the reason to predict although the input gate abstains, "" for none; it is logged.

    Raises:
        AbstainedError: the input gate abstains and no reason is given.
        PredictionError: unknown patient, no outline, or a study the model must not be applied to.
        ModelError, CohortError: the model or the cohort cannot be read.
    """
    job = job or no_progress()
    check_patient(cohort, patient)
    job.step(Progress(0, _STAGES, "Loading the model", model_id))
    network, card = loaded or load_model(cohort.models.path(model_id))
    job.step(Progress(1, _STAGES, "Preparing slices", patient))
    case = case_of_patient(cohort, patient, preprocessing_of(card), despite=despite, card=card)
    job.step(Progress(2, _STAGES, "Predicting slices", patient))
    prediction = predict_in_cohort(cohort, LoadedModel(model_id, network, card), case)
    job.step(Progress(_STAGES, _STAGES, "Predicting slices", patient))
    return prediction


def predict_in_cohort(
    cohort: Cohort, loaded: LoadedModel, case: Case, known: Known | None = None
) -> Prediction:
    """Predict the case of a patient of a cohort, with what its experiments know; a reason to go on is logged.

    A patient for whom the model's experiment has stored a number is computed by PyTorch, as that number was, so
    that it comes back to 1e-5; the others by the faster of two libraries, whose logits agree to 1e-4.

    Args:
        known: what the experiments know; read from the cohort when None.

    Raises:
        PredictionError: as `predict_prepared`.
    """
    known = known or known_of(cohort, case.patient, loaded.id, loaded.card)
    prediction = predict_known(loaded, case, known)
    if prediction.despite:
        log_despite(cohort, prediction)
    return prediction


def predict_known(loaded: LoadedModel, case: Case, known: Known) -> Prediction:
    """Predict a case with what the experiments of a cohort know; nothing is logged.

    Raises:
        PredictionError: as `predict_prepared`.
    """
    found = predict_case(loaded, case, runtime=runtime_for(loaded, known))
    performance = None if known.performance is None else known.performance.sentence
    warnings = (*known.warnings(found.logit), *found.warnings)
    return replace(found, performance=performance, warnings=warnings)


def runtime_for(loaded: LoadedModel, known: Known | None = None) -> Runtime:
    """Return what computes a prediction: PyTorch where it stored a number for the patient, else the faster library."""
    if known is not None and known.predicted:
        return torch_runtime(loaded.network, text("it computed the number stored for this patient"))
    return choose_runtime(loaded.network, loaded.card)


def log_despite(cohort: Cohort, prediction: Prediction) -> None:
    """Log a prediction that a user wanted although the input gate abstains."""
    cohort.audit.note(
        "predict despite gate",
        patient=prediction.patient,
        model=prediction.model,
        rules=list(prediction.objections),
        reason=prediction.despite,
    )


def preprocessing_of(card: ModelCard) -> Preprocessing:
    """Return the preprocessing that a model was trained with."""
    return Preprocessing.from_dict(card.preprocessing)
