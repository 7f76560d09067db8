"""The distribution of a number over patients: mean, median and quartiles with bootstrap intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.bootstrap import REPLICATES, SEED, Values, bootstrap_rows
from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate, Interval
from cxstage_core.text import text


@dataclass(frozen=True, slots=True)
class Distribution:
    """The distribution of a number over patients.

    Args:
        mean, median: with patient-bootstrap intervals; n counts the patients that define the number.
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
    values: npt.ArrayLike, *, replicates: int = REPLICATES, seed: int = SEED, level: float = LEVEL
) -> Distribution:
    """Describe a number over patients.

    Args:
        values: shape (patients,); NaN where it is not defined.
    """
    everything = np.asarray(values, dtype=np.float64)
    x = everything[~np.isnan(everything)]
    undefined = int(everything.size - x.size)
    if x.size == 0:
        none = Estimate(None, None, 0, text("No patient defines this number."))
        return Distribution(none, none, None, None, None, None, None, undefined)
    means, medians = (
        bootstrap_rows(x, statistic, replicates=replicates, seed=seed, level=level)
        for statistic in (_mean, _median)
    )
    lower, upper = (float(q) for q in np.quantile(x, (0.25, 0.75)))
    return Distribution(
        _estimate(float(x.mean()), means, int(x.size)),
        _estimate(float(np.median(x)), medians, int(x.size)),
        float(x.std(ddof=1)) if x.size > 1 else None,
        float(x.min()),
        lower,
        upper,
        float(x.max()),
        undefined,
    )


def _estimate(value: float, interval: Interval | None, n: int) -> Estimate:
    note = None
    if n == 1:
        note = text("One patient alone gives no interval.")
    elif interval is None:
        note = text("All samples give the same number: no interval can be given.")
    return Estimate(value, interval, n, note)


def _mean(drawn: Values) -> Values:
    return np.asarray(drawn.mean(axis=1))


def _median(drawn: Values) -> Values:
    return np.asarray(np.median(drawn, axis=1))
