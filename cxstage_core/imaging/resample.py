"""Resampling between grids through world space, and the bridge to SimpleITK.

SimpleITK is imported where it is used: the window must open before it is loaded.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cxstage_core.imaging.grid import Grid, Triple
from cxstage_core.imaging.rigid import Rigid
from cxstage_core.imaging.volume import Mask, Volume

NOTHING = 1e-12
"""A direction cosine below this moves no voxel of a metre-wide image by more than a picometre."""


def to_sitk(image: Volume | Mask) -> Any:
    """The same image as a SimpleITK image (index order x, y, z = column, row, slice)."""
    import SimpleITK as sitk

    array = image.array
    if array.dtype in (np.float16, np.bool_):
        array = array.astype(np.float32 if array.dtype == np.float16 else np.uint8)
    picture = sitk.GetImageFromArray(np.ascontiguousarray(array))
    grid = image.grid
    picture.SetSpacing([float(v) for v in grid.spacing[::-1]])
    picture.SetOrigin([float(v) for v in grid.origin])
    columns = np.asarray(grid.direction)[::-1].T
    # ITK decomposes the matrix, and fails without a word on numbers that are as good as nothing.
    columns = np.where(np.abs(columns) < NOTHING, 0.0, columns)
    picture.SetDirection([float(v) for v in columns.ravel()])
    return picture


def grid_of_sitk(picture: Any) -> Grid:
    """The grid of a three-dimensional SimpleITK image."""
    columns = np.asarray(picture.GetDirection(), dtype=float).reshape(3, 3)
    x, y, z = (_triple(columns[:, axis]) for axis in range(3))
    size = picture.GetSize()
    spacing = picture.GetSpacing()
    return Grid(
        (int(size[2]), int(size[1]), int(size[0])),
        (float(spacing[2]), float(spacing[1]), float(spacing[0])),
        _triple(picture.GetOrigin()),
        (z, y, x),
    )


def volume_of_sitk(picture: Any) -> Volume:
    """A three-dimensional scalar SimpleITK image as a volume."""
    import SimpleITK as sitk

    return Volume(sitk.GetArrayFromImage(picture), grid_of_sitk(picture))


def resample_volume(
    volume: Volume, grid: Grid, *, fill: float = 0.0, moved: Rigid | None = None
) -> Volume:
    """Trilinear interpolation onto another grid, float32.

    Args:
        volume: image to sample.
        grid: where to sample, any orientation.
        fill: value outside the image.
        moved: where each point of the grid lies in the image; at the same place when None.
    """
    import SimpleITK as sitk

    source = to_sitk(Volume(volume.array.astype(np.float32, copy=False), volume.grid))
    return Volume(_resampled(source, grid, sitk.sitkLinear, fill, moved), grid)


def resample_mask(mask: Mask, grid: Grid) -> Mask:
    """Nearest-neighbour labels on another grid; outside the mask is background."""
    import SimpleITK as sitk

    if mask.grid.close_to(grid):
        return Mask(mask.array.copy(), grid)
    return Mask(_resampled(to_sitk(mask), grid, sitk.sitkNearestNeighbor, 0.0), grid)


def _resampled(
    source: Any, grid: Grid, interpolator: int, fill: float, moved: Rigid | None = None
) -> Any:
    import SimpleITK as sitk

    columns = np.asarray(grid.direction)[::-1].T
    found = sitk.Resample(
        source,
        [int(n) for n in grid.size[::-1]],
        sitk.Transform(3, sitk.sitkIdentity) if moved is None else moved.to_sitk(),
        interpolator,
        [float(v) for v in grid.origin],
        [float(v) for v in grid.spacing[::-1]],
        [float(v) for v in columns.ravel()],
        fill,
        source.GetPixelID(),
    )
    return sitk.GetArrayFromImage(found)


def _triple(values: Any) -> Triple:
    a, b, c = (float(v) for v in values)
    return (a, b, c)
