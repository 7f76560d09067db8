"""Intervals of a proportion: k of n patients."""

from __future__ import annotations

import math

from cxstage_core.evaluation.statistics.estimate import LEVEL, Interval, two_sided_z


def wilson(k: float, n: float, level: float = LEVEL) -> Interval:
    """Wilson score interval of k of n; both may be effective numbers, which need not be whole.

    Raises:
        ValueError: n is 0, or k is not between 0 and n.

    Source: Wilson, J Am Stat Assoc 1927;22:209–212.
    """
    _check(k, n)
    z = two_sided_z(level)
    centre = (k + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(k * (n - k) / n + z * z / 4)
    low = 0.0 if k == 0 else max(0.0, centre - half)
    high = 1.0 if k == n else min(1.0, centre + half)
    return Interval(low, high, level, "Wilson")


def clopper_pearson(k: int, n: int, level: float = LEVEL) -> Interval:
    """Clopper–Pearson (exact) interval of k of n; never too narrow, often too wide.

    Raises:
        ValueError: n is 0, or k is not between 0 and n.

    Source: Clopper & Pearson, Biometrika 1934;26:404–413.
    """
    from scipy.special import betaincinv

    _check(k, n)
    tail = (1 - level) / 2
    low = 0.0 if k == 0 else float(betaincinv(k, n - k + 1, tail))
    high = 1.0 if k == n else float(betaincinv(k + 1, n - k, 1 - tail))
    return Interval(low, high, level, "Clopper–Pearson")


def _check(k: float, n: float) -> None:
    if n <= 0 or not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is not a proportion")
