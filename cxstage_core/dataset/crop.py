"""The square window around an outline, of fixed physical size, and sampling in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Window:
    """A square in the plane of the slices, the same for all slices of a patient.

    Args:
        centre: fractional (row, column) index of its middle.
        spacing: mm between rows and between columns of the image.
        side_mm: its side.
        size_px: samples along its side.
    """

    centre: tuple[float, float]
    spacing: tuple[float, float]
    side_mm: float
    size_px: int

    def weights(self, axis: int, length: int) -> Matrix:
        """The sampling matrix (size_px, length) of the image's rows (axis 0) or columns (axis 1).

        A linear kernel as wide as the coarser of the two pixel sizes: interpolation when the image
        is coarser than the input, area-like averaging (no aliasing) when it is finer. A sample
        whose kernel lies outside the image has a row of zeros.
        """
        step = self.side_mm / self.size_px / self.spacing[axis]
        samples = self.centre[axis] + (np.arange(self.size_px) - (self.size_px - 1) / 2) * step
        distance = np.abs(samples[:, None] - np.arange(length)[None])
        weights = np.clip(1 - distance / max(1.0, step), 0, None)
        inside = (samples > -0.5) & (samples < length - 0.5)
        total = weights.sum(axis=1, keepdims=True)
        return np.asarray(
            np.where(inside[:, None] & (total > 0), weights / np.maximum(total, 1e-12), 0)
        )

    def sample(self, image: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
        """Sample slices (slice, row, column); each slice for itself, 0 outside the image.

        Returns:
            float32 (slice, size_px, size_px).
        """
        rows = self.weights(0, image.shape[1])
        columns = self.weights(1, image.shape[2])
        return np.asarray(rows @ image.astype(np.float64) @ columns.T, dtype=np.float32)

    def indices(self, axis: int, length: int) -> slice:
        """The rows (axis 0) or columns (axis 1) of the image that `sample` reads."""
        used = np.flatnonzero(self.weights(axis, length).any(axis=0))
        return slice(int(used[0]), int(used[-1]) + 1) if used.size else slice(0, 1)


def window_around(
    outline: npt.NDArray[np.bool_], spacing: tuple[float, float], side_mm: float, size_px: int
) -> Window:
    """The window centred on the bounding box of the whole outline (slice, row, column)."""
    box = bounding_box(outline)
    rows, columns = ((low + high) / 2 for low, high in box)
    return Window((rows, columns), spacing, side_mm, size_px)


def bounding_box(outline: npt.NDArray[np.bool_]) -> tuple[tuple[int, int], tuple[int, int]]:
    """First and last (row, row), (column, column) of an outline that is not empty."""
    found = []
    for axes in ((0, 2), (0, 1)):
        used = np.flatnonzero(outline.any(axis=axes))
        found.append((int(used[0]), int(used[-1])))
    return found[0], found[1]
