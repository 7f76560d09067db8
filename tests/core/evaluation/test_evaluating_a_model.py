"""One model on its test patients: every number with n, interval and what must be read beside it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.evaluation import choose_threshold, evaluate, fit_temperature

TRUTH = np.repeat([0, 1], [15, 18])


def some_model(seed: int = 1, shift: float = 0.3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.clip(rng.normal(0.35 + shift * TRUTH, 0.2), 0.001, 0.999)


def test_every_number_of_an_ordinary_model_has_its_interval_and_n() -> None:
    found = evaluate(TRUTH, some_model(), 0.5)
    for name in (
        "accuracy",
        "balanced_accuracy",
        "f1",
        "precision",
        "sensitivity",
        "specificity",
        "auc",
        "brier",
    ):
        estimate = found.estimates[name]
        assert estimate.interval is not None and estimate.interval.method
        assert estimate.interval.low < estimate.value < estimate.interval.high
    assert (found.n, found.n_positive) == (33, 18)
    assert (found.estimates["sensitivity"].n, found.estimates["specificity"].n) == (18, 15)
    assert found.warnings == ()


def test_a_model_that_decides_nothing_is_called_so() -> None:
    found = evaluate(TRUTH, np.full(33, 0.6), 0.5)
    assert "same group" in str(found.warnings[0])
    assert found.estimates["balanced_accuracy"].value == 0.5
    assert found.estimates["balanced_accuracy"].interval is not None
    assert (
        found.estimates["balanced_accuracy"].interval.low
        < 0.5
        < found.estimates["balanced_accuracy"].interval.high
    )
    of_f1 = found.estimates["f1"].interval
    assert of_f1 is not None and of_f1.low <= 6 / 17 < of_f1.high - 0.05
    assert found.estimates["calibration_slope"].value is None


def test_a_reversed_model_is_warned_about_and_never_flipped() -> None:
    found = evaluate(TRUTH, 1 - some_model(), 0.5)
    assert found.estimates["auc"].value is not None and found.estimates["auc"].value < 0.5
    assert any("below 0.5" in str(warning) for warning in found.warnings)


def test_chance_is_called_chance() -> None:
    found = evaluate(TRUTH, some_model(shift=0.02, seed=4), 0.5)
    assert any("null band (0.300–0.700)" in str(warning) for warning in found.warnings)


def test_a_perfect_model_is_not_certain() -> None:
    found = evaluate(TRUTH, TRUTH * 0.8 + 0.1, 0.5)
    assert (
        found.estimates["auc"].value
        == found.estimates["accuracy"].value
        == found.estimates["balanced_accuracy"].value
        == 1
    )
    for estimate in (
        found.estimates["auc"],
        found.estimates["accuracy"],
        found.estimates["balanced_accuracy"],
    ):
        assert estimate.interval is not None and estimate.interval.low < 0.95


def test_a_test_part_of_one_group_has_an_accuracy_and_no_auc() -> None:
    found = evaluate([1, 1, 1], [0.4, 0.6, 0.7], 0.5)
    assert found.estimates["accuracy"].value == pytest.approx(2 / 3)
    assert (
        found.estimates["auc"].value
        is found.estimates["balanced_accuracy"].value
        is found.estimates["specificity"].value
        is None
    )
    assert any("one group" in str(warning) for warning in found.warnings)


@pytest.mark.parametrize(
    ("truth", "probability"),
    [([], []), ([0, 2], [0.1, 0.2]), ([0, 1], [0.1]), ([0, 1], [0.1, np.nan]), ([0, 1], [0.1, 1.2])],
)
def test_values_that_are_no_patients_are_refused(truth: list[int], probability: list[float]) -> None:
    with pytest.raises(ValueError, match=r"patients|truth|score|probability"):
        evaluate(truth, probability, 0.5)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=25), st.floats(0, 1))
def test_any_patients_can_be_evaluated(rows: list[tuple[bool, float]], threshold: float) -> None:
    truth, probability = zip(*rows, strict=True)
    found = evaluate(truth, probability, threshold)
    assert found.confusion.n == found.n == len(rows)
    for name in ("accuracy", "balanced_accuracy", "auc", "sensitivity", "specificity"):
        estimate = found.estimates[name]
        assert (estimate.value is None) == (estimate.interval is None)
        if estimate.interval is not None:
            assert estimate.interval.low - 1e-9 <= estimate.value <= estimate.interval.high + 1e-9


def test_the_threshold_has_the_best_youden_index_nearest_to_one_half() -> None:
    truth = np.repeat([0, 1], [6, 6])
    assert choose_threshold(truth, np.r_[np.full(6, 0.1), np.full(6, 0.3)]).value == pytest.approx(0.2)
    assert choose_threshold(truth, np.r_[np.full(6, 0.1), np.full(6, 0.95)]).value == 0.5
    tie = np.array([0.1, 0.1, 0.1, 0.1, 0.3, 0.3, 0.2, 0.2, 0.9, 0.9, 0.9, 0.9])
    assert choose_threshold(truth, tie).value == 0.5  # 0.15 and 0.6 are equally good; so is 0.5


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 10)), min_size=10, max_size=40).filter(
        lambda rows: 5 <= sum(row[0] for row in rows) <= len(rows) - 5
    )
)
def test_no_other_threshold_separates_better(rows: list[tuple[bool, int]]) -> None:
    truth = np.array([row[0] for row in rows])
    p = np.array([row[1] / 10 for row in rows])
    chosen = choose_threshold(truth, p)

    def youden(cut: float) -> float:
        return float((p >= cut)[truth].mean() - (p >= cut)[~truth].mean())

    best = max(youden(cut) for cut in np.linspace(-0.05, 1.05, 23))
    if chosen.note is None:
        assert youden(chosen.value) == pytest.approx(best)
    else:
        assert best == pytest.approx(0, abs=1e-12)


def test_few_validation_patients_change_nothing_and_say_so() -> None:
    truth, p = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1]), np.linspace(0.1, 0.3, 9)
    for chosen, neutral in ((choose_threshold(truth, p), 0.5), (fit_temperature(truth, p), 1.0)):
        assert chosen.value == neutral
        assert "Only 4 and 5" in str(chosen.note)
    assert choose_threshold([1] * 9, p).value == 0.5


def test_a_model_that_ranks_the_wrong_way_gets_no_threshold() -> None:
    truth = np.repeat([0, 1], [6, 6])
    chosen = choose_threshold(truth, np.r_[np.full(6, 0.9), np.full(6, 0.7)])
    assert chosen.value == 0.5 and "chance" in str(chosen.note)


def test_the_temperature_minimises_the_loss() -> None:
    from scipy.optimize import minimize_scalar

    rng = np.random.default_rng(8)
    z = rng.normal(0, 4, 60)
    truth = rng.random(60) < 1 / (1 + np.exp(-z / 2.5))

    def loss(log_t: float) -> float:
        scaled = z / np.exp(log_t)
        return float(np.sum(np.logaddexp(0, scaled) - truth * scaled))

    best = np.exp(minimize_scalar(loss, bounds=(-2, 2), method="bounded", options={"xatol": 1e-9}).x)
    found = fit_temperature(truth, z)
    assert found.note is None
    assert found.value == pytest.approx(best, rel=1e-4)


def test_a_temperature_that_cannot_be_fitted_is_held_and_said() -> None:
    truth = np.repeat([0, 1], [6, 6])
    assert fit_temperature(truth, truth * 2.0 - 1).value == 1.0
    reversed_model = fit_temperature(truth, 1.0 - truth * 2)
    assert reversed_model.value == 10.0 and "held" in str(reversed_model.note)
    timid = fit_temperature(truth, np.r_[np.full(6, -0.01), np.full(5, 0.01), -0.001])
    assert timid.value == 0.1 and timid.note is not None
