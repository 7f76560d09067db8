"""Bootstrap intervals: the same by either way of drawing, repeatable, and with honest coverage."""

from __future__ import annotations

import numpy as np
import pytest

from cxstage_core.evaluation import Confusion, bootstrap_confusion, bootstrap_patients, table2
from cxstage_core.evaluation.statistics.confusion import macro_averages


def test_the_same_seed_gives_the_same_interval() -> None:
    counts = Confusion(9, 6, 4, 14)
    assert bootstrap_confusion(counts) == bootstrap_confusion(counts)
    assert bootstrap_confusion(counts, seed=1) != bootstrap_confusion(counts, seed=2)


def test_drawing_counts_is_drawing_patients() -> None:
    counts = Confusion(9, 6, 4, 14)
    truth = np.repeat([0, 0, 1, 1], [9, 6, 4, 14])
    said = np.repeat([0.0, 1.0, 0.0, 1.0], [9, 6, 4, 14])

    def macro(column: int):
        def statistic(t: np.ndarray, s: np.ndarray) -> np.ndarray:
            p = s > 0.5
            table = ((~t & ~p), (~t & p), (t & ~p), (t & p))
            return macro_averages(*(cell.sum(axis=1) for cell in table))[column]

        return statistic

    fast = bootstrap_confusion(counts, replicates=40_000)
    for column, interval in ((1, fast.balanced_accuracy), (2, fast.f1), (3, fast.precision)):
        slow = bootstrap_patients(truth, said, macro(column), replicates=20_000)
        assert slow.pair == pytest.approx(interval.pair, abs=0.012)


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
            Confusion(tn, 40 - tn, 45 - tp, tp), replicates=2000
        ).balanced_accuracy
        covered += 0.75 in interval
    assert 0.91 <= covered / 600 <= 0.98


def test_many_patients_are_drawn_in_parts() -> None:
    truth = np.arange(3001) % 2
    interval = bootstrap_patients(truth, truth * 1.0, lambda t, s: s.mean(axis=1) - t.mean(axis=1))
    assert interval.pair == [0.0, 0.0]


def test_one_group_cannot_be_drawn_from() -> None:
    with pytest.raises(ValueError, match="both groups"):
        bootstrap_confusion(Confusion(0, 0, 3, 4))
    with pytest.raises(ValueError, match="both groups"):
        bootstrap_patients([1, 1], [0.2, 0.3], lambda t, s: (s - t).mean(axis=1))


def test_the_estimate_lies_in_its_interval() -> None:
    for counts in (Confusion(9, 6, 4, 14), Confusion(1, 14, 2, 16), Confusion(0, 15, 1, 17)):
        drawn, values = bootstrap_confusion(counts), table2(counts)
        assert values.balanced_accuracy in drawn.balanced_accuracy
        assert values.f1 in drawn.f1
        assert values.precision in drawn.precision
