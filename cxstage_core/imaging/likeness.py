"""Whether two images show the same scan: by a coarse sketch first, then by their fine detail.

Both ignore pixel type, linear changes of the grey values, and the order in which axes are stored. Coarse
shapes of two people resemble each other; fine detail (what is left of a slice without its local mean) does not.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging.grid import Grid
from cxstage_core.imaging.volume import Volume

SKETCH = (6, 12, 12)
"""Slices, rows, columns of a sketch."""
ALIKE_IN_SKETCH = 0.97
"""Correlation of two sketches from which the images themselves are compared."""
ALIKE_IN_DETAIL = 0.6
"""Correlation of fine detail from which two images show the same scan; of two people it is below 0.2."""
_MOST_SHIFT = 3
"""Slices that one of two images may have lost."""
_MIDDLE = 256
"""Rows and columns in the middle of a slice whose fine detail is compared."""
_FEWEST = 100
_NOTHING = 1e-5
"""Share of the largest value below which detail is rounding."""


def sketch(volume: Volume) -> bytes:
    """Return the image at `SKETCH` size, one byte per block; empty if it has no contrast."""
    array = _oriented(volume)
    if not _has_contrast(array):
        return b""
    slices, rows, columns = (_blocks(n, blocks) for n, blocks in zip(array.shape, SKETCH, strict=True))
    array = np.tensordot(slices, rows @ (array @ columns.T), axes=(1, 0))
    low, high = float(array.min()), float(array.max())
    if not high - low > 1e-9 * max(abs(low), abs(high), 1e-30):
        return b""
    return bytes(np.round((array - low) * (255 / (high - low))).astype(np.uint8).tobytes())


def alike(first: bytes, second: bytes) -> float:
    """Return the correlation of two sketches, -1 to 1; 0 if one of them is empty."""
    if len(first) != len(second) or not first:
        return 0.0
    a, b = (np.frombuffer(found, np.uint8).astype(np.float64) for found in (first, second))
    return _correlation(a, b)


def detail_likeness(first: Volume, second: Volume) -> float:
    """Return the correlation of the fine detail of two images, at the best shift of a few slices.

    Returns:
        -1 to 1; 0 if rows and columns differ in number, or an image has no detail.
    """
    a, b = _oriented(first), _oriented(second)
    lost = abs(len(a) - len(b))
    if a.shape[1:] != b.shape[1:] or lost > _MOST_SHIFT:
        return 0.0
    longer, shorter = (_detail(_middle(c)) for c in ((a, b) if len(a) >= len(b) else (b, a)))
    n = len(shorter)
    return max(
        _correlation(longer[shift : shift + n].ravel(), shorter.ravel()) for shift in range(lost + 1)
    )


def _middle(array: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The middle of each slice, which is where a body is."""
    rows, columns = (max(0, (n - _MIDDLE) // 2) for n in array.shape[1:])
    return array[:, rows : rows + _MIDDLE, columns : columns + _MIDDLE]


def _oriented(volume: Volume) -> npt.NDArray[np.float32]:
    """The pixels as float32 with axes along the body's, each growing the same way; not finite is 0."""
    order, signs = _axes(volume.grid)
    array = np.transpose(volume.array, order)
    array = array[tuple(slice(None, None, sign) for sign in signs)]
    with np.errstate(over="ignore"):
        found = array.astype(np.float32)
    if array.dtype.kind == "f":
        np.nan_to_num(found, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
    return found


def _axes(grid: Grid) -> tuple[list[int], list[int]]:
    parts = np.asarray(grid.direction)  # axis of the array, axis of the world
    world = [2, 1, 0]
    left = [0, 1, 2]
    order, signs = [], []
    for axis in world:
        best = max(left, key=lambda index, axis=axis: abs(parts[index, axis]))  # type: ignore[misc]
        left.remove(best)
        order.append(best)
        signs.append(-1 if parts[best, axis] < 0 else 1)
    # The stack goes first, so that fine detail is that of the acquired slices.
    stack = order.index(0)
    order.insert(0, order.pop(stack))
    signs.insert(0, signs.pop(stack))
    return order, signs


def _blocks(n: int, blocks: int) -> npt.NDArray[np.float32]:
    """The matrix (blocks, n) of means over blocks, each pixel weighed by the share of it that a block covers."""
    edges = np.linspace(0, n, blocks + 1)
    index = np.arange(n)[None]
    begin, end = edges[:-1, None], edges[1:, None]
    covered = np.clip(np.minimum(end, index + 1) - np.maximum(begin, index), 0, 1)
    return np.asarray(covered * (blocks / n), np.float32)


def _detail(array: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Each slice less its mean over 3 x 3 pixels, without the outermost pixels, -1 to 1.

    Values are cut off at their median size, so that the outline of the body, where two people may coincide, counts no
    more than the texture inside it.
    """
    if min(array.shape[1:]) < 3:
        return np.zeros((len(array), 1, 1), np.float32)
    mean = sum(
        array[:, r : array.shape[1] - 2 + r, c : array.shape[2] - 2 + c]
        for r in range(3)
        for c in range(3)
    )
    detail = np.asarray(array[:, 1:-1, 1:-1] - mean / np.float32(9.0), np.float32)
    size = np.abs(detail)
    there = size > _NOTHING * max(float(np.abs(array).max()), 1e-30)
    if not there.any():
        return np.zeros_like(detail)
    return np.asarray(np.clip(detail * there / np.float32(np.median(size[there])), -1, 1))


def _has_contrast(array: npt.NDArray[np.float32]) -> bool:
    return array.size >= _FEWEST and float(np.ptp(array)) > 0


def _correlation(a: npt.NDArray[Any], b: npt.NDArray[Any]) -> float:
    a = a - a.mean(dtype=np.float64)
    b = b - b.mean(dtype=np.float64)
    length = float(np.sqrt(np.dot(a, a) * np.dot(b, b))) if a.size else 0.0
    return float(np.dot(a, b)) / length if length > 0 else 0.0
