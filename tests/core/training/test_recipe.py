"""The recipe: the paper's values, every value checked, the same after being stored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.dataset import Augmentation
from cxstage_core.errors import CxStageError, TrainingError
from cxstage_core.training import Recipe, threads_beside_window


def test_the_paper_is_the_default() -> None:
    recipe = Recipe()
    assert (recipe.epochs, recipe.batch, recipe.lr) == (100, 16, 0.01)
    assert (recipe.momentum, recipe.weight_decay, recipe.schedule) == (0.9, 1e-4, "cosine")
    assert recipe.balance


@given(
    st.integers(1, 500),
    st.integers(2, 128),
    st.floats(1e-6, 1.0),
    st.sampled_from(["cosine", "constant"]),
    st.booleans(),
    st.floats(0, 45),
)
def test_a_recipe_comes_back_from_json(
    epochs: int, batch: int, lr: float, schedule: str, balance: bool, angle: float
) -> None:
    recipe = Recipe(
        epochs=epochs,
        batch=batch,
        lr=lr,
        schedule=schedule,
        balance=balance,
        augmentation=Augmentation(rotation_deg=angle),
    )
    assert Recipe.from_dict(json.loads(json.dumps(recipe.to_dict()))) == recipe


@pytest.mark.parametrize(
    "changes",
    [
        {"epochs": 0},
        {"epochs": 2.5},
        {"batch": 1},
        {"lr": 0.0},
        {"lr": float("nan")},
        {"momentum": 1.0},
        {"weight_decay": -1.0},
        {"schedule": "steps"},
        {"validation": 0.0},
        {"validation": 0.9},
        {"seed": -1},
        {"seed": True},
        {"threads": -1},
        {"device": "tpu"},
        {"epochs": "ten"},
        {"optimiser": "adam"},
        {"averaging": "some"},
        {"averaged": 0.0},
        {"warmup": 0.6},
        {"label_smoothing": 0.9},
        {"mixup": -1.0},
        {"patience": -1},
    ],
)
def test_an_impossible_value_is_refused_by_name(changes: dict[str, Any]) -> None:
    with pytest.raises(TrainingError, match=next(iter(changes))):
        Recipe(**changes)


@pytest.mark.parametrize("data", [{"warp": 7}, {"augmentation": {"hue": 1}}])
def test_unknown_settings_are_refused(data: dict[str, Any]) -> None:
    with pytest.raises(CxStageError):
        Recipe.from_dict(data)


def test_the_cosine_falls_from_the_start_to_zero() -> None:
    recipe = Recipe(lr=0.1)
    rates = [recipe.learning_rate(i / 20) for i in range(21)]
    assert rates[0] == 0.1
    assert rates[10] == pytest.approx(0.05)
    assert rates[20] == pytest.approx(0)
    assert rates == sorted(rates, reverse=True)
    assert Recipe(schedule="constant").learning_rate(0.9) == 0.01


def test_a_warm_up_rises_evenly_and_the_cosine_follows() -> None:
    recipe = Recipe(lr=0.1, warmup=0.2)
    rates = [recipe.learning_rate(i / 100) for i in range(101)]
    assert rates[0] == pytest.approx(0.001)
    assert rates[10] == pytest.approx(0.0505)
    assert rates[20] == 0.1 == max(rates)
    assert rates[60] == pytest.approx(0.05)
    assert rates[100] == pytest.approx(0)
    assert Recipe(schedule="constant", warmup=0.5).learning_rate(0.5) == 0.01


def test_a_window_keeps_a_core_to_itself() -> None:
    assert threads_beside_window() >= 1
