"""Grey values on screen: level and width, and the tables that apply them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Greys = npt.NDArray[np.uint8]

AUTO_PERCENTILES = (0.5, 99.5)
SAMPLES = 200_000


@dataclass(frozen=True, slots=True)
class WindowLevel:
    """Intensities from `low` to `high` are spread over black to white."""

    level: float
    width: float

    @property
    def low(self) -> float:
        """The brightest intensity that is black."""
        return self.level - self.width / 2

    @property
    def high(self) -> float:
        """The darkest intensity that is white."""
        return self.level + self.width / 2

    @classmethod
    def between(cls, low: float, high: float) -> WindowLevel:
        """The window with these ends; equal ends become a narrow window."""
        return cls((low + high) / 2, max(high - low, 1e-6))

    @classmethod
    def auto(cls, array: npt.NDArray[Any]) -> WindowLevel:
        """A window that clips half a percent of the voxels at each end.

        Large images are sampled evenly at 200,000 voxels, quick enough for the interface.
        """
        flat = array.reshape(-1)
        sample = flat[:: max(1, flat.size // SAMPLES)]
        if sample.dtype.kind == "f":
            sample = sample[np.isfinite(sample)]
        if sample.size == 0:
            return cls.between(0.0, 0.0)
        low, high = np.percentile(sample, AUTO_PERCENTILES)
        return cls.between(float(low), float(high))

    @classmethod
    def full(cls, array: npt.NDArray[Any]) -> WindowLevel:
        """The window from the lowest to the highest intensity."""
        known = array[np.isfinite(array)] if array.dtype.kind == "f" else array
        if known.size == 0:
            return cls.between(0.0, 0.0)
        return cls.between(float(known.min()), float(known.max()))

    def dragged(self, right_px: float, down_px: float, reference: float) -> WindowLevel:
        """The window after a drag: to the right widens, downwards darkens.

        Args:
            reference: width of the image's own window; 300 px change by one such width.
        """
        step = reference / 300.0
        width = min(max(self.width + right_px * step, reference / 200), reference * 20)
        return WindowLevel(self.level + down_px * step, width)


class GreyTable:
    """Turns intensities into greys for one window; whole numbers of 16 bits go through a table."""

    def __init__(self, window: WindowLevel, dtype: np.dtype[Any]) -> None:
        self._window = window
        self._table: Greys | None = None
        if dtype in (np.dtype(np.int16), np.dtype(np.uint16)):
            # Indexed by the 16 bits read as an unsigned number, negative intensities included.
            values = np.arange(65536, dtype=np.uint16).view(dtype)
            self._table = self._computed(values)

    def greys(self, plane: npt.NDArray[Any]) -> Greys:
        """uint8 (row, column) of a plane of the table's type."""
        if self._table is not None:
            return self._table.take(np.ascontiguousarray(plane).view(np.uint16))
        return self._computed(plane)

    def _computed(self, values: npt.NDArray[Any]) -> Greys:
        scaled = (values.astype(np.float32) - np.float32(self._window.low)) * np.float32(
            255.0 / self._window.width
        )
        greys = np.clip(scaled + np.float32(0.5), 0, 255)
        return np.nan_to_num(greys, copy=False).astype(np.uint8)
