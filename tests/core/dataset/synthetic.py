"""Small synthetic studies: a bright elliptic body with a darker ball as tumour."""

from __future__ import annotations

import numpy as np

from cxstage_core.imaging import Grid, Label, Mask, Volume

AXIAL = Grid.axial((9, 120, 128), (4.0, 1.25, 1.25), (-80.0, -75.0, -16.0))
CENTRE = (4.0, 10.0, 1.0)


def study(
    grid: Grid = AXIAL,
    *,
    radius_mm: float = 18.0,
    centre: tuple[float, float, float] = CENTRE,
    seed: int = 0,
) -> tuple[Volume, Mask]:
    """A volume and the outline of its tumour, both computed in world space."""
    index = np.stack(np.meshgrid(*[np.arange(n) for n in grid.size], indexing="ij"), axis=-1)
    world = grid.index_to_world(index)
    body = (world[..., 0] / 70) ** 2 + (world[..., 1] / 60) ** 2 < 1
    tumour = np.linalg.norm(world - np.asarray(centre), axis=-1) < radius_mm
    noise = np.random.default_rng(seed).normal(0, 4, grid.size)
    fat = 60 * (np.hypot(world[..., 0], world[..., 1]) > 45)
    image = np.where(body, 120.0 + fat - 50.0 * tumour, 5.0) + noise
    labels = np.where(tumour & body, Label.TUMOUR, Label.BACKGROUND).astype(np.uint8)
    return Volume(np.clip(image, 0, None).astype(np.uint16), grid), Mask(labels, grid)
