"""Two AUCs on different patients, such as a network's own test part and an external cohort."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from cxstage_core.evaluation.statistics.delong import AucEstimate
from cxstage_core.evaluation.statistics.estimate import LEVEL, Interval
from cxstage_core.text import Text, text

_NO_VARIANCE = text("The variance of both AUCs is zero: the test is not defined.")
_ALONE = text("One group has a single patient: the AUCs cannot be tested against each other.")


@dataclass(frozen=True, slots=True)
class UnpairedDifference:
    """An AUC less another one on other patients.

    Args:
        d: the difference in standard errors; None where the variance is zero.
        degrees: of freedom of the t distribution that `p` is from.
    """

    difference: float
    d: float | None
    degrees: float | None
    p: float | None
    interval: Interval | None
    note: Text | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "difference": self.difference,
            "difference_ci": None if self.interval is None else self.interval.pair,
            "d": self.d,
            "p": self.p,
            "difference_note": None if self.note is None else str(self.note),
        }


def unpaired_difference(
    first: float,
    second: float,
    variance_first: float,
    variance_second: float,
    n_first: int,
    n_second: int,
    level: float = LEVEL,
) -> UnpairedDifference:
    """Test two AUCs of independent samples by their DeLong variances.

    Args:
        n_first, n_second: patients.

    Source: DeLong's variances with Welch's degrees of freedom, as in pROC (Robin et al., BMC
    Bioinformatics 2011;12:77).
    """
    difference, variance = first - second, variance_first + variance_second
    if variance <= 0:
        return UnpairedDifference(difference, None, None, None, None, _NO_VARIANCE)
    from scipy.special import stdtr, stdtrit

    degrees = variance**2 / (variance_first**2 / (n_first - 1) + variance_second**2 / (n_second - 1))
    error = math.sqrt(variance)
    d = difference / error
    half = float(stdtrit(degrees, 0.5 + level / 2)) * error
    interval = Interval(
        max(-1.0, difference - half), min(1.0, difference + half), level, "DeLong, unpaired"
    )
    return UnpairedDifference(difference, d, degrees, 2 * float(stdtr(degrees, -abs(d))), interval)


def compare_areas(
    first: AucEstimate, second: AucEstimate, n_first: int, n_second: int
) -> UnpairedDifference | None:
    """The same for two estimates of `delong`; None where one of them has no AUC."""
    if first.auc is None or second.auc is None:
        return None
    if first.variance is None or second.variance is None:
        return UnpairedDifference(first.auc - second.auc, None, None, None, None, _ALONE)
    return unpaired_difference(
        first.auc, second.auc, first.variance, second.variance, n_first, n_second
    )
