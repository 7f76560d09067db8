"""Estimates of one test part: each figure with its interval, or with the reason why it has none."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.bootstrap import bootstrap_confusion, bootstrap_patients
from cxstage_core.evaluation.statistics.calibration import brier, calibration_line, ece
from cxstage_core.evaluation.statistics.confusion import (
    Confusion,
    CountFormula,
    balanced_accuracy,
    figure_of,
)
from cxstage_core.evaluation.statistics.delong import delong
from cxstage_core.evaluation.statistics.estimate import Estimate, Interval
from cxstage_core.evaluation.statistics.patients import Scores, Truth
from cxstage_core.evaluation.statistics.scores import PatientScores
from cxstage_core.evaluation.statistics.wilson import wilson
from cxstage_core.text import text


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
    """A figure over both groups with its bootstrap interval."""
    if table.negatives == 0 or table.positives == 0:
        return Estimate(None, None, table.n, text("All patients are of one group."))
    interval = bootstrap_confusion(table, formula, level=level)
    return unless_constant(figure_of(formula, table), interval, table.n)


def unless_constant(value: float, interval: Interval, n: int) -> Estimate:
    """The estimate, without an interval where the bootstrap does not vary."""
    if interval.low < interval.high:
        return Estimate(value, interval, n)
    return Estimate(
        value,
        None,
        n,
        text(
            "The bootstrap does not vary here, so no interval can be given; this does not mean certainty."
        ),
    )


def balanced(scores: PatientScores, level: float) -> Estimate:
    """Balanced accuracy; where the bootstrap does not vary, two Wilson intervals combined."""
    table = scores.confusion
    found = macro_average(balanced_accuracy, table, level)
    if found.value is None or found.interval is not None:
        return found
    return Estimate(
        found.value,
        _square_and_add(table, level),
        table.n,
        text("The bootstrap does not vary here: the interval combines two Wilson intervals."),
    )


def area(scores: PatientScores, level: float) -> Estimate:
    """AUC with DeLong's interval."""
    found = delong(scores.truth, scores.probability, level)
    return Estimate(found.auc, found.interval, scores.confusion.n, found.note)


def brier_score(scores: PatientScores, level: float) -> Estimate:
    """Brier score with a bootstrap interval."""
    t, p = scores.truth, scores.probability
    interval = bootstrap_patients(t, p, _brier_rows, level=level) if scores.both_groups else None
    return Estimate(brier(t, p), interval, t.size)


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
    if line is not None:
        return Estimate(line[place], None, scores.truth.size)
    return Estimate(
        None,
        None,
        scores.truth.size,
        text("Not defined: one group only, equal probabilities, or groups that are fully separated."),
    )


def _square_and_add(table: Confusion, level: float) -> Interval:
    """Interval of the mean of sensitivity and specificity from their Wilson intervals.

    Source: Newcombe, Stat Med 1998;17:873–890 (method 10), for a sum in place of a difference.
    """
    parts = [
        (table.tp / table.positives, wilson(table.tp, table.positives, level)),
        (table.tn / table.negatives, wilson(table.tn, table.negatives, level)),
    ]
    middle = sum(value for value, _ in parts) / 2
    below = math.hypot(*(value - interval.low for value, interval in parts)) / 2
    above = math.hypot(*(interval.high - value for value, interval in parts)) / 2
    return Interval(
        max(0.0, middle - below), min(1.0, middle + above), level, "Newcombe, from two Wilson intervals"
    )


def _brier_rows(truth: Truth, probability: Scores) -> npt.NDArray[np.float64]:
    return np.asarray(np.mean((probability - truth) ** 2, axis=1))
