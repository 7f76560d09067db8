"""First weights for a benchmark: a network pre-trained on phantoms that belong to no cohort, for so many images."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np

from cxstage_core.dataset import Preprocessing
from cxstage_core.jobs import no_progress
from cxstage_core.models import find_family
from cxstage_core.training.pretraining.images import Slices, phantom_seed, phantom_slices
from cxstage_core.training.pretraining.pretrain import pretrain_on
from cxstage_core.training.pretraining.settings import Pretraining

PHANTOMS = 300
"""Of a pre-training; the same for every seed of a benchmark, as a department has one set of them."""


def phantoms(config: Preprocessing, folder: Path) -> Slices:
    """Return their prepared slices, kept in a file between runs.

    Args:
        folder: of the kept files; made when missing.
    """
    seed = phantom_seed(Pretraining().seed)
    file = folder / f"pretraining-{PHANTOMS}-{config.size_px}px-{config.digest()[:12]}-{seed}.npz"
    if not file.exists():
        made = phantom_slices(config, PHANTOMS, seed, no_progress())
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
    slices = phantoms(config, folder)
    settings = Pretraining(
        phantoms=PHANTOMS,
        epochs=max(1, round(images / len(slices))),
        seed=seed,
        device="cpu",
        threads=1,
    )
    made = pretrain_on(slices, find_family(network), replace(settings), config, out)
    return str(made.file), made.card.images_seen
