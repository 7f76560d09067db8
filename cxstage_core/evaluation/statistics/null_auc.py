"""Null distribution of the AUC: a model without any information."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.estimate import LEVEL, Interval, two_sided_z

EXACT_UP_TO = 3600


def null_band(n0: int, n1: int, level: float = LEVEL) -> Interval:
    """Central band of the AUC when scores and groups have nothing to do with each other.

    Exact (the permutation distribution of the Mann–Whitney statistic, no ties) while n0 · n1 is at most
    3,600, the normal approximation above. Each tail outside the band holds at most (1 − level)/2.

    Args:
        n0, n1: patients of either group.

    Raises:
        ValueError: a group is empty.

    Source: Mann & Whitney, Ann Math Stat 1947;18:50–60.
    """
    if n0 < 1 or n1 < 1:
        raise ValueError("the band needs patients of both groups")
    if n0 * n1 > EXACT_UP_TO:
        half = two_sided_z(level) * math.sqrt((n0 + n1 + 1) / (12 * n0 * n1))
        return Interval(
            max(0.0, 0.5 - half), min(1.0, 0.5 + half), level, "null distribution, normal approximation"
        )
    below = np.cumsum(_chances(n0, n1))
    # the smallest count whose lower tail, itself included, exceeds the allowed share
    low = int(np.searchsorted(below, (1 - level) / 2, side="right"))
    return Interval(
        low / (n0 * n1), 1 - low / (n0 * n1), level, "exact null distribution (Mann–Whitney)"
    )


@lru_cache(maxsize=64)
def _chances(n0: int, n1: int) -> npt.NDArray[np.float64]:
    """Chance of each number of rightly ordered pairs, 0 … n0 · n1, by the rank of the best patient."""
    row = [np.ones(1) for _ in range(n1 + 1)]
    for a in range(1, n0 + 1):
        left = np.ones(1)
        for b in range(1, n1 + 1):
            chances = np.zeros(a * b + 1)
            chances[: row[b].size] += row[b] * (a / (a + b))
            chances[a : a + left.size] += left * (b / (a + b))
            row[b] = left = chances
    result = row[n1]
    result.setflags(write=False)
    return result
