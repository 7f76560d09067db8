"""Training one network: a plain loop over epochs and batches.

Everything random is drawn from (seed, epoch). After each epoch the network is evaluated on the patients
of the inner validation part, by the recipe's rule, with the code that predicts; the test part is not known
here at all.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from cxstage_core.cohort.values.records import VALIDATION_LOGITS
from cxstage_core.errors import ModelError
from cxstage_core.evaluation import auc
from cxstage_core.jobs import Job, Message, Progress
from cxstage_core.models import Aggregation, predict_slices
from cxstage_core.models.aggregation import ATTENTION, MEAN_LOGIT
from cxstage_core.models.inference import memory_layout
from cxstage_core.text import Text, text
from cxstage_core.training.loop.averaging import WeightAverage
from cxstage_core.training.loop.batch_norm import YOUNG_STEPS, refresh_statistics
from cxstage_core.training.loop.checkpoint import Checkpoint, Progressed
from cxstage_core.training.loop.devices import memory_gb
from cxstage_core.training.loop.forward import Forward, training_forward
from cxstage_core.training.loop.optimiser import make_optimiser
from cxstage_core.training.loop.pool import SlicePool, epoch_batches, steps_per_epoch
from cxstage_core.training.loop.step_form import StepForm, standard_form
from cxstage_core.training.loop.steps import Cutting, check_finite, check_weights, exploded, learn
from cxstage_core.training.settings.events import EpochFinished, ValidationPredicted
from cxstage_core.training.settings.recipe import Recipe

STAGE = "Training networks"
LOOK_EVERY = 25


@dataclass(frozen=True, slots=True, eq=False)
class ValidationPatients:
    """Patients who pick the epoch.

    Args:
        arrays: one (slice, channel, row, column) per patient.
        labels: (patient,) 0 or 1.
    """

    arrays: Sequence[npt.NDArray[np.float32]]
    labels: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Place:
    """Name and place of a network in its comparison, for progress and events."""

    name: str
    index: int
    total: int


def train(
    model: nn.Module,
    pool: SlicePool,
    validation: ValidationPatients,
    recipe: Recipe,
    *,
    checkpoint: Checkpoint,
    place: Place,
    started: Callable[[int], None],
    job: Job,
    form: StepForm | None = None,
) -> Progressed:
    """Train a network and leave it with the weights of its best epoch.

    The best epoch is that with the lowest validation loss. With some nine validation patients an AUC
    of 1 comes by luck, even to a network that has not begun to learn: on 12 splits of 60 synthetic
    patients, picking by AUC, then loss, took epoch 1 of 30 once (test AUC 0.74, by loss 0.88) and the
    same epoch as the loss otherwise. Where weights are averaged, the average is what is evaluated and kept.

    Args:
        model: on the device, with its first weights; changed in place.
        pool: slices of the patients to learn from.
        validation: patients who pick the epoch; without any the last epoch stays.
        checkpoint: an interrupted training goes on from it.
        started: called with the 1-based epoch that it begins with.
        form: numbers and memory layout of the steps; where nothing was measured when None.

    Returns:
        The history and which epoch was kept.

    Raises:
        Cancelled: between two batches.
        TrainingError: the loss is no longer finite.
    """

    def warn(message: Text) -> None:
        job.emit(Message(message, "warning"))

    form = form or standard_form(recipe.precision, pool.device)
    model.to(memory_format=form.memory_format)
    with training_forward(
        model, compiled=recipe.compile, name=place.name, warn=warn, form=form
    ) as forward:
        done = _epochs(forward, pool, validation, recipe, checkpoint, place, started, warn, job)
    model.to(memory_format=memory_layout(pool.device))
    return done


def _epochs(
    forward: Forward,
    pool: SlicePool,
    validation: ValidationPatients,
    recipe: Recipe,
    checkpoint: Checkpoint,
    place: Place,
    started: Callable[[int], None],
    warn: Callable[[Text], None],
    job: Job,
) -> Progressed:
    model = forward.model
    optimiser = make_optimiser(model, recipe)
    done = checkpoint.load(model, optimiser)
    started(done.epoch + 1)
    per_epoch = steps_per_epoch(len(pool), recipe.batch)
    average = WeightAverage(recipe.averaging, recipe.averaged, recipe.epochs * per_epoch, done.average)
    cutting = Cutting(place.name, max(recipe.accumulate, done.parts), warn)
    # Attention is learned when the network is; until then every slice counts alike.
    rule = MEAN_LOGIT if recipe.aggregation == ATTENTION else recipe.aggregation
    while not _ended(done, recipe):
        began = time.perf_counter()
        train_loss, rate = _epoch(
            forward, optimiser, average, pool, recipe, done.epoch, place, cutting, job
        )
        trained = time.perf_counter() - began
        with average.in_place(model, pool) as averaged:
            if not averaged and recipe.recalibrate and done.epoch * per_epoch < YOUNG_STEPS:
                refresh_statistics(model, pool)
            try:
                logits = validation_logits(model, validation, rule)
                loss, area = loss_and_auc(validation.labels, logits)
            except ModelError as error:  # its numbers overflow, though its weights are finite still
                raise exploded(place.name, done.epoch + 1, per_epoch) from error
            done.epoch += 1
            done.parts = cutting.parts
            if not done.best or not validation.arrays or loss < done.best_loss:
                done.best_loss, done.best_epoch = loss, done.epoch
                done.best = {name: value.clone() for name, value in model.state_dict().items()}
        event = EpochFinished(
            name=place.name,
            epoch=done.epoch,
            epochs=recipe.epochs,
            train_loss=train_loss,
            validation_loss=loss,
            validation_auc=area,
            learning_rate=rate,
            images_per_s=len(pool) / trained,
            seconds=time.perf_counter() - began,
            memory_gb=memory_gb(pool.device),
        )
        _remember(done, event)
        done.history.setdefault(VALIDATION_LOGITS, []).extend(logits.tolist())
        checkpoint.save(model, optimiser, done, last=_ended(done, recipe))
        job.emit(event)
        if validation.arrays:
            job.emit(ValidationPredicted(place.name, done.epoch, tuple(logits.tolist())))
    if done.epoch < recipe.epochs:
        job.emit(
            Message(
                text(
                    "{name}: stopped after epoch {epoch}; the validation loss had not fallen for "
                    "{patience} epochs.",
                    name=place.name,
                    epoch=done.epoch,
                    patience=recipe.patience,
                )
            )
        )
    with torch.no_grad():
        for name, value in model.state_dict().items():
            value.copy_(done.best[name])
    return done


def _ended(done: Progressed, recipe: Recipe) -> bool:
    """Return True if all epochs are done, or the validation loss has not fallen for too long."""
    waited = done.epoch - done.best_epoch
    return done.epoch >= recipe.epochs or 0 < recipe.patience <= waited


def validation_logits(
    model: nn.Module, patients: ValidationPatients, rule: str = MEAN_LOGIT
) -> npt.NDArray[np.float64]:
    """Return the logit of every validation patient.

    Args:
        rule: how slices become a patient.
    """
    return np.array(
        [predict_slices(model, array, Aggregation(rule)).logit for array in patients.arrays],
        dtype=np.float64,
    )


def loss_and_auc(labels: npt.NDArray[np.int64], logits: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Return loss and AUC over patients; the AUC is NaN when all are of one group, both without patients."""
    if not len(logits):
        return math.nan, math.nan
    loss = float(np.mean(np.logaddexp(0.0, logits) - labels * logits))
    area = auc(labels, logits)
    return loss, math.nan if area is None else area


