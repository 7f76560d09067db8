"""Choosing the form of training steps on a CPU by timing a few of them.

Which form is fastest depends on the processor, the network and the size: on a processor with AVX512-BF16 a
step of HRNet is twice as fast in bfloat16, with AVX-512 alone it is slower (`docs/benchmarks.md`). A
network of its own is timed, on made-up images: nothing of the training is touched.
"""

from __future__ import annotations

import copy
import math
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch

from cxstage_core.jobs import Job
from cxstage_core.models.build import build
from cxstage_core.training.loop.devices import training_ground
from cxstage_core.training.loop.forward import Forward
from cxstage_core.training.loop.step_form import CANDIDATES, STANDARD, StepForm
from cxstage_core.training.loop.steps import Cutting, learn

FEWEST_STEPS = 200
"""A training of fewer steps takes the standard form: measuring would cost more than it gains."""
SHARE_OF_TRAINING = 0.02
ALWAYS_S = 4.0
"""Seconds that measuring may always take, however short the training is."""
ROUNDS = 3
MUCH_SLOWER = 2.0
"""A form whose first step, warm-up included, takes so many times the standard's step is dropped."""
CLEARLY_FASTER = 0.9
"""Another form than the standard is taken if it needs at most this share of its time."""

Times = Mapping[StepForm, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class StepKind:
    """What the time of a step depends on, apart from the computer.

    Args:
        family: key of the family.
        images: images that pass through the network at once.
        threads: CPU threads.
    """

    family: str
    channels: int
    size_px: int
    images: int
    threads: int


def time_steps(kind: StepKind, steps: int, job: Job) -> Times:
    """Time the forms with the network itself, in turn; the standard's are always among them.

    Args:
        steps: steps of the whole training, which limit how long is measured.

    Raises:
        Cancelled: between two steps.
        ModelError: the network cannot be built.
    """
    cpu = torch.device("cpu")
    with training_ground(cpu, kind.threads):
        network = build(kind.family, channels=kind.channels, size_px=kind.size_px).train()
        images = torch.randn(kind.images, kind.channels, kind.size_px, kind.size_px)
        labels = (torch.arange(kind.images) % 2).float()
        networks = {True: network, False: copy.deepcopy(network)}
        optimisers = {}
        for channels_last, model in networks.items():
            model.to(memory_format=StepForm(channels_last=channels_last).memory_format)
            optimisers[channels_last] = torch.optim.SGD(model.parameters(), lr=1e-6, momentum=0.9)

        def step(form: StepForm) -> float:
            job.check()
            model = networks[form.channels_last]
            laid = images.contiguous(memory_format=form.memory_format)
            optimiser, forward = optimisers[form.channels_last], Forward(model, form=form)
            began = time.perf_counter()
            try:
                learn(model, optimiser, laid, labels, Cutting(kind.family), forward)
            except RuntimeError:  # an operation that this form lacks here
                if form == STANDARD:
                    raise
                return math.inf
            return time.perf_counter() - began

        return times_within(step, steps)


def times_within(step: Callable[[StepForm], float], steps: int) -> Times:
    """Time each form a few times, in turn, within what a training of so many steps allows.

    Args:
        step: makes one step in a form and returns its seconds.
        steps: of the whole training.

    Returns:
        Seconds by form; forms that are much slower, or for which no time was left, are missing.
    """
    spent = step(STANDARD)  # the first one warms up
    found = {STANDARD: [step(STANDARD)]}
    usual = found[STANDARD][0]
    spent += usual
    allowed = max(ALWAYS_S, SHARE_OF_TRAINING * steps * usual)
    for form in CANDIDATES[1:]:
        if spent + 2 * usual > allowed:
            break
        first = step(form)
        if math.isfinite(first):
            spent += first
        if first > MUCH_SLOWER * usual:
            continue
        found[form] = [step(form)]
        spent += found[form][0]
    while len(found[STANDARD]) < ROUNDS and len(found) > 1:
        if spent + sum(min(times) for times in found.values()) > allowed:
            break
        for form, times in found.items():
            times.append(step(form))
            spent += times[-1]
    return {form: tuple(times) for form, times in found.items()}


def fastest(times: Times) -> StepForm:
    """Return the form with the lowest median; the standard where none is clearly faster."""
    medians = {form: statistics.median(seconds) for form, seconds in times.items()}
    best = min(medians, key=lambda form: medians[form])
    return best if medians[best] <= CLEARLY_FASTER * medians[STANDARD] else STANDARD
