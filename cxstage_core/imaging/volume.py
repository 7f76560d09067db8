"""Pixels with world geometry: images and masks on a `Grid`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import GeometryError
from cxstage_core.imaging.grid import Grid


class Label(IntEnum):
    """What a reader can mark."""

    BACKGROUND = 0
    TUMOUR = 1
    INFILTRATION = 2


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """An image: array (slice, row, column) of any real type on its grid.

    Raises:
        GeometryError: array shape and grid size differ.
    """

    array: npt.NDArray[Any]
    grid: Grid

    def __post_init__(self) -> None:
        _check_shape(self.array, self.grid)


LARGEST_VALUE = 1e30
"""A voxel beyond this cannot be a measurement, and its square does not fit 32-bit floating point."""


def unmeasured(array: npt.NDArray[Any]) -> int:
    """Count the voxels that hold no measurement: NaN, infinite, or beyond `LARGEST_VALUE`."""
    if array.dtype.kind != "f" or array.size == 0:
        return 0
    low, high = float(array.min()), float(array.max())
    if low >= -LARGEST_VALUE and high <= LARGEST_VALUE:
        return 0  # the rule, without an array of the result; a NaN makes both NaN
    with np.errstate(invalid="ignore"):
        return int(array.size - np.count_nonzero(np.abs(array) <= LARGEST_VALUE))


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """Labels (`Label` values, uint8), array (slice, row, column) on its grid.

    Raises:
        GeometryError: array shape and grid size differ, or the array is not uint8.
    """

    array: npt.NDArray[np.uint8]
    grid: Grid

    def __post_init__(self) -> None:
        _check_shape(self.array, self.grid)
        if self.array.dtype != np.uint8:
            raise GeometryError(
                "A mask holds labels of type uint8, not {dtype}.", dtype=self.array.dtype
            )

    @classmethod
    def empty(cls, grid: Grid) -> Mask:
        """A mask with nothing drawn."""
        return cls(np.zeros(grid.size, dtype=np.uint8), grid)

    def of(self, label: Label) -> npt.NDArray[np.bool_]:
        """Where the label stands, bool (slice, row, column)."""
        return np.asarray(self.array == label)

    @property
    def drawn_slices(self) -> tuple[int, ...]:
        """Indices of the slices with any label."""
        return tuple(int(i) for i in np.flatnonzero(self.array.any(axis=(1, 2))))

    def volume_cm3(self, label: Label = Label.TUMOUR) -> float:
        """Volume of one label, cm³."""
        return float(np.count_nonzero(self.array == label)) * self.grid.voxel_mm3 / 1000.0

    def same_as(self, other: Mask) -> bool:
        """Equal labels on the same grid (1 µm)."""
        return self.grid.close_to(other.grid) and bool(np.array_equal(self.array, other.array))


def _check_shape(array: npt.NDArray[Any], grid: Grid) -> None:
    if tuple(array.shape) != grid.size:
        raise GeometryError(
            "The array has shape {shape}, its grid has size {size}.", shape=array.shape, size=grid.size
        )
