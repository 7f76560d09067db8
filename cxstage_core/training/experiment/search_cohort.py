"""A search on the training part of a cohort, kept in the cohort, and its best settings taken over."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.cohort.files.split import split_hash
from cxstage_core.dataset import PreparedSet, Preprocessing, prepare_cohort
from cxstage_core.errors import TrainingError
from cxstage_core.jobs import Job, no_progress
from cxstage_core.models import find_family
from cxstage_core.storage.own_path import own
from cxstage_core.text import text
from cxstage_core.training.execution.executors import Executor
from cxstage_core.training.experiment.experiment import locked_split
from cxstage_core.training.experiment.reopened import without_reopened
from cxstage_core.training.experiment.work_folder import alone
from cxstage_core.training.run.provenance import libraries, published
from cxstage_core.training.search.search import Search, SearchInputs, report_best, run_trials
from cxstage_core.training.search.trials import Trial, TrialFile, best_trial, read_trials
from cxstage_core.training.settings.origin import (
    Origins,
    SearchOrigin,
    image_marks,
    joined,
    read_origins,
    write_origins,
)
from cxstage_core.training.settings.recipe import Recipe
from cxstage_core.training.settings.space import applied

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

FOLDER = "searches"


@dataclass(frozen=True, slots=True)
class Searched:
    """A search with its trials.

    Args:
        id: of the file in the cohort's folder of searches.
        about: its settings and what it searched on, plain JSON values.
        best: number of the best trial.
        origins: this search and those that chose settings before it.
    """

    id: str
    about: dict[str, Any]
    trials: tuple[Trial, ...]
    best: int
    origins: Origins = ()

    @property
    def best_settings(self) -> dict[str, Any]:
        """The settings of the best trial."""
        return dict(self.trials[self.best].settings)

    def rows(self) -> list[dict[str, Any]]:
        """One plain row per trial: number, each setting by name, objective, loss, auc, seconds, failed.

        As a table or as lines of parallel coordinates need it.
        """
        return [
            {
                "trial": trial.number + 1,
                **trial.settings,
                "objective": trial.objective,
                "loss": trial.loss,
                "auc": trial.auc,
                "seconds": trial.seconds,
                "failed": trial.failed,
                "best": trial.number == self.best,
            }
            for trial in self.trials
        ]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "search": self.id,
            "about": self.about,
            "best": {"trial": self.best + 1, "settings": self.best_settings},
            "rows": self.rows(),
        }


def search_settings(
    cohort: Cohort,
    family: str,
    search: Search,
    *,
    scheme: str = "paper",
    preprocessing: Preprocessing | None = None,
    recipe: Recipe | None = None,
    origins: Origins = (),
    reopened: str = "",
    executor: Executor | None = None,
    job: Job | None = None,
) -> Searched:
    """Search settings of a network on the training part of the locked split.

    The patients of the test part are neither prepared nor handed to any trial. Called again with the
    same arguments after an interruption, or later, it goes on where it was.

    Args:
        origins: the searches that chose some of the settings before.
        reopened: as in `run_experiment`.

    Raises:
        TrainingError: no split is locked, cases were reopened, or every trial failed.
        LeakError: the split would leak.
        Cancelled: a stop was asked for; finished trials stay.
    """
    preprocessing, recipe, job = (
        preprocessing or Preprocessing(),
        recipe or Recipe(),
        job or no_progress(),
    )
    split = locked_split(cohort)
    patients, _ = without_reopened(cohort, split.train, reopened, job)
    known: dict[str, PreparedSet] = {}

    def prepared(config: Preprocessing) -> PreparedSet:
        if config.digest() not in known:
            known[config.digest()] = prepare_cohort(cohort, patients, scheme, config, job)
        return known[config.digest()]

    about: dict[str, Any] = {
        "family": find_family(family).key,
        "search": {**search.to_dict(), "trials": 0, "hours": 0.0},
        "scheme": scheme,
        "split_sha256": split_hash(split),
        "references": {
            patient: "" if reference is None else reference.sha256
            for patient in patients
            for reference in [cohort.references.latest(patient)]
        },
        "preprocessing": preprocessing.to_dict(),
        "recipe": {**published(recipe), "device": "", "threads": 0},
        "libraries": libraries(),
        **({"origins": write_origins(origins)} if origins else {}),
    }
    file = TrialFile(_file(cohort, _id(about)), about)
    work = cohort.prepared_folder / f"search-{_id(about)}"
    inputs = SearchInputs(prepared, patients, recipe, preprocessing, family)
    waiting = text("The same search runs in another window; waiting for its trials.")
    with alone(cohort, f"search-{_id(about)}", waiting, job):
        before = len(file.load())
        trials = run_trials(inputs, search, file=file, work=work, executor=executor, job=job)
    best = report_best(trials, job)
    if len(trials) > before:
        cohort.audit.note("search", search=_id(about), family=about["family"], trials=len(trials))
    return _with_origins(cohort, Searched(_id(about), about, trials, best.number))


def read_search(cohort: Cohort, search_id: str) -> Searched:
    """A stored search.

    Raises:
        TrainingError: there is none of this id, or none of its trials was finished.
        IntegrityError: its file is damaged.
    """
    if search_id not in searches(cohort):
        raise TrainingError(
            "This cohort has no search {search}.",
            remedy="Choose one of: {names}." if searches(cohort) else "Run a search first.",
            search=search_id,
            names=", ".join(searches(cohort)),
        )
    about, trials = read_trials(_file(cohort, search_id))
    best = best_trial(trials)
    if best is None:
        raise TrainingError("No trial of search {search} was finished.", search=search_id)
    return _with_origins(cohort, Searched(search_id, dict(about), trials, best.number))


def searches(cohort: Cohort) -> tuple[str, ...]:
    """Ids of the cohort's searches."""
    folder = own(cohort.path / FOLDER, cohort.path)
    return tuple(sorted(path.stem for path in folder.glob("S*.json")))


def with_best(
    searched: Searched, recipe: Recipe, preprocessing: Preprocessing
) -> tuple[Recipe, Preprocessing]:
    """Recipe and preprocessing with the best settings of a search."""
    return applied(searched.best_settings, recipe, preprocessing)


def _with_origins(cohort: Cohort, searched: Searched) -> Searched:
    """Add the origins of settings that a search of this cohort chose: it, and those before it."""
    patients = sorted(searched.about.get("references", {}))
    known = set(cohort.patients())
    images = image_marks(r.sha256 for p in patients if p in known for r in cohort.series(p))
    own = SearchOrigin(
        searched.id,
        cohort.id,
        str(searched.about["family"]),
        searched.best_settings,
        len(patients),
        images,
    )
    return replace(searched, origins=joined(read_origins(searched.about.get("origins")), (own,)))


def _id(about: dict[str, Any]) -> str:
    return "S" + hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:12]


def _file(cohort: Cohort, search_id: str) -> Path:
    return own(cohort.path / FOLDER / f"{search_id}.json", cohort.path)
