"""Bands around curves: what other patients of the same kind would have shown.

All bands are pointwise, from patients resampled within each group; they are not simultaneous bands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.bootstrap import REPLICATES, SEED, groups_of, resample
from cxstage_core.evaluation.statistics.calibration import BINS, calibration_bins
from cxstage_core.evaluation.statistics.decision_curve import net_benefit
from cxstage_core.evaluation.statistics.estimate import LEVEL, Interval
from cxstage_core.evaluation.statistics.patients import Scores, Truth, as_scores, as_truth
from cxstage_core.evaluation.statistics.wilson import wilson

POINTS = 101


@dataclass(frozen=True, slots=True)
class Band:
    """A pointwise interval along a curve.

    Args:
        x, low, high: shape (points,).
        level: confidence at each point.
    """

    x: Scores
    low: Scores
    high: Scores
    level: float


@dataclass(frozen=True, slots=True)
class CalibrationPoint:
    """A bin of the reliability diagram: mean probability, share of positives with its interval."""

    probability: float
    share: float
    interval: Interval
    n: int


def roc_band(
    truth: npt.ArrayLike,
    score: npt.ArrayLike,
    *,
    points: int = POINTS,
    replicates: int = REPLICATES,
    seed: int = SEED,
    level: float = LEVEL,
) -> Band:
    """Band of the sensitivity at each false positive rate.

    Args:
        truth: shape (patients,), 0 or 1.
        score: shape (patients,), higher for group 1.

    Raises:
        ValueError: only one group is present.

    Source: vertical averaging, Fawcett, Pattern Recognit Lett 2006;27:861–874.
    """
    t = as_truth(truth)
    s = as_scores(score, t)
    negatives, positives = _drawn(t, s, replicates, seed)
    ordered = -np.sort(-negatives, axis=1)
    x = np.linspace(0, 1, points)
    allowed = np.floor(x * ordered.shape[1] + 1e-9).astype(np.int64)
    values = np.ones((points, replicates))
    for alarms in np.unique(allowed):
        if alarms < ordered.shape[1]:
            hits = (positives > ordered[:, alarms, None]).mean(axis=1)
            values[allowed == alarms] = hits
    return _band(x, values, level)


def net_benefit_band(
    truth: npt.ArrayLike,
    probability: npt.ArrayLike,
    thresholds: npt.ArrayLike,
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
    level: float = LEVEL,
) -> Band:
    """Band of the net benefit at each threshold; the share of positives stays as it is.

    Raises:
        ValueError: only one group is present, or a threshold outside 0 ≤ t < 1.
    """
    t = as_truth(truth)
    p = as_scores(probability, t)
    cuts = np.asarray(thresholds, dtype=np.float64)
    net_benefit(t, p, cuts)  # refuses thresholds that are none
    negatives, positives = _drawn(t, p, replicates, seed)
    values = np.empty((cuts.size, replicates))
    for place, cut in enumerate(cuts):
        true = (positives >= cut).sum(axis=1)
        false = (negatives >= cut).sum(axis=1)
        values[place] = (true - false * cut / (1 - cut)) / t.size
    return _band(cuts, values, level)


def calibration_points(
    truth: npt.ArrayLike, probability: npt.ArrayLike, bins: int = BINS, level: float = LEVEL
) -> tuple[CalibrationPoint, ...]:
    """The reliability diagram: bins of equal width with Wilson intervals of their share."""
    return tuple(
        CalibrationPoint(
            one.mean_probability,
            one.positive_share,
            wilson(round(one.positive_share * one.n), one.n, level),
            one.n,
        )
        for one in calibration_bins(truth, probability, bins)
    )


def _drawn(t: Truth, s: Scores, replicates: int, seed: int) -> tuple[Scores, Scores]:
    """Draw the scores of negatives and positives; shapes (replicates, patients of the group)."""
    groups = groups_of(t)
    (drawn,) = resample(groups, replicates=replicates, seed=seed)
    negatives, positives = np.split(s[drawn], [groups[0].size], axis=1)
    return negatives, positives


def _band(x: Scores, values: Scores, level: float) -> Band:
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2], axis=1)
    return Band(x, low, high, level)
