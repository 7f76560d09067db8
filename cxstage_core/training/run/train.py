"""Training one network, from its first weights to its verified file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.dataset import PreparedSet
from cxstage_core.jobs import Job, Message
from cxstage_core.models import Family, Weights, find_family
from cxstage_core.models.file import save_model
from cxstage_core.models.inference import memory_layout
from cxstage_core.training.run.card import Build, CardBuilder
from cxstage_core.training.run.fit import fit_aggregation, fit_operating_point
from cxstage_core.training.run.network_run import NetworkRun, SavedNetwork
from cxstage_core.training.run.provenance import libraries
from cxstage_core.training.run.reference import learn_reference
from cxstage_core.training.settings.events import ModelFinished, ModelStarted

if TYPE_CHECKING:
    import torch
    from torch import nn

    from cxstage_core.training.loop.checkpoint import Checkpoint, Progressed
    from cxstage_core.training.loop.step_form import StepForm
    from cxstage_core.training.loop.trainer import Place


def train_network(
    data: PreparedSet,
    run: NetworkRun,
    *,
    work: Path,
    index: int,
    total: int,
    job: Job,
    digest: str = "",
) -> SavedNetwork:
    """Train a network and write its file; the test patients have no part in it.

    Args:
        data: prepared patients; those of other parts may be among them.
        work: folder for the checkpoint and the model file.
        index, total: 0-based place among the networks, for progress.
        digest: `PreparedSet.digest` of `data`, if it is known.

    Raises:
        Cancelled: between two batches; the checkpoint stays.
        TrainingError, ModelError: the network cannot be built or trained.
    """
    from cxstage_core.models.build import first_weights
    from cxstage_core.training.loop.checkpoint import Checkpoint
    from cxstage_core.training.loop.devices import choose_device, training_ground
    from cxstage_core.training.loop.trainer import Place

    recipe, family = run.recipe, find_family(run.family)
    job.check()
    device = choose_device(recipe.device)
    digest = digest or data.digest()
    with training_ground(device, recipe.threads, deterministic=recipe.deterministic):
        model = _first_weights(data, run, family, device)
        checkpoint = Checkpoint(
            work / run.checkpoint_name,
            _checkpoint_key(data, run, digest, first_weights(model).sha256),
            run.form,
        )
        form = form_to_train_in(recipe.precision, device, checkpoint)
        describe = CardBuilder(run, data, digest, Build.of(model, form.precision, form.layout))
        done = _learn(describe, model, device, checkpoint, Place(run.name, index, total), job)
        aggregation = fit_aggregation(
            model, family, recipe.aggregation, data.only(run.fold.learning), job
        )
        # A member has none of its own: those of its ensemble come from the out-of-fold scores of all.
        validation = data.only(() if run.member else run.fold.validation)
        point = fit_operating_point(model, aggregation, validation)
        for note in point.notes:
            job.emit(Message(note, "warning"))
        learning, validating = run.fold.learning, run.fold.validation
        reference = learn_reference(model, family.last_layer, data, learning, validating, job)
        card = describe.card(aggregation, point, done.best_epoch, reference)
        file = work / f"{run.key}.safetensors"
        save_model(file, model, card)
    job.emit(
        ModelFinished(
            name=run.name,
            index=index,
            total=total,
            best_epoch=done.best_epoch,
            validation_auc=done.history["validation_auc"][done.best_epoch - 1],
            seconds=sum(done.history["seconds"]),
        )
    )
    return SavedNetwork(run, card, file, done.history, done.best_epoch)


def _first_weights(
    data: PreparedSet, run: NetworkRun, family: Family, device: torch.device
) -> nn.Module:
    """Build the network on its device."""
    from cxstage_core.models.build import build

    model = build(
        family.key,
        channels=len(data.config.inputs),
        size_px=data.config.size_px,
        weights=Weights.parse(run.recipe.weights),
        seed=run.recipe.seed,
        names=data.config.inputs,
    ).to(device)
    model.to(memory_format=memory_layout(device))
    return model


def _learn(
    described: CardBuilder,
    model: nn.Module,
    device: torch.device,
    checkpoint: Checkpoint,
    place: Place,
    job: Job,
) -> Progressed:
    """Train the network in place, from its checkpoint if there is one."""
    from cxstage_core.training.loop.devices import device_title
    from cxstage_core.training.loop.pool import make_pool
    from cxstage_core.training.loop.step_form import StepForm
    from cxstage_core.training.loop.trainer import ValidationPatients, train

    run, data, build = described.run, described.data, described.build
    learning, validation = data.only(run.fold.learning), data.only(run.fold.validation)
    return train(
        model,
        make_pool(
            learning.arrays,
            learning.labels.tolist(),
            data.config.inputs,
            device,
            data.config.fov_mm,
        ),
        ValidationPatients(validation.arrays, validation.labels),
        run.recipe,
        checkpoint=checkpoint,
        place=place,
        started=lambda first: job.emit(
            ModelStarted(
                name=run.name,
                index=place.index,
                total=place.total,
                epochs=run.recipe.epochs,
                first_epoch=first,
                parameters=build.parameters,
                weights=build.weights,
                device=device_title(device),
                precision=build.precision,
                validation_patients=validation.patients,
                validation_labels=tuple(validation.labels.tolist()),
            )
        ),
        job=job,
        form=StepForm.parse(checkpoint.form),
    )


def form_to_train_in(wanted: str, device: torch.device, checkpoint: Checkpoint) -> StepForm:
    """Return the form of the steps, and note it in the checkpoint.

    A training that goes on keeps the form that it began with, so that it ends with the same bits whatever
    is measured in between.

    Args:
        wanted: the recipe's precision.
        checkpoint: of this training; its form was chosen for a CPU, "" if it was not.
    """
    from cxstage_core.training.loop.step_form import STANDARD, StepForm, form_without_measuring

    chosen = checkpoint.form_begun_with() or checkpoint.form
    form = form_without_measuring(wanted, device)
    if form is None:
        form = StepForm.parse(chosen) if chosen else STANDARD
    checkpoint.form = str(form)
    return form


def _checkpoint_key(data: PreparedSet, run: NetworkRun, digest: str, weights_sha256: str) -> str:
    """Identify this very training: whatever would change its weights is in it."""
    config = data.config
    recipe = {k: v for k, v in run.recipe.to_dict().items() if k not in ("threads", "device")}
    patients = [run.fold.learning, run.fold.validation]
    written: list[Any] = [run.family, recipe, config.counted(), digest, patients, libraries()]
    if weights_sha256:  # another file may have come to lie in the same place
        written.append(weights_sha256)
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()
