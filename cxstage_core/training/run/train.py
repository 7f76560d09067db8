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
from cxstage_core.training.settings.events import ModelFinished, ModelStarted

if TYPE_CHECKING:
    import torch
    from torch import nn

    from cxstage_core.training.loop.checkpoint import Progressed
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
    from cxstage_core.training.loop.devices import (
        choose_device,
        precision_title,
        takes_bfloat16,
        training_ground,
    )
    from cxstage_core.training.loop.trainer import Place

    recipe, family = run.recipe, find_family(run.family)
    job.check()
    device = choose_device(recipe.device)
    digest = digest or data.digest()
    with training_ground(device, recipe.threads, deterministic=recipe.deterministic):
        model = _first_weights(data, run, family, device)
        precision = precision_title(bfloat16=takes_bfloat16(recipe.precision, device, model))
        describe = CardBuilder(run, data, digest, Build.of(model, precision))
        done = _learn(describe, model, device, work, Place(run.name, index, total), job)
        aggregation = fit_aggregation(
            model, family, recipe.aggregation, data.only(run.fold.learning), job
        )
        point = fit_operating_point(model, aggregation, data.only(run.fold.validation))
        for note in point.notes:
            job.emit(Message(note, "warning"))
        card = describe.card(aggregation, point, done.best_epoch)
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
        channels=len(data.config.channels),
        size_px=data.config.size_px,
        weights=Weights.parse(run.recipe.weights),
        seed=run.recipe.seed,
        names=data.config.channels,
    ).to(device)
    model.to(memory_format=memory_layout(device))
    return model


def _learn(
    described: CardBuilder,
    model: nn.Module,
    device: torch.device,
    work: Path,
    place: Place,
    job: Job,
) -> Progressed:
    """Train the network in place, from its checkpoint if there is one."""
    from cxstage_core.training.loop.checkpoint import Checkpoint
    from cxstage_core.training.loop.devices import device_title
    from cxstage_core.training.loop.pool import make_pool
    from cxstage_core.training.loop.trainer import ValidationPatients, train

    run, data, build = described.run, described.data, described.build
    learning, validation = data.only(run.fold.learning), data.only(run.fold.validation)
    return train(
        model,
        make_pool(learning.arrays, learning.labels.tolist(), data.config.channels, device),
        ValidationPatients(validation.arrays, validation.labels),
        run.recipe,
        checkpoint=Checkpoint(work / f"{run.key}.checkpoint", _checkpoint_key(described)),
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
            )
        ),
        job=job,
    )


def _checkpoint_key(described: CardBuilder) -> str:
    """Identify this very training: whatever would change its weights is in it."""
    run, config = described.run, described.data.config
    recipe = {k: v for k, v in run.recipe.to_dict().items() if k not in ("threads", "device")}
    patients = [run.fold.learning, run.fold.validation]
    written: list[Any] = [run.family, recipe, config.to_dict(), described.data_sha256, patients]
    written.append(libraries())
    if described.build.first_weights.sha256:  # another file may have come to lie in the same place
        written.append(described.build.first_weights.sha256)
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()
