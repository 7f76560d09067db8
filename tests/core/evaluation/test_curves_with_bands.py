"""Bands around ROC, calibration and decision curves, and what a whole comparison shows."""

from __future__ import annotations

import numpy as np
import pytest

from cxstage_core.evaluation import net_benefit, roc_curve, wilson
from cxstage_core.evaluation.comparison.dashboard import dashboard
from cxstage_core.evaluation.statistics.curve_bands import (
    calibration_points,
    net_benefit_band,
    roc_band,
)
from tests.core.evaluation.results import made_experiment

TRUTH = np.array([0] * 60 + [1] * 60)
SCORE = np.random.default_rng(1).normal(size=120) * 0.15 + 0.4 + 0.2 * TRUTH


def test_the_roc_band_lies_around_the_curve_and_ends_in_the_corner() -> None:
    band = roc_band(TRUTH, SCORE)
    false, true, _ = roc_curve(TRUTH, SCORE)
    corners = {float(x): float(true[false <= x + 1e-12].max()) for x in band.x}
    inside = [
        low <= corners[float(x)] <= high
        for x, low, high in zip(band.x, band.low, band.high, strict=True)
    ]
    assert np.mean(inside) > 0.95
    assert (band.low <= band.high).all()
    assert (band.low[-1], band.high[-1]) == (1.0, 1.0)
    assert (np.diff(band.low) >= -1e-12).all()


def test_the_roc_band_is_the_bootstrap_of_the_plain_definition() -> None:
    """At a false positive rate of one half, drawn by hand."""
    truth, score = TRUTH[40:80], SCORE[40:80]
    rng = np.random.default_rng(20180)
    negatives, positives = score[truth == 0], score[truth == 1]
    drawn_n = negatives[rng.integers(negatives.size, size=(500, negatives.size))]
    drawn_p = positives[rng.integers(positives.size, size=(500, positives.size))]
    by_hand = []
    for n, p in zip(drawn_n, drawn_p, strict=True):
        t = np.r_[np.zeros(n.size), np.ones(p.size)]
        best = 0.0
        for cut in np.unique(np.r_[n, p]):
            said = np.r_[n, p] >= cut
            if said[t == 0].mean() <= 0.5:
                best = max(best, said[t == 1].mean())
        by_hand.append(best)
    band = roc_band(truth, score, replicates=500)
    assert band.x[50] == 0.5
    assert [band.low[50], band.high[50]] == pytest.approx(np.quantile(by_hand, [0.025, 0.975]))


def test_the_net_benefit_band_holds_the_curve() -> None:
    cuts = np.arange(1, 96) / 100
    probability = np.clip(SCORE, 0.01, 0.99)
    band = net_benefit_band(TRUTH, probability, cuts)
    curve = net_benefit(TRUTH, probability, cuts).model
    assert ((band.low <= curve + 1e-12) & (curve - 1e-12 <= band.high)).mean() > 0.95
    with pytest.raises(ValueError, match="thresholds"):
        net_benefit_band(TRUTH, probability, [1.0])


def test_calibration_points_carry_wilson_intervals_and_all_patients() -> None:
    points = calibration_points(TRUTH, np.clip(SCORE, 0, 1))
    assert sum(p.n for p in points) == 120
    for point in points:
        assert point.interval == wilson(round(point.share * point.n), point.n)


def test_one_group_alone_has_no_band() -> None:
    with pytest.raises(ValueError, match="both groups"):
        roc_band([1, 1], [0.2, 0.4])


def test_a_dashboard_holds_every_patient_once_and_marks_who_is_wrong() -> None:
    board = dashboard(made_experiment())
    assert [one.patient for one in board.patients] == sorted(board.experiment.split.test)
    for column, row in enumerate(board.rows):
        wrong = sum(one.wrong[column] for one in board.patients)
        assert wrong == row.evaluation.confusion.fp + row.evaluation.confusion.fn
    assert max(board.patients, key=lambda one: one.errors).errors == max(
        sum(one.wrong) for one in board.patients
    )


def test_all_pairs_are_tested_and_holm_counts_them_all() -> None:
    board = dashboard(made_experiment())
    assert {(p.first, p.second) for p in board.pairs} == {
        ("HRNet", "ResNet-50"),
        ("HRNet", "ViT"),
        ("ResNet-50", "ViT"),
    }
    smallest = min(board.pairs, key=lambda p: p.mcnemar_p)
    assert smallest.mcnemar_p_holm == pytest.approx(min(1.0, 3 * smallest.mcnemar_p))
    assert len(board.against_reference) == 2
