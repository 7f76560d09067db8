"""An interval holds its estimate, or there is none and a note says why: for every figure, on any small data."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from cxstage_core.evaluation import (
    Estimate,
    clopper_pearson,
    cohen_kappa,
    delong,
    delong_test,
    evaluate,
    icc_a1,
    wilson,
)
from cxstage_core.evaluation.comparison.metrics import METRICS, pooled_estimates
from cxstage_core.evaluation.readers.reader_agreement import (
    ComparedCase,
    ReaderPair,
    summarise,
)
from cxstage_core.evaluation.report.table import format_estimate
from cxstage_core.evaluation.statistics.bland_altman import BlandAltman, bland_altman
from cxstage_core.evaluation.statistics.delong_unpaired import compare_areas
from cxstage_core.evaluation.statistics.estimate import estimate_json
from cxstage_core.evaluation.statistics.pooling import mean_auc_difference
from cxstage_core.evaluation.statistics.scores import FoldScores, PooledScores
from cxstage_core.evaluation.statistics.summary import describe
from cxstage_core.reading.comparison.definitions import Region
from cxstage_core.reading.comparison.overlap import CaseAgreement, Extent, SliceTable, agreements

PROBABILITY = st.one_of(
    st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), st.floats(0, 1, allow_subnormal=False)
)
"""Often tied, often at the ends."""
A_B = ReaderPair("A", "B")


def honest(found: Estimate) -> None:
    """The rule of this file."""
    shown = format_estimate(found)
    assert "nan" not in str(shown) and "inf" not in str(shown)
    json.dumps(estimate_json("x", found), allow_nan=False)
    if found.interval is None:
        assert found.note is not None and str(found.note)
        return
    assert found.value is not None
    assert found.interval.low <= found.value <= found.interval.high
    assert found.interval.method
    assert found.interval.low < found.interval.high or found.note is not None


@st.composite
def one_part(draw: st.DrawFn, most: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Truth and probability of one to a few patients."""
    pairs = draw(st.lists(st.tuples(st.booleans(), PROBABILITY), min_size=1, max_size=most))
    return np.array([t for t, _ in pairs]), np.array([p for _, p in pairs])


@settings(deadline=None, max_examples=150)
@given(one_part(), PROBABILITY)
def test_every_metric_of_one_test_part(found: tuple[np.ndarray, np.ndarray], cut: float) -> None:
    evaluation = evaluate(*found, cut)
    assert set(evaluation.estimates) == set(METRICS)
    for estimate in evaluation.estimates.values():
        honest(estimate)


@st.composite
def folded(draw: st.DrawFn) -> list[FoldScores]:
    """One to three folds of one or two repeats over the same few patients."""
    truth = draw(st.lists(st.booleans(), min_size=2, max_size=7))
    folds, repeats = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    made = []
    for repeat in range(1, repeats + 1):
        for number in range(folds):
            mine = [i for i in range(len(truth)) if i % folds == (number + repeat) % folds]
            if mine:
                score = draw(st.lists(PROBABILITY, min_size=len(mine), max_size=len(mine)))
                made.append(
                    FoldScores(
                        repeat,
                        number + 1,
                        tuple(f"P{i}" for i in mine),
                        np.array([truth[i] for i in mine]),
                        np.array(score),
                        draw(PROBABILITY),
                    )
                )
    return made


@settings(deadline=None, max_examples=100)
@given(folded())
def test_every_metric_over_folds_and_their_difference(folds: list[FoldScores]) -> None:
    scores = PooledScores.of(folds)
    for estimate in pooled_estimates(scores).values():
        honest(estimate)
    turned = [
        FoldScores(f.repeat, f.number, f.patients, f.truth, f.score[::-1].copy(), f.threshold)
        for f in folds
    ]
    found = mean_auc_difference(folds, turned)
    if found is not None:
        honest(Estimate(found.difference, found.interval, scores.n, found.note))


