"""Published figures that the other tests leave: decision curve, χ² of McNemar, unpaired and equal AUCs."""

from __future__ import annotations

import numpy as np
import pytest

from cxstage_core.evaluation import confusion, delong, delong_test, net_benefit
from cxstage_core.evaluation.statistics.delong_unpaired import compare_areas, unpaired_difference
from cxstage_core.evaluation.statistics.mcnemar import mcnemar_chi2
from tests.core.evaluation.results import table_2
from tests.core.evaluation.test_reproducing_the_paper import PAPER

# dcurves 1.1.7 on its data df_binary, marker cancerpredmarker: 750 patients, 105 with the event
DCURVES = {
    0.05: 0.1055438596491228,
    0.10: 0.0874074074074074,
    0.15: 0.07921568627450981,
    0.20: 0.06733333333333334,
    0.25: 0.064,
    0.30: 0.05466666666666667,
    0.35: 0.050153846153846146,
}
N, EVENTS = 750, 105


def _counts() -> list[tuple[int, int]]:
    """True and false positives that give each published value: fewer of both at a higher threshold."""

    def fitting(t: float, value: float, most: tuple[int, int]) -> list[tuple[int, int]]:
        found = []
        for tp in range(most[0] + 1):
            fp = (tp - N * value) * (1 - t) / t
            if abs(fp - round(fp)) < 1e-6 and 0 <= round(fp) <= most[1]:
                found.append((tp, round(fp)))
        return found[::-1]

    def search(rest: list[tuple[float, float]], most: tuple[int, int]) -> list[tuple[int, int]] | None:
        if not rest:
            return []
        for one in fitting(*rest[0], most):
            tail = search(rest[1:], one)
            if tail is not None:
                return [one, *tail]
        return None

    solved = search(list(DCURVES.items()), (EVENTS, N - EVENTS))
    assert solved is not None
    return solved


def test_the_decision_curve_of_dcurves_to_1e_9() -> None:
    counts = _counts()
    thresholds = list(DCURVES)
    truth = np.arange(N) < EVENTS
    probability = np.full(N, 0.01)
    for t, (tp, fp) in zip(thresholds, counts, strict=True):
        probability[:tp] = t + 0.01
        probability[EVENTS : EVENTS + fp] = t + 0.01
    found = net_benefit(truth, probability, thresholds)
    assert found.model == pytest.approx(list(DCURVES.values()), abs=1e-9)
    assert net_benefit(truth, probability, [0.05, 0.20]).treat_all == pytest.approx(
        [0.094737, -0.075], abs=5e-7
    )


def test_mcnemar_s_chi_square_with_and_without_correction() -> None:
    assert mcnemar_chi2(121, 59) == pytest.approx((20.67222222222222, 5.450094825427117e-06), rel=1e-9)
    assert mcnemar_chi2(59, 121, corrected=False) == pytest.approx(
        (21.355555555555554, 3.815135865112594e-06), rel=1e-9
    )
    assert mcnemar_chi2(0, 0) == (0.0, 1.0)


def test_the_unpaired_test_of_published_variances() -> None:
    found = unpaired_difference(
        0.823678861788618, 0.7313685636856369, 0.00146991470882363, 0.00266868245717244, 113, 113
    )
    assert found.d == pytest.approx(1.43490640926908, abs=1e-9)
    assert found.p == pytest.approx(0.152825378808796, abs=1e-9)
    assert found.interval is not None
    assert found.interval.low < 0 < found.interval.high


def test_aucs_of_other_patients_are_compared_by_their_variances() -> None:
    rng = np.random.default_rng(4)
    truth = np.arange(60) % 2
    one, two = (delong(truth, rng.normal(size=60) + truth * skill) for skill in (2.0, 0.5))
    found = compare_areas(one, two, 60, 60)
    turned = compare_areas(two, one, 60, 60)
    assert found is not None and turned is not None and found.d is not None and turned.d is not None
    assert found.d == pytest.approx(-turned.d)
    assert found.p == pytest.approx(turned.p)
    assert compare_areas(one, delong(np.ones(5), np.arange(5)), 60, 5) is None


def test_the_same_curve_twice_has_a_z_of_0_and_a_p_of_1() -> None:
    rng = np.random.default_rng(1)
    truth = np.repeat([1, 0], [41, 72])
    score = rng.normal(size=113) + truth
    found = delong_test(truth, score, score)
    assert (found.z, found.p) == (0.0, 1.0)


@pytest.mark.parametrize(("counts", "printed"), PAPER.values(), ids=PAPER)
def test_the_mirror_of_a_matrix_gives_the_same_row_of_table_2(counts: object, printed: str) -> None:
    """Which group is positive cannot be told from the paper: TN and TP, FP and FN exchanged fit as well."""
    tn, fp, fn, tp = (getattr(counts, key) for key in ("tn", "fp", "fn", "tp"))
    truth = np.repeat([1, 1, 0, 0], [tn, fp, fn, tp])
    said = np.repeat([1, 0, 1, 0], [tn, fp, fn, tp])
    figures = table_2(confusion(truth, said))
    assert " ".join(f"{figure:.4f}" for figure in figures) == printed
