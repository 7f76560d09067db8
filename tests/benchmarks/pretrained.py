"""What the benchmarks of first weights and recipes share: kept phantoms, weights made of them, slices of an epoch."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import numpy as np

from cxstage_core.cohort.values.records import Split
from cxstage_core.dataset import PreparedSet, Preprocessing
from cxstage_core.dataset.protocols import Protocol, draw_folds
from cxstage_core.jobs import no_progress
from cxstage_core.models import find_family
from cxstage_core.training import Recipe
from cxstage_core.training.pretraining.images import Slices, phantom_seed, phantom_slices
from cxstage_core.training.pretraining.pretrain import pretrain_on
from cxstage_core.training.pretraining.settings import Pretraining

PHANTOMS = 300
"""Of a pre-training; the same for every seed of a benchmark, as a department has one set of them."""


@cache
def phantoms(config: Preprocessing, number: int, seed: int, folder: Path) -> Slices:
    """Return the prepared slices of the phantoms of a pre-training, kept in a file between runs.

    Args:
        seed: of the pre-training's settings.
        folder: of the kept files; made when missing.
    """
    own = phantom_seed(seed)
    file = folder / f"pretraining-{number}-{config.size_px}px-{config.digest()[:12]}-{own}.npz"
    if not file.exists():
        made = phantom_slices(config, number, own, no_progress())
        folder.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as stream:
            np.savez_compressed(
                stream,
                arrays=np.concatenate(made.arrays),
                answers=np.concatenate(made.answers),
                ends=np.cumsum([len(array) for array in made.arrays])[:-1],
            )
        part.replace(file)
    with np.load(file) as read:
        return Slices(
            tuple(np.split(read["arrays"], read["ends"])),
            tuple(np.split(read["answers"], read["ends"])),
        )


def pretrained(
    network: str, config: Preprocessing, images: int, seed: int, out: Path, folder: Path
) -> tuple[str, int]:
    """Pre-train a network and return the path of its weights and how many images it saw.

    Args:
        images: to be seen, rounded to whole passes over the phantoms' slices, at least one.
        out: the file to write.
        folder: of the kept phantoms.
    """
    slices = phantoms(config, PHANTOMS, Pretraining().seed, folder)
    passes = max(1, round(images / len(slices)))
    settings = Pretraining(phantoms=PHANTOMS, epochs=passes, seed=seed, device="cpu", threads=1)
    made = pretrain_on(slices, find_family(network), settings, config, out)
    return str(made.file), made.card.images_seen


def slices_per_epoch(data: PreparedSet, split: Split) -> int:
    """Return how many slices pass through a network in an epoch: those of the patients it learns from."""
    (fold,) = draw_folds(
        Protocol(), data.label_of(), split, validation=Recipe().validation, seed=Recipe().seed
    )
    return sum(len(array) for array in data.only(fold.learning).arrays)
