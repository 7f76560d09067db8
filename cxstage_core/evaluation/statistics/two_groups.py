"""Intervals of figures that depend on the recall of both groups: two independent proportions.

The group sizes of the test part are fixed, so a figure of the four counts is a function of the share of
right answers in each group.

Sources: Newcombe, Stat Med 1998;17:873–890 (method 10) for the mean of two proportions; Brown, Cai &
DasGupta, Stat Sci 2001;16:101–133 for Jeffreys' prior.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cxstage_core.evaluation.statistics.bootstrap import SEED
from cxstage_core.evaluation.statistics.confusion import Confusion, CountFormula, Counts
from cxstage_core.evaluation.statistics.estimate import Interval, interval_with
from cxstage_core.evaluation.statistics.wilson import wilson

DRAWS = 20_000
_PRIOR = 0.5
_ROUNDING = 1e-15


@dataclass(frozen=True, slots=True)
class Share:
    """Share of right answers in one group.

    Args:
        value: 0 to 1.
        size: patients of the group.
        effective: patients who would weigh as much with one answer each; `size` unless answers repeat.
    """

    value: float
    size: int
    effective: float

    @classmethod
    def of_counts(cls, right: int, size: int) -> Share:
        """One answer per patient."""
        return cls(right / size, size, size)

    @classmethod
    def of_patients(cls, right: Counts, decided: Counts) -> Share:
        """Answers that repeat on the same patients, right and all; shape (patients,).

        The effective number of patients is the one with whose binomial variance the share would vary as it
        does; below the number of patients it is not set, and where nothing varies it is that number.

        Source: Korn & Graubard, Surv Methodol 1998;24:193–201, for clustered answers.
        """
        n, value = int(right.size), float(right.sum() / decided.sum())
        spread = value * (1 - value)
        deviation = (right - value * decided) / decided.mean()
        variance = float((deviation**2).sum()) / (n * (n - 1)) if n > 1 else 0.0
        if variance <= _ROUNDING or (decided <= 1).all():
            return cls(value, n, n)
        return cls(value, n, max(float(n), spread / variance))

    @property
    def right(self) -> float:
        """Effective number of right answers."""
        return min(self.value * self.effective, self.effective)

    def interval(self, level: float) -> Interval:
        """Wilson's interval."""
        return wilson(self.right, self.effective, level)


def shares_of(table: Confusion) -> tuple[Share, Share]:
    """The negative and the positive group of a confusion table with patients of both."""
    return (
        Share.of_counts(table.tn, table.negatives),
        Share.of_counts(table.tp, table.positives),
    )


def mean_interval(first: Share, second: Share, level: float) -> Interval | None:
    """Interval of the mean of two shares, from the distances of their Wilson bounds."""
    parts = [(share.value, share.interval(level)) for share in (first, second)]
    middle = sum(value for value, _ in parts) / 2
    below = math.hypot(*(value - found.low for value, found in parts)) / 2
    above = math.hypot(*(found.high - value for value, found in parts)) / 2
    return interval_with(
        middle, middle - below, middle + above, level, "Newcombe, from two Wilson intervals", (0, 1)
    )


def figure_interval(
    value: float, formula: CountFormula, negatives: Share, positives: Share, level: float
) -> Interval | None:
    """Interval of a figure of the four counts, whose estimate is `value`.

    Both groups' shares are drawn from Jeffreys' posterior, Beta(right + ½, wrong + ½), and the central
    part of the figures that follow from them is the interval, widened to the estimate.
    """
    rng = np.random.default_rng(SEED)
    tn, tp = (
        group.size * rng.beta(group.right + _PRIOR, group.effective - group.right + _PRIOR, DRAWS)
        for group in (negatives, positives)
    )
    drawn = formula(tn, negatives.size - tn, positives.size - tp, tp)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return interval_with(value, float(low), float(high), level, "Jeffreys, both groups")
