"""Searching settings of a network by its validation patients; the test part is withheld.

The patients of the training part are dealt to inner folds; a trial trains once per fold and is rated by
the mean validation loss. The loss, not the AUC, is the default: with some nine patients per fold an AUC has
few values, and one of 1 comes by luck.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from cxstage_core.cohort.values.folds import Fold
from cxstage_core.dataset import PreparedSet, Preprocessing, check_parts, inner_split
from cxstage_core.dataset.protocols import stratified_folds
from cxstage_core.errors import ClusterError, CxStageError, TrainingError
from cxstage_core.jobs import Job, Message
from cxstage_core.models import find_family
from cxstage_core.text import text
from cxstage_core.training.execution.executors import Executor
from cxstage_core.training.execution.one_form import train_runs
from cxstage_core.training.run.network_run import NetworkRun, TrainedModel
from cxstage_core.training.search.proposals import METHODS, propose
from cxstage_core.training.search.trials import Trial, TrialFile, TrialFinished, best_trial
from cxstage_core.training.settings.recipe import Recipe
from cxstage_core.training.settings.space import Settings, applied, grid_size, parameters

OBJECTIVES = ("loss", "auc")


@dataclass(frozen=True, slots=True)
class Search:
    """Settings of a search.

    Args:
        method: "tpe", "random" or "grid".
        names: what is varied, of `space.PARAMETERS`.
        trials: budget in trials; 0 sets no limit of this kind (a grid then tries every combination).
        hours: budget in hours of training; 0 sets no limit of this kind.
        folds: inner folds; 1 is a single validation part.
        objective: "loss" or "auc", of the validation patients.
        at_once: trials proposed together, from the results of those before, so that they can be
            trained side by side.
        seed: of the proposals and the inner folds.

    Raises:
        TrainingError: a value outside its range, or no budget.
    """

    method: str = "tpe"
    names: tuple[str, ...] = ("lr", "batch", "weight_decay", "augmentation")
    trials: int = 20
    hours: float = 0.0
    folds: int = 3
    objective: str = "loss"
    at_once: int = 1
    seed: int = 1

    def __post_init__(self) -> None:
        parameters(self.names)
        for what, value, allowed in (
            ("method", self.method, METHODS),
            ("objective", self.objective, OBJECTIVES),
        ):
            if value not in allowed:
                raise TrainingError(
                    "The search's {what} = {value} is not one of {allowed}.",
                    what=what,
                    value=value,
                    allowed=", ".join(allowed),
                )
        limited = self.trials > 0 or self.hours > 0 or self.method == "grid"
        if not limited or self.trials < 0 or self.hours < 0:
            raise TrainingError(
                "The search has no budget.", remedy="Give a number of trials or of hours."
            )
        if not 1 <= self.folds <= 20 or not 1 <= self.at_once <= 1000:
            raise TrainingError(
                "{folds} inner folds or {at_once} trials at once are not possible.",
                remedy="Choose 1 to 20 folds and 1 to 1000 trials at once.",
                folds=self.folds,
                at_once=self.at_once,
            )

    @property
    def planned(self) -> int:
        """Largest number of trials; 0 when only the time is limited."""
        if self.method != "grid":
            return self.trials
        whole = grid_size(parameters(self.names))
        return min(whole, self.trials) if self.trials else whole

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**asdict(self), "names": list(self.names)}


@dataclass(frozen=True, slots=True)
class SearchInputs:
    """Patients, settings and network that a search varies.

    Args:
        prepared: the prepared patients of the training part under a preprocessing; never others.
        patients: the training part.
        recipe, preprocessing: what stands where the search varies nothing.
        family: key or title.
    """

    prepared: Callable[[Preprocessing], PreparedSet]
    patients: tuple[str, ...]
    recipe: Recipe
    preprocessing: Preprocessing
    family: str


def run_trials(
    inputs: SearchInputs,
    search: Search,
    *,
    file: TrialFile,
    work: Path,
    executor: Executor | None = None,
    job: Job,
) -> tuple[Trial, ...]:
    """Try settings until the budget is spent; an interrupted search goes on where it was.

    Returns:
        All trials, in order.

    Raises:
        Cancelled: a stop was asked for; finished trials stay.
        TrainingError: every trial failed.
    """
    chosen = parameters(search.names)
    done = list(file.load())
    while not _spent(search, done):
        generation = len(done) // search.at_once * search.at_once
        last = generation + search.at_once
        last = min(last, search.planned) if search.planned else last
        numbers = range(len(done), last)
        before = done[:generation]
        asked = [propose(search.method, chosen, n, search.seed, before) for n in numbers]
        for trial in _tried(inputs, search, numbers, asked, work / "trials", executor, job):
            done.append(trial)
            file.save(done)
            best = best_trial(done)
            job.emit(TrialFinished(trial, search.planned, None if best is None else best.number))
    if best_trial(done) is None:
        raise TrainingError(
            "Every trial of the search failed; the last one: {reason}",
            remedy="Search other settings.",
            reason=done[-1].failed if done else "",
        )
    return tuple(done)


def _spent(search: Search, done: Sequence[Trial]) -> bool:
    if search.planned and len(done) >= search.planned:
        return True
    return bool(search.hours) and sum(trial.seconds for trial in done) >= 3600 * search.hours


def _tried(
    inputs: SearchInputs,
    search: Search,
    numbers: Sequence[int],
    asked: Sequence[Settings],
    work: Path,
    executor: Executor | None,
    job: Job,
) -> list[Trial]:
    """Train the trials of one generation, together if they can be, else one by one."""
    data: dict[str, PreparedSet] = {}
    runs: list[list[NetworkRun] | CxStageError] = []
    for number, settings in zip(numbers, asked, strict=True):
        try:
            runs.append(_runs_of_trial(inputs, search, number, settings, data))
        except CxStageError as error:
            runs.append(error)
    together = [run for one in runs if isinstance(one, list) for run in one]
    began = time.perf_counter()
    try:
        models = train_runs(executor, data, together, work=work, job=job)
        by_key = {model.file.stem: model for model in models}
    except ClusterError:  # no result of the trials, which a new start tries again
        raise
    except TrainingError as error:
        if len(numbers) == 1:
            runs, by_key = [error], {}
        else:  # one of them failed: which one is seen when each runs for itself
            return [
                trial
                for number, settings in zip(numbers, asked, strict=True)
                for trial in _tried(inputs, search, [number], [settings], work, executor, job)
            ]
    seconds = (time.perf_counter() - began) / len(numbers)
    found = [
        _trial(search, number, settings, one, by_key, seconds)
        for number, settings, one in zip(numbers, asked, runs, strict=True)
    ]
    shutil.rmtree(work, ignore_errors=True)
    return found


def _runs_of_trial(
    inputs: SearchInputs, search: Search, number: int, settings: Settings, data: dict[str, PreparedSet]
) -> list[NetworkRun]:
    recipe, preprocessing = applied(settings, inputs.recipe, inputs.preprocessing)
    family = find_family(inputs.family)
    family.check_size(preprocessing.size_px)
    prepared = inputs.prepared(preprocessing).only(inputs.patients)
    data[prepared.key] = prepared
    labels = prepared.label_of()
    if search.folds == 1:
        folds = [inner_split(labels, recipe.validation, search.seed)[1]]
    else:
        folds = list(stratified_folds(labels, search.folds, f"search/{search.seed}"))
    runs = []
    for place, validation in enumerate(folds, start=1):
        learning = tuple(sorted(set(labels) - set(validation)))
        check_parts(learning=learning, validation=validation)
        runs.append(
            NetworkRun(
                family.key,
                family.title,
                Fold(1, place, learning, validation, ()),
                recipe,
                f"{family.title} trial {number + 1}.{place}",
                f"{family.key}-trial-{number}-{place}",
                data=prepared.key,
            )
        )
    return runs


def _trial(
    search: Search,
    number: int,
    settings: Settings,
    runs: list[NetworkRun] | CxStageError,
    models: dict[str, TrainedModel],
    seconds: float,
) -> Trial:
    if isinstance(runs, CxStageError):
        return Trial(number, settings, None, None, None, (), seconds, str(runs.what))
    trained = [models[run.key].run for run in runs]
    losses = tuple(float(run.history["validation_loss"][run.best_epoch - 1]) for run in trained)
    areas = [float(run.history["validation_auc"][run.best_epoch - 1]) for run in trained]
    known = [area for area in areas if np.isfinite(area)]
    loss = float(np.mean(losses))
    area = float(np.mean(known)) if known else None
    objective = loss if search.objective == "loss" else (None if area is None else 1 - area)
    return Trial(number, settings, objective, loss, area, losses, seconds)


def report_best(trials: Sequence[Trial], job: Job) -> Trial:
    """Return the best trial and report it as a message."""
    best = best_trial(trials)
    assert best is not None
    job.emit(Message(text("Trial {number} was best.", number=best.number + 1)))
    return replace(best)
