"""Figures of one network over all folds.

How folds are pooled (Forman & Scholz, SIGKDD Explorations 2010;12:49–57): decisions are counted over all
folds and repeats, each by its own fold's threshold, because the mean of the folds' F1 or sensitivity is
biased; every figure of the four counts is the formula applied to these sums. The AUC is the mean of the
folds' AUCs, because scores of different networks cannot be ranked together. Its interval is that of LeDell,
Petersen & van der Laan (Electron J Stat 2015;9:1583–1607), with DeLong's small-sample variance in each fold
and on the logit. The variation between folds gives no interval: they share patients. With repeats the
patient stays the unit: all of a patient's decisions count as one observation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.confusion import (
    CountFormula,
    balanced_accuracy,
    figure_of,
)
from cxstage_core.evaluation.statistics.delong import AucDifference, auc_difference, auc_interval
from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate
from cxstage_core.evaluation.statistics.estimators import ONE_GROUP, mean_of_squares
from cxstage_core.evaluation.statistics.patients import Truth
from cxstage_core.evaluation.statistics.roc import auc
from cxstage_core.evaluation.statistics.scores import FoldScores, PooledScores
from cxstage_core.evaluation.statistics.two_groups import Share, figure_interval, mean_interval
from cxstage_core.text import text

FEW = 60
"""Patients up to which the interval of a mean of folds' AUCs is known to be wide."""
COVERED, COVERED_DIFFERENCE = 0.975, 0.978
"""Measured coverage of the intervals of such a mean, and of the difference of two, on 33 patients with one repeat;
a test holds them to the table of docs/statistics.md."""


def pooled_accuracy(scores: PooledScores, level: float) -> Estimate:
    """Share of right decisions among all decisions."""
    return _share(scores, np.ones_like(scores.truth), level)


def pooled_sensitivity(scores: PooledScores, level: float) -> Estimate:
    """Share of right decisions among those on positive patients."""
    return _share(scores, scores.truth, level)


def pooled_specificity(scores: PooledScores, level: float) -> Estimate:
    """Share of right decisions among those on negative patients."""
    return _share(scores, ~scores.truth, level)


def _share(scores: PooledScores, chosen: Truth, level: float) -> Estimate:
    if not chosen.any():
        return Estimate(None, None, 0, text("No patient of that group."))
    share = _of_patients(scores, chosen)
    return Estimate(share.value, share.interval(level), share.size)


def _of_patients(scores: PooledScores, chosen: Truth) -> Share:
    right = scores.right[:, chosen].sum(axis=0)
    return Share.of_patients(right, right + scores.wrong[:, chosen].sum(axis=0))


def pooled_balanced(scores: PooledScores, level: float) -> Estimate:
    """Mean of pooled sensitivity and specificity."""
    if not scores.both_groups:
        return Estimate(None, None, scores.n, ONE_GROUP)
    groups = [_of_patients(scores, chosen) for chosen in (~scores.truth, scores.truth)]
    value = figure_of(balanced_accuracy, scores.confusion)
    return Estimate(value, mean_interval(groups[0], groups[1], level), scores.n)


def pooled_average(formula: CountFormula, scores: PooledScores, level: float) -> Estimate:
    """A figure of the four counts, from the decisions of all folds and repeats together."""
    if not scores.both_groups:
        return Estimate(None, None, scores.n, ONE_GROUP)
    groups = [_of_patients(scores, chosen) for chosen in (~scores.truth, scores.truth)]
    value = figure_of(formula, scores.confusion)
    return Estimate(value, figure_interval(value, formula, groups[0], groups[1], level), scores.n)


def pooled_brier(scores: PooledScores, level: float) -> Estimate:
    """Mean squared error over the patients."""
    return mean_of_squares(scores.truth, scores.loss, level)


def pooled_area(scores: PooledScores, level: float) -> Estimate:
    """Mean of the folds' AUCs; see `mean_auc`."""
    return mean_auc(scores.folds, level)


@dataclass(frozen=True, slots=True)
class _MeanAuc:
    """The mean of the folds' AUCs, and what each patient adds to its deviation from the truth."""

    value: float
    used: int
    parts: dict[str, float]

    @property
    def variance(self) -> float:
        return math.fsum(part * part for part in self.parts.values())

    def covariance(self, other: _MeanAuc) -> float:
        """With the mean AUC of another network on the same folds."""
        return math.fsum(
            part * other.parts[patient]
            for patient, part in self.parts.items()
            if patient in other.parts
        )


