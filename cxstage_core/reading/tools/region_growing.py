"""Region growing: all that is connected with a seed and as bright as it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Volume

SOFTENED_PX = 1.0
TRUNCATE = 2.0
RIM = 2
"""Pixels beyond a window that its smoothed values depend on."""
FIRST_REACH, WIDER = 64, 4
RANGE = (1.0, 99.0)
Inside = npt.NDArray[np.bool_]
Window = tuple[slice, slice, slice]


class Growth:
    """A seed in a series, from which regions are grown with any tolerance.

    The image is smoothed in its slices (Gaussian, one pixel), and compared with the mean of the seed and
    its neighbours. Only a window around the seed is looked at; it is widened until the region ends
    within it, so that the answer is that of the whole series.

    Args:
        volume: the series.
        seed: slice, row and column.
    """

    def __init__(self, volume: Volume, seed: tuple[int, int, int]) -> None:
        self._image = volume.array
        self.seed = seed
        self._soft: dict[tuple[int, bool], npt.NDArray[np.float32]] = {}
        self._middle = float(self._softened(self._around(1, solid=False)).mean())

    def grown(self, tolerance: float, *, solid: bool) -> Inside:
        """The region, bool (slice, row, column) of the whole series.

        Args:
            tolerance: largest difference in grey value from the seed.
            solid: through the slices, instead of the seed's alone; voxels are connected by their faces.
        """
        reach = FIRST_REACH
        while (region := self._within(reach, tolerance, solid=solid)) is None:
            reach *= WIDER
        return region

    def grown_near(self, tolerance: float, *, solid: bool) -> Inside | None:
        """The same at once, if the region stays within 64 pixels of the seed; None when it does not."""
        return self._within(FIRST_REACH, tolerance, solid=solid)

    def _within(self, reach: int, tolerance: float, *, solid: bool) -> Inside | None:
        """The region if it ends within a window around the seed."""
        from scipy import ndimage

        window = self._around(reach, solid=solid)
        soft = self._soft.get((reach, solid))
        if soft is None:
            soft = self._soft[reach, solid] = self._softened(window)
        alike = np.abs(soft - self._middle) <= tolerance
        place = tuple(at - part.start for at, part in zip(self.seed, window, strict=True))
        alike[place] = True
        parts, _ = ndimage.label(alike)
        inside = parts == parts[place]
        if self._cut(inside, window):
            return None
        region = np.zeros(self._image.shape, dtype=bool)
        region[window] = _without_holes(inside)
        return region

    def _around(self, reach: int, *, solid: bool) -> Window:
        """The window of so many pixels around the seed, cut at the edges of the series."""
        index, *place = self.seed
        rows, columns = (
            slice(max(0, at - reach), min(count, at + reach + 1))
            for at, count in zip(place, self._image.shape[1:], strict=True)
        )
        return slice(0, self._image.shape[0]) if solid else slice(index, index + 1), rows, columns

    def _cut(self, inside: Inside, window: Window) -> bool:
        """Return True if the region reaches a side of the window beyond which the series goes on."""
        rows, columns = window[1:]
        return bool(
            (rows.start > 0 and inside[:, 0].any())
            or (rows.stop < self._image.shape[1] and inside[:, -1].any())
            or (columns.start > 0 and inside[:, :, 0].any())
            or (columns.stop < self._image.shape[2] and inside[:, :, -1].any())
        )

    def _softened(self, window: Window) -> npt.NDArray[np.float32]:
        from scipy import ndimage

        wide = [slice(max(0, part.start - RIM), part.stop + RIM) for part in window[1:]]
        soft = ndimage.gaussian_filter(
            self._image[(window[0], *wide)],
            (0, SOFTENED_PX, SOFTENED_PX),
            output=np.float32,
            mode="nearest",
            truncate=TRUNCATE,
        )
        inner = tuple(
            slice(part.start - around.start, part.stop - around.start)
            for part, around in zip(window[1:], wide, strict=True)
        )
        return np.asarray(soft[(slice(None), *inner)])


def _without_holes(inside: Inside) -> Inside:
    """Filled slice by slice: what the region encloses belongs to it."""
    from scipy import ndimage

    box = tuple(
        slice(int(found[0]), int(found[-1]) + 1)
        for axis in range(3)
        for found in [np.flatnonzero(inside.any(axis=tuple(a for a in range(3) if a != axis)))]
    )
    part = np.pad(inside[box], ((0, 0), (1, 1), (1, 1)))
    in_plane = np.zeros((3, 3, 3), dtype=bool)
    in_plane[1] = ndimage.generate_binary_structure(2, 1)
    parts, count = ndimage.label(~part, in_plane)
    outer = np.zeros(count + 1, dtype=bool)
    outer[np.unique(parts[:, 0])] = True
    outer[0] = False
    filled = ~outer[parts]
    result = inside.copy()
    result[box] = filled[:, 1:-1, 1:-1]
    return result


def grey_range(image: npt.NDArray[Any]) -> float:
    """Return the range of the grey values of a series, without the darkest and brightest hundredth.

    Args:
        image: (slice, row, column); some of its voxels are looked at.
    """
    some = image[:: max(1, image.shape[0] // 8), ::4, ::4]
    low, high = np.percentile(some, RANGE)
    return max(float(high - low), 1e-6)
