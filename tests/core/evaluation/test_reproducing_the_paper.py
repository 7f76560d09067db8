"""Published and computed figures, to the digit: Table 2, intervals, kappa, ICC, McNemar, DeLong."""

from __future__ import annotations

import numpy as np
import pytest

from cxstage_core.evaluation import (
    Confusion,
    IccForm,
    auc,
    auc_difference,
    auc_interval,
    clopper_pearson,
    delong,
    ece_null_band,
    fleiss_kappa,
    icc,
    icc_a1,
    kappa_of_table,
    mcnemar_exact,
    net_benefit,
    wilson,
)
from tests.core.evaluation.results import table_2

PAPER = {
    "DenseNet": (Confusion(5, 10, 3, 15), "0.6061 0.5833 0.5662 0.6125"),
    "FBNet": (Confusion(10, 5, 7, 11), "0.6364 0.6389 0.6360 0.6379"),
    "ViT": (Confusion(0, 15, 0, 18), "0.5455 0.5000 0.3529 0.2727"),
    "RegNet": (Confusion(8, 7, 5, 13), "0.6364 0.6278 0.6278 0.6327"),
    "ResNet-50": (Confusion(8, 7, 5, 13), "0.6364 0.6278 0.6278 0.6327"),
    "ShuffleNet": (Confusion(7, 8, 3, 15), "0.6667 0.6500 0.6459 0.6761"),
    "HRNet": (Confusion(9, 6, 4, 14), "0.6970 0.6889 0.6898 0.6962"),
}


@pytest.mark.parametrize(("counts", "printed"), PAPER.values(), ids=PAPER)
def test_table_2_to_the_printed_digit(counts: Confusion, printed: str) -> None:
    figures = table_2(counts)
    assert " ".join(f"{figure:.4f}" for figure in figures) == printed


@pytest.mark.parametrize("pairs", [103, 162, 111, 187, 147, 210])
def test_an_auc_of_the_paper_is_a_whole_number_of_270_pairs(pairs: int) -> None:
    truth = np.repeat([0, 1], [15, 18])
    # positives that beat 15 negatives each, then one in between, then none
    full, rest = divmod(pairs, 15)
    beaten = np.array([15] * full + [rest] * (full < 18) + [0] * (17 - full))
    score = np.concatenate([np.arange(15) + 0.5, beaten])
    assert auc(truth, score) == pairs / 270
    found = delong(truth, score)
    assert found.interval is not None
    assert pairs / 270 in found.interval


@pytest.mark.parametrize(
    ("k", "n", "score", "exact"),
    [
        (0, 33, (0.0, 0.10426999754245206), (0.0, 0.10576281007457927)),
        (23, 33, (0.5266186485419944, 0.8262446857594639), (0.5128893024616067, 0.8440833976030142)),
        (33, 33, (0.8957300024575479, 1.0), (0.8942371899254208, 1.0)),
        (14, 18, (0.5478541568378739, 0.9099907189139831), (0.5236272342635198, 0.9359079522823335)),
        (9, 15, (0.35746830120624595, 0.8017550385865843), (0.3228697662062816, 0.8366356761404865)),
    ],
)
def test_intervals_of_a_proportion(
    k: int, n: int, score: tuple[float, float], exact: tuple[float, float]
) -> None:
    assert wilson(k, n).pair == pytest.approx(score, abs=1e-12)
    assert clopper_pearson(k, n).pair == pytest.approx(exact, abs=1e-12)


