"""Commands of the study itself: split and compare."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from cxstage_core.cli.app import CohortPath, Json, end_with
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.cli.search import AtOnce, GpuShare, Ray, executor_at
from cxstage_core.cli.settings import (
    OF_A_COMPARISON,
    ComparisonCommand,
    Compiled,
    Deterministic,
    RecipeChoice,
    Reopened,
    Set,
    Whole,
    Word,
    built_settings,
    given_settings,
)
from cxstage_core.jobs import Job


def register(app: typer.Typer) -> None:
    """Add these commands to the tree."""
    app.command("split")(split)
    app.command("compare", cls=ComparisonCommand)(compare)


def split(
    cohort: CohortPath,
    test: Annotated[float, typer.Option(min=0.05, max=0.9, help="Share of the test part.")] = 0.3,
    seed: Annotated[int, typer.Option(help="The same seed gives the same split.")] = 1,
    scheme: Annotated[str, typer.Option(help="Label scheme whose groups are balanced.")] = "paper",
    as_json: Json = False,
) -> None:
    """Draw and lock the patient-level split."""

    def run(_job: Job) -> Outcome:
        from cxstage_core.cli.clinical import counted
        from cxstage_core.dataset import label_table, make_split

        store = open_cohort(cohort)
        found = label_table(store, scheme)
        labelled, excluded = found.labels, found.excluded
        drawn = make_split(
            labelled, test=test, seed=seed, scheme=scheme, same_person=store.people.same_person()
        )
        store.lock_split(drawn)
        data = {
            "train": list(drawn.train),
            "test": list(drawn.test),
            "seed": seed,
            "excluded": [
                {"patient": p, "reason": str(why), "missing": list(found.missing.get(p, ()))}
                for p, why in excluded
            ],
            "labels": {
                "train": found.origin_counts(drawn.train),
                "test": found.origin_counts(drawn.test),
            },
        }
        return Outcome(
            data,
            lambda console: console.print(
                f"{len(drawn.train)} patients to train, {len(drawn.test)} to test, "
                f"{len(excluded)} excluded; locked. Labels: {counted(found.origin_counts())}."
            ),
        )

    end_with(run, as_json)


def compare(
    cohort: CohortPath,
    models: Annotated[
        str, typer.Option(help="Names, separated by commas; 'all' for the paper's seven.")
    ] = "all",
    epochs: Whole = None,
    size: Whole = None,
    channels: Word = None,
    register: Word = None,
    seed: Annotated[
        int | None,
        typer.Option(help="The same seed gives the same weights on CPU; 1 if not given."),
    ] = None,
    scheme: Annotated[str | None, typer.Option(help="Label scheme; paper if not given.")] = None,
    recipe: RecipeChoice = None,
    reopened: Reopened = "",
    batch: Whole = None,
    weights: Word = None,
    protocol: Word = None,
    folds: Whole = None,
    repeats: Whole = None,
    members: Whole = None,
    aggregation: Word = None,
    search: Annotated[
        str, typer.Option(metavar="ID", help="Use the best settings of this stored search.")
    ] = "",
    trials: Annotated[int, typer.Option(min=1, help="Trials in every fold of 'nested'.")] = 20,
    device: Word = None,
    precision: Word = None,
    deterministic: Deterministic = None,
    compiled: Compiled = None,
    settings: Set = None,
    ray: Ray = "",
    gpu_share: GpuShare = None,
    side_by_side: AtOnce = 1,
    reference_from: Annotated[
        str, typer.Option(help="Reader to adopt for patients without a frozen reference.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Train networks on the training part of the locked split and compare them on the test part."""
    from cxstage_core.cli.tables import show_comparison

    short = {
        "epochs": epochs,
        "size": size,
        "channels": channels,
        "register": register,
        "batch": batch,
        "weights": weights,
        "protocol": protocol,
        "folds": folds,
        "repeats": repeats,
        "members": members,
        "aggregation": aggregation,
        "device": device,
        "precision": precision,
        "deterministic": deterministic,
        "compiled": compiled,
    }
    given = given_settings(settings, short, OF_A_COMPARISON)

    def run(job: Job) -> Outcome:
        from cxstage_core.cohort.bulk.single_reader_reference import adopt_readings, sole_reader
        from cxstage_core.cohort.values.permissions import Permission
        from cxstage_core.evaluation.comparison.comparison import comparison_json
        from cxstage_core.models.families import PAPER, find_family
        from cxstage_core.training import run_experiment
        from cxstage_core.training.experiment.search_cohort import read_search, with_best
        from cxstage_core.training.search.search import Search
        from cxstage_core.training.settings.origin import joined

        names = [name.strip() for name in models.split(",") if name.strip()]
        families = list(PAPER) if names in ([], ["all"]) else [find_family(name).key for name in names]
        store = open_cohort(cohort)
        store.principal.require(Permission.EXPERIMENTS)
        if any(store.references.latest(patient) is None for patient in store.patients()):
            adopt_readings(store, reference_from or sole_reader(store))
        wanted = built_settings(given, recipe, seed, scheme)
        if search:
            found = read_search(store, search)
            taken, preprocessing = with_best(found, wanted.recipe, wanted.preprocessing)
            origins = joined(wanted.origins, found.origins)
            wanted = replace(wanted, recipe=taken, preprocessing=preprocessing, origins=origins)
        experiment = run_experiment(
            store,
            families,
            scheme=wanted.scheme,
            preprocessing=wanted.preprocessing,
            recipe=wanted.recipe,
            protocol=wanted.protocol,
            search=Search(trials=trials, seed=wanted.recipe.seed),
            origins=wanted.origins,
            reopened=reopened,
            executor=executor_at(ray, side_by_side, gpu_share),
            job=job,
        )
        data = comparison_json(experiment, store)
        return Outcome(data, lambda console: show_comparison(console, data))

    end_with(run, as_json)
