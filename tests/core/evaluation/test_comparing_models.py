"""An experiment as the table that people read and the JSON that scripts read."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.cohort.values.records import Experiment, ModelRun, PatientPrediction, Split
from cxstage_core.evaluation import Estimate, wilson
from cxstage_core.evaluation.comparison.comparison import comparison_json, comparison_rows
from cxstage_core.evaluation.comparison.paired_tests import paired_rows
from cxstage_core.evaluation.report.table import columns, format_estimate, format_table

TEST = tuple(f"P{number:04d}" for number in range(78, 111))
TRAIN = tuple(f"P{number:04d}" for number in range(1, 78))
TRUTH = np.repeat([0, 1], [15, 18])


def run_of(family: str, name: str, said: np.ndarray) -> ModelRun:
    test = tuple(
        PatientPrediction(patient, "test", int(truth), float(p), float(np.log(p / (1 - p))))
        for patient, truth, p in zip(TEST, TRUTH, said, strict=True)
    )
    validation = tuple(
        PatientPrediction(patient, "validation", int(k % 5 > 1), 0.5, 0.0)
        for k, patient in enumerate(TRAIN[:15])
    )
    return ModelRun(
        name, family, f"E0001-{family}", 1_000_000, "from scratch", {}, 1, 0.5, 1.0, validation + test
    )


def said_by(tn: int, fp: int, fn: int, tp: int) -> np.ndarray:
    """Distinct probabilities that give this confusion at 0.5."""
    base = np.repeat([0.2, 0.7, 0.2, 0.7], [tn, fp, fn, tp])
    return base + np.random.default_rng(tn).random(33) * 0.2


@pytest.fixture
def experiment() -> Experiment:
    return Experiment(
        "E0001",
        "2025-01-01T00:00:00+00:00",
        ExperimentConfig(),
        Split(TRAIN, TEST, 0.3, 1, "paper"),
        (
            run_of("vit_base_patch16_224", "ViT", said_by(0, 15, 0, 18)),
            run_of("hrnet_w32", "HRNet", said_by(9, 6, 4, 14)),
            run_of("shufflenet_v2_x1_0", "ShuffleNet", said_by(7, 8, 3, 15)),
        ),
    )


def test_the_json_has_the_keys_that_others_rely_on(experiment: Experiment) -> None:
    data = json.loads(json.dumps(comparison_json(experiment), allow_nan=False))
    assert data["experiment"] == "E0001"
    assert data["split"] == {"train": list(TRAIN), "test": list(TEST)}
    assert [row["name"] for row in data["models"]] == ["ViT", "HRNet", "ShuffleNet"]
    hrnet = data["models"][1]
    assert hrnet["model"] == "E0001-hrnet_w32"
    assert hrnet["confusion"] == {"tn": 9, "fp": 6, "fn": 4, "tp": 14}
    assert [round(hrnet[key], 4) for key in ("accuracy", "balanced_accuracy", "f1", "precision")] == [
        0.6970,
        0.6889,
        0.6898,
        0.6962,
    ]
    assert hrnet["accuracy_ci"] == pytest.approx([0.52662, 0.82624], abs=1e-5)
    assert hrnet["auc_ci"][0] < hrnet["auc"] < hrnet["auc_ci"][1]
    assert hrnet["n"] == 33
    assert hrnet["patients"][0].keys() == {"patient", "truth", "probability"}
    assert "same group" in data["models"][0]["warnings"][0]


def test_the_baselines_are_listed_after_the_networks(experiment: Experiment) -> None:
    rows = comparison_rows(experiment)
    assert [row.baseline for row in rows] == [False, False, False, True]
    assert rows[-1].evaluation.estimates["accuracy"].value == pytest.approx(18 / 33)
    assert rows[-1].evaluation.estimates["auc"].value == 0.5


def test_the_larger_group_is_that_of_the_training_patients(experiment: Experiment) -> None:
    told = replace(experiment, config=ExperimentConfig.from_dict({"training_groups": [40, 37]}))
    row = comparison_rows(told)[-1]
    assert row.evaluation.estimates["accuracy"].value == pytest.approx(15 / 33)
    assert row.evaluation.confusion.tn == 15


def test_forty_millimetres_belong_to_surgery_in_the_diameter_baseline(experiment: Experiment) -> None:
    sizes = dict(zip(TEST, [40.0] * 15 + [40.1] * 17, strict=False))
    row = comparison_rows(experiment, sizes)[-1]
    assert (row.name, row.evaluation.n) == ("Diameter only", 32)
    assert row.evaluation.estimates["accuracy"].value == 1.0
    assert not row.calibrated


def test_paired_tests_are_against_hrnet_with_holm(experiment: Experiment) -> None:
    rows = paired_rows(experiment)
    assert [(row.first, row.second) for row in rows] == [("HRNet", "ViT"), ("HRNet", "ShuffleNet")]
    assert (rows[0].only_first_right, rows[0].only_second_right) == (9, 4)
    assert rows[0].mcnemar_p == pytest.approx(0.266845703125)
    assert rows[0].mcnemar_p_holm == pytest.approx(min(1, 2 * min(row.mcnemar_p for row in rows)))
    for row in rows:
        assert row.delong is not None and row.delong.p is not None and row.delong_p_holm is not None
        assert row.delong_p_holm >= row.delong.p


def test_an_experiment_with_one_network_has_nothing_to_pair(experiment: Experiment) -> None:
    alone = Experiment("E0002", "", ExperimentConfig(), experiment.split, experiment.runs[:1])
    assert paired_rows(alone) == ()
    assert len(comparison_rows(alone)) == 2


def test_cells_are_the_same_everywhere(experiment: Experiment) -> None:
    assert str(format_estimate(Estimate(23 / 33, wilson(23, 33), 33))) == "0.697 (0.527–0.826) n=33"
    assert str(format_estimate(Estimate(None, None, 3))) == "– n=3"
    table = format_table(comparison_rows(experiment))
    assert str(table[1].cells[0]) == "0.697 (0.527–0.826) n=33"
    assert all(len(row.cells) == len(columns()) for row in table)
    assert "Wilson" in str(table[1].cells[0].note[0])


def test_importing_the_evaluation_is_light() -> None:
    heavy = ["scipy", "sklearn", "statsmodels", "pandas", "torch"]
    code = (
        "import sys, cxstage_core.evaluation, cxstage_core.evaluation.report.table, cxstage_core.staging;"
        f"print([m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
