"""Folds are pooled as the sources say, and the interval of the mean AUC covers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.evaluation import delong
from cxstage_core.evaluation.statistics.pooling import (
    COVERED,
    COVERED_DIFFERENCE,
    mean_auc,
    mean_auc_difference,
)
from cxstage_core.evaluation.statistics.scores import FoldScores


def _fold(truth: np.ndarray, score: np.ndarray, number: int = 1, repeat: int = 1) -> FoldScores:
    names = tuple(f"P{number}-{i}" for i in range(len(truth)))
    return FoldScores(repeat, number, names, truth.astype(bool), score, 0.5)


def test_one_fold_is_the_auc_itself_with_delong_s_interval() -> None:
    rng = np.random.default_rng(1)
    truth = np.arange(400) < 180
    score = rng.normal(size=400) + truth
    found = mean_auc([_fold(truth, score)])
    theirs = delong(truth, score)
    assert found.value == pytest.approx(theirs.auc)
    assert found.interval is not None and theirs.interval is not None
    assert found.interval.pair == pytest.approx(theirs.interval.pair)


def test_a_worked_example_by_hand() -> None:
    # two folds of 2 + 2 patients: AUC 1 and 3/4
    first = _fold(np.array([1, 1, 0, 0]), np.array([0.9, 0.8, 0.2, 0.1]), 1)
    second = _fold(np.array([1, 1, 0, 0]), np.array([0.9, 0.3, 0.4, 0.1]), 2)
    found = mean_auc([first, second])
    assert found.value == 0.875
    # DeLong's variance of the second fold: shares of 1 and 1/2 in both groups, so 2 · (1/8)/2; none in the first
    assert found.interval is not None
    half = 1.959963984540054 * np.sqrt((2 * (1 / 8) / 2) / 2**2) / (0.875 * 0.125)
    assert found.interval.low == pytest.approx(1 / (1 + np.exp(half) / 7))


def test_a_repeat_of_the_same_folds_changes_nothing() -> None:
    rng = np.random.default_rng(2)
    truth = np.tile([1, 0], 20)
    folds = [_fold(truth, rng.normal(size=40) + truth, number) for number in (1, 2)]
    again = [_fold(f.truth, f.score, f.number, 2) for f in folds]
    one, two = mean_auc(folds), mean_auc([*folds, *again])
    assert (one.value, one.n) == (two.value, two.n)
    assert one.interval is not None and two.interval is not None
    assert one.interval.pair == pytest.approx(two.interval.pair)


def test_the_interval_covers_the_true_auc() -> None:
    rng = np.random.default_rng(3)
    true = 0.7602499389065233  # Φ(1/√2)
    hits = 0
    for _ in range(300):
        truth = np.arange(40) % 2
        folds = [
            _fold(truth, 5 * number + rng.normal(size=40) + truth, number) for number in range(1, 6)
        ]
        interval = mean_auc(folds).interval
        assert interval is not None
        hits += interval.low <= true <= interval.high
    assert 0.91 <= hits / 300 <= 0.985


def test_a_fold_of_one_group_has_no_auc_and_is_named() -> None:
    both = _fold(np.array([1, 0, 1, 0]), np.array([0.9, 0.1, 0.4, 0.6]), 1)
    one = _fold(np.array([1, 1]), np.array([0.9, 0.1]), 2)
    found = mean_auc([both, one])
    assert found.value == 0.75
    assert found.note is not None and "1 of 2 folds" in str(found.note)
    assert mean_auc([one]).value is None


def _small(repeats: int) -> list[FoldScores]:
    rng = np.random.default_rng(4)
    truth = np.arange(33) < 18
    folds = []
    for repeat in range(1, repeats + 1):
        order = rng.permutation(33)
        for number, part in enumerate(np.array_split(order, 3), 1):
            score = rng.normal(size=len(part)) + truth[part]
            names = tuple(f"P{n}" for n in part)
            folds.append(FoldScores(repeat, number, names, truth[part], score, 0.5))
    return folds


def test_on_few_patients_the_wide_interval_is_marked_with_its_coverage() -> None:
    first, second = _small(1), [_fold_again(fold) for fold in _small(1)]
    mean, difference = mean_auc(first), mean_auc_difference(first, second)
    assert mean.note is not None and "97.5% of simulated studies" in str(mean.note)
    assert difference is not None and difference.note is not None
    assert "97.8% of simulated studies" in str(difference.note)
    repeated = mean_auc(_small(3))  # repeats bring it back to its level
    assert repeated.note is not None and "simulated" not in str(repeated.note)


def _fold_again(fold: FoldScores) -> FoldScores:
    score = fold.score + np.random.default_rng(fold.number).normal(size=len(fold.score))
    return FoldScores(fold.repeat, fold.number, fold.patients, fold.truth, score, 0.5)


def test_the_marks_are_the_measured_coverage() -> None:
    file = Path(__file__).resolve().parents[2] / "benchmarks" / "coverage.json"
    rows = json.loads(file.read_text(encoding="utf-8"))["rows"]
    measured = {row["figure"]: row["mean"] for row in rows if row["n"] == "15 + 18"}
    assert abs(measured["AUC, mean of five folds"] - COVERED) <= 0.001
    assert abs(measured["difference of two such means"] - COVERED_DIFFERENCE) <= 0.001
