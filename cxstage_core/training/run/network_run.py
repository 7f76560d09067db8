"""One network of one fold, from its first weights to its verified file and its predictions.

A piece depends on nothing but its own values and the prepared patients, so that it can be trained in this
process or on another machine, with the same result.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.cohort.values.records import ModelRun, PatientPrediction
from cxstage_core.dataset import PreparedSet
from cxstage_core.evaluation import choose_threshold, fit_temperature
from cxstage_core.jobs import Job, Message, Progress
from cxstage_core.models import (
    Family,
    Joining,
    ModelCard,
    Weights,
    find_family,
    input_range,
    input_statistics,
    judge_patient,
    probability,
)
from cxstage_core.models.aggregation import ATTENTION
from cxstage_core.models.file import load_model, save_model
from cxstage_core.models.inference import memory_layout
from cxstage_core.training.run.provenance import libraries, now, published
from cxstage_core.training.settings.events import ModelFinished, ModelStarted
from cxstage_core.training.settings.partition import Parts, digest_of_data, digest_of_patients
from cxstage_core.training.settings.recipe import Recipe

if TYPE_CHECKING:
    from torch import nn

    from cxstage_core.training.loop.checkpoint import Progressed

FIXED_THRESHOLD = 0.5
FIXED_TEMPERATURE = 1.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A network to train.

    Args:
        family: key of the family.
        parts: who learns, chooses and tests; without validation patients the last epoch, a threshold
            of 0.5 and a temperature of 1 stand, fixed before the training.
        recipe: how.
        name: shown to people; the family's title, with the fold where there are several.
        key: of its files, unique within the comparison.
        experiment: id that the model file names, "" outside a cohort.
        data: which of several prepared sets it learns from: the digest of the preprocessing.
    """

    family: str
    parts: Parts
    recipe: Recipe
    name: str
    key: str
    experiment: str = ""
    data: str = ""

    @property
    def model_id(self) -> str:
        """Name of the model file in a cohort."""
        return f"{self.experiment}-{self.key}" if self.experiment else self.key


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
class Written:
    """A network whose file is written and which has not seen the test part."""

    piece: Piece
    card: ModelCard
    file: Path
    history: dict[str, list[float]]
    best_epoch: int


def train_piece(
    data: PreparedSet, piece: Piece, *, work: Path, index: int, total: int, job: Job, digest: str = ""
) -> Written:
    """Train a network and write its file; the test patients are not looked at.

    Args:
        data: prepared patients; those of other parts may be there.
        work: folder for the checkpoint and the model file.
        index, total: 0-based place among the networks, for progress.
        digest: `digest_of_data` of `data`, if it is known.

    Raises:
        Cancelled: between two batches; the checkpoint stays.
        TrainingError, ModelError: the network cannot be built or trained.
    """
    from cxstage_core.models.build import build, count_parameters, weights_sha256, weights_text
    from cxstage_core.training.loop.checkpoint import Checkpoint
    from cxstage_core.training.loop.devices import (
        choose_device,
        device_title,
        precision_title,
        takes_bfloat16,
        training_ground,
    )
    from cxstage_core.training.loop.pool import make_pool
    from cxstage_core.training.loop.trainer import Judged, Place, train

    recipe, family = piece.recipe, find_family(piece.family)
    job.check()
    device = choose_device(recipe.device)
    digest = digest or digest_of_data(data)
    learning, validation = data.only(piece.parts.learning), data.only(piece.parts.validation)
    with training_ground(device, recipe.threads, deterministic=recipe.deterministic):
        model = build(
            family.key,
            channels=len(data.config.channels),
            size_px=data.config.size_px,
            weights=Weights.parse(recipe.weights),
            seed=recipe.seed,
        ).to(device)
        model.to(memory_format=memory_layout(device))
        weights, parameters = weights_text(model), count_parameters(model)
        precision = precision_title(bfloat16=takes_bfloat16(recipe.precision, device, model))
        origin = weights_sha256(model)
        checkpoint = Checkpoint(work / f"{piece.key}.checkpoint", _key(data, piece, digest))
        done = train(
            model,
            make_pool(learning.arrays, learning.labels.tolist(), data.config.channels, device),
            Judged(validation.arrays, validation.labels),
            recipe,
            checkpoint=checkpoint,
            place=Place(piece.name, index, total),
            started=lambda first: job.emit(
                ModelStarted(
                    name=piece.name,
                    index=index,
                    total=total,
                    epochs=recipe.epochs,
                    first_epoch=first,
                    parameters=parameters,
                    weights=weights,
                    device=device_title(device),
                    precision=precision,
                )
            ),
            job=job,
        )
        card = _card(
            data, piece, family, model, done, digest, job, weights, origin, parameters, precision
        )
        file = work / f"{piece.key}.safetensors"
        save_model(file, model, card)
    job.emit(
        ModelFinished(
            name=piece.name,
            index=index,
            total=total,
            best_epoch=done.best_epoch,
            validation_auc=done.history["validation_auc"][done.best_epoch - 1],
            seconds=sum(done.history["seconds"]),
        )
    )
    return Written(piece, card, file, done.history, done.best_epoch)


