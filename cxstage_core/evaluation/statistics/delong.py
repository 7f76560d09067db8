"""Variance and comparison of AUCs by DeLong, with the fast mid-rank form.

Sources: DeLong et al., Biometrics 1988;44:837–845; Sun & Xu, IEEE Signal Process Lett 2014;21:1389–1393;
Newcombe, Stat Med 2006;25:559–573 (method 5) where the DeLong variance is zero.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.estimate import LEVEL, Interval, two_sided_z
from cxstage_core.evaluation.statistics.patients import Scores, Truth, as_scores, as_truth
from cxstage_core.evaluation.statistics.roc import midranks, pair_share
from cxstage_core.text import Text, text

_ROUNDING = 1e-15
_FEWEST_PER_GROUP = 2


@dataclass(frozen=True, slots=True)
class AucEstimate:
    """An AUC with DeLong's variance; None where the data do not define it."""

    auc: float | None
    variance: float | None
    interval: Interval | None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class AucDifference:
    """Two AUCs of the same patients compared.

    Args:
        difference: first minus second.
        z: has the sign of the difference; None where the test is not defined.
        p: two-sided; None where the test is not defined.
    """

    first: float
    second: float
    difference: float
    variance: float
    z: float | None
    p: float | None
    interval: Interval | None
    note: Text | None = None


def delong(
    truth: npt.ArrayLike,
    score: npt.ArrayLike,
    level: float = LEVEL,
    scale: Literal["plain", "logit"] = "logit",
) -> AucEstimate:
    """AUC with DeLong's variance and interval.

    Args:
        truth: shape (patients,), 0 or 1.
        score: shape (patients,), higher for group 1.
        scale: "logit" is symmetric on the logit and never leaves 0 to 1; "plain" is AUC ± z·SE clipped to
            0 and 1, as pROC prints it, which covers too little near 1.
    """
    t = as_truth(truth)
    s = as_scores(score, t)
    positives, negatives = int(t.sum()), int((~t).sum())
    if positives == 0 or negatives == 0:
        return AucEstimate(
            None, None, None, text("All patients are of one group: the AUC is not defined.")
        )
    value = pair_share(t, s)
    if min(positives, negatives) < _FEWEST_PER_GROUP:
        return AucEstimate(
            value,
            None,
            score_interval(value, positives, negatives, level),
            text("One group has a single patient: the interval is by Newcombe's score method."),
        )
    variance = float(_covariance(t, s[None])[0, 0])
    if variance <= _ROUNDING:
        return AucEstimate(
            value,
            0.0,
            score_interval(value, positives, negatives, level),
            text(
                "DeLong's variance is zero at an AUC of {auc:.3f}: the interval is by Newcombe's score method.",
                auc=value,
            ),
        )
    return AucEstimate(value, variance, auc_interval(value, variance, level, scale))


def delong_test(
    truth: npt.ArrayLike, first: npt.ArrayLike, second: npt.ArrayLike, level: float = LEVEL
) -> AucDifference:
    """Paired test of two scores of the same patients; Z is positive when the first ranks better.

    Raises:
        ValueError: a group has fewer than two patients.
    """
    t = as_truth(truth)
    a, b = as_scores(first, t), as_scores(second, t)
    if min(int(t.sum()), int((~t).sum())) < _FEWEST_PER_GROUP:
        raise ValueError("DeLong's test needs two patients of each group")
    auc_a, auc_b = pair_share(t, a), pair_share(t, b)
    covariance = _covariance(t, np.stack([a, b]))
    return auc_difference(
        auc_a,
        auc_b,
        float(covariance[0, 0]),
        float(covariance[1, 1]),
        float(covariance[0, 1]),
        level,
        "DeLong, paired",
    )


def auc_difference(
    first: float,
    second: float,
    variance_first: float,
    variance_second: float,
    covariance: float,
    level: float = LEVEL,
    method: str = "DeLong, paired",
) -> AucDifference:
    """Difference of two AUCs from their variances and covariance, with Z, p and interval."""
    difference = first - second
    variance = variance_first + variance_second - 2 * covariance
    if variance <= _ROUNDING:
        if difference == 0:
            return AucDifference(
                first,
                second,
                0.0,
                0.0,
                0.0,
                1.0,
                None,
                text("Both models rank the patients alike: there is nothing to test."),
            )
        return AucDifference(
            first,
            second,
            difference,
            0.0,
            None,
            None,
            None,
            text("The variance of the difference is zero: DeLong's test is not defined."),
        )
    error = math.sqrt(variance)
    z = difference / error
    half = two_sided_z(level) * error
    return AucDifference(
        first,
        second,
        difference,
        variance,
        z,
        2 * NormalDist().cdf(-abs(z)),
        Interval(max(-1.0, difference - half), min(1.0, difference + half), level, method),
    )


def auc_interval(
    value: float,
    variance: float,
    level: float = LEVEL,
    scale: Literal["plain", "logit"] = "plain",
    method: str = "",
) -> Interval:
    """Interval of an AUC from its variance; see `delong` for the scales.

    Args:
        method: how the variance was found, where it is not DeLong's.

    Raises:
        ValueError: the logit of 0 or 1 was asked for.
    """
    half = two_sided_z(level) * math.sqrt(variance)
    if scale == "plain":
        return Interval(
            max(0.0, value - half),
            min(1.0, value + half),
            level,
            method if method else "DeLong, clipped to 0–1",
        )
    if not 0 < value < 1:
        raise ValueError("an AUC of 0 or 1 has no logit")
    centre = math.log(value / (1 - value))
    spread = half / (value * (1 - value))
    low, high = ((1 + math.tanh(bound / 2)) / 2 for bound in (centre - spread, centre + spread))
    return Interval(low, high, level, method if method else "DeLong, logit")


def score_interval(value: float, positives: int, negatives: int, level: float = LEVEL) -> Interval:
    """Newcombe's score interval of an AUC (method 5); has width even at an AUC of 0 or 1.

    The bounds are the AUCs θ that lie exactly z standard errors from `value`, with the standard error
    of Hanley and McNeil at θ and the mean of the two group sizes.
    """
    z = two_sided_z(level)
    more = (positives + negatives) / 2 - 1

    def distance(theta: float) -> float:
        spread = 1 + more * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        variance = theta * (1 - theta) * spread / (positives * negatives)
        return (value - theta) ** 2 - z * z * variance

    return Interval(_root(distance, 0.0, value), _root(distance, 1.0, value), level, "Newcombe, score")


def _root(distance: Callable[[float], float], outside: float, inside: float) -> float:
    """Bisect between a point too far from the estimate and the estimate itself."""
    if outside == inside:
        return outside
    for _ in range(60):
        middle = (outside + inside) / 2
        if distance(middle) > 0:
            outside = middle
        else:
            inside = middle
    return (outside + inside) / 2


def _covariance(truth: Truth, scores: Scores) -> npt.NDArray[np.float64]:
    """DeLong's covariance of the AUCs of several scores, shape (models, models).

    Args:
        scores: shape (models, patients).
    """
    positives, negatives = int(truth.sum()), int((~truth).sum())
    of_positives = np.empty((len(scores), positives))
    of_negatives = np.empty((len(scores), negatives))
    for row, score in enumerate(scores):
        together = midranks(score)
        of_positives[row] = (together[truth] - midranks(score[truth])) / negatives
        of_negatives[row] = 1 - (together[~truth] - midranks(score[~truth])) / positives
    return (
        np.atleast_2d(np.cov(of_positives)) / positives
        + np.atleast_2d(np.cov(of_negatives)) / negatives
    )
