"""Intervals of Table 2 and of agreement compared with statsmodels, SciPy and plain loops."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit, logit
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from cxstage_core.evaluation import Confusion, cohen_kappa, delong, evaluate, mcnemar_exact, wilson
from cxstage_core.evaluation.readers.reader_agreement import pooled_kappa
from cxstage_core.evaluation.statistics.delong import auc_interval
from cxstage_core.evaluation.statistics.estimators import mean_of_squares
from cxstage_core.evaluation.statistics.mcnemar import mcnemar_repeated
from cxstage_core.evaluation.statistics.means import mean_interval, median_interval
from cxstage_core.evaluation.statistics.two_groups import Share, figure_interval, shares_of
from cxstage_core.evaluation.statistics.two_groups import mean_interval as mover

TABLES = [
    Confusion(9, 6, 4, 14),
    Confusion(0, 15, 0, 18),
    Confusion(15, 0, 0, 18),
    Confusion(50, 0, 7, 53),
]


@pytest.mark.parametrize("table", TABLES)
def test_balanced_accuracy_is_newcombes_difference_of_two_proportions(table: Confusion) -> None:
    """(sensitivity + specificity)/2 = (1 + sensitivity − share of false alarms)/2."""
    low, high = confint_proportions_2indep(
        table.tp, table.positives, table.fp, table.negatives, method="newcomb", compare="diff"
    )
    found = mover(*shares_of(table), 0.95)
    assert found is not None
    assert found.pair == pytest.approx([(1 + low) / 2, (1 + high) / 2], abs=1e-9)


@pytest.mark.parametrize("table", TABLES)
def test_a_figure_of_one_group_has_jeffreys_interval(table: Confusion) -> None:
    value = table.tn / table.negatives
    found = figure_interval(value, lambda tn, fp, *_: tn / (tn + fp), *shares_of(table), 0.95)
    low, high = proportion_confint(table.tn, table.negatives, method="jeffreys")
    assert found is not None
    assert found.low == pytest.approx(min(low, value), abs=0.006)
    assert found.high == pytest.approx(max(high, value), abs=0.006)


def test_delong_on_the_logit() -> None:
    """pROC's AUC and variance of NDKA on its aSAH data."""
    area, variance = 0.611957994579946, 0.0031908105493913
    half = stats.norm.ppf(0.975) * math.sqrt(variance) / (area * (1 - area))
    found = auc_interval(area, variance, scale="logit")
    assert found.pair == pytest.approx([expit(logit(area) - half), expit(logit(area) + half)])
    assert auc_interval(1 - 1e-9, 0.2, scale="logit").high == 1.0
    truth = np.repeat([0, 1], 10)
    assert "logit" in str(delong(truth, np.arange(20) % 7).interval)


def test_repeats_of_the_same_answers_are_one_answer_each() -> None:
    right = np.array([1, 0, 1, 1, 1, 0, 1, 1, 1, 1])
    once = Share.of_patients(right, np.ones(10))
    thrice = Share.of_patients(3 * right, np.full(10, 3))
    assert (once.value, once.effective) == (0.8, 10) and thrice.effective == 10
    assert once.interval(0.95) == wilson(8, 10)
    # independent repeats of an even coin are worth three patients each
    coin = np.random.default_rng(1).binomial(3, 0.5, 4000)
    assert Share.of_patients(coin, np.full(4000, 3)).effective == pytest.approx(12_000, rel=0.06)


