"""Ensembles: every network is trained once per member and tested, once, as their ensemble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cxstage_core.cohort.values.folds import Fold
from cxstage_core.dataset import PreparedSet
from cxstage_core.dataset.member_folds import check_member_folds
from cxstage_core.jobs import Job, no_progress
from cxstage_core.models import find_families
from cxstage_core.training.execution.executors import Executor
from cxstage_core.training.execution.one_form import train_runs
from cxstage_core.training.run.ensemble import join_members
from cxstage_core.training.run.network_run import NetworkRun, TrainedModel
from cxstage_core.training.search.compare_networks import planned_runs
from cxstage_core.training.settings.events import member_name
from cxstage_core.training.settings.origin import Origins
from cxstage_core.training.settings.recipe import Recipe

_SEEDS = 2**31


def compare_members(
    data: PreparedSet,
    outer: Fold,
    member_folds: Sequence[Fold],
    families: Sequence[str],
    recipe: Recipe,
    *,
    work: Path,
    experiment: str = "",
    origins: Origins = (),
    executor: Executor | None = None,
    job: Job | None = None,
) -> tuple[TrainedModel, ...]:
    """Train the members of every network, join them, and test each ensemble on the test part.

    Interrupted and called again with the same arguments, it goes on with the member where it was.

    Args:
        outer: the locked split.
        member_folds: of `draw_member_folds`, one per member.
        executor: here, one member after the other, when None.

    Returns:
        One ensemble per family.

    Raises:
        Cancelled: between two batches of a member, or between two patients; the checkpoints stay.
        LeakError, DatasetError, TrainingError, ModelError: as `planned_members`, or as `join_members`.
    """
    job, count = job or no_progress(), len(member_folds)
    runs = planned_members(data, outer, member_folds, families, recipe, experiment, origins)
    trained = train_runs(executor, {data.key: data}, runs, work=work, job=job)
    joined = [
        replace(run, name=run.title, key=run.family, fold=outer, recipe=recipe, member=0)
        for run in runs[::count]
    ]
    return tuple(
        join_members(
            data,
            run,
            trained[index * count : (index + 1) * count],
            work=work,
            index=index,
            total=len(joined),
            job=job,
        )
        for index, run in enumerate(joined)
    )


def planned_members(
    data: PreparedSet,
    outer: Fold,
    member_folds: Sequence[Fold],
    families: Sequence[str],
    recipe: Recipe,
    experiment: str = "",
    origins: Origins = (),
) -> tuple[NetworkRun, ...]:
    """The networks that are trained, family by family and member by member.

    The members of one network differ in their patients and in their seed, the recipe's and those that follow it:
    an ensemble gains by members that began apart.

    Raises:
        LeakError: a member would know a patient that it holds out, or one of the test part.
        DatasetError, TrainingError, ModelError: a plan or a network that cannot be trained.
    """
    check_member_folds(member_folds, outer)
    planned_runs(
        data, (outer,), families, recipe, experiment, origins
    )  # refuses what cannot be trained
    count = len(member_folds)
    return tuple(
        NetworkRun(
            family.key,
            family.title,
            fold,
            replace(recipe, seed=(recipe.seed + fold.number - 1) % _SEEDS),
            member_name(family.title, fold.number, count),
            f"{family.key}-member-{fold.number}",
            experiment,
            data.key,
            origins,
            member=fold.number,
        )
        for family in find_families(tuple(families))
        for fold in member_folds
    )
