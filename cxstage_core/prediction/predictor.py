"""One patient, one model, one answer: the same dataset and inference code as in training."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.dataset import (
    Outline,
    PreparedPatient,
    Preprocessing,
    frozen_outline,
    prepare_stored,
)
from cxstage_core.errors import CxStageError, DatasetError, PredictionError
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.models import ModelCard, load_model, predict_slices, probability
from cxstage_core.prediction.gate import check_input
from cxstage_core.prediction.result import Prediction, SliceContribution
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from torch import nn

    from cxstage_core.cohort import Cohort, PatientPrediction

_STAGES = 3
_CHANGED = 1e-3
"""Logits further apart than this do not come from the same pixels, whatever device computed them."""


def predict_prepared(
    model: nn.Module,
    card: ModelCard,
    prepared: PreparedPatient,
    *,
    patient: str = "study",
    model_id: str = "",
    series: str = "t2-axial",
) -> Prediction:
    """Judge a prepared patient.

    Args:
        model: the network that belongs to `card`; any batch size gives the same numbers.
        patient, model_id, series: names for the result.

    Raises:
        PredictionError: the images are not what the model takes, or T1 is missing and needed.
    """
    shape = prepared.array.shape
    if shape[1:] != (len(card.channels), card.size_px, card.size_px):
        raise PredictionError(
            "The images have {found} channels at {size} pixels; the model takes {wanted} at {wanted_size}.",
            found=shape[1],
            size=shape[-1],
            wanted=len(card.channels),
            wanted_size=card.size_px,
        )
    warnings = (*card.notes, *check_input(prepared, card))
    judged = predict_slices(model, prepared.array, card.slice_aggregation)
    logit = judged.logit
    return Prediction(
        patient=patient,
        model=model_id,
        probability=probability(logit, card.temperature),
        threshold=card.threshold,
        logit=logit,
        warnings=warnings,
        slices=tuple(
            SliceContribution(
                series, index, probability(float(z), card.temperature), float(z), float(weight)
            )
            for index, z, weight in zip(
                prepared.slice_indices, judged.logits, judged.weights, strict=True
            )
        ),
        model_name=card.name,
        scheme=card.scheme,
        temperature=card.temperature,
    )


def predict_patient(
    cohort: Cohort,
    patient: str,
    model_id: str,
    job: Job | None = None,
    *,
    loaded: tuple[nn.Module, ModelCard] | None = None,
) -> Prediction:
    """Judge a patient of a cohort.

    The outline is the frozen reference; where there is none, the first complete reading, and the
    prediction says so.

    Args:
        model_id: a model of the cohort.
        loaded: the model, if it is already in memory.

    Raises:
        PredictionError: unknown patient, no outline, or a study the model must not judge.
        ModelError, CohortError: the model or the cohort cannot be read.
    """
    job = job or no_progress()
    if patient not in cohort.patients():
        raise PredictionError(
            "There is no patient {patient} in this cohort.",
            remedy="Choose a patient of the cohort, such as P0001.",
            patient=patient,
        )
    job.step(Progress(0, _STAGES, "Loading the model", model_id))
    model, card = loaded or load_model(cohort.models.path(model_id))
    job.step(Progress(1, _STAGES, "Preparing slices", patient))
    outline, warnings = _outline(cohort, patient)
    try:
        study = prepare_stored(cohort, patient, preprocessing_of(card), outline)
    except DatasetError as error:
        raise refusal(error) from error
    job.step(Progress(2, _STAGES, "Judging slices", patient))
    found = predict_prepared(
        model, card, study.prepared, patient=patient, model_id=model_id, series=study.series
    )
    performance, known = _in_experiment(cohort, found, card)
    job.step(Progress(_STAGES, _STAGES, "Judging slices", patient))
    return replace(
        found, warnings=(*warnings, *known, *study.notes, *found.warnings), performance=performance
    )


def preprocessing_of(card: ModelCard) -> Preprocessing:
    """The preprocessing that a model was trained with."""
    return Preprocessing.from_dict(card.preprocessing)


def refusal(error: CxStageError) -> PredictionError:
    """The same sentences, said by the prediction."""
    refused = PredictionError("The study cannot be judged.", file=error.file)
    refused.what, refused.remedy = error.what, error.remedy
    return refused


def _outline(cohort: Cohort, patient: str) -> tuple[Outline, tuple[Text, ...]]:
    frozen = frozen_outline(cohort, patient)
    if frozen is not None:
        return frozen, ()
    from cxstage_core.cohort.values.records import ReadingState

    for reader in sorted(cohort.readings.readers(patient)):
        reading = cohort.readings.get(patient, reader)
        if reading is not None and reading.state is ReadingState.COMPLETE:
            digest = hashlib.sha256()
            for series, mask in sorted(reading.masks.items()):
                digest.update(series.encode() + np.ascontiguousarray(mask.array).tobytes())
            note = text("The outline is the reading of {reader}; it was not reviewed.", reader=reader)
            return Outline(reading.masks, f"reading/{digest.hexdigest()}"), (note,)
    raise PredictionError(
        "Patient {patient} has no reference outline and no complete reading.",
        remedy="Outline the tumour on the axial T2 series and mark the reading complete.",
        patient=patient,
    )


def _in_experiment(
    cohort: Cohort, found: Prediction, card: ModelCard
) -> tuple[Text | None, tuple[Text, ...]]:
    """How the model did on its test patients, and what its experiment knows of this one."""
    experiment = next((e for e in cohort.experiments.all() if e.id == card.experiment), None)
    if experiment is None:
        return None, ()
    run = next((r for r in experiment.runs if r.model_id == found.model), None)
    if run is None:
        return None, ()
    warnings: list[Text] = []
    if experiment.split.part(found.patient) == "train":
        warnings.append(
            text("The model learned from this patient; its answer says nothing about new patients.")
        )
    for stored in run.predictions:
        if stored.patient == found.patient and abs(stored.logit - found.logit) > _CHANGED:
            warnings.append(
                text(
                    "When the model was made it said {stored:.3f} for this patient; the outline or the "
                    "images have changed since.",
                    stored=stored.probability,
                )
            )
    return _performance(run.of_part("test")), tuple(warnings)


def _performance(tested: tuple[PatientPrediction, ...]) -> Text | None:
    if len({p.truth for p in tested}) < 2:
        return None
    from cxstage_core.evaluation import delong

    found = delong(np.array([p.truth for p in tested]), np.array([p.logit for p in tested]))
    if found.interval is None:
        return text(
            "On its {n} test patients the model reached an AUC of {auc:.2f}.",
            n=len(tested),
            auc=found.auc,
        )
    return text(
        "On its {n} test patients the model reached an AUC of {auc:.2f} (95 % interval {low:.2f} to {high:.2f}).",
        n=len(tested),
        auc=found.auc,
        low=found.interval.low,
        high=found.interval.high,
    )
