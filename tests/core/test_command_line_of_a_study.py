"""Search, protocols and external test from the shell: what a script gets, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from cxstage_core.cli import recipe, search, study
from cxstage_core.cohort import Cohort
from cxstage_core.dataset import label_patients, make_split
from tests.core.dataset.cohorts import fill

app = typer.Typer()
for branch in (study, search, recipe):
    branch.register(app)


def run(*arguments: object, expect: int = 0) -> dict[str, Any]:
    """Run a command with --json in this process and return its one object."""
    done = CliRunner().invoke(app, [*map(str, arguments), "--json"])
    assert done.exit_code == expect, done.output
    (line,) = done.stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = fill(tmp_path_factory.mktemp("store") / "c.cxcohort", 12, step_mm=2.0)
    labels, _ = label_patients(made, "paper")
    made.lock_split(make_split(labels, test=0.3, seed=1, scheme="paper"))
    return made.path


def test_settings_are_searched_and_the_best_are_compared_with(cohort: Path) -> None:
    settings = ("--size", 32, "--epochs", 1, "--folds", 2)
    found = run(
        "search", cohort, "--model", "ShuffleNet", "--method", "grid", "--over", "batch", *settings
    )
    assert [row["batch"] for row in found["rows"]] == [8, 16, 32]
    assert sum(row["best"] for row in found["rows"]) == 1
    again = run(
        "search", cohort, "--model", "ShuffleNet", "--method", "grid", "--over", "batch", *settings
    )
    assert again["rows"] == found["rows"]
    taken = ("compare", cohort, "--models", "ShuffleNet", *settings, "--search", found["search"])
    for protocol in ("cross-validation", "nested"):
        said = run(*taken, "--protocol", protocol, expect=1)["error"]
        assert f"Search {found['search']} chose the settings on" in said
    data = run(*taken)
    assert [one["search"] for one in data["searches"]] == [found["search"]]
    assert data["tested_before"] == 0
    recipe = Cohort.open(cohort).experiments.get(data["experiment"]).config.to_dict()["recipe"]
    assert recipe["batch"] == found["best"]["settings"]["batch"]
    folds = run(
        "compare", cohort, "--models", "ShuffleNet", *settings, "--protocol", "cross-validation"
    )
    assert folds["protocol"]["kind"] == "cross-validation"
    assert [row["fold"] for row in folds["protocol"]["results"]] == [1, 2]
    assert folds["models"][0]["n"] == 12
    assert folds["tested_before"] == 1


def test_settings_laundered_through_a_file_are_still_those_of_the_search(
    cohort: Path, tmp_path: Path
) -> None:
    settings = ("--size", 32, "--epochs", 1, "--folds", 2)
    found = run(
        "search", cohort, "--model", "ShuffleNet", "--method", "grid", "--over", "batch", *settings
    )["search"]
    for name in ("best.toml", "best.json"):
        file = tmp_path / name
        written = run("recipe", file, "--cohort", cohort, "--search", found, "--set", "size_px=32")
        again = tmp_path / f"again-{name}"
        copied = run("recipe", again, "--recipe", file, "--set", "epochs=1")
        assert run("recipe", file, "--check")["sha256"] == written["sha256"] != copied["sha256"]
        said = run(
            "compare", cohort, "--models", "ShuffleNet", "--recipe", again,
            "--protocol", "cross-validation", expect=1,
        )  # fmt: skip
        assert found in said["error"]


def test_what_cannot_be_is_refused_in_one_sentence(cohort: Path) -> None:
    for arguments, said in (
        (("search", cohort, "--over", "colour"), "nothing that a search can vary"),
        (("search", cohort, "--model", "resnet5O"), "any network of timm, such as resnet5"),
        (("compare", cohort, "--protocol", "bootstrap"), "bootstrap is not a protocol"),
        (("compare", cohort, "--search", "S1"), "no search S1"),
        (("compare", cohort, "--ray", "127.0.0.1:1"), "Ray cluster at 127.0.0.1:1 cannot be reached"),
        (("external", cohort, "E0001-x", cohort), "this very cohort"),
    ):
        assert said in run(*arguments, expect=1)["error"]


def test_a_stored_experiment_is_recomputed_and_a_difference_is_found(cohort: Path) -> None:
    settings = ("--size", 32, "--epochs", 1)
    made = run("compare", cohort, "--models", "ShuffleNet", *settings)["experiment"]
    found = run("recompute", cohort, made)
    assert found["experiment"] == made
    assert found["equal"] is True
    assert found["largest_difference"] <= found["tolerance"] == 1e-5
    (model,) = found["models"]
    assert model["model"] == f"{made}-shufflenet_v2_x1_0"
    store = Cohort.open(cohort)
    stored = store.experiments.get(made)
    (trained,) = stored.runs
    assert model["patients"] == len(trained.predictions)
    first, *others = trained.predictions
    moved = replace(first, probability=first.probability + 2e-5)
    other = store.experiments.next_id()
    runs = (replace(trained, predictions=(moved, *others)),)
    store.experiments.save(replace(stored, id=other, runs=runs))
    differing = run("recompute", cohort, other, expect=1)
    assert differing["equal"] is False
    assert differing["largest_difference"] == pytest.approx(2e-5, rel=1e-3)
    done = CliRunner().invoke(app, ["recompute", str(cohort), made])
    assert done.exit_code == 0
    assert "Largest difference of a probability" in done.output
    assert "no experiment" in run("recompute", cohort, "E0099", expect=1)["error"].lower()
