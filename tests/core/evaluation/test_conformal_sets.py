"""Sets of groups hold the true one as often as they promise, and say what their number of patients allows."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.evaluation.statistics.new_patient.conformal import coverage_band, kept, possible, rank
from cxstage_core.models import Calibration
from cxstage_core.prediction.group_set import (
    FEWEST_OF_A_GROUP,
    GROUPS,
    GroupSet,
    group_set,
    undecided_share,
)

LEVELS = (0.8, 0.9, 0.95)


@given(st.integers(1, 400), st.sampled_from(LEVELS))
def test_the_rank_is_the_smallest_that_is_large_enough(n: int, level: float) -> None:
    k, exact = rank(n, level), Fraction(str(level))
    assert Fraction(k, n + 1) >= exact > Fraction(k - 1, n + 1)
    assert possible(n, level) == (n + 1 >= 1 / (1 - exact))


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=60, unique=True), st.sampled_from(LEVELS))
def test_each_patient_in_turn_as_the_new_one_is_covered_exactly_as_often_as_promised(
    scores: list[int], level: float
) -> None:
    """The theorem itself: of n + 1 patients, k are covered by the n others, whatever their scores."""
    n = len(scores) - 1
    covered = [kept(scores[:one] + scores[one + 1 :], scores[one], level) for one in range(n + 1)]
    k = rank(n, level)
    assert sum(covered) == min(k, n + 1)
    assert sum(covered) >= level * (n + 1)


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=40), st.sampled_from(LEVELS))
def test_equal_scores_never_lower_the_coverage(scores: list[int], level: float) -> None:
    n = len(scores) - 1
    covered = [kept(scores[:one] + scores[one + 1 :], scores[one], level) for one in range(n + 1)]
    assert sum(covered) >= rank(n, level) or not possible(n, level)


@pytest.mark.parametrize(
    ("n", "level", "mean", "low", "high"),
    [
        (9, 0.9, 0.900, 0.72, 0.99),
        (15, 0.9, 0.938, 0.82, 1.0),
        (30, 0.9, 0.903, 0.81, 0.97),
        (77, 0.9, 0.910, 0.85, 0.96),
        (30, 0.95, 0.968, 0.91, 1.0),
        (77, 0.95, 0.962, 0.92, 0.99),
        (200, 0.95, 0.950, 0.92, 0.97),
    ],
)
def test_the_band_is_the_distribution_of_the_coverage(
    n: int, level: float, mean: float, low: float, high: float
) -> None:
    found = coverage_band(n, level)
    assert found == pytest.approx((mean, low, high), abs=0.0075)
    assert found[0] == math.ceil((n + 1) * Fraction(str(level))) / (n + 1)
    rng = np.random.default_rng(n)
    drawn = np.sort(rng.random((4000, n)), axis=1)[:, rank(n, level) - 1]
    assert found[1:] == pytest.approx(np.quantile(drawn, [0.05, 0.95]), abs=0.01)


@pytest.mark.parametrize(("n", "level"), [(8, 0.9), (18, 0.95)])
def test_too_few_patients_exclude_nothing(n: int, level: float) -> None:
    assert not possible(n, level)
    assert possible(n + 1, level)
    assert kept(np.zeros(n), 1e9, level)
    assert coverage_band(n, level) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.1, 1.2])
def test_an_impossible_level_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="not a level"):
        rank(10, level)


def calibrated(zeros: int, ones: int, *, apart: float = 4.0, seed: int = 0) -> Calibration:
    """A calibration set of three members whose groups lie apart by this many standard deviations."""
    rng = np.random.default_rng(seed)
    labels = [0] * zeros + [1] * ones
    logits = rng.normal((np.array(labels) - 0.5) * apart, 1.0)
    return Calibration.of(
        (float(z), label, number % 3 + 1)
        for number, (z, label) in enumerate(zip(logits, labels, strict=True))
    )


def groups(calibration: Calibration, *logits: float, level: float = 0.9) -> tuple[int, ...]:
    found = group_set(calibration, logits, level)
    assert isinstance(found, GroupSet)
    assert found == group_set(calibration, logits, level)
    return tuple(group.label for group in found.groups)


def test_both_one_or_abstaining() -> None:
    apart = calibrated(30, 30, apart=12.0)
    assert groups(apart, -6, -6, -6) == (0,)
    assert groups(apart, 6, 6, 6) == (1,)
    assert groups(apart, 0, 0, 0) == ()
    alike = calibrated(30, 30, apart=0.5)
    assert groups(alike, 0, 0, 0) == (0, 1)
    said = group_set(apart, (0, 0, 0))
    assert isinstance(said, GroupSet)
    assert "abstains" in str(said.notes[0])
    assert "neither can be excluded" in str(group_set(alike, (0, 0, 0)).notes[0])  # type: ignore[union-attr]


def test_every_patient_is_compared_by_the_member_that_scored_her() -> None:
    """A member whose logits are shifted changes nothing, if it shifts the patients it scored as well."""
    plain = calibrated(25, 25, apart=2.0)
    shift = np.array([0.0, 7.0, -3.0])
    moved = Calibration.of(
        (z + shift[fold - 1], label, fold)
        for z, label, fold in zip(plain.logits, plain.labels, plain.folds, strict=True)
    )
    for logit in np.linspace(-4, 4, 33):
        assert groups(plain, *([float(logit)] * 3)) == groups(moved, *(logit + shift))


def test_groups_are_judged_apart_only_where_both_have_enough() -> None:
    few, enough = calibrated(FEWEST_OF_A_GROUP - 1, 60), calibrated(FEWEST_OF_A_GROUP, 60)
    together, apart = group_set(few, (0, 0, 0)), group_set(enough, (0, 0, 0))
    assert isinstance(together, GroupSet) and isinstance(apart, GroupSet)
    assert "taken together" in str(together.note)
    assert "each taken by itself" in str(apart.note)
    assert together.coverage == coverage_band(FEWEST_OF_A_GROUP - 1 + 60, 0.9)
    assert apart.coverage == coverage_band(FEWEST_OF_A_GROUP, 0.9)
    assert isinstance(group_set(enough, (0, 0, 0), 0.95), GroupSet)


def test_no_set_that_would_always_hold_both_and_none_without_a_calibration_set() -> None:
    assert "no calibration set" in str(group_set(None, ()))
    small = calibrated(9, 9)
    assert "18 calibration patients it would always hold both" in str(group_set(small, (0, 0, 0), 0.95))
    found = group_set(small, (0, 0, 0), 0.9)
    assert isinstance(found, GroupSet)
    assert any("At 95%, 18 calibration patients would always give both" in str(n) for n in found.notes)
    assert "8 calibration patients" in str(group_set(calibrated(4, 4), (0, 0, 0)))


def test_thirty_patients_mostly_give_both_groups_at_95_percent() -> None:
    """What is said of n comes from the set itself: two groups as a fair network separates them (AUC about .78)."""
    shares = [
        [undecided_share(calibrated(15, 15, apart=1.1, seed=seed), level) for level in (0.9, 0.95)]
        for seed in range(40)
    ]
    at_90, at_95 = np.mean(shares, axis=0)
    assert at_95 > 0.6 > at_90 > 0.3


def test_members_must_be_those_of_the_calibration_set() -> None:
    with pytest.raises(ValueError, match="members"):
        group_set(calibrated(10, 10), (0.0, 1.0))
    assert [group.label for group in GROUPS] == [0, 1]
