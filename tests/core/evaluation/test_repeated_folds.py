"""With repeats every figure of a row comes from all repeats, none from the first alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cxstage_core.cohort.values.records import Experiment
from cxstage_core.evaluation.comparison.comparison import comparison_json, comparison_rows
from cxstage_core.evaluation.comparison.metrics import METRICS
from tests.core.evaluation.results import folded_experiment


def half_right() -> Experiment:
    """Repeat 1 is right in every patient, repeat 2 wrong in every patient."""
    made = folded_experiment(n=12, folds=2, repeats=2)
    plan = made.config.protocol.folds * 2
    runs = []
    for fold, run in zip(plan, made.runs, strict=True):
        sign = 1 if fold.repeat == 1 else -1
        predictions = []
        for p in run.predictions:
            logit = sign * (3.0 if p.truth else -3.0)
            predictions.append(replace(p, logit=logit, probability=float(1 / (1 + np.exp(-logit)))))
        runs.append(replace(run, threshold=0.5, predictions=tuple(predictions)))
    return replace(made, runs=tuple(runs))


def test_one_row_has_one_source() -> None:
    row = comparison_rows(half_right())[0]
    found = row.evaluation.estimates
    for key in (
        "accuracy",
        "balanced_accuracy",
        "f1",
        "precision",
        "sensitivity",
        "specificity",
        "auc",
    ):
        assert found[key].value == pytest.approx(0.5), key
    assert row.evaluation.confusion.to_dict() == {"tn": 6, "fp": 6, "fn": 6, "tp": 6}
    assert row.evaluation.n == 12
    assert any("0.500" in str(warning) for warning in row.warnings)


def test_what_cannot_be_pooled_has_no_value() -> None:
    found = comparison_rows(half_right())[0].evaluation.estimates
    for key, metric in METRICS.items():
        if metric.pooled is None:
            assert found[key].value is None and found[key].note is not None, key


def test_a_single_repeat_is_one_confusion_table() -> None:
    data = comparison_json(folded_experiment(repeats=1))
    for row, pooled in zip(data["models"], data["protocol"]["pooled"], strict=True):
        assert row["confusion"] == pooled["confusion"] and sum(row["confusion"].values()) == row["n"]
        assert (row["f1"], row["f1_ci"]) == (pooled["f1"], pooled["f1_ci"])


def test_the_patient_stays_the_unit_of_a_repeated_f1() -> None:
    one, four = (folded_experiment(n=40, repeats=repeats, seed=5) for repeats in (1, 4))
    widths = []
    for experiment in (one, four):
        interval = comparison_rows(experiment)[1].evaluation.estimates["f1"].interval
        assert interval is not None
        widths.append(interval.high - interval.low)
    assert widths[1] > 0.35 * widths[0]  # four repeats of the same patients are not four times as many
