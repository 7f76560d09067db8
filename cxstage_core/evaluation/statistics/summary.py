"""How a number is spread over patients: mean, median and quartiles, patients drawn again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.bootstrap import SEED
from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate, Interval
from cxstage_core.text import text

REPLICATES = 2000
METHOD = "patient bootstrap, percentile"
_CELLS_AT_ONCE = 2_000_000

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
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


def spread_of(
    values: npt.ArrayLike, *, replicates: int = REPLICATES, seed: int = SEED, level: float = LEVEL
) -> Spread:
    """Describe a number over patients.

    Args:
        values: shape (patients,); NaN where it is not defined.
    """
    everything = np.asarray(values, dtype=np.float64)
    x = everything[~np.isnan(everything)]
    undefined = int(everything.size - x.size)
    if x.size == 0:
        none = Estimate(None, None, 0, text("No patient defines this number."))
        return Spread(none, none, None, None, None, None, None, undefined)
    means, medians = (
        bootstrap(x, statistic, replicates=replicates, seed=seed, level=level)
        for statistic in (_mean, _median)
    )
    lower, upper = (float(q) for q in np.quantile(x, (0.25, 0.75)))
    return Spread(
        _estimate(float(x.mean()), means, int(x.size)),
        _estimate(float(np.median(x)), medians, int(x.size)),
        float(x.std(ddof=1)) if x.size > 1 else None,
        float(x.min()),
        lower,
        upper,
        float(x.max()),
        undefined,
    )


def bootstrap(
    rows: Values,
    statistic: Callable[[Values], Values],
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
    level: float = LEVEL,
) -> Interval | None:
    """Percentile interval of a statistic, patients drawn again with replacement.

    Args:
        rows: one patient per row, shape (patients,) or (patients, numbers).
        statistic: takes (replicates, patients[, numbers]), returns one value per replicate; NaN where a
            drawn sample does not define it.

    Returns:
        None below two patients, where fewer than nine tenths of the samples define it, and where all
        samples agree: an interval without width would look like certainty.
    """
    n = len(rows)
    if n < 2:
        return None
    rng = np.random.default_rng(seed)
    step = max(1, _CELLS_AT_ONCE // rows.size)
    found = [
        statistic(rows[rng.integers(n, size=(min(step, replicates - start), n))])
        for start in range(0, replicates, step)
    ]
    values = np.concatenate(found)
    values = values[np.isfinite(values)]
    if values.size < 0.9 * replicates:
        return None
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level, METHOD) if low < high else None


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
