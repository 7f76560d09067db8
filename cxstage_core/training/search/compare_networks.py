"""Training several networks on one plan and judging them, once, on its test patients."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cxstage_core.cohort.values.records import Split
from cxstage_core.dataset import PreparedSet, check_inputs
from cxstage_core.dataset.protocols import Fold, check_folds
from cxstage_core.errors import TrainingError
from cxstage_core.jobs import Job, no_progress
from cxstage_core.models import find_families
from cxstage_core.training.execution.executors import Executor, Here
from cxstage_core.training.run.network_run import Piece, TrainedModel
from cxstage_core.training.settings.partition import FEWEST_PER_GROUP, Parts, divide
from cxstage_core.training.settings.recipe import Recipe

__all__ = ["TrainedModel", "compare", "compare_folds", "pieces_of"]


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
    """Train networks on the training part; then, once, judge each on the test part.

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
    _check_sizes(data, families)
    parts = divide(data, split, validation=recipe.validation, seed=recipe.seed)
    fold = Fold(1, 1, parts.learning, parts.validation, parts.test)
    return compare_folds(data, (fold,), families, recipe, work=work, experiment=experiment, job=job)


def compare_folds(
    data: PreparedSet,
    folds: Sequence[Fold],
    families: Sequence[str],
    recipe: Recipe,
    *,
    work: Path,
    experiment: str = "",
    executor: Executor | None = None,
    job: Job | None = None,
) -> tuple[TrainedModel, ...]:
    """Train every network on every fold of one plan.

    Args:
        folds: of `draw_folds`.
        executor: here, one after the other, when None.

    Returns:
        Family by family, fold by fold.

    Raises:
        Cancelled, LeakError, TrainingError, ModelError: as `compare`.
    """
    pieces = pieces_of(data, folds, families, recipe, experiment)
    return (executor or Here()).run({data_key(data): data}, pieces, work=work, job=job or no_progress())


def pieces_of(
    data: PreparedSet,
    folds: Sequence[Fold],
    families: Sequence[str],
    recipe: Recipe,
    experiment: str = "",
) -> tuple[Piece, ...]:
    """The networks that a comparison trains, every family on the very same folds.

    Raises:
        LeakError, TrainingError, ModelError: a plan or a network that cannot be trained.
    """
    _check_sizes(data, families)
    check_inputs(data.config.channels)
    check_folds(folds)
    for fold in folds:
        _check_groups(fold, data.label_of())
    repeats = max(fold.repeat for fold in folds)
    return tuple(
        Piece(
            family.key,
            Parts(fold.learning, fold.validation, fold.test),
            recipe,
            family.title if len(folds) == 1 else f"{family.title} {fold_name(fold, repeats)}",
            family.key if len(folds) == 1 else f"{family.key}-{fold.repeat}-{fold.number}",
            experiment,
            data_key(data),
        )
        for family in find_families(tuple(families))
        for fold in folds
    )


def data_key(data: PreparedSet) -> str:
    """Names a prepared set among those of one cohort."""
    return data.config.digest()


def fold_name(fold: Fold, repeats: int) -> str:
    """Short name of a fold, such as "2" or, where folds are repeated, "1.2"."""
    return f"{fold.repeat}.{fold.number}" if repeats > 1 else str(fold.number)


def _check_sizes(data: PreparedSet, families: Sequence[str]) -> None:
    for family in find_families(tuple(families)):
        family.check_size(data.config.size_px)


def _check_groups(fold: Fold, labels: dict[str, int]) -> None:
    if not fold.test:
        raise TrainingError(
            "No patient of the test part can be used.",
            remedy="Complete the clinical facts and reference outlines of the test patients.",
        )
    ones = sum(labels[patient] for patient in fold.training)
    zeros = len(fold.training) - ones
    if min(zeros, ones) < FEWEST_PER_GROUP:
        raise TrainingError(
            "The training part has {zeros} patients of the surgery group and {ones} of the "
            "chemoradiotherapy group; each needs at least {fewest}.",
            remedy="Add patients with complete facts and outlines, or choose another label scheme.",
            zeros=zeros,
            ones=ones,
            fewest=FEWEST_PER_GROUP,
        )