def test_proportion_intervals_equal_statsmodels() -> None:
    from statsmodels.stats.proportion import proportion_confint

    for n in (1, 7, 33, 400):
        for k in range(0, n + 1, max(1, n // 7)):
            for level in (0.9, 0.95):
                for ours, name in ((wilson, "wilson"), (clopper_pearson, "beta")):
                    theirs = proportion_confint(k, n, alpha=1 - level, method=name)
                    assert ours(k, n, level).pair == pytest.approx(theirs, abs=1e-9)


ASAH_AUC = {"wfns": 0.823678861788618, "s100b": 0.7313685636856369, "ndka": 0.611957994579946}
ASAH_VARIANCE = {"wfns": 0.00146991470882363, "s100b": 0.00266868245717244, "ndka": 0.0031908105493913}


@pytest.mark.parametrize(
    ("first", "second", "covariance", "z", "p"),
    [
        ("wfns", "s100b", 0.00119615567376754, 2.20898359144091, 0.0271757822291882),
        ("wfns", "ndka", -0.000532967856762438, 2.79777591868904, 0.00514557970691098),
        ("ndka", "s100b", -0.000756164938056579, -1.39077002573558, 0.164295175223054),
    ],
)
def test_delong_test_of_published_variances(
    first: str, second: str, covariance: float, z: float, p: float
) -> None:
    found = auc_difference(
        ASAH_AUC[first],
        ASAH_AUC[second],
        ASAH_VARIANCE[first],
        ASAH_VARIANCE[second],
        covariance,
    )
    assert found.z == pytest.approx(z, abs=1e-8)
    assert found.p == pytest.approx(p, abs=1e-8)
    turned = auc_difference(
        ASAH_AUC[second], ASAH_AUC[first], ASAH_VARIANCE[second], ASAH_VARIANCE[first], covariance
    )
    assert turned.z == pytest.approx(-z, abs=1e-8)


def test_delong_intervals_of_published_variances() -> None:
    difference = auc_difference(
        ASAH_AUC["wfns"],
        ASAH_AUC["s100b"],
        ASAH_VARIANCE["wfns"],
        ASAH_VARIANCE["s100b"],
        0.00119615567376754,
    )
    assert difference.interval is not None
    assert difference.interval.pair == pytest.approx([0.0104061769564846, 0.174214419249478], abs=1e-9)
    single = auc_interval(ASAH_AUC["ndka"], ASAH_VARIANCE["ndka"])
    assert single.pair == pytest.approx([0.501244999271703, 0.722670989888189], abs=1e-9)


def test_mcnemar() -> None:
    assert mcnemar_exact(121, 59) == pytest.approx(4.4344492637551645e-06, rel=1e-9)
    assert mcnemar_exact(9, 4) == mcnemar_exact(4, 9) == pytest.approx(0.266845703125, abs=1e-12)
    assert mcnemar_exact(0, 0) == mcnemar_exact(7, 7) == 1.0


def test_no_network_of_the_paper_differs_from_hrnet_by_mcnemar() -> None:
    """Even the fewest discordant patients that fit both rows, where p is smallest, give p above .26."""
    hrnet = PAPER["HRNet"][0]
    for name, (other, _) in PAPER.items():
        if name == "HRNet":
            continue
        only_hrnet = max(0, hrnet.tn - other.tn) + max(0, hrnet.tp - other.tp)
        only_other = max(0, other.tn - hrnet.tn) + max(0, other.tp - hrnet.tp)
        assert mcnemar_exact(only_hrnet, only_other) > 0.26


def test_kappas() -> None:
    found = kappa_of_table([[20, 5], [10, 15]])
    assert found.kappa == pytest.approx(0.4)
    assert found.agreement == pytest.approx(0.7)
    ratings = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
    assert fleiss_kappa(ratings) == pytest.approx(0.20993070442195522, abs=1e-12)


SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


@pytest.mark.parametrize(
    ("form", "value"),
    [
        (IccForm.ONE_WAY, 0.165742),
        (IccForm.AGREEMENT, 0.289764),
        (IccForm.CONSISTENCY, 0.714841),
        (IccForm.ONE_WAY_MEAN, 0.442797),
        (IccForm.AGREEMENT_MEAN, 0.620051),
        (IccForm.CONSISTENCY_MEAN, 0.909316),
    ],
)
def test_intraclass_correlations_of_shrout_and_fleiss(form: IccForm, value: float) -> None:
    assert icc(SHROUT_FLEISS, form).value == pytest.approx(value, abs=5e-7)


def test_interval_of_the_absolute_agreement() -> None:
    interval = icc_a1(SHROUT_FLEISS).interval
    assert interval is not None
    assert interval.pair == pytest.approx([0.019, 0.761], abs=5e-4)


def test_net_benefit_of_treating_all() -> None:
    truth = np.repeat([0, 1], [645, 105])
    curve = net_benefit(truth, np.full(750, 0.14), [0.05, 0.20])
    assert curve.treat_all == pytest.approx([0.094737, -0.075], abs=5e-7)
    assert curve.model == pytest.approx([0.094737, 0.0], abs=5e-7)


def test_a_perfectly_calibrated_model_has_a_large_ece_on_33_patients() -> None:
    medians = [
        ece_null_band(np.random.default_rng(seed).random(33), replicates=500, seed=seed)[1]
        for seed in range(40)
    ]
    assert np.median(medians) == pytest.approx(0.172, abs=0.01)
