"""Bootstrap intervals: patients are drawn again, within each group, so that both group sizes stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.confusion import Confusion, macro_averages
from cxstage_core.evaluation.statistics.estimate import LEVEL, Interval
from cxstage_core.evaluation.statistics.patients import Scores, Truth, as_scores, as_truth

REPLICATES = 10_000
SEED = 20180
METHOD = "patient bootstrap within groups, percentile"
_CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class ConfusionIntervals:
    """Bootstrap intervals of Table 2's macro averages."""

    balanced_accuracy: Interval
    f1: Interval
    precision: Interval


def bootstrap_confusion(
    counts: Confusion, *, replicates: int = REPLICATES, seed: int = SEED, level: float = LEVEL
) -> ConfusionIntervals:
    """Intervals of the macro averages.

    Drawing n₀ patients of the surgery group with replacement leaves Binomial(n₀, TN/n₀) of them right,
    and likewise in the other group: so the counts are drawn, not the patients, with the same
    distribution.

    Raises:
        ValueError: a group has no patients.
    """
    if counts.negatives == 0 or counts.positives == 0:
        raise ValueError("the bootstrap within groups needs patients of both groups")
    rng = np.random.default_rng(seed)
    tn = rng.binomial(counts.negatives, counts.tn / counts.negatives, replicates)
    tp = rng.binomial(counts.positives, counts.tp / counts.positives, replicates)
    _, *columns = macro_averages(tn, counts.negatives - tn, counts.positives - tp, tp)
    return ConfusionIntervals(*(_percentile(column, level) for column in columns))


def bootstrap_patients(
    truth: npt.ArrayLike,
    score: npt.ArrayLike,
    statistic: Callable[[Truth, Scores], npt.NDArray[np.float64]],
    *,
    replicates: int = 2000,
    seed: int = SEED,
    level: float = LEVEL,
) -> Interval:
    """Interval of any statistic of truth and score.

    Args:
        truth: shape (patients,), 0 or 1.
        score: shape (patients,).
        statistic: takes arrays of shape (replicates, patients) and returns one value per replicate.
        replicates: drawn samples; 2,000 at least for a 95 % interval.

    Raises:
        ValueError: a group has no patients.
    """
    t = as_truth(truth)
    s = as_scores(score, t)
    groups = (np.flatnonzero(~t), np.flatnonzero(t))
    if not all(group.size for group in groups):
        raise ValueError("the bootstrap within groups needs patients of both groups")
    rng = np.random.default_rng(seed)
    values = np.empty(replicates)
    step = max(1, _CELLS_AT_ONCE // t.size)
    for start in range(0, replicates, step):
        rows = min(step, replicates - start)
        drawn = np.hstack(
            [group[rng.integers(group.size, size=(rows, group.size))] for group in groups]
        )
        values[start : start + rows] = statistic(t[drawn], s[drawn])
    return _percentile(values, level)


def _percentile(values: npt.NDArray[np.float64], level: float) -> Interval:
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level, METHOD)
