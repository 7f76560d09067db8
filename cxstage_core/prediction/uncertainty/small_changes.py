"""Small changes of a study, as of a patient who lies slightly otherwise: what a network should not care about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset import Augmentation, Preprocessing
from cxstage_core.dataset.acquisition_shift import Extent
from cxstage_core.dataset.augmentation import Draws, augment, draw
from cxstage_core.models import ModelCard

SHIFT_MM = 2.0
ROTATION_DEG = 5.0
DRAWS = 8
SEED = 2018
Pixels = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SmallChanges:
    """How far the images are moved, and how often.

    Args:
        shift_mm, rotation_deg: largest shift along each axis and largest rotation in the plane, either way.
        flip: left and right are exchanged in half of the draws.
        draws: 0 where nothing is moved.
    """

    shift_mm: float
    rotation_deg: float
    flip: bool
    draws: int = DRAWS

    @classmethod
    def of(cls, card: ModelCard) -> SmallChanges:
        """Return small changes, none of them larger than the model was trained with."""
        recipe: Any = card.lineage.get("recipe")
        settings: Any = recipe.get("augmentation") if isinstance(recipe, Mapping) else None
        known: Mapping[str, Any] = settings if isinstance(settings, Mapping) else {}
        side = Preprocessing.from_dict(card.preprocessing).fov_mm
        share = float(known.get("translation", 0)) + float(known.get("crop", 0)) / 2
        shift = min(SHIFT_MM, share * side + float(known.get("translation_mm", 0)))
        rotation = min(ROTATION_DEG, float(known.get("rotation_deg", 0)))
        flip = bool(known.get("flip", False))
        return cls(shift, rotation, flip, DRAWS if shift or rotation or flip else 0)

    def apply(self, array: Pixels, card: ModelCard) -> Iterator[Pixels]:
        """Give the prepared slices (slice, channel, row, column) once for each draw; always the same draws.

        All slices of a draw are moved alike.
        """
        import torch

        if not self.draws:
            return
        side = Preprocessing.from_dict(card.preprocessing).fov_mm
        off = Augmentation.off().to_dict()
        config = Augmentation.from_dict(
            {
                **off,
                "rotation_deg": self.rotation_deg,
                "translation_mm": self.shift_mm,
                "flip": self.flip,
            }
        )
        drawn = draw(
            config,
            self.draws,
            torch.Generator().manual_seed(SEED),
            card.channels,
            Extent(side, array.shape[-1]),
        )
        batch = torch.from_numpy(np.array(array, dtype=np.float32))
        for number in range(self.draws):
            yield augment(batch, _for_slices(drawn, number, len(array))).numpy()


def _for_slices(drawn: Draws, number: int, slices: int) -> Draws:
    """Return one draw for each slice; intensities stay as they are."""
    rows = [number] * slices
    return Draws(
        affine=drawn.affine[rows],
        images=(),
        brightness=drawn.brightness[rows],
        contrast=drawn.contrast[rows],
        gamma=drawn.gamma[rows],
        keep=drawn.keep[rows],
    )
