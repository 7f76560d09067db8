"""What the training engine adds to the bare steps, and what it gains: `python -m tests.benchmarks.engine`.

Both sides of each ratio are measured in turn in one process, and medians are quoted. The engine's time
is that of an epoch's loop as a training reports it: drawing, augmenting, the steps, progress; judging the
validation part and writing the checkpoint come on top and are no steps.
"""

from __future__ import annotations

import copy
import json
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from cxstage_core.dataset import Augmentation
from cxstage_core.jobs import Event, Progress, no_progress, start_job
from cxstage_core.models.build import build
from cxstage_core.models.weights import Weights
from cxstage_core.training import EpochFinished, Recipe
from cxstage_core.training.loop.checkpoint import Checkpoint
from cxstage_core.training.loop.devices import mixed_precision
from cxstage_core.training.loop.measure_steps import StepKind, fastest, time_steps
from cxstage_core.training.loop.pool import SlicePool, epoch_batches, make_pool
from cxstage_core.training.loop.step_form import StepForm, standard_form
from cxstage_core.training.loop.trainer import Place, ValidationPatients, train

CHANNELS = ("T2", "T1", "mask")
CPU = torch.device("cpu")
MANY_STEPS = 1000
"""Enough that all forms are measured."""
Batches = Sequence[tuple[torch.Tensor, torch.Tensor]]


def pool_of(slices: int, size: int, device: torch.device = CPU) -> SlicePool:
    """Noise in the shape of prepared slices, three of a patient."""
    draw = np.random.default_rng(5)
    patients = slices // 3
    arrays = [
        draw.normal(size=(3, len(CHANNELS), size, size)).astype(np.float32) for _ in range(patients)
    ]
    return make_pool(arrays, [n % 2 for n in range(patients)], CHANNELS, device)


def engine_s(model: nn.Module, pool: SlicePool, recipe: Recipe, form: StepForm | None = None) -> float:
    """Seconds of one epoch's loop, as the training itself reports its images per second."""
    seen: list[EpochFinished] = []

    def listen(news: Progress | Event) -> None:
        if isinstance(news, EpochFinished):
            seen.append(news)

    job, _ = start_job(listen)
    nobody = ValidationPatients((), np.zeros(0, np.int64))
    train(
        model,
        pool,
        nobody,
        recipe,
        checkpoint=Checkpoint(None, ""),
        place=Place("bench", 0, 1),
        started=lambda _: None,
        job=job,
        form=form,
    )
    return len(pool) / seen[-1].images_per_s


def bare_s(model: nn.Module, batches: Batches, recipe: Recipe) -> float:
    """Seconds of the same steps with the batches made before: forward, backward, step.

    In the precision that the recipe takes for this network.
    """
    bfloat16 = standard_form(recipe.precision, CPU).bfloat16
    optimiser = torch.optim.SGD(
        model.parameters(), lr=recipe.lr, momentum=recipe.momentum, weight_decay=recipe.weight_decay
    )
    model.train()
    began = time.perf_counter()
    for images, labels in batches:
        with mixed_precision(CPU, bfloat16=bfloat16):
            logits = model(images).reshape(-1)
        loss = binary_cross_entropy_with_logits(logits.float(), labels)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
    return time.perf_counter() - began


def made(pool: SlicePool, recipe: Recipe) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """The batches of the engine's first epoch."""
    return list(
        epoch_batches(
            pool,
            size=recipe.batch,
            balance=recipe.balance,
            augmentation=recipe.augmentation,
            seed=recipe.seed,
            epoch=0,
        )
    )


def overhead(family: str, slices: int, size: int, rounds: int) -> float:
    """Median of engine ÷ bare, each pair measured one after the other."""
    pool, recipe = pool_of(slices, size), Recipe(epochs=1, recalibrate=False, device="cpu")
    batches = made(pool, recipe)
    model = build(family, channels=3, size_px=size, weights=Weights.parse("scratch"), seed=1)
    ratios = []
    for number in range(rounds + 1):
        ours, bare = copy.deepcopy(model), copy.deepcopy(model)
        pair = [lambda m=ours: engine_s(m, pool, recipe), lambda m=bare: bare_s(m, batches, recipe)]
        times = [act() for act in (pair if number % 2 else pair[::-1])]
        engine, steps = times if number % 2 else times[::-1]
        if number:
            ratios.append(engine / steps)
    print(family, [round(r, 3) for r in ratios], file=sys.stderr)
    return statistics.median(ratios)


def gain(family: str, slices: int, size: int, rounds: int) -> tuple[str, float, float]:
    """Contiguous eager steps in float32 ÷ the engine's whole epoch over the same slices, two medians.

    First in the form that is measured to be the fastest on this CPU, then in float32, too.

    Returns:
        The form, and the two medians.
    """
    pool = pool_of(slices, size)
    recipe = Recipe(epochs=1, recalibrate=False, device="cpu", augmentation=Augmentation())
    full = replace(recipe, precision="float32")
    kind = StepKind(family, len(CHANNELS), size, recipe.batch, torch.get_num_threads())
    form = fastest(time_steps(kind, MANY_STEPS, no_progress()))
    batches = [(x.contiguous(memory_format=torch.contiguous_format), y) for x, y in made(pool, recipe)]
    model = build(family, channels=3, size_px=size, weights=Weights.parse("scratch"), seed=1)
    plain = copy.deepcopy(model).to(memory_format=torch.contiguous_format)
    ratios, in_full = [], []
    for number in range(rounds + 1):
        eager = bare_s(copy.deepcopy(plain), batches, full)
        engine = engine_s(copy.deepcopy(model), pool, recipe, form)
        engine_full = engine_s(copy.deepcopy(model), pool, full)
        if number:
            ratios.append(eager / engine)
            in_full.append(eager / engine_full)
    for name, found in (("gain", ratios), ("gain in float32", in_full)):
        print(f"{family}, {name}", [round(r, 3) for r in found], file=sys.stderr)
    return str(form), statistics.median(ratios), statistics.median(in_full)


def main() -> None:
    """Print the ratios as one line of JSON."""
    torch.set_flush_denormal(True)  # on both sides: noise as images ends in numbers near 0
    form, hrnet, hrnet_full = gain("hrnet_w32", 48, 128, 5)
    print(
        json.dumps(
            {
                "threads": torch.get_num_threads(),
                "shufflenet_overhead": round(overhead("shufflenet_v2_x1_0", 480, 64, 11), 4),
                "resnet_overhead": round(overhead("resnet50", 96, 64, 5), 4),
                "hrnet_form": form,
                "hrnet_gain": round(hrnet, 4),
                "hrnet_gain_in_float32": round(hrnet_full, 4),
            }
        )
    )


if __name__ == "__main__":
    main()
