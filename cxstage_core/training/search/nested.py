"""The nested protocol: in every fold the settings are searched anew, inside its training part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cxstage_core.dataset import PreparedSet, Preprocessing
from cxstage_core.dataset.protocols import Fold
from cxstage_core.errors import TrainingError
from cxstage_core.jobs import Job
from cxstage_core.training.execution.executors import Executor, Here
from cxstage_core.training.run.network_run import Piece, TrainedModel
from cxstage_core.training.run.provenance import libraries
from cxstage_core.training.search.compare_networks import data_key, pieces_of
from cxstage_core.training.search.search import Ground, Search, run_trials, tell_best
from cxstage_core.training.search.trials import TrialFile
from cxstage_core.training.settings.partition import digest_of_data
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
    executor: Executor | None = None,
    job: Job,
) -> tuple[tuple[TrainedModel, ...], list[dict[str, Any]]]:
    """Search, then train and test, in every fold and for every family.

    Returns:
        The networks, family by family and fold by fold; and what each search chose.

    Raises:
        TrainingError: the search varies what the folds have in common, or all its trials failed.
        Cancelled, LeakError, ModelError: as `compare_folds`.
    """
    shared = [name for name in search.names if name not in OF_THE_RECIPE]
    if shared:
        raise TrainingError(
            "The nested protocol cannot vary {names}: all its folds share the prepared slices.",
            remedy="Search {possible}, or compare by another protocol.",
            names=", ".join(shared),
            possible=", ".join(OF_THE_RECIPE),
        )
    pieces, chosen = [], []
    digest = digest_of_data(data)
    for piece in pieces_of(data, folds, families, recipe, experiment):
        found, told = _searched(data, piece, search, digest, work, executor, job)
        pieces.append(found)
        chosen.append(told)
    models = (executor or Here()).run({data_key(data): data}, pieces, work=work, job=job)
    return models, chosen


def _searched(
    data: PreparedSet,
    piece: Piece,
    search: Search,
    digest: str,
    work: Path,
    executor: Executor | None,
    job: Job,
) -> tuple[Piece, dict[str, Any]]:
    inside = data.only(piece.parts.training)  # the fold's test patients are not handed over

    def prepared(_: Preprocessing) -> PreparedSet:
        return inside

    about = {
        "family": piece.family,
        "search": search.to_dict(),
        "data_sha256": digest,
        "training": list(piece.parts.training),
        "recipe": {**piece.recipe.to_dict(), "device": "", "threads": 0},
        "libraries": libraries(),
    }
    ground = Ground(prepared, piece.parts.training, piece.recipe, data.config, piece.family)
    trials = run_trials(
        ground,
        search,
        file=TrialFile(work / f"{piece.key}.search.json", about),
        work=work / f"{piece.key}.search",
        executor=executor,
        job=job,
    )
    best = tell_best(trials, job)
    recipe, _ = applied(best.settings, piece.recipe, data.config)
    told = {"model": piece.key, "trials": len(trials), "settings": dict(best.settings)}
    return replace(piece, recipe=recipe), told