@settings(deadline=None)
@given(one_part(), st.data())
def test_every_auc_and_every_difference(
    found: tuple[np.ndarray, np.ndarray], data: st.DataObject
) -> None:
    truth, score = found
    for scale in ("plain", "logit"):
        area = delong(truth, score, scale=scale)  # type: ignore[arg-type]
        honest(Estimate(area.auc, area.interval, truth.size, area.note))
    assume(min(truth.sum(), (~truth).sum()) >= 2)
    other = np.array(data.draw(st.lists(PROBABILITY, min_size=truth.size, max_size=truth.size)))
    paired = delong_test(truth, score, other)
    honest(Estimate(paired.difference, paired.interval, truth.size, paired.note))
    assert paired.p is None or 0 <= paired.p <= 1
    apart = compare_areas(delong(truth, score), delong(truth, other), truth.size, truth.size)
    assert apart is not None
    honest(Estimate(apart.difference, apart.interval, truth.size, apart.note))


@given(st.integers(1, 400), st.data())
def test_every_proportion(n: int, data: st.DataObject) -> None:
    k = data.draw(st.one_of(st.sampled_from([0, n]), st.integers(0, n)))
    for interval in (wilson(k, n), clopper_pearson(k, n)):
        assert 0 <= interval.low <= k / n <= interval.high <= 1


@given(
    npst.arrays(
        np.float64,
        st.tuples(st.integers(2, 7), st.integers(2, 3)),
        elements=st.one_of(st.sampled_from([0.0, 1.0, 5.0, 1e-9]), st.floats(-1e3, 1e3)),
    )
)
def test_every_intraclass_correlation(ratings: np.ndarray) -> None:
    honest(icc_a1(ratings))


def test_readers_whose_volumes_run_opposite_ways() -> None:
    found = icc_a1([[1, 9], [9, 1], [5, 5.1]])
    assert found.value == pytest.approx(-2.999, abs=1e-3)
    assert found.interval is None and "Below −1" in str(found.note)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=12))
def test_every_kappa(pairs: list[tuple[int, int]]) -> None:
    found = cohen_kappa([a for a, _ in pairs], [b for _, b in pairs])
    honest(Estimate(found.kappa, found.interval, found.n, found.note))


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from([0.0, 1.0, math.nan, 0.3]), st.floats(-50, 50)), max_size=14))
def test_every_mean_median_and_limit(values: list[float]) -> None:
    found = describe(values)
    honest(found.mean)
    honest(found.median)
    for one in three_of(bland_altman([v for v in values if not math.isnan(v)])):
        honest(one)


def three_of(found: BlandAltman) -> tuple[Estimate, ...]:
    return found.bias, found.low, found.high


@st.composite
def readings(draw: st.DrawFn) -> list[ComparedCase]:
    """One to five patients with two outlines each, also empty ones."""
    cases = []
    for number in range(draw(st.integers(1, 5))):
        outlines = draw(
            st.tuples(*(npst.arrays(np.uint8, (3, 4, 4), elements=st.sampled_from([0, 0, 1, 2])),) * 2)
        )
        found = agreements(*outlines, (5.0, 0.7, 0.7))
        cases.append(ComparedCase(f"P{number}", "t2", A_B, found))
    return cases


@settings(deadline=None, max_examples=60)
@given(readings(), st.sampled_from(list(Region)))
def test_every_figure_of_two_readers(cases: list[ComparedCase], region: Region) -> None:
    found = summarise(cases, A_B, region)
    for spread in found.distributions.values():
        honest(spread.mean)
        honest(spread.median)
    for limits in found.limits.values():
        for one in three_of(limits):
            honest(one)
    for estimate in (found.kappa, *found.icc.values()):
        honest(estimate)


def test_one_patient_alone_gives_reasons_throughout() -> None:
    case = CaseAgreement(
        Region.TUMOUR, 0.8, 3.0, 1.0, 0.5, Extent(9.0, 30.0), Extent(9.5, 31.0), SliceTable(5, 1, 1, 13)
    )
    found = summarise([ComparedCase("P1", "t2", A_B, dict.fromkeys(Region, case))], A_B, Region.TUMOUR)
    for spread in found.distributions.values():
        assert spread.mean.interval is None and spread.mean.note is not None
    for estimate in (found.kappa, *found.icc.values()):
        assert estimate.interval is None and estimate.note is not None
