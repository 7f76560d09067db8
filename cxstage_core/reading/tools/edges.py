"""Edges of a slice, and the cost of a path along them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.reading.tools.brush import Point

SOFTENED_PX = 1.5
BLOCK_PX, BLOCKS = 4, 11
NOISE = 2.5
"""How many times the median gradient counts as an edge where nothing stronger is near."""
SNAP_PX = 3
LEAST = 0.02
SHARPNESS = 3.0
ALONG = 0.35
STEPS = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))
Costs = npt.NDArray[np.float32]


class Edges:
    """Edges of a slice, each as strong as those around it: a faint edge counts where none is stronger.

    After E. Mortensen and W. Barrett, "Intelligent scissors for image composition", SIGGRAPH 1995: the
    cost of a pixel falls with the gradient's magnitude, that of a step with its alignment to the edge.

    Args:
        image: (row, column) of any real type.
        spacing: mm between rows and between columns.
    """

    def __init__(self, image: npt.NDArray[Any], spacing: Point) -> None:
        from scipy import ndimage

        self.shape = (image.shape[0], image.shape[1])
        self.spacing = spacing
        soft = image.astype(np.float32)
        sigma = [SOFTENED_PX * min(spacing) / step for step in spacing]
        down, across = (
            ndimage.gaussian_filter(soft, sigma, order=order, mode="nearest") / step
            for order, step in zip(((1, 0), (0, 1)), spacing, strict=True)
        )
        strength = np.hypot(down, across)
        near = _strongest_near(strength)
        floor = max(NOISE * float(np.median(strength)), float(strength.max()) * 1e-3, 1e-12)
        share = np.minimum(strength / np.maximum(near, floor), 1.0)
        self.costs: Costs = (LEAST + (1.0 - share) ** SHARPNESS).astype(np.float32)
        safe = np.maximum(strength, 1e-12)
        # The unit vector along the edge stands at right angles to the gradient.
        self._along = (-across / safe * share, down / safe * share)

    def snapped(self, point: Point) -> tuple[int, int]:
        """The pixel with the strongest edge at most three pixels from a point (row, column)."""
        row, column = (
            min(max(round(at), 0), count - 1) for at, count in zip(point, self.shape, strict=True)
        )
        top, left = max(0, row - SNAP_PX), max(0, column - SNAP_PX)
        near = self.costs[top : row + SNAP_PX + 1, left : column + SNAP_PX + 1]
        down, across = np.unravel_index(int(near.argmin()), near.shape)
        return top + int(down), left + int(across)

    def steps(self, rows: slice, columns: slice) -> Costs:
        """Cost of the steps from each pixel of a window to its eight neighbours (row, column, step).

        Steps over the window's sides cost infinitely much; the order is that of `STEPS`.
        """
        costs = self.costs[rows, columns]
        along = tuple(part[rows, columns] for part in self._along)
        tall, wide = costs.shape
        found = np.full((tall, wide, len(STEPS)), np.inf, dtype=np.float32)
        for number, (down, right) in enumerate(STEPS):
            here = (_part(tall, down), _part(wide, right))
            there = (_part(tall, -down), _part(wide, -right))
            way = np.array((down * self.spacing[0], right * self.spacing[1]))
            length = float(np.hypot(*way))
            off = 1.0 - np.abs(along[0][here] * way[0] + along[1][here] * way[1]) / length
            found[(*here, number)] = length * (
                (costs[here] + costs[there]) / 2 + ALONG * (off * costs[here])
            )
        return found


def _strongest_near(strength: Costs) -> Costs:
    """The strongest edge within some 20 pixels of each pixel, found in blocks of 4 × 4."""
    from scipy import ndimage

    rows, columns = strength.shape
    tall, wide = -(-rows // BLOCK_PX), -(-columns // BLOCK_PX)
    padded = np.pad(strength, ((0, tall * BLOCK_PX - rows), (0, wide * BLOCK_PX - columns)))
    blocks = padded.reshape(tall, BLOCK_PX, wide, BLOCK_PX).max(axis=(1, 3))
    near = ndimage.maximum_filter(blocks, BLOCKS, mode="nearest")
    near = ndimage.uniform_filter(near, BLOCKS, mode="nearest")
    return np.asarray(near.repeat(BLOCK_PX, axis=0).repeat(BLOCK_PX, axis=1)[:rows, :columns])


def _part(count: int, step: int) -> slice:
    """The pixels along an axis from which a step stays within it."""
    return slice(max(0, -step), count - max(0, step))
