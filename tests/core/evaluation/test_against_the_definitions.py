"""The fast forms against the definitions they stand for, on any data."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxstage_core.evaluation import (
    auc,
    auc_interval,
    brier,
    calibration_bins,
    calibration_line,
    cohen_kappa,
    confusion,
    delong,
    delong_test,
    discordant,
    ece,
    holm,
    icc,
    kappa_of_table,
    net_benefit,
    null_band,
    roc_curve,
)
from tests.core.evaluation.results import table_2

levels = st.integers(0, 8).map(lambda k: k / 8)
patients = st.lists(st.tuples(st.booleans(), levels, levels), min_size=4, max_size=40).filter(
    lambda rows: 2 <= sum(row[0] for row in rows) <= len(rows) - 2
)


def columns(rows: list[tuple[bool, float, float]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    truth, a, b = (np.array(column) for column in zip(*rows, strict=True))
    return truth, a, b


def kernel(truth: np.ndarray, score: np.ndarray) -> np.ndarray:
    """1 where a positive beats a negative, one half for a tie; shape (positives, negatives)."""
    gap = score[truth][:, None] - score[~truth][None, :]
    return (np.sign(gap) + 1) / 2


@given(patients)
def test_auc_is_the_share_of_pairs(rows: list[tuple[bool, float, float]]) -> None:
    truth, score, _ = columns(rows)
    assert auc(truth, score) == pytest.approx(kernel(truth, score).mean(), abs=1e-15)
    assert auc(~truth, score) == pytest.approx(1 - kernel(truth, score).mean(), abs=1e-12)
    assert auc(truth, np.exp(3 * score)) == auc(truth, score)


@given(patients)
def test_delong_is_the_structural_components(rows: list[tuple[bool, float, float]]) -> None:
    truth, a, b = columns(rows)
    pairs = np.stack([kernel(truth, a), kernel(truth, b)])
    m, n = pairs.shape[1:]
    covariance = np.cov(pairs.mean(axis=2)) / m + np.cov(pairs.mean(axis=1)) / n
    single = delong(truth, a)
    assert single.variance == pytest.approx(covariance[0, 0], abs=1e-12)
    found = delong_test(truth, a, b)
    variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    assert found.variance == pytest.approx(variance, abs=1e-12)
    assert found.difference == pytest.approx(pairs[0].mean() - pairs[1].mean(), abs=1e-12)
    if found.z is not None and found.p is not None:
        assert found.z * found.difference >= 0
        assert found.p == pytest.approx(math.erfc(abs(found.z) / math.sqrt(2)), abs=1e-12)
        if variance > 1e-9:
            assert found.z == pytest.approx(found.difference / math.sqrt(variance), rel=1e-6)


@given(patients)
def test_every_auc_has_an_interval_that_holds_it(rows: list[tuple[bool, float, float]]) -> None:
    truth, score, _ = columns(rows)
    found = delong(truth, score)
    assert found.auc is not None and found.interval is not None
    assert 0 <= found.interval.low <= found.auc <= found.interval.high <= 1
    assert found.interval.low < found.interval.high
    if found.variance and 0 < found.auc < 1:
        logit = auc_interval(found.auc, found.variance, scale="logit")
        assert 0 <= logit.low <= found.auc <= logit.high <= 1


def test_perfect_and_reversed_rankings_say_so() -> None:
    truth = np.repeat([0, 1], [15, 18])
    for score, value in ((truth.astype(float), 1.0), (1.0 - truth, 0.0)):
        found = delong(truth, score)
        assert found.auc == value
        assert found.variance == 0
        assert "zero" in str(found.note)
        assert found.interval is not None and found.interval.high - found.interval.low > 0.1
    nothing = delong(np.ones(4), np.arange(4))
    assert nothing.auc is None and nothing.interval is None and "one group" in str(nothing.note)


def test_equal_models_are_not_different() -> None:
    truth = np.array([0, 0, 1, 1, 1])
    score = np.array([0.1, 0.6, 0.4, 0.8, 0.9])
    same = delong_test(truth, score, score**2)
    assert (same.z, same.p) == (0.0, 1.0)
    undefined = delong_test(truth, truth, 1 - truth)
    assert undefined.z is None and undefined.p is None and undefined.note is not None


@given(patients)
def test_roc_curve_has_the_area_of_the_auc(rows: list[tuple[bool, float, float]]) -> None:
    truth, score, _ = columns(rows)
    fpr, tpr, thresholds = roc_curve(truth, score)
    assert (fpr[0], tpr[0], fpr[-1], tpr[-1]) == (0, 0, 1, 1)
    assert (np.diff(thresholds) < 0).all()
    assert np.trapezoid(tpr, fpr) == pytest.approx(auc(truth, score), abs=1e-12)
    for x, y, cut in zip(fpr, tpr, thresholds, strict=True):
        assert ((score >= cut)[~truth].mean(), (score >= cut)[truth].mean()) == pytest.approx((x, y))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
@settings(max_examples=50)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_table_2_is_scikit_learns_macro_average(rows: list[tuple[bool, bool]]) -> None:
    from sklearn.metrics import accuracy_score, precision_recall_fscore_support

    truth, said = (np.array(column, dtype=int) for column in zip(*rows, strict=True))
    accuracy, balanced, f1_score, precision_score = table_2(confusion(truth, said))
    precision, recall, f1, _ = precision_recall_fscore_support(
        truth, said, labels=[0, 1], average="macro", zero_division=0
    )
    assert accuracy == pytest.approx(accuracy_score(truth, said))
    assert (precision_score, balanced, f1_score) == pytest.approx((precision, recall, f1))


@pytest.mark.parametrize(("n0", "n1"), [(1, 1), (2, 3), (4, 4), (3, 6)])
def test_null_band_is_the_permutation_distribution(n0: int, n1: int) -> None:
    n = n0 + n1
    areas = np.array(
        [(sum(ranks) - n1 * (n1 - 1) / 2) / (n0 * n1) for ranks in itertools.combinations(range(n), n1)]
    )
    for level in (0.5, 0.8, 0.95):
        band = null_band(n0, n1, level)
        assert np.mean(areas < band.low - 1e-9) <= (1 - level) / 2 + 1e-9
        assert np.mean(areas <= band.low + 1e-9) > (1 - level) / 2
        assert band.high == pytest.approx(1 - band.low)


def test_exact_and_normal_null_bands_meet() -> None:
    exact, normal = null_band(60, 60), null_band(60, 61)
    assert "exact" in exact.method and "normal" in normal.method
    assert exact.low == pytest.approx(normal.low, abs=0.003)


def test_null_band_holds_shuffled_labels() -> None:
    rng = np.random.default_rng(5)
    truth, score = np.repeat([0, 1], [15, 18]), rng.random(33)
    band = null_band(15, 18)
    inside = [auc(rng.permutation(truth), score) in band for _ in range(2000)]
    assert 0.94 <= np.mean(inside) <= 0.98


@given(
    st.integers(2, 4).flatmap(
        lambda k: st.lists(st.lists(st.integers(0, 12), min_size=k, max_size=k), min_size=k, max_size=k)
    )
)
@settings(max_examples=60)
def test_kappa_is_statsmodels(table: list[list[int]]) -> None:
    from statsmodels.stats.inter_rater import cohens_kappa

    counts = np.array(table)
    shares = counts / max(1, counts.sum())
    if counts.sum() == 0 or shares.sum(axis=1) @ shares.sum(axis=0) > 1 - 1e-9:
        return
    ours, theirs = kappa_of_table(counts), cohens_kappa(counts)
    assert ours.kappa == pytest.approx(theirs.kappa, abs=1e-12)
    if ours.interval is not None and theirs.kappa_low > -1 and theirs.kappa_upp < 1:
        # Where the variance is 0, both show the root of their rounding.
        wide = theirs.kappa_upp - theirs.kappa_low > 1e-5
        limits = pytest.approx(
            [theirs.kappa_low, theirs.kappa_upp], abs=1e-9 if wide else 1e-6, rel=1e-9 if wide else None
        )
        assert ours.interval.pair == limits


def test_kappa_of_constant_raters_is_undefined_but_the_agreement_is_not() -> None:
    found = cohen_kappa(["in", "in", "in"], ["in", "in", "in"])
    assert found.kappa is None and found.agreement == 1.0 and "not defined" in str(found.note)
    perfect = cohen_kappa([0, 1, 1], [0, 1, 1])
    assert perfect.kappa == 1.0 and perfect.interval is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_is_statsmodels(values: list[float]) -> None:
    from statsmodels.stats.multitest import multipletests

    assert holm(values) == pytest.approx(multipletests(values, method="holm")[1], abs=1e-12)


def test_discordant_patients() -> None:
    assert discordant([0, 0, 1, 1, 1], [0, 1, 1, 1, 0], [1, 1, 1, 0, 1]) == (2, 1)


@given(patients)
def test_net_benefit_is_its_formula(rows: list[tuple[bool, float, float]]) -> None:
    truth, p, _ = columns(rows)
    cuts = np.array([0.0, 0.125, 0.4, 0.9])
    curve = net_benefit(truth, p, cuts)
    for cut, value in zip(cuts, curve.model, strict=True):
        tp, fp = np.sum((p >= cut) & truth), np.sum((p >= cut) & ~truth)
        assert value == pytest.approx((tp - fp * cut / (1 - cut)) / truth.size, abs=1e-12)
    assert curve.model[0] == pytest.approx(truth.mean())


@given(patients)
def test_ece_is_the_weighted_gap_of_its_bins(rows: list[tuple[bool, float, float]]) -> None:
    truth, p, _ = columns(rows)
    bins = calibration_bins(truth, p)
    gap = sum(b.n * abs(b.mean_probability - b.positive_share) for b in bins) / truth.size
    assert ece(truth, p) == pytest.approx(gap, abs=1e-12)
    assert sum(b.n for b in bins) == truth.size
    assert brier(truth, p) == pytest.approx(np.mean((p - truth) ** 2), abs=1e-15)


def test_calibration_line_finds_what_was_put_in() -> None:
    rng = np.random.default_rng(3)
    z = rng.normal(0, 1.5, 40_000)
    truth = rng.random(z.size) < 1 / (1 + np.exp(-(0.5 * z + 0.3)))
    line = calibration_line(truth, 1 / (1 + np.exp(-z)))
    assert line is not None
    assert line[0] == pytest.approx(0.5, abs=0.03)
    assert line[1] > 0.2
    assert calibration_line([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]) is None
    assert calibration_line([0, 1], [0.5, 0.5]) is None


def test_calibration_line_is_statsmodels() -> None:
    import statsmodels.api as sm

    rng = np.random.default_rng(9)
    p = rng.uniform(0.05, 0.95, 33)
    truth = (rng.random(33) < p).astype(int)
    z = np.log(p / (1 - p))
    slope = sm.Logit(truth, sm.add_constant(z)).fit(disp=0).params[1]
    large = sm.GLM(truth, np.ones(33), family=sm.families.Binomial(), offset=z).fit().params[0]
    assert calibration_line(truth, p) == pytest.approx((slope, large), abs=1e-6)


def test_measurements_that_do_not_vary_have_no_intraclass_correlation() -> None:
    for form in ("1", "k", "A,1", "A,k", "C,1", "C,k"):
        assert icc([[3, 3], [3, 3]], form).value is None
    assert icc([[1, 1], [2, 2], [4, 4]]).value == 1.0
    with pytest.raises(ValueError, match="full table"):
        icc([[1, math.nan], [2, 3]])
