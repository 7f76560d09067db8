"""Predictive values at a prevalence: Bayes' theorem, and intervals that hold the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.evaluation.statistics.confusion import Confusion
from cxstage_core.evaluation.statistics.new_patient.predictive_values import (
    negative_predictive,
    positive_predictive,
)

cells = st.integers(0, 40)


@given(cells, cells, cells, cells, st.floats(0.01, 0.99))
def test_bayes_theorem_and_the_interval_holds_its_estimate(
    tn: int, fp: int, fn: int, tp: int, prevalence: float
) -> None:
    table = Confusion(tn, fp, fn, tp)
    for found, right, wrong, share in (
        (positive_predictive(table, prevalence), (tp, fn), (fp, tn), prevalence),
        (negative_predictive(table, prevalence), (tn, fp), (fn, tp), 1 - prevalence),
    ):
        if not (tn + fp and fn + tp and right[0] + wrong[0]):
            assert found.value is None
            assert found.note is not None
            continue
        hit = share * right[0] / sum(right)
        miss = (1 - share) * wrong[0] / sum(wrong)
        assert found.value == pytest.approx(hit / (hit + miss))
        assert found.interval is not None
        assert found.value in found.interval
        assert 0 <= found.interval.low < found.interval.high <= 1


def test_the_own_prevalence_gives_the_counted_share() -> None:
    table = Confusion(tn=9, fp=6, fn=4, tp=14)
    share = table.positives / table.n
    assert positive_predictive(table, share).value == pytest.approx(14 / 20)
    assert negative_predictive(table, share).value == pytest.approx(9 / 13)


def test_close_to_the_log_odds_interval_where_that_is_known_to_hold() -> None:
    """Mercaldo, Lau & Zhou 2007, standard logit interval, many patients."""
    table, prevalence = Confusion(tn=380, fp=120, fn=90, tp=410), 0.3
    sens, spec = 410 / 500, 380 / 500
    logit = math.log(sens * prevalence / ((1 - spec) * (1 - prevalence)))
    sd = math.sqrt((1 - sens) / sens / 500 + spec / (1 - spec) / 500)
    expected = [1 / (1 + math.exp(-(logit + z * sd))) for z in (-1.96, 1.96)]
    found = positive_predictive(table, prevalence)
    assert found.interval is not None
    assert found.interval.pair == pytest.approx(expected, abs=0.004)


@pytest.mark.parametrize("prevalence", [0.1, 0.5])
def test_the_interval_holds_the_truth_in_small_test_parts(prevalence: float) -> None:
    """33 test patients, as in the paper: coverage of the 95 % interval, 600 simulated test parts."""
    sens, spec, rng, held = 0.78, 0.6, np.random.default_rng(5), []
    truth = sens * prevalence / (sens * prevalence + (1 - spec) * (1 - prevalence))
    for _ in range(600):
        tp, tn = int(rng.binomial(18, sens)), int(rng.binomial(15, spec))
        found = positive_predictive(Confusion(tn, 15 - tn, 18 - tp, tp), prevalence)
        assert found.interval is not None
        held.append(truth in found.interval)
    assert 0.93 <= np.mean(held) <= 0.98


def test_what_is_not_defined_says_so() -> None:
    never = Confusion(tn=5, fp=0, fn=6, tp=0)
    assert "not defined" in str(positive_predictive(never, 0.5).note)
    assert "one group" in str(positive_predictive(Confusion(5, 1, 0, 0), 0.5).note)
    assert positive_predictive(Confusion(5, 1, 1, 5), 1.0).interval is None
    with pytest.raises(ValueError, match="not a prevalence"):
        positive_predictive(never, 1.5)
