"""Figures of one network over all folds.

How folds are pooled (Forman & Scholz, SIGKDD Explorations 2010;12:49–57): decisions are counted over all
folds, each by its own fold's threshold, because the mean of the folds' F1 or sensitivity is biased; the AUC
is the mean of the folds' AUCs, because scores of different networks cannot be ranked together. The interval
of that mean is LeDell, Petersen & van der Laan's (Electron J Stat 2015;9:1583–1607). The variation between
folds gives no interval: they share patients. With repeats every figure is the mean over the repeats, and the
patient stays the unit: a patient is drawn with all of its decisions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.bootstrap import (
    Indices,
    Values,
    bootstrap_indices,
    bootstrap_patients,
    bootstrap_rows,
)
from cxstage_core.evaluation.statistics.confusion import CountFormula
from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate, Interval, two_sided_z
from cxstage_core.evaluation.statistics.estimators import macro_average, unless_constant
from cxstage_core.evaluation.statistics.patients import Scores, Truth
from cxstage_core.evaluation.statistics.roc import auc
from cxstage_core.evaluation.statistics.scores import FoldScores, PooledScores
from cxstage_core.evaluation.statistics.wilson import wilson
from cxstage_core.text import text


def pooled_accuracy(scores: PooledScores, level: float) -> Estimate:
    """Share of right decisions among all patients."""
    return _share(scores, np.ones_like(scores.truth), level)


def pooled_sensitivity(scores: PooledScores, level: float) -> Estimate:
    """Share of right decisions among the positive patients."""
    return _share(scores, scores.truth, level)


def pooled_specificity(scores: PooledScores, level: float) -> Estimate:
    """Share of right decisions among the negative patients."""
    return _share(scores, ~scores.truth, level)


def _share(scores: PooledScores, chosen: Truth, level: float) -> Estimate:
    right = scores.share_right[chosen]
    n = int(right.size)
    if n == 0:
        return Estimate(None, None, 0, text("All patients are of one group."))
    value = float(right.mean())
    if scores.repeats == 1:
        return Estimate(value, wilson(round(float(right.sum())), n, level), n)
    return Estimate(value, bootstrap_rows(right, _mean_of_rows, level=level), n)


def pooled_balanced(scores: PooledScores, level: float) -> Estimate:
    """Mean of pooled sensitivity and specificity."""
    t, right = scores.truth, scores.share_right
    if not scores.both_groups:
        return Estimate(None, None, scores.n, text("All patients are of one group."))

    def both(truth: Truth, r: Scores) -> Values:
        ones, zeros = (r * truth).sum(1) / truth.sum(1), (r * ~truth).sum(1) / (~truth).sum(1)
        return np.asarray((ones + zeros) / 2)

    value = float((right[t].mean() + right[~t].mean()) / 2)
    found = bootstrap_patients(t.astype(int), right, both, level=level)
    return Estimate(value, found if found.low < found.high else None, scores.n)


def pooled_average(formula: CountFormula, scores: PooledScores, level: float) -> Estimate:
    """A figure of the four counts: computed in each repeat over all its folds, then averaged.

    A single repeat is one confusion table and is treated as such.
    """
    if not scores.both_groups or scores.repeats == 1:
        return macro_average(formula, scores.confusion, level)
    everyone = np.arange(scores.n)[None]

    def mean_over_repeats(drawn: Indices) -> Values:
        t = scores.truth[drawn]
        right, wrong = scores.right[:, drawn], scores.wrong[:, drawn]
        cells = (right & ~t, wrong & ~t, wrong & t, right & t)
        return np.asarray(formula(*(cell.sum(axis=2) for cell in cells)).mean(axis=0))

    value = float(mean_over_repeats(everyone)[0])
    interval = bootstrap_indices(scores.truth, mean_over_repeats, level=level, cells=2 * scores.repeats)
    return unless_constant(value, interval, scores.n)


def pooled_brier(scores: PooledScores, level: float) -> Estimate:
    """Mean squared error over the patients."""
    value = float(scores.loss.mean())
    if not scores.both_groups:
        return Estimate(value, None, scores.n)
    found = bootstrap_patients(
        scores.truth.astype(int), scores.loss, lambda _, loss: loss.mean(1), level=level
    )
    return Estimate(value, found, scores.n)


def pooled_area(scores: PooledScores, level: float) -> Estimate:
    """Mean of the folds' AUCs; see `mean_auc`."""
    return mean_auc(scores.folds, level)


def mean_auc(folds: Sequence[FoldScores], level: float = LEVEL) -> Estimate:
    """The mean of the folds' AUCs with LeDell's interval, a fold of one group left out.

    The influence of a patient on the mean is its influence in its own fold; with repeats, the mean of
    its influences. The variance is their mean square over the patients.
    """
    areas, influence = [], dict[str, list[float]]()
    for fold in folds:
        found = auc(fold.truth, fold.score)
        if found is None:
            continue
        areas.append(found)
        share = float(np.mean(np.concatenate([f.truth for f in folds])))
        for patient, value in zip(fold.patients, _influence(fold, found, share), strict=True):
            influence.setdefault(patient, []).append(float(value))
    n = len({patient for fold in folds for patient in fold.patients})
    if not areas:
        return Estimate(None, None, n, text("No fold tested patients of both groups."))
    value = float(np.mean(areas))
    square = float(np.mean([np.mean(own) ** 2 for own in influence.values()]))
    half = two_sided_z(level) * math.sqrt(square / len(influence))
    note = text("Mean of {used} of {all} folds' AUCs.", used=len(areas), all=len(folds))
    if half == 0:
        return Estimate(value, None, n, text("The folds' AUCs do not vary: no interval can be given."))
    interval = Interval(
        max(0.0, value - half), min(1.0, value + half), level, "LeDell, influence curve"
    )
    return Estimate(value, interval, n, note)


def _influence(fold: FoldScores, area: float, share: float) -> npt.NDArray[np.float64]:
    """Influence of each patient of a fold on its AUC; `share` of all patients are in group 1."""
    wins = np.sign(fold.score[:, None] - fold.score[None, :]) / 2 + 0.5
    lower = wins[:, ~fold.truth].mean(axis=1)
    higher = 1 - wins[:, fold.truth].mean(axis=1)
    return np.asarray(np.where(fold.truth, (lower - area) / share, (higher - area) / (1 - share)))


def _mean_of_rows(drawn: Values) -> Values:
    return np.asarray(drawn.mean(axis=1))
