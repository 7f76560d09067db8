"""The distribution of a number over patients: mean and median with intervals, and quartiles."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate, Interval
from cxstage_core.evaluation.statistics.means import Limits, mean_interval, median_interval
from cxstage_core.text import Text, text

_ALONE = text("One patient alone gives no interval.")
_ALIKE = text("All patients have the same number: no interval can be given.")
_FEW = text("So few patients give no interval of the median.")
FEWEST = 6
"""Patients below which the median has no 95 % interval."""
_TIED = text("Too many patients have the same number: no interval can be given.")


@dataclass(frozen=True, slots=True)
class Distribution:
    """The distribution of a number over patients.

    Args:
        mean, median: with intervals; n counts the patients that define the number.
        sd: None below two patients.
        least, lower, upper, most: minimum, quartiles (linear interpolation), maximum; None without
            patients.
        undefined: patients for whom the number is not defined; they are not in it.
    """

    mean: Estimate
    median: Estimate
    sd: float | None
    least: float | None
    lower: float | None
    upper: float | None
    most: float | None
    undefined: int

    @property
    def n(self) -> int:
        """Patients behind it."""
        return self.mean.n


def describe(
    values: npt.ArrayLike,
    *,
    limits: Limits = (-math.inf, math.inf),
    level: float = LEVEL,
) -> Distribution:
    """Describe a number over patients.

    Args:
        values: shape (patients,); NaN where it is not defined.
        limits: between which the numbers lie by definition.
    """
    everything = np.asarray(values, dtype=np.float64)
    x = everything[~np.isnan(everything)]
    undefined = int(everything.size - x.size)
    if x.size == 0:
        none = Estimate(None, None, 0, text("No patient defines this number."))
        return Distribution(none, none, None, None, None, None, None, undefined)
    of_mean = mean_interval(x, limits, level)
    of_median = median_interval(x, level)
    lower, upper = (float(q) for q in np.quantile(x, (0.25, 0.75)))
    return Distribution(
        _estimate(float(x.mean()), of_mean, x, _ALIKE),
        _estimate(float(np.median(x)), of_median, x, _FEW if x.size < FEWEST else _TIED),
        float(x.std(ddof=1)) if x.size > 1 else None,
        float(x.min()),
        lower,
        upper,
        float(x.max()),
        undefined,
    )


def _estimate(
    value: float, interval: Interval | None, x: npt.NDArray[np.float64], reason: Text
) -> Estimate:
    if interval is not None:
        return Estimate(value, interval, int(x.size))
    if x.size == 1:
        reason = _ALONE
    elif x.min() == x.max():
        reason = _ALIKE
    return Estimate(value, None, int(x.size), reason)
