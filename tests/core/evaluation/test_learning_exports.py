"""How networks learned, as files: every epoch as CSV, the report's pages, TensorBoard's and MLflow's files."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.cohort.values.records import VALIDATION_LOGITS, Experiment, PatientPrediction
from cxstage_core.errors import CohortError
from cxstage_core.evaluation.comparison.dashboard import Dashboard, dashboard
from cxstage_core.evaluation.comparison.validation_course import stored_epochs
from cxstage_core.evaluation.report.comparison_reports import COMPARISON_FOLDERS, COMPARISON_REPORTS
from cxstage_core.evaluation.report.formats import write_report
from cxstage_core.evaluation.report.learning import networks_sheet
from cxstage_core.evaluation.report.pdf import compose_pdf
from tests.core.evaluation.results import folded_experiment, made_experiment

LOSSES, AREAS = [0.71, 0.52], [np.nan, 0.8]
HASH = "ab12" * 16


def with_curves(experiment: Experiment) -> Experiment:
    """The experiment with the history of two epochs, three validation patients and stored settings."""
    validation = tuple(
        PatientPrediction(f"P09{k:02d}", "validation", k % 2, 0.5, 0.0) for k in range(3)
    )
    history = {
        "train_loss": np.array([0.7, 0.6]),
        "validation_loss": np.array(LOSSES),
        "validation_auc": np.array(AREAS),
        "learning_rate": np.array([0.01, 0.005]),
        "seconds": np.array([30.0, 20.0]),
        VALIDATION_LOGITS: np.array([0.0, 1.0, -1.0, 2.0, -2.0, 0.5]),
    }
    config = ExperimentConfig(
        {
            **experiment.config.to_dict(),
            "recipe": {"lr": 0.01, "augmentation": {"flip": True}},
            "preprocessing": {"size_px": 64, "channels": ["T2", "mask"]},
            "weights_sha256": {run.family: HASH for run in experiment.runs},
        }
    )
    runs = tuple(
        replace(run, history=history, predictions=(*validation, *run.predictions))
        for run in experiment.runs
    )
    return replace(experiment, config=config, runs=runs)


@pytest.fixture(scope="module")
def board() -> Dashboard:
    return dashboard(with_curves(folded_experiment(repeats=1)))


def test_the_csv_holds_every_epoch_of_every_network_and_fold(board: Dashboard, tmp_path: Path) -> None:
    file = write_report(COMPARISON_REPORTS["epochs"], board, tmp_path / "epochs.csv")
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    found = [(row["Network"], row["Fold or member"], row["Epoch"], row["Kept"]) for row in rows]
    assert found == [
        (name, str(fold), str(epoch), str(int(epoch == 2)))
        for name in ("HRNet", "ResNet-50")
        for fold in (1, 2, 3)
        for epoch in (1, 2)
    ]
    assert [float(row["Validation loss"]) for row in rows[:2]] == LOSSES
    assert [row["Validation AUC"] for row in rows[:2]] == ["", "0.8"]
    assert {row["Images per second"] for row in rows} == {""}
    assert {row["Validation patients"] for row in rows} == {"3"}


def test_the_report_names_settings_folds_first_weights_and_draws_the_curves(board: Dashboard) -> None:
    sheet = networks_sheet(board)
    row = dict(zip(sheet.head, sheet.rows[1], strict=True))
    assert (row["Fold or member"], row["Epoch kept"], row["n"]) == ("2", "2", "3")
    assert (row["Validation loss"], row["Validation AUC"], row["Minutes"]) == ("0.520", "0.800", "0.8")
    assert (row["Initial weights"], row["sha256 of them"]) == ("from scratch", HASH[:12])
    assert any("lr = 0.01, augmentation.flip = True" in note for note in sheet.notes)
    assert compose_pdf(board).english.sheets[-1] == sheet


def test_a_report_without_stored_curves_says_so(tmp_path: Path) -> None:
    made = made_experiment()
    runs = tuple(replace(run, history={}) for run in made.runs)
    board = dashboard(replace(made, runs=runs))
    row = dict(zip(networks_sheet(board).head, networks_sheet(board).rows[0], strict=True))
    assert row["Epochs"] == row["Minutes"] == row["Validation AUC"] == "–"
    assert write_report(COMPARISON_REPORTS["report"], board, tmp_path / "r.pdf").is_file()


def test_validation_patients_are_read_back_epoch_by_epoch(board: Dashboard) -> None:
    first, second = stored_epochs(board.experiment.runs[0])
    assert (first.logits, second.logits) == ((0.0, 1.0, -1.0), (2.0, -2.0, 0.5))
    worst = second.worst_first()
    assert [case.patient for case in worst] == ["P0900", "P0901", "P0902"]
    assert worst[0].loss == pytest.approx(np.log1p(np.exp(2.0)))
    assert worst[0].probability == pytest.approx(1 / (1 + np.exp(-2.0)))
    assert sum(point.n for point in second.calibration()) == 3
    bare = replace(board.experiment.runs[0], history={"train_loss": np.array([0.7, 0.6])})
    assert stored_epochs(bare) == ()


@pytest.mark.parametrize("key", COMPARISON_FOLDERS)
def test_a_library_that_is_absent_is_named(
    board: Dashboard, tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cxstage_core.evaluation.report.run_logs.find_spec", lambda _: None)
    with pytest.raises(CohortError, match=rf"pip install 'cxstage\[{key}\]'"):
        write_report(COMPARISON_FOLDERS[key], board, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def everything(folder: Path) -> bytes:
    """Names and contents of all files below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return b"\n".join(str(path.relative_to(folder)).encode() + path.read_bytes() for path in files)