def test_means_by_students_t_and_by_halls_transformation() -> None:
    x = np.random.default_rng(8).gamma(2.0, 2.0, 40)
    plain, skewed = mean_interval(x), mean_interval(x, (0, math.inf))
    assert plain is not None and skewed is not None
    assert plain.pair == pytest.approx(stats.t.interval(0.95, 39, x.mean(), stats.sem(x)))
    skewness = stats.skew(x) * (39 / 40) ** 1.5
    for bound, t in zip(skewed.pair, stats.t.ppf([0.975, 0.025], 39), strict=True):
        s = (x.mean() - bound) / x.std(ddof=1)
        forward = s + skewness * s**2 / 3 + skewness**2 * s**3 / 27 + skewness / (6 * 40)
        assert math.sqrt(40) * forward == pytest.approx(t)
    assert skewed.high > plain.high and skewed.low > plain.low
    cut = mean_interval(np.array([0.0, 0.0, 0.1]), (0, 1))
    assert cut is not None and cut.low == 0


@pytest.mark.parametrize("n", [6, 7, 10, 33, 110])
def test_medians_by_scipys_quantile_test(n: int) -> None:
    x = np.random.default_rng(n).normal(size=n)
    theirs = stats.quantile_test(x, p=0.5).confidence_interval(0.95)
    found = median_interval(x)
    assert found is not None and found.pair == pytest.approx([theirs.low, theirs.high])
    assert median_interval(x[:5]) is None


def test_kappa_of_all_slices_leaves_out_one_patient_in_turn() -> None:
    rng = np.random.default_rng(3)
    rated = [(rng.random(20) < 0.4, rng.random(20) < 0.5) for _ in range(8)]
    for a, b in rated:
        b[:15] = a[:15]
    tables = np.array(
        [[(~a & ~b).sum(), (~a & b).sum(), (a & ~b).sum(), (a & b).sum()] for a, b in rated]
    )

    def kappa(chosen: list[tuple[np.ndarray, np.ndarray]]) -> float:
        found = cohen_kappa(*(np.concatenate(side) for side in zip(*chosen, strict=True))).kappa
        assert found is not None
        return found

    z = np.arctanh([kappa(rated[:i] + rated[i + 1 :]) for i in range(8)])
    error = math.sqrt(7 / 8 * ((z - z.mean()) ** 2).sum())
    middle, half = math.atanh(kappa(rated)), stats.t.ppf(0.975, 7) * error
    found, _ = pooled_kappa(tables.astype(float))
    assert found.value == pytest.approx(kappa(rated)) and found.interval is not None
    assert found.interval.pair == pytest.approx([math.tanh(middle - half), math.tanh(middle + half)])


def test_brier_score_by_its_definition() -> None:
    truth = np.arange(20) % 2 == 0
    loss = np.linspace(0.01, 0.6, 20)
    value = loss.mean()
    variance = (loss[truth].var(ddof=1) + loss[~truth].var(ddof=1)) * 10 / 400
    half = stats.t.ppf(0.975, 18) * math.sqrt(variance) / (value * (1 - value))
    found = mean_of_squares(truth, loss, 0.95)
    assert found.interval is not None
    assert found.interval.pair == pytest.approx(expit([logit(value) - half, logit(value) + half]))


@pytest.mark.parametrize(("b", "c"), [(0, 0), (9, 4), (4, 9), (12, 0), (3, 3)])
def test_with_one_repeat_the_patient_test_is_mcnemars(b: int, c: int) -> None:
    assert mcnemar_repeated([1] * b + [-1] * c + [0] * 5) == pytest.approx(mcnemar_exact(b, c))


def test_with_repeats_every_sign_is_counted() -> None:
    net = [3, -1, 2, 2, 0, -3, 1]
    sums = [
        abs(sum(s * d for s, d in zip(signs, net, strict=True))) for signs in product((1, -1), repeat=7)
    ]
    assert mcnemar_repeated(net) == pytest.approx(np.mean([s >= abs(sum(net)) for s in sums]))


def test_a_constant_answer_keeps_a_wide_interval() -> None:
    found = evaluate([0] * 15 + [1] * 18, [0.9] * 33, 0.5).estimates
    for key in ("balanced_accuracy", "f1", "precision"):
        interval = found[key].interval
        assert interval is not None and interval.high - interval.low > 0.08
