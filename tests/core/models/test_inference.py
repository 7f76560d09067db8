"""From slices to a patient: the same numbers however the slices arrive."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.errors import ModelError
from cxstage_core.models import (
    input_range,
    input_statistics,
    logits_of,
    outside,
    probability,
)
from cxstage_core.models.aggregation import (
    MAX_LOGIT,
    MEAN_LOGIT,
    SlicePredictions,
    slice_weights,
    softmax,
)
from cxstage_core.models.build import build


def test_a_patient_with_many_slices_is_judged_in_parts_alike() -> None:
    model = build("ShuffleNet", channels=2, size_px=64, seed=3)
    slices = np.random.default_rng(0).normal(size=(19, 2, 64, 64)).astype(np.float32)
    together = logits_of(model, slices)
    assert together.shape == (19,)
    apart = np.concatenate([logits_of(model, slices[i : i + 1]) for i in range(19)])
    np.testing.assert_allclose(together, apart, atol=1e-5)
    assert np.array_equal(together, logits_of(model, slices))


def test_nothing_to_judge_and_numbers_that_are_not_finite_are_refused() -> None:
    model = build("ShuffleNet", channels=1, size_px=64)
    with pytest.raises(ModelError, match="no prepared slice"):
        logits_of(model, np.zeros((0, 1, 64, 64), np.float32))
    with pytest.raises(ModelError, match="not finite"):
        logits_of(model, np.full((1, 1, 64, 64), np.nan, np.float32))
    assert not torch.is_inference_mode_enabled()


@given(st.floats(-700, 700), st.floats(0.05, 20))
def test_probability_is_the_sigmoid_of_the_scaled_logit(logit: float, temperature: float) -> None:
    p = probability(logit, temperature)
    assert 0 <= p <= 1
    assert math.isclose(p + probability(-logit, temperature), 1, abs_tol=1e-12)
    assert p >= 0.5 if logit >= 0 else p <= 0.5


def _joined(values: list[float], rule: str) -> float:
    logits = np.array(values)
    return SlicePredictions(logits, slice_weights(logits, rule)).logit


def test_the_patient_is_the_mean_logit_or_the_largest() -> None:
    assert _joined([-1.0, 0.0, 4.0], MEAN_LOGIT) == pytest.approx(1.0)
    assert _joined([-1.0, 0.0, 4.0], MAX_LOGIT) == 4.0
    assert probability(math.log(3), 1.0) == pytest.approx(0.75)
    assert probability(2 * math.log(3), 2.0) == pytest.approx(0.75)
    with pytest.raises(ModelError, match="“loudest”"):
        _joined([1.0], "loudest")


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=25), st.sampled_from([MEAN_LOGIT, MAX_LOGIT]))
def test_the_weights_of_the_slices_add_up_to_one(values: list[float], rule: str) -> None:
    weights = slice_weights(np.array(values), rule)
    assert weights.shape == (len(values),)
    assert weights.sum() == pytest.approx(1.0)
    assert (weights >= 0).all()
    assert min(values) - 1e-9 <= _joined(values, rule) <= max(values) + 1e-9


@given(st.lists(st.floats(-800, 800), min_size=1, max_size=25))
def test_attention_weights_are_shares_whatever_the_scores(scores: list[float]) -> None:
    weights = softmax(np.array(scores))
    assert np.isfinite(weights).all()
    assert weights.sum() == pytest.approx(1.0)
    assert weights[int(np.argmax(scores))] == weights.max()


def test_an_input_outside_the_training_range_is_named() -> None:
    rng = np.random.default_rng(0)
    names = ("T2", "mask")
    patients = [_slices(rng, 1.0, 20 + i) for i in range(6)]
    seen = input_range(input_statistics(array, names) for array in patients)
    assert outside(input_statistics(patients[2], names), seen) == ()
    assert "T2 sd" in outside(input_statistics(_slices(rng, 9.0, 22), names), seen)
    assert outside(input_statistics(_slices(rng, 1.0, 60), names), seen) == ("mask share",)
    assert input_range([]) == {}


def _slices(rng: np.random.Generator, sd: float, side: int) -> np.ndarray:
    array = rng.normal(0, sd, (3, 2, 64, 64)).astype(np.float32)
    array[:, 1] = 0
    array[:, 1, :side, :side] = 1
    return array
