"""Two models on the same patients: exact McNemar, and Holm for several comparisons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def mcnemar_exact(b: int, c: int) -> float:
    """Two-sided exact p of McNemar's test.

    Args:
        b, c: patients that only the first, and only the second, model got right.

    Source: McNemar, Psychometrika 1947;12:153–157, with the binomial distribution.
    """
    if b < 0 or c < 0:
        raise ValueError("counts cannot be negative")
    if b == c:
        return 1.0
    from scipy.special import bdtr

    return min(1.0, 2 * float(bdtr(min(b, c), b + c, 0.5)))


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Holm's adjusted p values, in the order given.

    Source: Holm, Scand J Stat 1979;6:65–70.
    """
    values = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    factors = np.arange(values.size, 0, -1)
    adjusted = np.minimum(1.0, np.maximum.accumulate(values[order] * factors))
    result = np.empty_like(values)
    result[order] = adjusted
    return tuple(float(value) for value in result)
