"""Training several networks on one plan and evaluating them, once, on its test patients."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cxstage_core.cohort.values.folds import Fold
from cxstage_core.cohort.values.records import Split
from cxstage_core.dataset import PreparedSet, check_inputs
from cxstage_core.dataset.protocols import Protocol, check_folds, check_groups, draw_folds
from cxstage_core.jobs import Job, no_progress
from cxstage_core.models import find_families
from cxstage_core.training.execution.executors import Executor
from cxstage_core.training.execution.one_form import train_runs
from cxstage_core.training.run.network_run import NetworkRun, TrainedModel
from cxstage_core.training.settings.origin import Origins
from cxstage_core.training.settings.recipe import Recipe

__all__ = ["TrainedModel", "compare", "compare_on_folds", "planned_runs"]


def compare(
    data: PreparedSet,
    split: Split,
    families: Sequence[str],
    recipe: Recipe,
    *,
    work: Path,
    experiment: str = "",
    job: Job | None = None,
) -> tuple[TrainedModel, ...]:
    """Train networks on the training part; then, once, evaluate each on the test part.

    Called again with the same arguments after an interruption, it goes on where it was and ends
    with the same weights; on the CPU with the same number of threads, bit for bit.

    Args:
        data: prepared patients, all of one scheme and preprocessing.
        split: locked parts; patients that could not be prepared are left out.
        families: keys or titles.
        work: folder for checkpoints and model files; made when missing.
        experiment: id that the model files name.

    Raises:
        Cancelled: between two batches; the checkpoint stays.
        LeakError, TrainingError, ModelError: before anything is trained.
    """
    _check_inputs(data, families)
    folds = draw_folds(
        Protocol("holdout"), data.label_of(), split, validation=recipe.validation, seed=recipe.seed
    )
    return compare_on_folds(data, folds, families, recipe, work=work, experiment=experiment, job=job)


def compare_on_folds(
    data: PreparedSet,
    folds: Sequence[Fold],
    families: Sequence[str],
    recipe: Recipe,
    *,
    work: Path,
    experiment: str = "",
    origins: Origins = (),
    executor: Executor | None = None,
    job: Job | None = None,
) -> tuple[TrainedModel, ...]:
    """Train every network on every fold of one plan.

    Args:
        folds: of `draw_folds`.
        origins: the searches that chose settings, for the model cards.
        executor: here, one after the other, when None.

    Returns:
        Family by family, fold by fold.

    Raises:
        Cancelled, LeakError, TrainingError, ModelError: as `compare`.
    """
    runs = planned_runs(data, folds, families, recipe, experiment, origins)
    return train_runs(executor, {data.key: data}, runs, work=work, job=job or no_progress())


def planned_runs(
    data: PreparedSet,
    folds: Sequence[Fold],
    families: Sequence[str],
    recipe: Recipe,
    experiment: str = "",
    origins: Origins = (),
) -> tuple[NetworkRun, ...]:
    """The networks that a comparison trains, every family on the very same folds.

    Raises:
        LeakError, TrainingError, ModelError: a plan or a network that cannot be trained.
    """
    _check_inputs(data, families)
    check_folds(folds)
    labels = data.label_of()
    for fold in folds:
        check_groups(fold, labels)
    repeats = max(fold.repeat for fold in folds)
    return tuple(
        NetworkRun(
            family.key,
            family.title,
            fold,
            recipe,
            family.title if len(folds) == 1 else f"{family.title} {fold_name(fold, repeats)}",
            family.key if len(folds) == 1 else f"{family.key}-{fold.repeat}-{fold.number}",
            experiment,
            data.key,
            origins,
        )
        for family in find_families(tuple(families))
        for fold in folds
    )


def fold_name(fold: Fold, repeats: int) -> str:
    """Return the short name of a fold, such as "2" or, where folds are repeated, "1.2"."""
    return f"{fold.repeat}.{fold.number}" if repeats > 1 else str(fold.number)


def _check_inputs(data: PreparedSet, families: Sequence[str]) -> None:
    for family in find_families(tuple(families)):
        family.check_size(data.config.size_px)
    check_inputs(data.config.channels)
