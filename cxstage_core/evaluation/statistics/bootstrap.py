"""Bootstrap intervals: one way of resampling patients for every figure and every curve.

All draws of one seed are the same, so statistics of several models on the same patients are paired.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.confusion import Confusion, CountFormula
from cxstage_core.evaluation.statistics.estimate import LEVEL, Interval
from cxstage_core.evaluation.statistics.patients import Scores, Truth, as_scores, as_truth

REPLICATES = 2000
CONFUSION_REPLICATES = 10_000
SEED = 20180
STRATIFIED = "patient bootstrap within groups, percentile"
_CELLS_AT_ONCE = 4_000_000

Indices = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]


def resample(
    groups: Sequence[Indices], *, replicates: int, seed: int = SEED, at_once: int | None = None
) -> Iterator[Indices]:
    """Draw patients with replacement within each group, so that the group sizes stay.

    Args:
        groups: indices of the patients of each group, none empty.
        at_once: samples per array; all of them by default.

    Yields:
        Drawn indices, the groups one after the other, shape (samples, patients); `replicates` samples
        in all.
    """
    rng = np.random.default_rng(seed)
    step = replicates if at_once is None else max(1, at_once)
    for start in range(0, replicates, step):
        samples = min(step, replicates - start)
        yield np.hstack(
            [group[rng.integers(group.size, size=(samples, group.size))] for group in groups]
        )


def groups_of(truth: Truth) -> tuple[Indices, Indices]:
    """Return the indices of the negative and of the positive patients.

    Raises:
        ValueError: a group has no patients.
    """
    groups = np.flatnonzero(~truth), np.flatnonzero(truth)
    if not all(group.size for group in groups):
        raise ValueError("the bootstrap within groups needs patients of both groups")
    return groups


def bootstrap_confusion(
    table: Confusion,
    formula: CountFormula,
    *,
    replicates: int = CONFUSION_REPLICATES,
    seed: int = SEED,
    level: float = LEVEL,
) -> Interval:
    """Interval of a figure that depends on the four counts alone.

    Drawing n₀ patients of the surgery group with replacement leaves Binomial(n₀, TN/n₀) of them right,
    and likewise in the other group: so the counts are drawn, not the patients, with the same
    distribution.

    Raises:
        ValueError: a group has no patients.
    """
    if table.negatives == 0 or table.positives == 0:
        raise ValueError("the bootstrap within groups needs patients of both groups")
    rng = np.random.default_rng(seed)
    tn = rng.binomial(table.negatives, table.tn / table.negatives, replicates)
    tp = rng.binomial(table.positives, table.tp / table.positives, replicates)
    return percentile(formula(tn, table.negatives - tn, table.positives - tp, tp), level, STRATIFIED)


def bootstrap_patients(
    truth: npt.ArrayLike,
    score: npt.ArrayLike,
    statistic: Callable[[Truth, Scores], Values],
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
    level: float = LEVEL,
) -> Interval:
    """Interval of any statistic of truth and score, patients drawn within each group.

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
    return bootstrap_indices(
        t,
        lambda drawn: statistic(t[drawn], s[drawn]),
        replicates=replicates,
        seed=seed,
        level=level,
    )


def bootstrap_indices(
    truth: Truth,
    statistic: Callable[[Indices], Values],
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
    level: float = LEVEL,
    cells: int = 1,
) -> Interval:
    """Interval of a statistic of drawn patients, within each group.

    Args:
        statistic: takes indices into `truth`, shape (replicates, patients); one value per replicate.
        cells: numbers that the statistic holds per drawn patient.

    Raises:
        ValueError: a group has no patients.
    """
    groups = groups_of(truth)
    at_once = _CELLS_AT_ONCE // (truth.size * cells)
    drawn = resample(groups, replicates=replicates, seed=seed, at_once=at_once)
    return percentile(np.concatenate([statistic(rows) for rows in drawn]), level, STRATIFIED)


def percentile(values: Values, level: float, method: str) -> Interval:
    """Percentile interval of drawn values; `method` is one of this module's constants."""
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level, method)
