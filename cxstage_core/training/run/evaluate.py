"""Predicting the validation and test patients of a trained network, of a member those it holds out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.cohort.values.records import ModelRun, PatientPrediction
from cxstage_core.dataset import PreparedSet
from cxstage_core.jobs import Job, Progress
from cxstage_core.models import ModelCard, predict_slices, probability
from cxstage_core.models.file import load_model
from cxstage_core.models.inference import memory_layout
from cxstage_core.training.run.network_run import SavedNetwork, TrainedModel

if TYPE_CHECKING:
    from torch import nn


def evaluate_network(
    data: PreparedSet, saved: SavedNetwork, *, index: int, total: int, job: Job
) -> TrainedModel:
    """Predict validation and test patients with the network as it was read back from its file.

    Raises:
        Cancelled: between two patients.
        ModelError: the file is not what was written.
    """
    from cxstage_core.training.loop.devices import choose_device, training_ground

    run = saved.run
    device = choose_device(run.recipe.device)
    predictions: list[PatientPrediction] = []
    with training_ground(device, run.recipe.threads, deterministic=run.recipe.deterministic):
        model, card = load_model(saved.file)
        model.to(device).to(memory_format=memory_layout(device))
        if run.member:
            job.step(Progress(index, total, "Evaluating the held-out folds", run.name))
        else:
            job.step(Progress(index, total, "Evaluating the test part", run.name))
        for part, patients in (("validation", run.fold.validation), (run.last_part, run.fold.test)):
            predictions += predict_part(data.only(patients), part, model, card, job)
    found = ModelRun(
        name=run.name,
        family=card.family,
        model_id=run.model_id,
        parameters=card.parameters,
        weights=card.weights,
        history={key: np.asarray(values) for key, values in saved.history.items()},
        best_epoch=saved.best_epoch,
        threshold=card.threshold,
        temperature=card.temperature,
        predictions=tuple(predictions),
        title=run.title,
        repeat=run.fold.repeat,
        fold=run.fold.number,
    )
    return TrainedModel(found, card, saved.file)


def predict_part(
    chosen: PreparedSet, part: str, model: nn.Module, card: ModelCard, job: Job
) -> list[PatientPrediction]:
    """Predict all patients of a set.

    Args:
        part: as in `PatientPrediction`.

    Raises:
        Cancelled: between two patients.
    """
    found = []
    for case in chosen.cases:
        job.check()
        logit = predict_slices(model, case.array, card.slice_aggregation).logit
        calibrated = probability(logit, card.temperature)
        found.append(PatientPrediction(case.patient, part, case.label, calibrated, logit))
    return found
