"""How long a comparison will take, measured by a few steps of each network before it starts."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset import Preprocessing, label_patients, prepare_stored
from cxstage_core.dataset.member_folds import member_folds_of
from cxstage_core.dataset.protocols import Protocol, draw_folds
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.models import Family, find_families
from cxstage_core.training.execution.one_form import form_for, measurable, step_kind
from cxstage_core.training.settings.recipe import Recipe

if TYPE_CHECKING:
    import torch
    from torch import nn

    from cxstage_core.cohort import Cohort

STEPS = 3
"""Steps measured of each network, after one that is not."""
_OVERHEAD = 1.3
"""Checkpoints, balancing and what else is not measured, at most, next to what is."""
_AVERAGING = 1.4
"""Passing all training slices once more after each epoch, for the statistics of averaged weights, at most."""
_LOOKED_AT = 2


@dataclass(frozen=True, slots=True)
class Timing:
    """What was measured of one network.

    Args:
        fastest_s, slowest_s: a step, with drawing and augmenting its batch.
        patient_s: evaluating one patient.
    """

    fastest_s: float
    slowest_s: float
    patient_s: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """Estimated duration.

    Args:
        low_s, high_s: seconds, from the fastest and the slowest of the measured steps.
        measured: steps that were measured of each network.
        networks: trained networks, folds and members included.
        device: it was measured on.
        size_px, batch: of the measured images.
        timings: by `timing_key`, to be handed to the next estimate.
    """

    low_s: float
    high_s: float
    measured: int
    networks: int
    device: str = ""
    size_px: int = 0
    batch: int = 0
    timings: Mapping[str, Timing] = field(default_factory=dict)


def estimate_duration(
    cohort: Cohort,
    families: Sequence[str],
    *,
    scheme: str,
    preprocessing: Preprocessing,
    recipe: Recipe,
    protocol: Protocol,
    known: Mapping[str, Timing] | None = None,
    job: Job | None = None,
) -> Estimate:
    """Estimate the training of these networks, one after the other on this computer.

    A search of the nested protocol, and the preparation of the slices, come on top.

    Args:
        known: timings of an earlier estimate; what does not depend on the changed settings is not measured again.

    Raises:
        Cancelled: between two steps.
        CxStageError: the training could not start.
    """
    from cxstage_core.training.loop.devices import choose_device, device_title

    job = job or no_progress()
    split = None if protocol.folded else cohort.split()
    labels, _ = label_patients(cohort, scheme)
    labels = {p: label for p, label in labels.items() if cohort.references.latest(p) is not None}
    folds = draw_folds(protocol, labels, split, validation=recipe.validation, seed=recipe.seed)
    members = member_folds_of(protocol, folds, labels, validation=recipe.validation, seed=recipe.seed)
    folds = members or folds
    arrays = [
        prepare_stored(cohort, p, preprocessing).prepared.array for p in list(labels)[:_LOOKED_AT]
    ]
    per_patient = sum(map(len, arrays)) / len(arrays)
    steps = recipe.epochs * sum(
        math.ceil(len(fold.learning) * per_patient / recipe.batch) for fold in folds
    )
    evaluated = sum(recipe.epochs * len(fold.validation) + len(fold.test) for fold in folds)
    chosen = find_families(tuple(families))
    timings = dict(known or {})
    low = high = 0.0
    for done, family in enumerate(chosen):
        job.step(Progress(done, len(chosen), "Measuring steps", family.title))
        key = timing_key(family, preprocessing, recipe)
        if key not in timings:
            timings[key] = _measured(family, preprocessing, recipe, arrays, steps, job)
        one = timings[key]
        low += one.fastest_s * steps + one.patient_s * evaluated
        averaging = _AVERAGING if recipe.averaging != "none" else 1.0
        high += (one.slowest_s * steps * averaging + one.patient_s * evaluated) * _OVERHEAD
    return Estimate(
        low,
        high,
        STEPS,
        len(chosen) * len(folds),
        device_title(choose_device(recipe.device)),
        preprocessing.size_px,
        recipe.batch,
        timings,
    )


def timing_key(family: Family, preprocessing: Preprocessing, recipe: Recipe) -> str:
    """Name everything that the time of a step depends on: not the epochs, the folds or the learning rate."""
    values = {
        name: value
        for name, value in recipe.to_dict().items()
        if name
        not in ("epochs", "lr", "momentum", "weight_decay", "validation", "seed", "weights", "balance")
    }
    return repr((family.key, preprocessing.digest(), values))


def _measured(
    family: Family,
    preprocessing: Preprocessing,
    recipe: Recipe,
    arrays: Sequence[npt.NDArray[np.float32]],
    steps: int,
    job: Job,
) -> Timing:
    """Time some steps on images of the cohort, after a first one that warms up, and the evaluation of a patient.

    In the form that the training of so many steps will have.
    """
    import torch

    from cxstage_core.models.build import build
    from cxstage_core.training.loop.devices import choose_device, training_ground
    from cxstage_core.training.loop.forward import Forward
    from cxstage_core.training.loop.pool import make_pool
    from cxstage_core.training.loop.step_form import standard_form
    from cxstage_core.training.loop.steps import Cutting, learn
    from cxstage_core.training.loop.trainer import drawn_batches

    device = choose_device(recipe.device)
    channels, size = len(preprocessing.inputs), preprocessing.size_px
    form = standard_form(recipe.precision, device)
    if measurable(recipe):
        form = form_for(step_kind(family.key, channels, size, recipe), steps, family.title, job)
    found = []
    with training_ground(device, recipe.threads, deterministic=False):
        model = build(family.key, channels=channels, size_px=size, seed=recipe.seed).to(device)
        model.to(memory_format=form.memory_format).train()
        optimiser = torch.optim.SGD(model.parameters(), lr=1e-6)
        some = _repeated(arrays, recipe.batch * (STEPS + 2))
        pool = make_pool(
            some,
            [k % 2 for k in range(len(some))],
            preprocessing.inputs,
            device,
            preprocessing.fov_mm,
        )
        cutting, forward = Cutting(family.title, recipe.accumulate), Forward(model, form=form)
        began = time.perf_counter()
        for number, (images, labels) in enumerate(drawn_batches(pool, recipe, 0)):
            job.check()
            if number > STEPS:
                break
            learn(model, optimiser, images, labels, cutting, forward)
            _wait_for(device)
            if number:
                found.append(time.perf_counter() - began)
            began = time.perf_counter()
        patient_s = _evaluated(model, arrays[0], device)
    return Timing(min(found), max(found), patient_s)


def _repeated(arrays: Sequence[npt.NDArray[np.float32]], slices: int) -> list[npt.NDArray[np.float32]]:
    """Return the patients again and again, until there are at least so many slices, and an even number."""
    some: list[npt.NDArray[np.float32]] = []
    while sum(map(len, some)) < slices or len(some) % 2:
        some.append(arrays[len(some) % len(arrays)])
    return some


def _evaluated(model: nn.Module, array: npt.NDArray[np.float32], device: torch.device) -> float:
    """Seconds that one patient takes."""
    from cxstage_core.models import Aggregation, predict_slices
    from cxstage_core.models.aggregation import MEAN_LOGIT

    predict_slices(model, array, Aggregation(MEAN_LOGIT))
    began = time.perf_counter()
    predict_slices(model, array, Aggregation(MEAN_LOGIT))
    _wait_for(device)
    return time.perf_counter() - began


def _wait_for(device: torch.device) -> None:
    import torch

    if device.type == "cuda":
        torch.cuda.synchronize(device)
