"""Calibration: agreement of predicted probabilities with observed shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.estimate import LEVEL, Interval
from cxstage_core.evaluation.statistics.patients import Scores, Truth, as_probabilities, as_truth

BINS = 10
_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Patients whose probability falls between `low` and `high` (the upper edge belongs to the next)."""

    low: float
    high: float
    n: int
    mean_probability: float
    positive_share: float


def brier(truth: npt.ArrayLike, probability: npt.ArrayLike) -> float:
    """Mean squared distance of probability and truth; a constant 0.5 gives 0.25.

    Source: Brier, Mon Weather Rev 1950;78:1–3.
    """
    t = as_truth(truth)
    p = as_probabilities(probability, t)
    return float(np.mean((p - t) ** 2))


def calibration_bins(
    truth: npt.ArrayLike, probability: npt.ArrayLike, bins: int = BINS
) -> tuple[CalibrationBin, ...]:
    """The bins of equal width that hold patients, for a reliability diagram."""
    t = as_truth(truth)
    p = as_probabilities(probability, t)
    which = _bin_of(p, bins)
    return tuple(
        CalibrationBin(
            b / bins,
            (b + 1) / bins,
            int((which == b).sum()),
            float(p[which == b].mean()),
            float(t[which == b].mean()),
        )
        for b in np.unique(which).tolist()
    )


def ece(truth: npt.ArrayLike, probability: npt.ArrayLike, bins: int = BINS) -> float:
    """Expected calibration error over bins of equal width, weighted by patients.

    Source: Guo et al., ICML 2017 (arXiv:1706.04599), of the probability of group 1.
    """
    t = as_truth(truth)
    p = as_probabilities(probability, t)
    return float(ece_of_rows(t[None], p[None], bins)[0])


def ece_null_band(
    probability: npt.ArrayLike,
    *,
    bins: int = BINS,
    replicates: int = 2000,
    seed: int = 33,
    level: float = LEVEL,
) -> tuple[Interval, float]:
    """Band and median of the ECE that a perfectly calibrated model with these probabilities shows.

    Outcomes are drawn from the probabilities themselves, so every distance that remains is chance.

    Args:
        probability: shape (patients,).
    """
    p = np.asarray(probability, dtype=np.float64)
    rng = np.random.default_rng(seed)
    drawn = rng.random((replicates, p.size)) < p
    values = ece_of_rows(drawn, np.broadcast_to(p, drawn.shape), bins)
    low, median, high = np.quantile(values, [(1 - level) / 2, 0.5, (1 + level) / 2])
    return Interval(float(low), float(high), level, "perfectly calibrated model, simulated"), float(
        median
    )


def ece_of_rows(truth: Truth, probability: Scores, bins: int = BINS) -> npt.NDArray[np.float64]:
    """The ECE of each row; shapes (rows, patients)."""
    which = _bin_of(probability, bins)
    gap = truth - probability
    total = np.zeros(len(truth))
    for b in range(bins):
        total += np.abs(np.sum(gap * (which == b), axis=1))
    return np.asarray(total / truth.shape[1])


def calibration_line(truth: npt.ArrayLike, probability: npt.ArrayLike) -> tuple[float, float] | None:
    """Slope and intercept of the outcome's log odds on the predicted log odds (logistic regression).

    A slope below 1 means overconfident, an intercept above 0 means too low on average. The intercept
    is the one of calibration in the large: fitted with the slope held at 1.

    Returns:
        None when one group is absent, or when the probabilities separate the groups or are all equal,
        where the fit has no finite solution.

    Source: Cox, Biometrika 1958;45:562–565; Van Calster et al., BMC Med 2019;17:230.
    """
    t = as_truth(truth)
    z = log_odds(as_probabilities(probability, t))
    if t.all() or not t.any() or np.ptp(z) == 0 or separated(t, z):
        return None
    slope, _ = _logistic(t, z, fit_slope=True)
    _, intercept = _logistic(t, z, fit_slope=False)
    return slope, intercept


def log_odds(probability: Scores) -> Scores:
    """Log odds, with probabilities kept a millionth away from 0 and 1."""
    p = np.clip(probability, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(p / (1 - p)))


def separated(truth: Truth, score: Scores) -> bool:
    """Return True if one cut divides the two groups, in either direction."""
    zeros, ones = score[~truth], score[truth]
    return bool(ones.min() >= zeros.max() or zeros.min() >= ones.max())


def _logistic(truth: Truth, z: Scores, *, fit_slope: bool) -> tuple[float, float]:
    """Newton's method for slope (or a slope of 1) and intercept, halving steps that do not help."""
    weights = np.array([1.0, 0.0])
    free = slice(0, 2) if fit_slope else slice(1, 2)
    design = np.stack([z, np.ones_like(z)], axis=1)

    def loss(w: Scores) -> float:
        logit = design @ w
        return float(np.sum(np.logaddexp(0, logit) - truth * logit))

    for _ in range(100):
        mean = 1 / (1 + np.exp(-np.clip(design @ weights, -700, 700)))
        gradient = design[:, free].T @ (truth - mean)
        curvature = design[:, free].T @ (design[:, free] * (mean * (1 - mean))[:, None])
        step = np.linalg.lstsq(curvature, gradient, rcond=None)[0]
        scale, now = 1.0, loss(weights)
        while scale > 1e-8:
            trial = weights.copy()
            trial[free] += scale * step
            if loss(trial) <= now:
                break
            scale /= 2
        else:
            break
        weights = trial
        if np.abs(scale * step).max() < 1e-10:
            break
    return float(weights[0]), float(weights[1])


def _bin_of(probability: Scores, bins: int) -> npt.NDArray[np.int64]:
    return np.minimum((probability * bins).astype(np.int64), bins - 1)
