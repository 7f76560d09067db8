"""The command `report`: the tables, figures and PDF of a finished experiment."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cxstage_core.cli import report
from cxstage_core.cli.app import app
from cxstage_core.cohort import Cohort
from cxstage_core.evaluation.comparison.metrics import METRICS, count_metric
from cxstage_core.evaluation.report.comparison_reports import COMPARISON_FOLDERS, COMPARISON_REPORTS
from cxstage_core.text import Text
from tests.core.evaluation.results import made_experiment
from tests.core.test_command_line import run


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    """A cohort with one finished experiment whose models are stored."""
    store = Cohort.create(tmp_path / "宫颈.cxcohort")
    made = made_experiment()
    for model in made.runs:
        file = tmp_path / model.model_id
        file.write_bytes(model.model_id.encode())
        store.models.add(model.model_id, file)
    store.experiments.save(made)
    return store.path


def test_every_report_is_written_once(cohort: Path, tmp_path: Path) -> None:
    found = run("report", cohort, "E0001", "--export", tmp_path / "out")
    names = {Path(file).name for file in found["files"]}
    assert names == {spec.file_in(tmp_path, "E0001-").name for spec in COMPARISON_REPORTS.values()}
    assert (tmp_path / "out" / "E0001-report.pdf").read_bytes().startswith(b"%PDF-")


def test_one_report_alone_and_an_unknown_one(cohort: Path, tmp_path: Path) -> None:
    found = run("report", cohort, "E0001", "--export", tmp_path / "out", "--only", "paired-tests")
    assert [Path(file).name for file in found["files"]] == ["E0001-paired-tests.csv"]
    refused = run("report", cohort, "E0001", "--export", tmp_path / "no", "--only", "x", expect=1)
    assert "table-2" in refused["error"]
    assert not (tmp_path / "no").exists()


def test_one_more_metric_is_in_the_files(
    cohort: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    metric = count_metric(
        "ninth",
        Text("Ninth"),
        Text("Half of all"),
        lambda tn, fp, fn, tp: (tn + tp) / (fp + fn + tn + tp),
    )
    monkeypatch.setitem(METRICS, "ninth", metric)
    if not any(command.name == "report" for command in app.registered_commands):
        report.register(app)
    folder = tmp_path / "out"
    done = CliRunner().invoke(
        app, ["report", str(cohort), "E0001", "--export", str(folder), "--only", "table-2", "--json"]
    )
    assert done.exit_code == 0, done.output
    (file,) = json.loads(done.stdout.splitlines()[-1])["files"]
    row = next(iter(csv.DictReader(Path(file).read_text("utf-8-sig").splitlines())))
    assert row["Ninth"].split(" ")[0] == row["Accuracy"].split(" ")[0]


def test_epochs_alone_and_nothing_named(cohort: Path, tmp_path: Path) -> None:
    file = tmp_path / "epochs.csv"
    assert run("report", cohort, "E0001", "--epochs", file)["files"] == [str(file)]
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert [row["Training loss"] for row in rows] == ["0.7", "0.6"] * 3
    assert "--tensorboard FOLDER" in run("report", cohort, "E0001", expect=1)["error"]


@pytest.mark.parametrize("key", COMPARISON_FOLDERS)
def test_files_of_another_tool_are_one_option_away(cohort: Path, tmp_path: Path, key: str) -> None:
    pytest.importorskip(key)
    found = run("report", cohort, "E0001", f"--{key}", tmp_path / key)
    assert found["files"] == [str(tmp_path / key)]
    assert any((tmp_path / key).iterdir())


def test_the_study_report_fills_a_new_folder_once(cohort: Path, tmp_path: Path) -> None:
    folder = tmp_path / "论文"
    found = run("report", cohort, "E0001", "--out", folder, "--language", "zh_CN")
    files = [Path(file) for file in found["files"]]
    assert files[0].name == "index.html" and all(file.is_file() for file in files)
    assert {folder / "study-report.docx", folder / "checklists/tripod-ai.json"} <= set(files)
    refused = run("report", cohort, "E0001", "--out", folder, expect=1)
    assert "not empty" in refused["error"]
    refused = run("report", cohort, "E0001", "--out", tmp_path / "x", "--language", "xx", expect=1)
    assert "zh_CN" in refused["error"] and not (tmp_path / "x").exists()