def mean_auc(folds: Sequence[FoldScores], level: float = LEVEL) -> Estimate:
    """The mean of the folds' AUCs with its interval, a fold of one group left out."""
    n = len({patient for fold in folds for patient in fold.patients})
    found = _mean_auc(folds)
    if found is None:
        return Estimate(None, None, n, text("No fold tested patients of both groups."))
    if found.variance <= 0 or not 0 < found.value < 1:
        return Estimate(
            found.value, None, n, text("The folds' AUCs do not vary: no interval can be given.")
        )
    note = text("Mean of {used} of {all} folds' AUCs.", used=found.used, all=len(folds))
    if _wide(folds):
        note = text(
            "Mean of {used} of {all} folds' AUCs; on so few patients its 95 % interval is wide (it held the "
            "true value in {covered:.1%} of simulated studies of 33 patients).",
            used=found.used,
            all=len(folds),
            covered=COVERED,
        )
    interval = auc_interval(
        found.value, found.variance, level, "logit", "LeDell, influence curve, logit"
    )
    return Estimate(found.value, interval, n, note)


def mean_auc_difference(
    first: Sequence[FoldScores], second: Sequence[FoldScores], level: float = LEVEL
) -> AucDifference | None:
    """Paired test of the mean AUCs of two networks over the folds that both were tested in.

    Returns:
        None where no such fold has patients of both groups.
    """
    theirs = {(fold.repeat, fold.number): fold for fold in second}
    shared = [fold for fold in first if (fold.repeat, fold.number) in theirs]
    a = _mean_auc(shared)
    b = _mean_auc([theirs[fold.repeat, fold.number] for fold in shared])
    if a is None or b is None:
        return None
    found = auc_difference(
        a.value,
        b.value,
        a.variance,
        b.variance,
        a.covariance(b),
        level,
        "LeDell, influence curve, paired",
    )
    if found.interval is None or not _wide(shared):
        return found
    note = text(
        "On so few patients the 95 % interval of this difference is wide (it held the true value in "
        "{covered:.1%} of simulated studies of 33 patients).",
        covered=COVERED_DIFFERENCE,
    )
    return replace(found, note=note)


def _wide(folds: Sequence[FoldScores]) -> bool:
    """Return True for folds on few patients; repeats bring the intervals back to their level."""
    patients = {patient for fold in folds for patient in fold.patients}
    return len(patients) <= FEW and len({fold.repeat for fold in folds}) == 1


def discordant_decisions(
    first: Sequence[FoldScores], second: Sequence[FoldScores]
) -> dict[str, tuple[int, int]]:
    """Of each patient, how often only the first and how often only the second network was right.

    Counted are the folds and patients that both were tested on.
    """
    theirs = {
        (fold.repeat, patient): right
        for fold in second
        for patient, right in zip(fold.patients, fold.right, strict=True)
    }
    found: dict[str, tuple[int, int]] = {}
    for fold in first:
        for patient, right in zip(fold.patients, fold.right, strict=True):
            other = theirs.get((fold.repeat, patient))
            if other is not None:
                b, c = found.get(patient, (0, 0))
                found[patient] = b + (right and not other), c + (other and not right)
    return found


def _mean_auc(folds: Sequence[FoldScores]) -> _MeanAuc | None:
    areas = [auc(fold.truth, fold.score) for fold in folds]
    known = [(fold, area) for fold, area in zip(folds, areas, strict=True) if area is not None]
    if not known:
        return None
    parts: dict[str, float] = {}
    for fold, area in known:
        for patient, part in zip(fold.patients, _influences(fold, area), strict=True):
            parts[patient] = parts.get(patient, 0.0) + float(part) / len(known)
    return _MeanAuc(float(np.mean([area for _, area in known])), len(known), parts)


def _influences(fold: FoldScores, area: float) -> npt.NDArray[np.float64]:
    """What each patient adds to the deviation of a fold's AUC; their squares add up to DeLong's variance."""
    wins = np.sign(fold.score[:, None] - fold.score[None, :]) / 2 + 0.5
    lower = wins[:, ~fold.truth].mean(axis=1)
    higher = 1 - wins[:, fold.truth].mean(axis=1)
    size = np.where(fold.truth, fold.truth.sum(), (~fold.truth).sum())
    # one patient alone shows no variation of her group: her part is 0 either way
    return np.asarray(
        (np.where(fold.truth, lower, higher) - area) / np.sqrt(size * np.maximum(size - 1, 1))
    )
