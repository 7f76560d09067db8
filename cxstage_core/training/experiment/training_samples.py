"""A few training images as a network gets them in an epoch, drawn again outside the training.

An epoch depends on (seed, epoch) alone, so that the very images can be drawn in another process: the training
is neither slowed down nor changed. Validation and test patients are never among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset import Preprocessing
from cxstage_core.dataset.protocols import Protocol
from cxstage_core.errors import TrainingError
from cxstage_core.jobs import Job, no_progress
from cxstage_core.training.experiment.experiment import prepare_plan
from cxstage_core.training.search.compare_members import planned_members
from cxstage_core.training.search.compare_networks import planned_runs
from cxstage_core.training.settings.recipe import Recipe

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

HOW_MANY = 6
_SLICES_LOOKED_AT = 64
_DARKEST, _BRIGHTEST = 1.0, 99.0


@dataclass(frozen=True, slots=True, eq=False)
class TrainingSamples:
    """Augmented training images.

    Args:
        network: name of the network, with its fold.
        epoch: 1-based.
        channels: names, in the order of the images.
        images: uint8 (n, channel, row, column). Black and white are the 1st and the 99th percentile of the
            channel before augmentation, so that brighter and darker images look so.
        labels: (n,) of group 1; between 0 and 1 where the recipe blends labels.
        slices: of the training part that the epoch is drawn from.
    """

    network: str
    epoch: int
    channels: tuple[str, ...]
    images: npt.NDArray[np.uint8]
    labels: tuple[float, ...]
    slices: int


def training_samples(
    cohort: Cohort,
    families: Sequence[str],
    network: str,
    epoch: int,
    *,
    scheme: str,
    preprocessing: Preprocessing,
    recipe: Recipe,
    protocol: Protocol,
    reopened: str = "",
    job: Job | None = None,
) -> TrainingSamples:
    """Draw the first images of an epoch again, on the CPU.

    Args:
        network: name of a network of this comparison, as its events carry it.
        epoch: 1-based.

    Raises:
        TrainingError: the nested protocol, which chooses its settings inside each fold, or there is no
            such network in the comparison.
        CxStageError: as for `run_experiment`.
        Cancelled: between two patients.
    """
    import torch

    from cxstage_core.training.loop.pool import make_pool
    from cxstage_core.training.loop.trainer import drawn_batches

    if protocol.kind == "nested":
        raise TrainingError(
            "The nested protocol chooses the settings inside each fold, so that its images cannot be drawn again.",
            remedy="Choose another protocol to see augmented images.",
        )
    job = job or no_progress()
    data, plan = prepare_plan(cohort, scheme, preprocessing, recipe, protocol, job, reopened)
    planned = (
        planned_members(data, plan.folds[0], plan.member_folds, families, recipe)
        if plan.member_folds
        else planned_runs(data, plan.folds, families, recipe)
    )
    runs = {run.name: run for run in planned}
    if network not in runs:
        raise TrainingError(
            "{network} is not a network of this comparison.",
            remedy="Choose one of: {names}.",
            network=network,
            names=", ".join(runs),
        )
    run = runs[network]
    learning = data.only(run.fold.learning)
    pool = make_pool(
        learning.arrays,
        learning.labels.tolist(),
        data.config.inputs,
        torch.device("cpu"),
        data.config.fov_mm,
    )
    images, labels = next(drawn_batches(pool, run.recipe, epoch - 1))
    before = pool.take(np.arange(min(len(pool), _SLICES_LOOKED_AT), dtype=np.int64)).numpy()
    return TrainingSamples(
        network,
        epoch,
        data.config.inputs,
        _grey(images[:HOW_MANY].numpy(), before),
        tuple(float(label) for label in labels[:HOW_MANY]),
        len(pool),
    )


def _grey(images: npt.NDArray[np.float32], before: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Map each channel to grey values by its range before augmentation."""
    low, high = np.percentile(before, [_DARKEST, _BRIGHTEST], axis=(0, 2, 3))
    low, width = low[None, :, None, None], np.maximum(high - low, 1e-6)[None, :, None, None]
    grey: npt.NDArray[np.uint8] = np.clip((images - low) / width * 255, 0, 255).astype(np.uint8)
    return grey
