"""Training several networks on one split and judging them, once, on its test part."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.cohort.records import ModelRun, PatientPrediction, Split
from cxstage_core.dataset import PreparedSet
from cxstage_core.evaluation import choose_threshold, fit_temperature
from cxstage_core.jobs import Job, Message, Progress, unwatched
from cxstage_core.models import (
    Family,
    ModelCard,
    Weights,
    aggregate,
    find_families,
    input_range,
    input_statistics,
    logits_of,
    probability,
)
from cxstage_core.models.file import load_model, save_model
from cxstage_core.models.inference import MEAN_LOGIT
from cxstage_core.training.events import ModelFinished, ModelStarted
from cxstage_core.training.parts import Parts, digest_of_data, digest_of_patients, divide, used_split
from cxstage_core.training.provenance import libraries, now, published
from cxstage_core.training.recipe import Recipe

if TYPE_CHECKING:
    from torch import nn

    from cxstage_core.training.checkpoint import Progressed


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """One trained network of a comparison.

    Args:
        run: its history and its predictions.
        card: what its file says of it.
        file: the model file in the work folder, written and verified.
    """

    run: ModelRun
    card: ModelCard
    file: Path


@dataclass(frozen=True, slots=True)
class _Task:
    """What all networks of a comparison share."""

    data: PreparedSet
    split: Split
    parts: Parts
    recipe: Recipe
    digest: str
    work: Path
    experiment: str
    job: Job


@dataclass(frozen=True, slots=True)
class _Trained:
    """A network whose file is written and which has not seen the test part."""

    card: ModelCard
    file: Path
    history: dict[str, list[float]]
    best_epoch: int


def compare(
    data: PreparedSet,
    split: Split,
    families: Sequence[str],
    recipe: Recipe,
    *,
    work: Path,
    experiment: str = "",
    job: Job | None = None,
) -> tuple[TrainedModel, ...]:
    """Train networks on the training part; then, once, judge each on the test part.

    Called again with the same arguments after an interruption, it goes on where it was and ends
    with the same weights; on the CPU with the same number of threads, bit for bit.

    Args:
        data: prepared patients, all of one scheme and preprocessing.
        split: locked parts; patients that could not be prepared are left out.
        families: keys or titles.
        work: folder for checkpoints and model files; made when missing.
        experiment: id that the model files name.

    Raises:
        Cancelled: between two batches; the checkpoint stays.
        LeakError, TrainingError, ModelError: before anything is trained.
    """
    chosen = find_families(tuple(families))
    for family in chosen:
        family.check_size(data.config.size_px)
    parts = divide(data, split, validation=recipe.validation, seed=recipe.seed)
    used = used_split(split, parts)
    task = _Task(data, used, parts, recipe, digest_of_data(data), work, experiment, job or unwatched())
    trained = [_train(task, family, index, len(chosen)) for index, family in enumerate(chosen)]
    return tuple(_judge(task, one, index, len(trained)) for index, one in enumerate(trained))


def _train(task: _Task, family: Family, index: int, total: int) -> _Trained:
    from cxstage_core.models.build import build, count_parameters, weights_text
    from cxstage_core.training.checkpoint import Checkpoint
    from cxstage_core.training.devices import choose_device, device_title, training_ground
    from cxstage_core.training.pool import make_pool
    from cxstage_core.training.trainer import Judged, Place, train

    data, recipe, job = task.data, task.recipe, task.job
    job.check()
    device = choose_device(recipe.device)
    learning, validation = data.only(task.parts.learning), data.only(task.parts.validation)
    with training_ground(device, recipe.threads):
        model = build(
            family.key,
            channels=len(data.config.channels),
            size_px=data.config.size_px,
            weights=Weights.parse(recipe.weights),
            seed=recipe.seed,
        ).to(device)
        weights, parameters = weights_text(model), count_parameters(model)
        checkpoint = Checkpoint(task.work / f"{family.key}.checkpoint", _key(task, family))
        done = train(
            model,
            make_pool(learning.arrays, learning.labels.tolist(), data.config.channels, device),
            Judged(validation.arrays, validation.labels),
            recipe,
            checkpoint=checkpoint,
            place=Place(family.title, index, total),
            started=lambda first: job.emit(
                ModelStarted(
                    name=family.title,
                    index=index,
                    total=total,
                    epochs=recipe.epochs,
                    first_epoch=first,
                    parameters=parameters,
                    weights=weights,
                    device=device_title(device),
                )
            ),
            job=job,
        )
        card = _card(task, family, model, done, weights, parameters)
        file = task.work / f"{family.key}.safetensors"
        save_model(file, model, card)
    job.emit(
        ModelFinished(
            name=family.title,
            index=index,
            total=total,
            best_epoch=done.best_epoch,
            validation_auc=done.history["validation_auc"][done.best_epoch - 1],
            seconds=sum(done.history["seconds"]),
        )
    )
    return _Trained(card, file, done.history, done.best_epoch)


def _card(
    task: _Task, family: Family, model: nn.Module, done: Progressed, weights: str, parameters: int
) -> ModelCard:
    """Choose temperature and threshold on the validation part and describe the network."""
    data, validation = task.data, task.data.only(task.parts.validation)
    logits = [aggregate(logits_of(model, array)) for array in validation.arrays]
    temperature = fit_temperature(validation.labels, logits)
    threshold = choose_threshold(
        validation.labels, [probability(logit, temperature.value) for logit in logits]
    )
    notes = [chosen.note for chosen in (temperature, threshold) if chosen.note is not None]
    for note in notes:
        task.job.emit(Message(note, "warning"))
    training = data.only(task.parts.training)
    facts = training.facts or ({},) * len(training.patients)
    return ModelCard(
        family=family.key,
        name=family.title,
        channels=data.config.channels,
        size_px=data.config.size_px,
        preprocessing=data.config.to_dict(),
        scheme=data.scheme,
        aggregation=MEAN_LOGIT,
        threshold=threshold.value,
        temperature=temperature.value,
        weights=weights,
        parameters=parameters,
        input_range=input_range(
            {**measured, **input_statistics(array, data.config.channels)}
            for measured, array in zip(facts, training.arrays, strict=True)
        ),
        training_patients=len(training.patients),
        training_patients_sha256=digest_of_patients(training.patients),
        experiment=task.experiment,
        lineage={
            "data_sha256": task.digest,
            "test_patients_sha256": digest_of_patients(task.parts.test),
            "preprocessing_sha256": data.config.digest(),
            "recipe": published(task.recipe),
            "validation_patients": len(task.parts.validation),
            "best_epoch": done.best_epoch,
            "notes": [str(note) for note in notes],
        },
        libraries=libraries(),
        created_at=now(),
    )


def _judge(task: _Task, trained: _Trained, index: int, total: int) -> TrainedModel:
    """Predict validation and test patients with the network as it came back from its file."""
    from cxstage_core.training.devices import choose_device, training_ground

    device = choose_device(task.recipe.device)
    predictions = []
    with training_ground(device, task.recipe.threads):
        model, card = load_model(trained.file)
        model.to(device)
        task.job.step(Progress(index, total, "Judging the test part", card.name))
        for part, patients in (("validation", task.parts.validation), ("test", task.parts.test)):
            chosen = task.data.only(patients)
            for patient, label, array in zip(
                chosen.patients, chosen.labels, chosen.arrays, strict=True
            ):
                task.job.check()
                logit = aggregate(logits_of(model, array), card.aggregation)
                predictions.append(
                    PatientPrediction(
                        patient, part, int(label), probability(logit, card.temperature), logit
                    )
                )
    run = ModelRun(
        name=card.name,
        family=card.family,
        model_id=f"{task.experiment}-{card.family}" if task.experiment else card.family,
        parameters=card.parameters,
        weights=card.weights,
        history={key: np.asarray(values) for key, values in trained.history.items()},
        best_epoch=trained.best_epoch,
        threshold=card.threshold,
        temperature=card.temperature,
        predictions=tuple(predictions),
    )
    return TrainedModel(run, card, trained.file)


def _key(task: _Task, family: Family) -> str:
    """Names this very training: whatever would change its weights is in it."""
    recipe = {k: v for k, v in task.recipe.to_dict().items() if k not in ("threads", "device")}
    parts = [task.parts.learning, task.parts.validation]
    written = [family.key, recipe, task.data.config.to_dict(), task.digest, parts, libraries()]
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()
