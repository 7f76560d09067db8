"""The interval of an ensemble's answer: the jackknife's formula, and what it holds in simulated cohorts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from cxstage_core.evaluation.statistics.new_patient.group_jackknife import jackknife_interval
from tests.benchmarks.conformal import drawn, members_of, said


def test_for_a_mean_it_is_student_s_interval() -> None:
    """Of a mean, leaving out one value at a time, the jackknife is the classical interval exactly."""
    values = np.random.default_rng(2).normal(3.0, 2.0, 12)
    left_out = [np.delete(values, one).mean() for one in range(values.size)]
    found = jackknife_interval(left_out, [], 0.9)
    expected = stats.t.interval(0.9, 11, values.mean(), values.std(ddof=1) / math.sqrt(12))
    assert found == pytest.approx(expected)


def test_what_moving_the_images_does_is_added() -> None:
    still = jackknife_interval([1.0, 2.0, 4.0], [], 0.9)
    moved = jackknife_interval([1.0, 2.0, 4.0], [[1.5, 2.5, 4.5], [0.5, 1.5, 3.5]], 0.9)
    assert still is not None and moved is not None
    t = stats.t.ppf(0.95, 2)
    halves = [((high - low) / 2 / t) ** 2 for low, high in (still, moved)]
    assert halves[1] - halves[0] == pytest.approx(0.25)
    against = jackknife_interval([1.0, 2.0, 4.0], [[1.0, 2.0, 4.0]], 0.9)
    assert against == pytest.approx(still)


def test_it_holds_the_mean_answer_over_cohorts_at_least_nearly_as_often_as_it_says() -> None:
    """40 patients, five logistic models as members, 60 cohorts: 90 % within the error of the simulation."""
    rng = np.random.default_rng(6)
    new, _ = drawn(40, rng)
    answers = []
    while len(answers) < 60:
        features, labels = drawn(40, rng)
        if min(labels.sum(), 40 - labels.sum()) >= 8:
            members, _ = members_of(features, labels, rng)
            answers.append(np.column_stack([said(weights, new) for weights in members]))
    mean = np.mean([one.mean(axis=1) for one in answers], axis=0)
    bounds = np.array([[jackknife_interval(row, [], 0.9) for row in one] for one in answers])
    held = (bounds[..., 0] <= mean) & (mean <= bounds[..., 1])
    assert 0.86 <= held.mean() <= 0.96


def test_no_width_and_no_members() -> None:
    assert jackknife_interval([1.0, 1.0], [], 0.9) is None
    assert jackknife_interval([1.0, 1.0], [[1.5, 1.5]], 0.9) is not None
    with pytest.raises(ValueError, match="two members"):
        jackknife_interval([1.0], [], 0.9)
