"""The outline and the image around it on cubic voxels: what the features are measured on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset.intensity import normalisation
from cxstage_core.dataset.outline import outlined
from cxstage_core.errors import DatasetError
from cxstage_core.evaluation.comparison.radiomics.feature_set import FeatureSet
from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.imaging.resample import resample_volume

_AROUND_MM = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Image and outline on cubic voxels.

    Args:
        image: float64 (slice, row, column), normalised grey values.
        outline: uint8, 1 inside.
        grid: of both.
    """

    image: npt.NDArray[np.float64]
    outline: npt.NDArray[np.uint8]
    grid: Grid


def region_of(volume: Volume, mask: Mask, settings: FeatureSet) -> Region:
    """Interpolate the surroundings of an outline onto cubic voxels that keep the axes of the image.

    mirp takes arrays without geometry and ignores a spacing given with them, so that lengths and volumes are
    only right on voxels of 1 mm.

    Args:
        mask: on the grid of `volume`; tumour and possible infiltration count.

    Raises:
        DatasetError: nothing is outlined, the outline is too small, or the image shows no contrast.
    """
    inside = outlined(mask)
    if not inside.any():
        raise DatasetError("Nothing is outlined on the axial T2 series.")
    grid = _around(inside, mask.grid, settings.voxel_mm)
    share = resample_volume(Volume(inside.astype(np.float32), mask.grid), grid).array
    outline = np.asarray(share >= 0.5, dtype=np.uint8)
    if int(outline.sum()) < settings.least_voxels:
        raise DatasetError(
            "The outline is too small to be measured: {n} voxels of {voxel:g} mm, at least {least} are needed.",
            n=int(outline.sum()),
            voxel=settings.voxel_mm,
            least=settings.least_voxels,
        )
    values = np.where(np.isfinite(volume.array), volume.array, 0)
    measured = normalisation(values, (settings.low_percent, settings.high_percent))
    normal = measured.apply(values) * settings.scale + settings.shift
    image = resample_volume(Volume(normal, volume.grid), grid, fill=settings.shift).array
    return Region(np.asarray(image, dtype=np.float64), outline, grid)


def _around(inside: npt.NDArray[Any], grid: Grid, voxel_mm: float) -> Grid:
    """Return cubic voxels over the outline's box, centred on it, with the axes of the image."""
    low, high, spacing = [], [], np.asarray(grid.spacing)
    for axis in range(3):
        drawn = np.flatnonzero(inside.any(axis=tuple(other for other in range(3) if other != axis)))
        low.append(float(drawn[0]) - 0.5)
        high.append(float(drawn[-1]) + 0.5)
    middle = (np.asarray(low) + np.asarray(high)) / 2
    extent = (np.asarray(high) - np.asarray(low)) * spacing + 2 * _AROUND_MM
    size = tuple(math.ceil(side / voxel_mm) for side in extent)
    first = middle - (np.asarray(size) - 1) / 2 * voxel_mm / spacing
    x, y, z = (float(v) for v in grid.index_to_world(first))
    return Grid((size[0], size[1], size[2]), (voxel_mm,) * 3, (x, y, z), grid.direction)
