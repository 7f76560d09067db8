"""How long a comparison will take, measured by a few steps of each network before it starts."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxstage_core.dataset import Preprocessing, label_patients, prepare_stored
from cxstage_core.dataset.member_folds import member_folds_of
from cxstage_core.dataset.protocols import Protocol, draw_folds
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.models import Family, find_families
from cxstage_core.training.execution.one_form import form_for, measurable, step_kind
from cxstage_core.training.settings.recipe import Recipe

if TYPE_CHECKING:
    import torch

    from cxstage_core.cohort import Cohort

STEPS = 3
"""Steps measured of each network, after one that is not."""
_OVERHEAD = 1.3
"""Reading back, augmentation and evaluation, at most, next to the steps themselves."""
_AVERAGING = 1.4
"""Passing all training slices once more after each epoch, for the statistics of averaged weights, at most."""
_LOOKED_AT = 2


@dataclass(frozen=True, slots=True)
class Estimate:
    """Estimated duration.

    Args:
        low_s, high_s: seconds, from the fastest and the slowest of the measured steps.
        measured: steps that were measured of each network.
        networks: trained networks, folds and members included.
    """

    low_s: float
    high_s: float
    measured: int
    networks: int


def estimate_duration(
    cohort: Cohort,
    families: Sequence[str],
    *,
    scheme: str,
    preprocessing: Preprocessing,
    recipe: Recipe,
    protocol: Protocol,
    job: Job | None = None,
) -> Estimate:
    """Estimate the training of these networks, one after the other on this computer.

    A search of the nested protocol, and the preparation of the slices, come on top.

    Raises:
        Cancelled: between two steps.
        CxStageError: the training could not start.
    """
    job = job or no_progress()
    split = None if protocol.folded else cohort.split()
    labels, _ = label_patients(cohort, scheme)
    labels = {p: label for p, label in labels.items() if cohort.references.latest(p) is not None}
    folds = draw_folds(protocol, labels, split, validation=recipe.validation, seed=recipe.seed)
    members = member_folds_of(protocol, folds, labels, validation=recipe.validation, seed=recipe.seed)
    folds = members or folds
    per_patient = _slices_per_patient(cohort, list(labels)[:_LOOKED_AT], preprocessing)
    steps = recipe.epochs * sum(
        math.ceil(len(fold.learning) * per_patient / recipe.batch) for fold in folds
    )
    chosen = find_families(tuple(families))
    low = high = 0.0
    for done, family in enumerate(chosen):
        job.step(Progress(done, len(chosen), "Measuring steps", family.title))
        seconds = _measured(family, preprocessing, recipe, steps, job)
        low += min(seconds) * steps
        high += max(seconds) * steps * _OVERHEAD * (_AVERAGING if recipe.averaging != "none" else 1.0)
    return Estimate(low, high, STEPS, len(chosen) * len(folds))


def _slices_per_patient(cohort: Cohort, patients: Sequence[str], preprocessing: Preprocessing) -> float:
    found = [len(prepare_stored(cohort, p, preprocessing).prepared.array) for p in patients]
    return sum(found) / len(found)


def _measured(
    family: Family, preprocessing: Preprocessing, recipe: Recipe, steps: int, job: Job
) -> list[float]:
    """Seconds of some steps on made-up images, after a first one that warms up.

    In the form that the training of so many steps will have.
    """
    import torch

    from cxstage_core.models.build import build
    from cxstage_core.training.loop.devices import choose_device, training_ground
    from cxstage_core.training.loop.forward import Forward
    from cxstage_core.training.loop.step_form import standard_form
    from cxstage_core.training.loop.steps import Cutting, learn

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
        images = torch.zeros((recipe.batch, channels, size, size), device=device)
        labels = (torch.arange(recipe.batch, device=device) % 2).float()
        cutting, forward = Cutting(family.title, recipe.accumulate), Forward(model, form=form)
        for number in range(STEPS + 1):
            job.check()
            began = time.perf_counter()
            learn(model, optimiser, images, labels, cutting, forward)
            _wait_for(device)
            if number:
                found.append(time.perf_counter() - began)
    return found


def _wait_for(device: torch.device) -> None:
    import torch

    if device.type == "cuda":
        torch.cuda.synchronize(device)
