"""The nested protocol: in every fold the settings are searched again, inside its training part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cxstage_core.cohort.values.folds import Fold
from cxstage_core.dataset import PreparedSet, Preprocessing
from cxstage_core.errors import TrainingError
from cxstage_core.jobs import Job
from cxstage_core.training.execution.executors import Executor
from cxstage_core.training.execution.one_form import train_runs
from cxstage_core.training.run.network_run import NetworkRun, TrainedModel
from cxstage_core.training.run.provenance import libraries
from cxstage_core.training.search.compare_networks import planned_runs
from cxstage_core.training.search.search import Search, SearchInputs, report_best, run_trials
from cxstage_core.training.search.trials import TrialFile
from cxstage_core.training.settings.origin import Origins
from cxstage_core.training.settings.recipe import Recipe
from cxstage_core.training.settings.space import OF_THE_RECIPE, applied


def compare_nested(
    data: PreparedSet,
    folds: Sequence[Fold],
    families: Sequence[str],
    recipe: Recipe,
    search: Search,
    *,
    work: Path,
    experiment: str = "",
    origins: Origins = (),
    executor: Executor | None = None,
    job: Job,
) -> tuple[tuple[TrainedModel, ...], list[dict[str, Any]]]:
    """Search, then train and test, in every fold and for every family.

    Returns:
        The networks, family by family and fold by fold; and what each search chose.

    Raises:
        TrainingError: the search varies what the folds have in common, or all its trials failed.
        Cancelled, LeakError, ModelError: as `compare_on_folds`.
    """
    shared = [name for name in search.names if name not in OF_THE_RECIPE]
    if shared:
        raise TrainingError(
            "The nested protocol cannot vary {names}: all its folds share the prepared slices.",
            remedy="Search {possible}, or compare by another protocol.",
            names=", ".join(shared),
            possible=", ".join(OF_THE_RECIPE),
        )
    runs, chosen = [], []
    digest = data.digest()
    for run in planned_runs(data, folds, families, recipe, experiment, origins):
        found, choice = _searched(data, run, search, digest, work, executor, job)
        runs.append(found)
        chosen.append(choice)
    models = train_runs(executor, {data.key: data}, runs, work=work, job=job)
    return models, chosen


def _searched(
    data: PreparedSet,
    run: NetworkRun,
    search: Search,
    digest: str,
    work: Path,
    executor: Executor | None,
    job: Job,
) -> tuple[NetworkRun, dict[str, Any]]:
    inside = data.only(run.fold.training)  # the fold's test patients are withheld

    def prepared(_: Preprocessing) -> PreparedSet:
        return inside

    about = {
        "family": run.family,
        "search": search.to_dict(),
        "data_sha256": digest,
        "training": list(run.fold.training),
        "recipe": {**run.recipe.to_dict(), "device": "", "threads": 0},
        "libraries": libraries(),
    }
    inputs = SearchInputs(prepared, run.fold.training, run.recipe, data.config, run.family)
    trials = run_trials(
        inputs,
        search,
        file=TrialFile(work / f"{run.key}.search.json", about),
        work=work / f"{run.key}.search",
        executor=executor,
        job=job,
    )
    best = report_best(trials, job)
    recipe, _ = applied(best.settings, run.recipe, data.config)
    choice = {"model": run.key, "trials": len(trials), "settings": dict(best.settings)}
    return replace(run, recipe=recipe), choice