def names_nobody(folder: Path, board: Dashboard) -> bool:
    """Return True if no patient, account or computer is named."""
    import getpass
    import platform

    written = everything(folder)
    patients = {p.patient for run in board.experiment.runs for p in run.predictions}
    names = {*patients, platform.node()} - {""}
    user = getpass.getuser()
    return (
        not any(name.encode() in written for name in names)
        and f"user_id: {user}".encode() not in written
    )


def test_tensorboard_reads_what_is_written(board: Dashboard, tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    out = write_report(COMPARISON_FOLDERS["tensorboard"], board, tmp_path / "观察")
    found: Any = EventAccumulator(str(out / "E0003" / "HRNet-1.2")).Reload()
    curve = found.Scalars("validation_loss")
    assert [one.step for one in curve] == [1, 2]
    assert [one.value for one in curve] == pytest.approx(LOSSES)
    assert [one.step for one in found.Scalars("validation_auc")] == [2]
    (settings,) = found.Tensors("settings")
    assert b"recipe.augmentation.flip | True" in settings.tensor_proto.string_val[0]
    row = next(row for row in board.rows if row.name == "HRNet")
    (area,) = found.Scalars("test/accuracy")
    assert area.value == pytest.approx(row.evaluation.estimates["accuracy"].value)
    assert len(found.Scalars("test/accuracy_low")) == len(found.Scalars("test/accuracy_n")) == 1
    assert names_nobody(out, board)
    with pytest.raises(CohortError, match="already"):
        write_report(COMPARISON_FOLDERS["tensorboard"], board, out)


def test_mlflow_reads_what_is_written(
    board: Dashboard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("mlflow")
    out = write_report(COMPARISON_FOLDERS["mlflow"], board, tmp_path / "观察")
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    from mlflow.tracking import MlflowClient

    client = MlflowClient(tracking_uri=out.as_uri())
    experiment = client.get_experiment_by_name("CxStage E0003")
    runs = {run.info.run_name: run for run in client.search_runs([experiment.experiment_id])}
    assert set(runs) == {run.name for run in board.experiment.runs}
    run = runs["HRNet 1.2"]
    assert run.data.params["recipe.augmentation.flip"] == "True"
    assert run.data.params["first_weights_sha256"] == HASH
    curve = client.get_metric_history(run.info.run_id, "validation_loss")
    assert [(one.step, one.value) for one in curve] == [(1, LOSSES[0]), (2, LOSSES[1])]
    assert run.data.metrics["test_accuracy_n"] == 30
    assert names_nobody(out, board)
    with pytest.raises(CohortError, match="already"):
        write_report(COMPARISON_FOLDERS["mlflow"], board, out)
