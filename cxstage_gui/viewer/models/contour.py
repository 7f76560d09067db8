"""The sides of pixels that bound an area."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.reading import Patch

Sides = npt.NDArray[np.float64]


def contour_lines(patch: Patch) -> Sides:
    """Straight lines along the outer sides of the pixels of a patch.

    Returns:
        (n, 4): row and column of both ends of each line, pixel centres at whole numbers; pixel sides that
        follow each other are one line.
    """
    top, left = patch.box[:2]
    inside = np.pad(patch.inside, 1)
    down = _runs(inside[1:] != inside[:-1])
    right = _runs((inside[:, 1:] != inside[:, :-1]).T)
    # A side below padded row n lies half a pixel above row n of the patch.
    level = np.stack([down[:, 0], down[:, 1] - 1, down[:, 0], down[:, 2] - 1], axis=1)
    upright = np.stack([right[:, 1] - 1, right[:, 0], right[:, 2] - 1, right[:, 0]], axis=1)
    return np.concatenate([level, upright]) - 0.5 + np.array([top, left, top, left])


def _runs(sides: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Line, first place and place after the last of each run of true values in the rows of an array."""
    edges = np.diff(np.pad(sides, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    line, first = np.nonzero(edges == 1)
    last = np.nonzero(edges == -1)[1]
    return np.stack([line, first, last], axis=1)
