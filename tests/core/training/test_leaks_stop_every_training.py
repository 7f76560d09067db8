"""One person under two ids, or a patient in both parts, stops every way to train before it begins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import h5py
import pytest
import typer
from typer.testing import CliRunner

from cxstage_core.cli import study
from cxstage_core.cohort import Cohort
from cxstage_core.cohort.files.split import split_hash, write_split
from cxstage_core.cohort.values.records import SeriesInfo, SeriesRecord
from cxstage_core.dataset import Preprocessing, label_patients, make_split
from cxstage_core.dataset.protocols import KINDS, Protocol
from cxstage_core.errors import CohortError, CxStageError, LeakError
from cxstage_core.training import run_experiment
from cxstage_core.training.experiment.search_cohort import search_settings, searches
from cxstage_core.training.search.search import Search
from tests.core.dataset.cohorts import fill
from tests.core.training.toy import quick_recipe

app = typer.Typer()
study.register(app)
CONFIG = Preprocessing(size_px=32)
SAID = "P0001 and P0006 hold the same image: one person under two ids"


class Elsewhere:
    """Stands for a cluster, which nothing may reach."""

    def run(self, *_: object, **__: object) -> NoReturn:
        """Never called."""
        pytest.fail("a training that leaks was sent out")


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    """Eight patients, split by a seed; nothing wrong with it."""
    cohort = fill(tmp_path_factory.mktemp("leaks") / "c.cxcohort", 8)
    labels, _ = label_patients(cohort, "paper")
    cohort.lock_split(make_split(labels, test=0.3, seed=1, scheme="paper"))
    return cohort


@pytest.fixture
def twice(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> Cohort:
    """The same, but the first patient's T2 is found under another id as well.

    The store refuses such an image when it comes in, so it is put before the training's eyes here: a
    folder put together by something else may hold it.
    """
    series = Cohort.series
    image = series(cohort, "P0001")[0].sha256

    def found(self: Cohort, patient: str) -> tuple[SeriesRecord, ...]:
        records = series(self, patient)
        if patient != "P0006":
            return records
        return (replace(records[0], sha256=image), *records[1:])

    monkeypatch.setattr(Cohort, "series", found)
    return cohort


def test_the_store_lets_no_image_in_under_a_second_id(cohort: Cohort) -> None:
    record = cohort.series("P0001")[0]
    with pytest.raises(CohortError, match="one patient under two ids"):
        cohort.add_series("P0006", cohort.volume("P0001", record.id), SeriesInfo("T2"))


@pytest.mark.parametrize("executor", [None, Elsewhere()], ids=["here", "elsewhere"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_protocol_trains_on_one_person_under_two_ids(
    kind: str, executor: Elsewhere | None, twice: Cohort
) -> None:
    with pytest.raises(LeakError, match=SAID):
        run_experiment(
            twice,
            ["ShuffleNet"],
            preprocessing=CONFIG,
            recipe=quick_recipe(epochs=1),
            protocol=Protocol(kind, folds=2),
            search=Search(method="random", names=("lr",), trials=1, folds=1),
            executor=executor,
        )
    assert twice.experiments.all() == ()


def test_no_search_looks_at_them(twice: Cohort) -> None:
    with pytest.raises(LeakError, match=SAID):
        search_settings(
            twice,
            "shufflenet_v2_x1_0",
            Search(method="random", names=("lr",), trials=1, folds=1),
            recipe=quick_recipe(epochs=1),
            preprocessing=CONFIG,
        )
    assert searches(twice) == ()


@pytest.mark.parametrize("more", [(), ("--protocol", "nested")])
def test_the_shell_refuses_them(more: tuple[str, ...], twice: Cohort) -> None:
    given = ["compare", str(twice.path), "--models", "ShuffleNet", "--size", "32", "--epochs", "1"]
    done = CliRunner().invoke(app, [*given, *more, "--json"])
    assert done.exit_code != 0
    assert SAID in " ".join((done.output + (done.stderr or "")).split())
    assert twice.experiments.all() == ()


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("kind", ["paper", "holdout"])
def test_a_split_file_edited_so_that_it_leaks_is_not_trained_on(
    kind: str, sealed: bool, tmp_path: Path
) -> None:
    """`sealed`: whoever edited it also wrote the hash of the split that fits."""
    cohort = fill(tmp_path / "c.cxcohort", 6)
    labels, _ = label_patients(cohort, "paper")
    cohort.lock_split(make_split(labels, test=0.3, seed=1, scheme="paper"))
    split = cohort.split()
    assert split is not None
    leaking = replace(split, train=(*split.train, split.test[0]))
    with h5py.File(cohort.path / "split.h5", "r+") as file:
        del file["train"], file["test"]
        write_split(file, leaking)
        if sealed:
            file.attrs["sha256"] = split_hash(leaking)
    with pytest.raises(CxStageError, match="damaged"):
        run_experiment(
            Cohort.open(cohort.path),
            ["ShuffleNet"],
            preprocessing=CONFIG,
            recipe=quick_recipe(epochs=1),
            protocol=Protocol(kind, folds=2),
        )
    assert cohort.experiments.all() == ()