def judge_piece(
    data: PreparedSet, written: Written, *, index: int, total: int, job: Job
) -> TrainedModel:
    """Predict validation and test patients with the network as it came back from its file."""
    from cxstage_core.training.loop.devices import choose_device, training_ground

    piece = written.piece
    device = choose_device(piece.recipe.device)
    predictions: list[PatientPrediction] = []
    with training_ground(device, piece.recipe.threads, deterministic=piece.recipe.deterministic):
        model, card = load_model(written.file)
        model.to(device).to(memory_format=memory_layout(device))
        job.step(Progress(index, total, "Judging the test part", piece.name))
        for part, patients in (("validation", piece.parts.validation), ("test", piece.parts.test)):
            predictions += _predictions(data.only(patients), part, model, card, job)
    run = ModelRun(
        name=piece.name,
        family=card.family,
        model_id=piece.model_id,
        parameters=card.parameters,
        weights=card.weights,
        history={key: np.asarray(values) for key, values in written.history.items()},
        best_epoch=written.best_epoch,
        threshold=card.threshold,
        temperature=card.temperature,
        predictions=tuple(predictions),
    )
    return TrainedModel(run, card, written.file)


def _predictions(
    chosen: PreparedSet, part: str, model: nn.Module, card: ModelCard, job: Job
) -> list[PatientPrediction]:
    found = []
    for patient, label, array in zip(chosen.patients, chosen.labels, chosen.arrays, strict=True):
        job.check()
        logit = judge_patient(model, array, card.joining).logit
        found.append(
            PatientPrediction(patient, part, int(label), probability(logit, card.temperature), logit)
        )
    return found


def _card(
    data: PreparedSet,
    piece: Piece,
    family: Family,
    model: nn.Module,
    done: Progressed,
    digest: str,
    job: Job,
    weights: str,
    origin: str,
    parameters: int,
    precision: str,
) -> ModelCard:
    """Choose temperature and threshold on the validation part and describe the network."""
    parts, rule = piece.parts, piece.recipe.aggregation
    joining = Joining(rule)
    if rule == ATTENTION:
        from cxstage_core.training.loop.attention import learn_attention

        learned, layer = data.only(parts.learning), family.last_layer
        vector = learn_attention(model, learned.arrays, learned.labels, layer, job)
        joining = Joining(rule, vector, layer)
    temperature, threshold, notes = _settings(data.only(parts.validation), model, joining, job)
    training = data.only(parts.training)
    facts = training.facts or ({},) * len(training.patients)
    return ModelCard(
        family=family.key,
        name=piece.name,
        channels=data.config.channels,
        size_px=data.config.size_px,
        preprocessing=data.config.to_dict(),
        scheme=data.scheme,
        aggregation=rule,
        attention=joining.attention,
        threshold=threshold,
        temperature=temperature,
        weights=weights,
        parameters=parameters,
        input_range=input_range(
            {**measured, **input_statistics(array, data.config.channels)}
            for measured, array in zip(facts, training.arrays, strict=True)
        ),
        training_patients=len(training.patients),
        training_patients_sha256=digest_of_patients(training.patients),
        experiment=piece.experiment,
        lineage={
            "data_sha256": digest,
            "test_patients_sha256": digest_of_patients(parts.test),
            "preprocessing_sha256": data.config.digest(),
            "weights_sha256": origin,
            "recipe": published(piece.recipe),
            "precision": precision,
            "validation_patients": len(parts.validation),
            "best_epoch": done.best_epoch,
            "notes": list(notes),
        },
        libraries=libraries(),
        created_at=now(),
    )


def _settings(
    validation: PreparedSet, model: nn.Module, joining: Joining, job: Job
) -> tuple[float, float, Sequence[str]]:
    """Temperature and threshold from the validation patients, and what must be known of them."""
    if not validation.patients:
        return FIXED_TEMPERATURE, FIXED_THRESHOLD, ()
    logits = [judge_patient(model, array, joining).logit for array in validation.arrays]
    temperature = fit_temperature(validation.labels, logits)
    threshold = choose_threshold(
        validation.labels, [probability(logit, temperature.value) for logit in logits]
    )
    notes = [chosen.note for chosen in (temperature, threshold) if chosen.note is not None]
    for note in notes:
        job.emit(Message(note, "warning"))
    return temperature.value, threshold.value, [str(note) for note in notes]


def _key(data: PreparedSet, piece: Piece, digest: str) -> str:
    """Names this very training: whatever would change its weights is in it."""
    recipe = {k: v for k, v in piece.recipe.to_dict().items() if k not in ("threads", "device")}
    parts = [piece.parts.learning, piece.parts.validation]
    written = [piece.family, recipe, data.config.to_dict(), digest, parts, libraries()]
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()
