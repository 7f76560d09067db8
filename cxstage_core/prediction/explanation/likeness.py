"""Numbers of the trust tests for one patient: how well a map finds the outline, and how alike two maps are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
_PER_SIDE = 32
"""Two maps are compared on about this many pixels along a side; their cells are larger."""


def precision_recall_area(
    density: Values, outline: npt.NDArray[np.float32]
) -> tuple[float, float] | None:
    """Return the area under the precision-recall curve of a map that finds the outline, and its chance level.

    Args:
        density: (slice, row, column).
        outline: share of each pixel in the outline, of the same shape; a pixel counts from a half on.

    Returns:
        Average precision and the share of pixels in the outline; None where all or none are.
    """
    from sklearn.metrics import average_precision_score

    inside = outline.ravel() >= 0.5
    prevalence = float(inside.mean())
    if prevalence in (0.0, 1.0):
        return None
    return float(average_precision_score(inside, density.ravel())), prevalence


def alike(first: Values, second: Values) -> float:
    """Return Spearman's rank correlation of two maps of one shape, (slice, row, column).

    0 where one of them is the same everywhere: nothing of the other is found in it.
    """
    from scipy.stats import rankdata

    step = max(1, first.shape[-1] // _PER_SIDE)
    ranks = [rankdata(one[:, ::step, ::step].ravel()) for one in (first, second)]
    spread = [float(own.std()) for own in ranks]
    if min(spread) == 0:
        return 0.0
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def moved(array: npt.NDArray[np.float32], rows: int, columns: int) -> npt.NDArray[np.float32]:
    """Move images by whole pixels; 0 comes in from the edge.

    Args:
        array: (..., row, column).
    """
    result = np.zeros_like(array)
    result[..., _to(rows), _to(columns)] = array[..., _to(-rows), _to(-columns)]
    return result


def overlapping(first: Values, second: Values, rows: int, columns: int) -> tuple[Values, Values]:
    """Cut a map, and that of the images moved by these pixels, to what both show, in the same place."""
    return first[..., _to(-rows), _to(-columns)], second[..., _to(rows), _to(columns)]


def _to(pixels: int) -> slice:
    """Return where the part that stays in the image comes to lie."""
    return slice(pixels, None) if pixels > 0 else slice(None, pixels or None)