def drawn_batches(
    pool: SlicePool, recipe: Recipe, epoch: int
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Draw an epoch of a recipe; see `epoch_batches`.

    Args:
        epoch: 0-based.
    """
    return epoch_batches(
        pool,
        size=recipe.batch,
        balance=recipe.balance,
        augmentation=recipe.augmentation,
        seed=recipe.seed,
        epoch=epoch,
        mixup=recipe.mixup,
        smoothing=recipe.label_smoothing,
    )


def _epoch(
    forward: Forward,
    optimiser: torch.optim.Optimizer,
    average: WeightAverage,
    pool: SlicePool,
    recipe: Recipe,
    epoch: int,
    place: Place,
    cutting: Cutting,
    job: Job,
) -> tuple[float, float]:
    """Make one pass; return the mean loss and the last learning rate."""
    steps = steps_per_epoch(len(pool), recipe.batch)
    torch.manual_seed((recipe.seed << 20) + epoch)  # for networks that drop units at random
    model = forward.model
    model.train()
    total = torch.zeros((), device=pool.device)
    rate = recipe.lr
    for step, (images, labels) in enumerate(drawn_batches(pool, recipe, epoch)):
        whole = (place.index * recipe.epochs + epoch) * steps + step
        job.step(Progress(whole, place.total * recipe.epochs * steps, STAGE, place.name))
        rate = recipe.learning_rate((epoch * steps + step) / (recipe.epochs * steps))
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss = learn(model, optimiser, images, labels, cutting, forward)
        average.update(model, epoch * steps + step)
        # Looking at the number makes a GPU wait, so there it is looked at now and then.
        if images.device.type == "cpu" or step % LOOK_EVERY == LOOK_EVERY - 1 or step == steps - 1:
            check_finite(loss, place.name, epoch + 1, step + 1)
        total += loss * len(labels)
    mean = float(total) / len(pool)
    check_finite(total, place.name, epoch + 1, steps)
    check_weights(model, place.name, epoch + 1, steps)
    return mean, rate


def _remember(done: Progressed, event: EpochFinished) -> None:
    for column in (
        "train_loss",
        "validation_loss",
        "validation_auc",
        "learning_rate",
        "images_per_s",
        "seconds",
    ):
        done.history.setdefault(column, []).append(float(getattr(event, column)))
