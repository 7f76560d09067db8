"""A metric that a single row adds is found wherever comparisons are shown."""

from __future__ import annotations

import csv
import io
import json
import runpy
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from cxstage_core.cli.tables import show_comparison
from cxstage_core.evaluation.comparison.comparison import comparison_json, comparison_rows
from cxstage_core.evaluation.comparison.dashboard import dashboard
from cxstage_core.evaluation.comparison.metrics import METRICS, MetricSpec, count_metric
from cxstage_core.evaluation.report.comparison_reports import COMPARISON_REPORTS
from cxstage_core.evaluation.report.formats import write_report
from cxstage_core.text import Text
from tests.core.evaluation.results import folded_experiment, made_experiment


def negative_predictive_value(tn, fp, fn, tp) -> np.ndarray:
    return np.divide(tn, tn + fn, out=np.zeros(np.shape(tn)), where=tn + fn > 0)


@pytest.fixture
def ninth(monkeypatch: pytest.MonkeyPatch) -> Iterator[MetricSpec]:
    """One row, as a programmer would add it."""
    metric = count_metric(
        "npv", Text("NPV"), Text("Negative predictive value"), negative_predictive_value
    )
    monkeypatch.setitem(METRICS, metric.key, metric)
    yield metric


def test_the_terminal_and_its_json_show_it(ninth: MetricSpec) -> None:
    data = json.loads(json.dumps(comparison_json(made_experiment()), allow_nan=False))
    counts = data["models"][0]["confusion"]
    value = counts["tn"] / (counts["tn"] + counts["fn"])
    assert data["models"][0]["npv"] == pytest.approx(value)
    low, high = data["models"][0]["npv_ci"]
    assert low < value < high
    console = Console(file=io.StringIO(), width=200)
    show_comparison(console, data)
    shown = console.file.getvalue()
    assert "NPV" in shown and f"{value:.3f} ({low:.3f}–{high:.3f})" in shown


def test_the_files_hold_it(ninth: MetricSpec, tmp_path: Path) -> None:
    board = dashboard(made_experiment())
    file = write_report(COMPARISON_REPORTS["table-2"], board, tmp_path / "table.csv")
    first = next(iter(csv.DictReader(file.read_text("utf-8-sig").splitlines())))
    assert first["NPV"].startswith(f"{board.rows[0].evaluation.estimates['npv'].value:.3f} (")


def test_folds_and_repeats_are_pooled_by_its_counts(ninth: MetricSpec) -> None:
    experiment = folded_experiment(repeats=2)
    data = comparison_json(experiment)
    cells = {"tn": 0, "fn": 0}
    for run in experiment.runs[:6]:
        for p in run.of_part("test"):
            if p.probability < run.threshold:
                cells["fn" if p.truth else "tn"] += 1
    together = cells["tn"] / (cells["tn"] + cells["fn"])
    assert data["models"][0]["npv"] == pytest.approx(together)
    assert data["protocol"]["pooled"][0]["npv_ci"][0] < together


def test_the_table_of_the_documentation_holds_it(ninth: MetricSpec) -> None:
    tables = Path(__file__).parents[3] / "packaging" / "tables.py"
    made = runpy.run_path(str(tables))
    assert "| NPV | `npv` | Negative predictive value |" in made["TABLES"]["metrics"]()
    page = (tables.parents[1] / "docs" / "statistics.md").read_text("utf-8")
    assert "npv" not in page and "| NPV |" in made["rewritten"](page)


def test_it_is_gone_afterwards() -> None:
    assert "npv" not in METRICS
    assert "npv" not in comparison_rows(made_experiment())[0].evaluation.estimates
