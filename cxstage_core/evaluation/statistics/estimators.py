"""Estimates of one test part: each figure with its interval, or with the reason why it has none."""

from __future__ import annotations

import math

from cxstage_core.evaluation.statistics.calibration import calibration_line, ece
from cxstage_core.evaluation.statistics.confusion import (
    Confusion,
    CountFormula,
    balanced_accuracy,
    figure_of,
)
from cxstage_core.evaluation.statistics.delong import delong
from cxstage_core.evaluation.statistics.estimate import Estimate, interval_with
from cxstage_core.evaluation.statistics.patients import Scores, Truth
from cxstage_core.evaluation.statistics.scores import PatientScores
from cxstage_core.evaluation.statistics.two_groups import (
    figure_interval,
    mean_interval,
    shares_of,
)
from cxstage_core.evaluation.statistics.wilson import wilson
from cxstage_core.text import text

ONE_GROUP = text("All patients are of one group.")
_ROUNDING = 1e-15


def proportion(k: int, n: int, level: float) -> Estimate:
    """k of n patients with Wilson's interval."""
    if n == 0:
        return Estimate(None, None, 0, text("No patient of that group."))
    return Estimate(k / n, wilson(k, n, level), n)


def accuracy(scores: PatientScores, level: float) -> Estimate:
    """Share of patients put into their own group."""
    return proportion(scores.confusion.right, scores.confusion.n, level)


def sensitivity(scores: PatientScores, level: float) -> Estimate:
    """Share of the positive patients that are predicted positive."""
    return proportion(scores.confusion.tp, scores.confusion.positives, level)


def specificity(scores: PatientScores, level: float) -> Estimate:
    """Share of the negative patients that are predicted negative."""
    return proportion(scores.confusion.tn, scores.confusion.negatives, level)


def macro_average(formula: CountFormula, table: Confusion, level: float) -> Estimate:
    """A figure of the four counts over both groups."""
    if table.negatives == 0 or table.positives == 0:
        return Estimate(None, None, table.n, ONE_GROUP)
    value = figure_of(formula, table)
    return Estimate(value, figure_interval(value, formula, *shares_of(table), level), table.n)


def balanced(scores: PatientScores, level: float) -> Estimate:
    """Mean of sensitivity and specificity."""
    table = scores.confusion
    if table.negatives == 0 or table.positives == 0:
        return Estimate(None, None, table.n, ONE_GROUP)
    value = figure_of(balanced_accuracy, table)
    return Estimate(value, mean_interval(*shares_of(table), level), table.n)


def area(scores: PatientScores, level: float) -> Estimate:
    """AUC with DeLong's interval."""
    found = delong(scores.truth, scores.probability, level)
    return Estimate(found.auc, found.interval, scores.confusion.n, found.note)


def brier_score(scores: PatientScores, level: float) -> Estimate:
    """Brier score."""
    return mean_of_squares(scores.truth, (scores.probability - scores.truth) ** 2, level)


def mean_of_squares(truth: Truth, loss: Scores, level: float) -> Estimate:
    """Mean of the patients' squared errors, which lie between 0 and 1.

    The interval is symmetric on the logit, from the variance within the groups, with Student's t.
    """
    n = int(loss.size)
    value = float(loss.mean())
    groups = [loss[truth], loss[~truth]]
    if min(group.size for group in groups) < 2:
        return Estimate(value, None, n, text("An interval needs two patients of each group."))
    variance = sum(group.size * float(group.var(ddof=1)) for group in groups) / n**2
    spread = value * (1 - value)
    if variance <= _ROUNDING or spread <= 0:
        return Estimate(
            value,
            None,
            n,
            text("All patients of a group have the same error: no interval can be given."),
        )
    from scipy.special import stdtrit

    half = float(stdtrit(n - 2, 0.5 + level / 2)) * math.sqrt(variance) / spread
    centre = math.log(value / (1 - value))
    low, high = ((1 + math.tanh(bound / 2)) / 2 for bound in (centre - half, centre + half))
    return Estimate(value, interval_with(value, low, high, level, "Student's t on the logit"), n)


def calibration_error(scores: PatientScores, _level: float) -> Estimate:
    """ECE; it is read against its null band and has no interval."""
    note = text("Ten bins of equal width; read it against its null band.")
    return Estimate(ece(scores.truth, scores.probability), None, scores.truth.size, note)


def calibration_slope(scores: PatientScores, _level: float) -> Estimate:
    """Slope of the calibration line; 1 is perfect."""
    return _of_line(scores, 0)


def calibration_intercept(scores: PatientScores, _level: float) -> Estimate:
    """Calibration in the large; 0 is perfect."""
    return _of_line(scores, 1)


def _of_line(scores: PatientScores, place: int) -> Estimate:
    line = calibration_line(scores.truth, scores.probability)
    if line is not None and all(map(math.isfinite, line)):
        note = text("The fitted line is given without an interval; read it with the calibration plot.")
        return Estimate(line[place], None, scores.truth.size, note)
    return Estimate(
        None,
        None,
        scores.truth.size,
        text("Not defined: one group only, equal probabilities, or groups that are fully separated."),
    )
