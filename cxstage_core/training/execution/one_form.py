"""One form of training steps for every network of a comparison, wherever it trains.

Which form is the fastest is decided once, here, before the networks are handed to an executor; it travels
with them. So the results of a comparison do not depend on which process or which machine of a cluster
trained a network, nor on what is measured after an interruption.
"""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.dataset import PreparedSet
from cxstage_core.errors import TrainingError
from cxstage_core.jobs import Job, Message, Progress
from cxstage_core.storage.atomic_write import write_bytes
from cxstage_core.text import Text, text
from cxstage_core.training.execution.executors import Executor, InThisProcess
from cxstage_core.training.run.network_run import NetworkRun, TrainedModel
from cxstage_core.training.settings.recipe import Recipe

if TYPE_CHECKING:
    from cxstage_core.training.loop.measure_steps import StepKind, Times
    from cxstage_core.training.loop.step_form import StepForm

_FILE = "step-forms.json"


def train_runs(
    executor: Executor | None,
    data: Mapping[str, PreparedSet],
    runs: Sequence[NetworkRun],
    *,
    work: Path,
    job: Job,
) -> tuple[TrainedModel, ...]:
    """Decide the form of the steps of every network, then train them all.

    Args:
        executor: here, one after the other, when None.
        data, work: as in `Executor.run`.

    Raises:
        Cancelled, TrainingError, ModelError: as `Executor.run`.
    """
    decided = with_forms(data, runs, work=work, job=job)
    return (executor or InThisProcess()).run(data, decided, work=work, job=job)


def with_forms(
    data: Mapping[str, PreparedSet], runs: Sequence[NetworkRun], *, work: Path, job: Job
) -> list[NetworkRun]:
    """Return the runs, each with the form of its steps where that is to be measured on a CPU.

    Networks of one kind share one form: the one decided before an interruption, else the one remembered on
    this computer, else the one measured now; the standard form where they have few steps.

    Args:
        work: folder in which the forms are kept as long as the training lasts.

    Raises:
        Cancelled: between two measured steps.
    """
    kinds: dict[StepKind, list[int]] = defaultdict(list)
    for index, run in enumerate(runs):
        if measurable(run.recipe):
            kinds[kind_of(run.family, data[run.data], run.recipe)].append(index)
    decided, kept = list(runs), _kept(work)
    for kind, members in kinds.items():
        steps = sum(_steps(data[runs[index].data], runs[index]) for index in members)
        form = kept.get(str(kind)) or str(form_for(kind, steps, runs[members[0]].title, job))
        kept[str(kind)] = form
        for index in members:
            decided[index] = replace(runs[index], form=form)
    if kinds:
        work.mkdir(parents=True, exist_ok=True)
        write_bytes(work / _FILE, json.dumps(kept, indent=1).encode(), may_lag=True)
    return decided


def measurable(recipe: Recipe) -> bool:
    """Return True if the form of the steps is to be measured: precision "auto", on a CPU."""
    from cxstage_core.training.loop.devices import choose_device
    from cxstage_core.training.loop.step_form import form_without_measuring

    if recipe.device not in ("auto", "cpu"):
        return False
    return form_without_measuring(recipe.precision, choose_device(recipe.device)) is None


def kind_of(family: str, data: PreparedSet, recipe: Recipe) -> StepKind:
    """Return the kind of the steps of a network in this process."""
    return step_kind(family, len(data.config.inputs), data.config.size_px, recipe)


def step_kind(family: str, channels: int, size_px: int, recipe: Recipe) -> StepKind:
    """Return the kind of the steps of a network with such inputs in this process."""
    import torch

    from cxstage_core.training.loop.measure_steps import StepKind

    return StepKind(
        family=family,
        channels=channels,
        size_px=size_px,
        images=-(-recipe.batch // recipe.accumulate),
        threads=recipe.threads or torch.get_num_threads(),
    )


def form_for(kind: StepKind, steps: int, title: str, job: Job) -> StepForm:
    """Return the form that is remembered on this computer, else measure; the standard for few steps.

    Args:
        steps: of all trainings of this kind together.
        title: of the network, for messages.

    Raises:
        Cancelled: between two measured steps.
    """
    from cxstage_core.training.loop.form_cache import DamagedCacheError, remember, remembered
    from cxstage_core.training.loop.measure_steps import FEWEST_STEPS, fastest, time_steps
    from cxstage_core.training.loop.step_form import STANDARD

    if steps < FEWEST_STEPS:
        return STANDARD
    try:
        found = remembered(kind)
    except DamagedCacheError:
        found = None
        job.emit(
            Message(
                text(
                    "What was measured for {name} before cannot be read; it is measured again.",
                    name=title,
                ),
                "warning",
            )
        )
    if found is not None:
        return found
    job.step(Progress(0, 0, "Measuring steps", title))
    times = time_steps(kind, steps, job)
    form = fastest(times)
    if not remember(kind, form, times):
        job.emit(
            Message(
                text(
                    "What was measured for {name} cannot be kept on this computer; the next training "
                    "measures again.",
                    name=title,
                ),
                "warning",
            )
        )
    job.emit(Message(_sentence(title, form, times)))
    return form


def _sentence(title: str, form: StepForm, times: Times) -> Text:
    """Sentence with every measured form: median seconds of a step and their number."""
    measured = ", ".join(
        f"{one} {statistics.median(seconds):.3g} s (n = {len(seconds)})"
        for one, seconds in times.items()
    )
    return text(
        "{name} trains in {form}, the fastest measured here or as fast as it: {measured} a step.",
        name=title,
        form=str(form),
        measured=measured,
    )


def _steps(data: PreparedSet, run: NetworkRun) -> int:
    from cxstage_core.training.loop.pool import steps_per_epoch

    slices = sum(len(case.array) for case in data.only(run.fold.learning).cases)
    return run.recipe.epochs * steps_per_epoch(slices, run.recipe.batch)


def _kept(work: Path) -> dict[str, str]:
    """Forms of a training that was interrupted; none where there was none."""
    from cxstage_core.training.loop.step_form import StepForm

    try:
        written = json.loads((work / _FILE).read_bytes())
        return {str(kind): str(StepForm.parse(form)) for kind, form in written.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, TrainingError):
        # Only networks that have no checkpoint yet could take another form: each checkpoint names its own.
        return {}
