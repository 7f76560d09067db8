"""Predictive values at a given prevalence, from the sensitivity and specificity of a test part.

Bayes' theorem with a prevalence that is taken as known; the interval carries the uncertainty of sensitivity and
specificity, two independent proportions, by draws from Jeffreys' posterior of each (`two_groups.figure_interval`).
A share counted in the test part itself estimates a predictive value only if that part was drawn as patients come.

Source: Mercaldo, Lau & Zhou, Stat Med 2007;26:2170–2183, for the problem and a normal approximation on the log odds,
which has no interval where a share is 0 or 1.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.confusion import Confusion, CountFormula, Counts, figure_of
from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate
from cxstage_core.evaluation.statistics.estimators import ONE_GROUP
from cxstage_core.evaluation.statistics.two_groups import figure_interval, shares_of
from cxstage_core.text import text

NEVER_SAID = text(
    "No test patient was put into this group, so the share of right answers is not defined."
)


def positive_predictive(table: Confusion, prevalence: float, level: float = LEVEL) -> Estimate:
    """Share of the chemoradiotherapy/systemic group among patients who are put into it.

    Args:
        table: test patients.
        prevalence: share of that group among the patients to come, 0 to 1.

    Raises:
        ValueError: the prevalence is not between 0 and 1.
    """

    def formula(tn: Counts, fp: Counts, fn: Counts, tp: Counts) -> npt.NDArray[np.float64]:
        return _share(prevalence * tp / (tp + fn), (1 - prevalence) * fp / (tn + fp))

    return _estimate(formula, table, prevalence, level)


def negative_predictive(table: Confusion, prevalence: float, level: float = LEVEL) -> Estimate:
    """Share of the surgery group among patients who are put into it; see `positive_predictive`."""

    def formula(tn: Counts, fp: Counts, fn: Counts, tp: Counts) -> npt.NDArray[np.float64]:
        return _share((1 - prevalence) * tn / (tn + fp), prevalence * fn / (tp + fn))

    return _estimate(formula, table, prevalence, level)


def _estimate(formula: CountFormula, table: Confusion, prevalence: float, level: float) -> Estimate:
    if not 0 <= prevalence <= 1:
        raise ValueError(f"{prevalence} is not a prevalence between 0 and 1")
    if not table.negatives or not table.positives:
        return Estimate(None, None, table.n, ONE_GROUP)
    value = figure_of(formula, table)
    if np.isnan(value):
        return Estimate(None, None, table.n, NEVER_SAID)
    if prevalence in (0, 1):
        return Estimate(value, None, table.n, text("One group alone is assumed: nothing is uncertain."))
    return Estimate(value, figure_interval(value, formula, *shares_of(table), level), table.n)


def _share(right: Counts, wrong: Counts) -> npt.NDArray[np.float64]:
    said = right + wrong
    return np.divide(right, said, out=np.full(np.shape(said), np.nan), where=said > 0)
