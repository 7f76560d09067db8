"""Threshold and temperature: chosen on validation patients only, never on the test part."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.patients import (
    Scores,
    Truth,
    as_probabilities,
    as_scores,
    as_truth,
)
from cxstage_core.text import Text, text

FEWEST_PER_GROUP = 5
NEUTRAL_THRESHOLD = 0.5
COLDEST, HOTTEST = 0.1, 10.0


@dataclass(frozen=True, slots=True)
class Chosen:
    """A value chosen on validation patients, and why it may be the neutral one."""

    value: float
    note: Text | None = None


def choose_threshold(truth: npt.ArrayLike, probability: npt.ArrayLike) -> Chosen:
    """Threshold with the largest Youden index; group 1 is predicted from p ≥ threshold on.

    Candidates are 0.5 and the middles between neighbouring probabilities; of equally good ones the
    nearest to 0.5 is taken. With fewer than five validation patients in a group it stays 0.5.

    Args:
        truth: shape (patients,), 0 or 1.
        probability: of group 1, after temperature, shape (patients,).

    Source: Youden, Cancer 1950;3:32–35.
    """
    t = as_truth(truth)
    p = as_probabilities(probability, t)
    if _too_few(t):
        return Chosen(
            NEUTRAL_THRESHOLD,
            text(
                "Only {zeros} and {ones} validation patients in the two groups: the threshold stays 0.5.",
                zeros=int((~t).sum()),
                ones=int(t.sum()),
            ),
        )
    levels = np.unique(p)
    candidates = np.append((levels[1:] + levels[:-1]) / 2, NEUTRAL_THRESHOLD)
    said = p[None] >= candidates[:, None]
    hits = (said & t).sum(axis=1) * int((~t).sum())
    alarms = (said & ~t).sum(axis=1) * int(t.sum())
    youden = hits - alarms  # times both group sizes: whole numbers, so ties are exact
    if youden.max() <= 0:
        return Chosen(
            NEUTRAL_THRESHOLD,
            text("No threshold does better than chance on the validation part: it stays 0.5."),
        )
    best = candidates[youden == youden.max()]
    return Chosen(float(best[np.argmin(np.abs(best - NEUTRAL_THRESHOLD))]))


def fit_temperature(truth: npt.ArrayLike, logit: npt.ArrayLike) -> Chosen:
    """Temperature T > 0 that minimises the negative log likelihood of logit/T.

    It changes no ranking and no AUC. It stays between 0.1 and 10, and stays 1 with fewer than five
    validation patients in a group or when the sign of the logit is right for all.

    Args:
        truth: shape (patients,), 0 or 1.
        logit: patient-level logits, shape (patients,).

    Source: Guo et al., ICML 2017 (arXiv:1706.04599).
    """
    t = as_truth(truth)
    z = as_scores(logit, t)
    if _too_few(t):
        return Chosen(
            1.0,
            text(
                "Only {zeros} and {ones} validation patients in the two groups: the temperature stays 1.",
                zeros=int((~t).sum()),
                ones=int(t.sum()),
            ),
        )
    if bool((z[t] > 0).all() and (z[~t] < 0).all()):
        return Chosen(
            1.0,
            text("All validation patients are right at a logit of 0: no temperature fits, it stays 1."),
        )
    value = _minimise(t, z)
    if value <= COLDEST * 1.001 or value >= HOTTEST * 0.999:
        return Chosen(
            value,
            text(
                "The temperature is held at {temperature:g}, the end of the range tried; the validation part "
                "supports no better one.",
                temperature=value,
            ),
        )
    return Chosen(value)


def _minimise(truth: Truth, logit: Scores) -> float:
    """The loss is convex in 1/T: bisect its slope there."""

    def slope(inverse: float) -> float:
        mean = 1 / (1 + np.exp(-np.clip(inverse * logit, -700, 700)))
        return float(np.sum((mean - truth) * logit))

    low, high = 1 / HOTTEST, 1 / COLDEST
    if slope(low) >= 0:
        return HOTTEST
    if slope(high) <= 0:
        return COLDEST
    for _ in range(100):
        middle = math.sqrt(low * high)
        if slope(middle) > 0:
            high = middle
        else:
            low = middle
    return 1 / math.sqrt(low * high)


def _too_few(truth: Truth) -> bool:
    return min(int(truth.sum()), int((~truth).sum())) < FEWEST_PER_GROUP
