"""A search tries settings on validation patients, resumes where it was, and never sees the test part."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.dataset import PreparedSet, Preprocessing, label_patients, make_split
from cxstage_core.dataset.protocols import Protocol
from cxstage_core.errors import Cancelled, ClusterError, IntegrityError, TrainingError
from cxstage_core.jobs import Event, Progress, no_progress, start_job
from cxstage_core.training import run_experiment
from cxstage_core.training.execution.ray_head import HeadWatch
from cxstage_core.training.experiment.search_cohort import (
    read_search,
    search_settings,
    searches,
    with_best,
)
from cxstage_core.training.search.proposals import propose
from cxstage_core.training.search.search import Search, SearchInputs, run_trials
from cxstage_core.training.search.trials import Trial, TrialFile, TrialFinished, best_trial
from cxstage_core.training.settings.space import PARAMETERS, applied, grid_size, parameters
from tests.core.dataset.cohorts import fill
from tests.core.training.toy import quick_recipe, toy_set, toy_split, with_arrays

QUICK = Search(method="random", names=("lr", "batch"), trials=3, folds=2)


def _ground(data: PreparedSet, patients: tuple[str, ...] | None = None) -> SearchInputs:
    return SearchInputs(
        lambda config: replace(data, config=config),
        data.patients if patients is None else patients,
        quick_recipe(epochs=1),
        data.config,
        "ShuffleNet",
    )


def _told(trials: tuple[Trial, ...]) -> list[dict[str, Any]]:
    return [{**trial.to_dict(), "seconds": 0} for trial in trials]


def _run(folder: Path, search: Search = QUICK, stop_after: int = 0) -> tuple[Trial, ...]:
    finished: list[Event] = []

    def watch(news: Progress | Event) -> None:
        if isinstance(news, TrialFinished):
            finished.append(news)
            if len(finished) == stop_after:
                stop.ask()

    job, stop = start_job(watch)
    return run_trials(
        _ground(toy_set(8, slices=1)),
        search,
        file=TrialFile(folder / "trials.json", {"x": 1}),
        work=folder / "work",
        job=job,
    )


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Trial, ...]:
    return _run(tmp_path_factory.mktemp("whole"))


def test_each_trial_is_judged_by_its_validation_patients(uninterrupted: tuple[Trial, ...]) -> None:
    assert [trial.number for trial in uninterrupted] == [0, 1, 2]
    assert len({json.dumps(dict(trial.settings)) for trial in uninterrupted}) == 3
    for trial in uninterrupted:
        assert trial.objective == trial.loss == pytest.approx(np.mean(trial.fold_losses))
        assert len(trial.fold_losses) == 2
        assert 1e-4 <= float(trial.settings["lr"]) <= 0.1
        assert trial.settings["batch"] in (8, 16, 32)


def test_a_stopped_search_goes_on_with_the_same_trials(
    uninterrupted: tuple[Trial, ...], tmp_path: Path
) -> None:
    with pytest.raises(Cancelled):
        _run(tmp_path, stop_after=1)
    assert _told(_run(tmp_path)) == _told(uninterrupted)


def test_a_killed_search_goes_on_with_the_same_trials(
    uninterrupted: tuple[Trial, ...], tmp_path: Path
) -> None:
    code = (
        "from pathlib import Path; from tests.core.training.test_search_settings import _run;"
        f"_run(Path({str(tmp_path)!r}))"
    )
    child = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).resolve().parents[3])
    while not (tmp_path / "trials.json").exists() and child.poll() is None:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    kept = TrialFile(tmp_path / "trials.json", {"x": 1}).load()
    assert kept
    assert _told(_run(tmp_path)) == _told(uninterrupted)


def test_a_larger_budget_continues_and_a_smaller_one_repeats_nothing(
    uninterrupted: tuple[Trial, ...], tmp_path: Path
) -> None:
    two = _run(tmp_path, replace(QUICK, trials=2))
    assert _told(two) == _told(uninterrupted[:2])
    assert _told(_run(tmp_path, replace(QUICK, trials=1))) == _told(two)
    assert _told(_run(tmp_path)) == _told(uninterrupted)
    spent = replace(QUICK, trials=0, hours=1e-9)
    assert len(_run(tmp_path, spent)) == 3


def test_trials_of_another_search_or_a_damaged_file_are_refused(
    uninterrupted: tuple[Trial, ...], tmp_path: Path
) -> None:
    file = TrialFile(tmp_path / "trials.json", {"x": 1})
    file.save(uninterrupted)
    assert file.load() == uninterrupted
    with pytest.raises(TrainingError, match="trials of another search"):
        TrialFile(file.path, {"x": 2}).load()
    file.path.write_bytes(file.path.read_bytes().replace(b"lr", b"rl"))
    with pytest.raises(IntegrityError, match="damaged"):
        file.load()


def test_the_test_part_has_no_say_in_a_search(tmp_path: Path) -> None:
    data = toy_set(16, slices=1)
    split = toy_split(data)
    arrays = tuple(
        np.full_like(a, np.nan) if p in split.test else a
        for p, a in zip(data.patients, data.arrays, strict=True)
    )
    spoiled = with_arrays(data, arrays)
    found = [
        run_trials(
            _ground(one, split.train),
            replace(QUICK, trials=1),
            file=TrialFile(tmp_path / f"{name}.json", {}),
            work=tmp_path / name,
            job=no_progress(),
        )
        for name, one in (("clean", data), ("spoiled", spoiled))
    ]
    assert _told(found[0]) == _told(found[1])


def test_a_trial_that_fails_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    data = toy_set(8, slices=1)

    def prepared(config: Preprocessing) -> PreparedSet:
        if config.fov_mm > 150:
            raise TrainingError("No patient fits.")
        return replace(data, config=config)

    inputs = replace(_ground(data), prepared=prepared)
    for at_once in (1, 3):
        search = Search("grid", ("crop",), trials=0, folds=1, at_once=at_once)
        trials = run_trials(
            inputs,
            search,
            file=TrialFile(tmp_path / f"{at_once}.json", {}),
            work=tmp_path / "w",
            job=no_progress(),
        )
        assert [trial.failed for trial in trials] == ["", "", "No patient fits."]
        best = best_trial(trials)
        assert best is not None and best.objective is not None and best.number < 2


@pytest.mark.parametrize("method", ["random", "tpe"])
def test_a_proposal_depends_on_its_number_and_what_was_before_alone(method: str) -> None:
    chosen = parameters(list(PARAMETERS))
    before: list[Trial] = []
    for number in range(14):
        one, two = (propose(method, chosen, number, 5, before) for _ in range(2))
        assert one == two
        recipe, config = applied(one, quick_recipe(), Preprocessing())
        assert (recipe.lr, config.fov_mm) == (one["lr"], one["crop"])
        off = abs(np.log10(float(one["lr"])) + 2)
        before.append(Trial(number, one, float(off), float(off), None, (), 1.0))
    assert propose(method, chosen, 3, 6, before[:3]) != propose(method, chosen, 3, 5, before[:3])


def test_tpe_learns_where_random_search_does_not() -> None:
    chosen = parameters(["lr", "weight_decay"])

    def spread(method: str) -> float:
        before: list[Trial] = []
        for number in range(40):
            asked = propose(method, chosen, number, 7, before)
            off = abs(np.log10(float(asked["lr"])) + 2) + abs(
                np.log10(float(asked["weight_decay"])) + 4
            )
            before.append(Trial(number, asked, float(off), float(off), None, (), 1.0))
        return float(np.mean([trial.objective for trial in before[20:]]))

    assert spread("tpe") < 0.7 * spread("random")


def test_a_grid_tries_every_combination_once() -> None:
    chosen = parameters(["fusion", "batch"])
    tried = [propose("grid", chosen, n, 1, []) for n in range(grid_size(chosen))]
    assert len({json.dumps(one) for one in tried}) == grid_size(chosen) == 12
    channels = {applied(one, quick_recipe(), Preprocessing())[1].channels for one in tried}
    assert channels == {("T2",), ("T2", "mask"), ("T2", "T1"), ("T2", "T1", "mask")}
    assert Search("grid", ("fusion", "batch"), trials=0).planned == 12


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"method": "luck"}, "method = luck"),
        ({"objective": "test auc"}, "objective = test auc"),
        ({"names": ("colour",)}, "“colour” is nothing"),
        ({"trials": 0}, "no budget"),
        ({"folds": 0}, "0 inner folds"),
    ],
)
def test_an_impossible_search_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(TrainingError, match=said):
        Search(**changes)


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    made = fill(tmp_path_factory.mktemp("store") / "c.cxcohort", 14, step_mm=2.0)
    labels, _ = label_patients(made, "paper")
    made.lock_split(make_split(labels, test=0.3, seed=1, scheme="paper"))
    return made


def test_a_search_lies_in_the_cohort_and_its_best_settings_are_taken_over(cohort: Cohort) -> None:
    search = Search("grid", ("fusion", "slices"), trials=2, folds=2)
    arguments: dict[str, Any] = {
        "preprocessing": Preprocessing(size_px=32),
        "recipe": quick_recipe(epochs=1),
    }
    found = search_settings(cohort, "ShuffleNet", search, **arguments)
    assert searches(cohort) == (found.id,)
    assert read_search(cohort, found.id) == found
    rows = found.rows()
    assert [row["fusion"] for row in rows] == ["T2", "T2+mask"]
    assert [row["slices"] for row in rows] == ["largest+neighbours"] * 2
    assert sum(row["best"] for row in rows) == 1
    test = set(cohort.split().test)
    assert not test & set(found.about["references"])
    _, config = with_best(found, arguments["recipe"], arguments["preprocessing"])
    assert "+".join(config.channels) == found.best_settings["fusion"]
    assert cohort.verify() == ()
    more = search_settings(cohort, "ShuffleNet", replace(search, trials=3), **arguments)
    assert (more.id, len(more.trials)) == (found.id, 3)
    assert "search" in [entry.act for entry in cohort.audit.entries()]
    with pytest.raises(TrainingError, match="no search S0"):
        read_search(cohort, "S0")


def test_the_nested_protocol_searches_inside_every_training_part(cohort: Cohort) -> None:
    search = Search("random", ("lr",), trials=2, folds=1)
    experiment = run_experiment(
        cohort,
        ["ShuffleNet"],
        preprocessing=Preprocessing(size_px=32),
        recipe=quick_recipe(epochs=1),
        protocol=Protocol("nested", folds=2),
        search=search,
    )
    chosen = experiment.config.to_dict()["chosen"]
    assert [one["model"] for one in chosen] == ["shufflenet_v2_x1_0-1-1", "shufflenet_v2_x1_0-1-2"]
    assert all(one["trials"] == 2 for one in chosen)
    assert experiment.config.to_dict()["search"]["method"] == "random"
    assert sorted(p.patient for run in experiment.runs for p in run.of_part("test")) == list(
        cohort.patients()
    )
    with pytest.raises(TrainingError, match="cannot vary crop"):
        run_experiment(
            cohort,
            ["ShuffleNet"],
            preprocessing=Preprocessing(size_px=32),
            recipe=quick_recipe(epochs=1),
            protocol=Protocol("nested", folds=2),
            search=Search(names=("lr", "crop")),
        )


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_lost_cluster_is_no_failed_trial(at_once: int, tmp_path: Path) -> None:
    asked = []

    class Lost:
        def run(self, data: Any, runs: Any, **_: Any) -> Any:
            asked.append(len(runs))
            raise HeadWatch("head:6379", "").lost()

    file = TrialFile(tmp_path / "trials.json", {"x": 1})
    search = replace(QUICK, at_once=at_once)
    with pytest.raises(ClusterError, match="head:6379"):
        run_trials(
            _ground(toy_set(8, slices=1)),
            search,
            file=file,
            work=tmp_path / "work",
            executor=Lost(),
            job=no_progress(),
        )
    assert asked == [at_once * QUICK.folds]
    assert file.load() == ()
