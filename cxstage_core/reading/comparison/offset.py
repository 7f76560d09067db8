"""By how much one outline is drawn outside another: habits of readers in millimetres."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging.grid import Triple

Bits = npt.NDArray[np.bool_]

_APART_MM = 1e9
"""So far apart are slices here that the nearest edge always lies in the same one."""


def edge_offset(first: Bits, second: Bits, spacing: Triple) -> float | None:
    """Mean signed distance between two outlines in the slices that both mark, in mm.

    From every edge pixel of one outline to the nearest of the other in the same slice, over the edge
    pixels of both; positive where the second runs outside the first.

    Args:
        first, second: bool (slice, row, column).
        spacing: mm between slices, rows and columns.

    Returns:
        None when no slice is marked by both.
    """
    # Imported here: it takes 100 ms that only this needs.
    from scipy import ndimage

    shared = first.any(axis=(1, 2)) & second.any(axis=(1, 2))
    if not shared.any():
        return None
    a, b = first[shared], second[shared]
    edge_a, edge_b = _edges(a), _edges(b)
    flat = (_APART_MM, *spacing[1:])
    to_b = ndimage.distance_transform_edt(~edge_b, sampling=flat)[edge_a]
    to_a = ndimage.distance_transform_edt(~edge_a, sampling=flat)[edge_b]
    total = np.where(b[edge_a], to_b, -to_b).sum() + np.where(a[edge_b], -to_a, to_a).sum()
    return float(total) / (to_a.size + to_b.size)


def _edges(inside: Bits) -> Bits:
    """Pixels with a neighbour outside across one of their four sides; beyond the image is outside."""
    wide = np.pad(inside, ((0, 0), (1, 1), (1, 1)))
    core = wide[:, 2:, 1:-1] & wide[:, :-2, 1:-1] & wide[:, 1:-1, 2:] & wide[:, 1:-1, :-2]
    return np.asarray(inside & ~core)
