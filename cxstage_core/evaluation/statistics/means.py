"""Intervals of the mean and the median of a number over patients, and of a figure by the jackknife.

Sources: Hall, J R Stat Soc B 1992;54:221–228 (mean of skewed numbers); David & Nagaraja, Order Statistics,
2003, ch. 7 (median); Efron & Tibshirani, An Introduction to the Bootstrap, 1993, ch. 11 (jackknife).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.estimate import LEVEL, Interval, interval_with

Values = npt.NDArray[np.float64]
Limits = tuple[float, float]
_ROUNDING = 1e-12


def mean_interval(
    x: Values, limits: Limits = (-math.inf, math.inf), level: float = LEVEL
) -> Interval | None:
    """Interval of a mean: Student's t, corrected for skewness where the numbers end at a limit.

    A number that ends at a limit, such as Dice at 1 or a distance at 0, is skewed, and Student's interval
    then holds the truth too seldom; for signed differences the correction would do harm.

    Args:
        x: shape (patients,), finite.
        limits: between which the numbers lie by definition.

    Returns:
        None below two patients and where the numbers do not vary.
    """
    n = x.size
    if n < 2 or np.ptp(x) <= _ROUNDING * np.abs(x).max():
        return None
    mean, sd = float(x.mean()), float(x.std(ddof=1))
    half = _student(n - 1, level)
    error = sd / math.sqrt(n)
    least, most, corrected = -half, half, any(map(math.isfinite, limits))
    if corrected:
        skewness = float(np.mean(((x - mean) / sd) ** 3)) / math.sqrt(n)
        least, most = (_without_skewness(way * half, skewness) for way in (-1, 1))
    return interval_with(
        mean,
        mean - most * error,
        mean - least * error,
        level,
        "Student's t, corrected for skewness (Hall)" if corrected else "Student's t",
        limits,
    )


def median_interval(x: Values, level: float = LEVEL) -> Interval | None:
    """Interval of a median between two of the ordered numbers; it holds for every distribution.

    Args:
        x: shape (patients,), finite.

    Returns:
        None with fewer patients than the level needs (six for 95 %), and where it would have no width.
    """
    from scipy.special import bdtr

    n = x.size
    outside = [k for k in range(1, n // 2 + 1) if 2 * float(bdtr(k - 1, n, 0.5)) <= 1 - level]
    if not outside:
        return None
    ordered = np.sort(x)
    low, high = ordered[outside[-1] - 1], ordered[n - outside[-1]]
    return interval_with(float(np.median(x)), float(low), float(high), level, "order statistics")


def jackknife_interval(value: float, without: Values, level: float = LEVEL) -> Interval | None:
    """Interval of a coefficient between −1 and 1, symmetric on Fisher's z.

    Args:
        without: the coefficient with each patient left out in turn, shape (patients,).

    Returns:
        None where it is not defined without one of them, at −1 and 1, and where nothing varies.
    """
    n = without.size
    if n < 2 or not abs(value) < 1 or not (np.abs(without) < 1).all():
        return None
    z = np.arctanh(without)
    error = math.sqrt((n - 1) / n * float(np.sum((z - z.mean()) ** 2)))
    if error <= _ROUNDING:
        return None
    half = _student(n - 1, level) * error
    low, high = (math.tanh(math.atanh(value) + way * half) for way in (-1, 1))
    return interval_with(value, low, high, level, "patient jackknife on Fisher's z", (-1, 1))


def _student(degrees: int, level: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.5 + level / 2))


def _without_skewness(t: float, skewness: float) -> float:
    """Which deviation, in standard errors, Hall's transformation takes to `t`.

    Args:
        skewness: of the numbers, divided by the root of their count.
    """
    if abs(skewness) < _ROUNDING:
        return t
    return 3 / skewness * (float(np.cbrt(1 + skewness * (t - skewness / 6))) - 1)
