"""Bootstrap intervals: the same by either way of drawing, repeatable, and with honest coverage."""

from __future__ import annotations

import numpy as np
import pytest

from cxstage_core.evaluation import (
    Confusion,
    balanced_accuracy,
    bootstrap_confusion,
    bootstrap_patients,
    figure_of,
    macro_f1,
    macro_precision,
)

FORMULAS = (balanced_accuracy, macro_f1, macro_precision)


def test_the_same_seed_gives_the_same_interval() -> None:
    counts = Confusion(9, 6, 4, 14)
    for formula in FORMULAS:
        assert bootstrap_confusion(counts, formula) == bootstrap_confusion(counts, formula)
        one, two = (bootstrap_confusion(counts, formula, seed=seed) for seed in (1, 2))
        assert one != two


def test_drawing_counts_is_drawing_patients() -> None:
    counts = Confusion(9, 6, 4, 14)
    truth = np.repeat([0, 0, 1, 1], [9, 6, 4, 14])
    said = np.repeat([0.0, 1.0, 0.0, 1.0], [9, 6, 4, 14])

    def macro(formula):
        def statistic(t: np.ndarray, s: np.ndarray) -> np.ndarray:
            p = s > 0.5
            table = ((~t & ~p), (~t & p), (t & ~p), (t & p))
            return formula(*(cell.sum(axis=1) for cell in table))

        return statistic

    for formula in FORMULAS:
        fast = bootstrap_confusion(counts, formula, replicates=40_000)
        slow = bootstrap_patients(truth, said, macro(formula), replicates=20_000)
        assert slow.pair == pytest.approx(fast.pair, abs=0.012)


def test_the_interval_is_scipys_within_its_noise() -> None:
    from scipy.stats import bootstrap

    rng = np.random.default_rng(2)
    truth = np.repeat([0, 1], [15, 18])
    p = np.clip(rng.normal(0.35 + 0.3 * truth, 0.2), 0, 1)
    ours = bootstrap_patients(truth, p, lambda t, s: np.mean((s - t) ** 2, axis=1), replicates=20_000)
    zeros, ones = p[truth == 0] ** 2, (1 - p[truth == 1]) ** 2
    theirs = bootstrap(
        (zeros, ones),
        lambda a, b, axis: (a.sum(axis=axis) + b.sum(axis=axis)) / 33,
        vectorized=True,
        method="percentile",
        n_resamples=20_000,
        rng=np.random.default_rng(4),
    ).confidence_interval
    assert ours.pair == pytest.approx([theirs.low, theirs.high], abs=0.004)


def test_coverage_of_the_balanced_accuracy() -> None:
    rng = np.random.default_rng(11)
    covered = 0
    for _ in range(600):
        tn, tp = int(rng.binomial(40, 0.7)), int(rng.binomial(45, 0.8))
        interval = bootstrap_confusion(
            Confusion(tn, 40 - tn, 45 - tp, tp), balanced_accuracy, replicates=2000
        )
        covered += 0.75 in interval
    assert 0.91 <= covered / 600 <= 0.98


def test_many_patients_are_drawn_in_parts() -> None:
    truth = np.arange(3001) % 2
    interval = bootstrap_patients(truth, truth * 1.0, lambda t, s: s.mean(axis=1) - t.mean(axis=1))
    assert interval.pair == [0.0, 0.0]


def test_one_group_cannot_be_drawn_from() -> None:
    with pytest.raises(ValueError, match="both groups"):
        bootstrap_confusion(Confusion(0, 0, 3, 4), macro_f1)
    with pytest.raises(ValueError, match="both groups"):
        bootstrap_patients([1, 1], [0.2, 0.3], lambda t, s: (s - t).mean(axis=1))


def test_the_estimate_lies_in_its_interval() -> None:
    for counts in (Confusion(9, 6, 4, 14), Confusion(1, 14, 2, 16), Confusion(0, 15, 1, 17)):
        for formula in FORMULAS:
            assert figure_of(formula, counts) in bootstrap_confusion(counts, formula)
