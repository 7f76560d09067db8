"""With repeats every figure of a row comes from all repeats, none from the first alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cxstage_core.cohort.values.records import Experiment
from cxstage_core.evaluation import Confusion
from cxstage_core.evaluation.comparison.comparison import comparison_json, comparison_rows
from cxstage_core.evaluation.comparison.metrics import METRICS
from cxstage_core.evaluation.comparison.paired_tests import paired_matrix
from cxstage_core.evaluation.comparison.subgroups import subgroup_rows
from tests.core.evaluation.results import folded_experiment, table_2


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


@pytest.mark.parametrize("repeats", [1, 3])
def test_every_figure_of_a_row_follows_from_its_confusion(repeats: int) -> None:
    data = comparison_json(folded_experiment(repeats=repeats))
    for row in (*data["models"], *data["protocol"]["pooled"]):
        counts = Confusion(**row["confusion"])
        assert counts.n == row["n"] * repeats
        wanted = table_2(counts)
        shown = [row[key] for key in ("accuracy", "balanced_accuracy", "f1", "precision")]
        assert shown == pytest.approx(wanted)
        assert row["sensitivity"] == pytest.approx(counts.tp / counts.positives)
        assert row["specificity"] == pytest.approx(counts.tn / counts.negatives)
        for key in ("accuracy", "balanced_accuracy", "f1", "precision", "auc", "sensitivity"):
            low, high = row[f"{key}_ci"] or (row[key], row[key])
            assert low <= row[key] <= high and (low < high or row[f"{key}_note"])


@pytest.mark.parametrize("repeats", [1, 3])
def test_the_paired_tests_speak_of_the_figures_of_the_rows(repeats: int) -> None:
    data = comparison_json(folded_experiment(repeats=repeats))
    rows = {row["name"]: row for row in data["models"]}
    assert data["paired"]
    for pair in data["paired"]:
        first, second = rows[pair["first"]], rows[pair["second"]]
        assert pair["n"] == first["n"]
        assert pair["auc_difference"] == pytest.approx(first["auc"] - second["auc"])
        low, high = pair["auc_difference_ci"] or (0, 0)
        assert low < pair["auc_difference"] < high or pair["auc_difference_note"]
        right = [row["confusion"]["tn"] + row["confusion"]["tp"] for row in (first, second)]
        only = pair["mcnemar"]
        assert only["only_first_right"] - only["only_second_right"] == right[0] - right[1]
    (one,) = paired_matrix(folded_experiment(repeats=repeats))
    assert one.delong is not None and one.delong.difference == pytest.approx(pair["auc_difference"])


def test_a_network_that_is_right_half_of_the_time_does_not_beat_itself() -> None:
    made = half_right()
    best = replace(
        made, runs=tuple(replace(run, family="other", title="Other") for run in made.runs[:4])
    )
    both = replace(made, runs=(*made.runs[:4], *best.runs))
    (pair,) = paired_matrix(both)
    assert (pair.only_first_right, pair.only_second_right, pair.mcnemar_p) == (0, 0, 1.0)
    assert pair.delong is not None and pair.delong.p == 1.0


def test_subgroups_add_up_to_their_row() -> None:
    rows = comparison_rows(folded_experiment(repeats=3))
    halves = {p.patient: "ab"[int(p.patient[1:]) % 5 == 0] for p in rows[0].patients}
    parts = [s for s in subgroup_rows(rows, {"half": halves}) if s.name == rows[0].name]
    assert [s.level for s in parts] == ["a", "b"] and sum(s.n for s in parts) == rows[0].evaluation.n
    for key in ("tn", "fp", "fn", "tp"):
        whole = getattr(rows[0].evaluation.confusion, key)
        assert sum(getattr(s.confusion, key) for s in parts) == whole
    for part in parts:
        assert part.estimates["accuracy"].value == pytest.approx(
            part.confusion.right / part.confusion.n
        )
