"""Commands that search settings and evaluate trained networks again: search, external, recompute."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxstage_core.cli.app import CohortPath, Json, end_with
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.cli.settings import (
    OF_A_SEARCH,
    Compiled,
    Deterministic,
    RecipeChoice,
    Reopened,
    SearchCommand,
    Set,
    Whole,
    Word,
    built_settings,
    given_settings,
)
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from rich.console import Console

    from cxstage_core.training.execution.executors import Executor

Ray = Annotated[
    str, typer.Option("--ray", metavar="ADDRESS", help="Train on the Ray cluster at this address.")
]

AtOnce = Annotated[
    int,
    typer.Option("--side-by-side", min=1, help="Networks that train at once on this computer."),
]
GpuShare = Annotated[
    float | None,
    typer.Option(min=0.0, max=1.0, help="Share of a GPU for each network on the Ray cluster."),
]


def register(app: typer.Typer) -> None:
    """Add these commands to the tree."""
    app.command("search", cls=SearchCommand)(search)
    app.command("external")(external)
    app.command("recompute")(recompute)


def executor_at(address: str, side_by_side: int, gpu_share: float | None) -> Executor | None:
    """Return the executor that trains the networks; None to train one after another in this process."""
    from cxstage_core.training.execution.placement import Placement

    return Placement(side_by_side, address, gpu_share).executor()


def search(
    cohort: CohortPath,
    model: Annotated[str, typer.Option(help="Network to search settings for.")] = "HRNet",
    method: Annotated[str, typer.Option(help="tpe, random or grid.")] = "tpe",
    over: Annotated[str, typer.Option()] = "lr,batch,weight_decay,augmentation",
    trials: Annotated[int, typer.Option(min=0, help="Budget in trials; 0 means no limit.")] = 20,
    hours: Annotated[
        float, typer.Option(min=0, help="Budget in hours of training; 0 means no limit.")
    ] = 0.0,
    folds: Annotated[int, typer.Option(min=1, help="Inner folds of the training part.")] = 3,
    objective: Annotated[str, typer.Option(help="loss or auc, of the validation patients.")] = "loss",
    at_once: Annotated[int, typer.Option(min=1, help="Trials proposed together.")] = 1,
    epochs: Whole = None,
    size: Whole = None,
    seed: Annotated[
        int | None, typer.Option(help="The same seed gives the same trials; 1 if not given.")
    ] = None,
    scheme: Annotated[str | None, typer.Option(help="Label scheme; paper if not given.")] = None,
    recipe: RecipeChoice = None,
    reopened: Reopened = "",
    weights: Word = None,
    device: Word = None,
    precision: Word = None,
    deterministic: Deterministic = None,
    compiled: Compiled = None,
    settings: Set = None,
    ray: Ray = "",
    gpu_share: GpuShare = None,
    side_by_side: AtOnce = 1,
    as_json: Json = False,
) -> None:
    """Search settings on the training part without using the test part; resume an interrupted search."""
    short = {
        "epochs": epochs,
        "size": size,
        "weights": weights,
        "device": device,
        "precision": precision,
        "deterministic": deterministic,
        "compiled": compiled,
    }
    given = given_settings(settings, short, OF_A_SEARCH)

    def run(job: Job) -> Outcome:
        from cxstage_core.training.experiment.search_cohort import search_settings
        from cxstage_core.training.search.search import Search

        wanted = built_settings(given, recipe, seed, scheme)
        found = search_settings(
            open_cohort(cohort),
            model,
            Search(
                method=method,
                names=tuple(name.strip() for name in over.split(",") if name.strip()),
                trials=trials,
                hours=hours,
                folds=folds,
                objective=objective,
                at_once=at_once,
                seed=wanted.recipe.seed,
            ),
            scheme=wanted.scheme,
            preprocessing=wanted.preprocessing,
            recipe=wanted.recipe,
            origins=wanted.origins,
            reopened=reopened,
            executor=executor_at(ray, side_by_side, gpu_share),
            job=job,
        )
        data = found.to_json()
        return Outcome(data, lambda console: _show_search(console, data))

    end_with(run, as_json)


def _show_search(console: Console, data: dict[str, Any]) -> None:
    from rich.table import Table

    rows = data["rows"]
    table = Table(title=f"{data['search']}: validation patients only", title_justify="left")
    names = [name for name in rows[0] if name not in ("objective", "failed", "best")]
    for name in names:
        table.add_column(name, justify="left" if isinstance(rows[0][name], str) else "right")
    for row in sorted(rows, key=lambda r: (r["objective"] is None, r["objective"])):
        cells = [f"{v:.4g}" if isinstance(v, float) else "–" if v is None else str(v) for v in
                 (row[name] for name in names)]  # fmt: skip
        table.add_row(*cells, style="bold" if row["best"] else None)
    console.print(table)
    console.print(
        f"Trial {data['best']['trial']} was best. Compare with its settings: "
        f"cxstage compare COHORT --search {data['search']}",
        highlight=False,
        soft_wrap=True,
    )


def external(
    trained: Annotated[Path, typer.Argument(metavar="TRAINED", help="Cohort that contains the model.")],
    model: Annotated[str, typer.Argument(metavar="MODEL", help="Id of a model in that cohort.")],
    cohort: Annotated[Path, typer.Argument(metavar="COHORT", help="Cohort to test it on.")],
    reopened: Reopened = "",
    as_json: Json = False,
) -> None:
    """Test a trained network on all patients of another cohort and store the result there."""
    from cxstage_core.cli.tables import show_comparison

    def run(job: Job) -> Outcome:
        from cxstage_core.evaluation.comparison.comparison import comparison_json
        from cxstage_core.training.experiment.external_test import evaluate_external

        store = open_cohort(cohort)
        experiment = evaluate_external(open_cohort(trained), model, store, reopened=reopened, job=job)
        data = comparison_json(experiment, store)
        return Outcome(data, lambda console: show_comparison(console, data))

    end_with(run, as_json)


def recompute(
    cohort: CohortPath,
    experiment: Annotated[
        str, typer.Argument(metavar="EXPERIMENT", help="An experiment of the cohort, such as E0001.")
    ],
    as_json: Json = False,
) -> None:
    """Evaluate stored models again; exit code 1 when a probability differs by more than 0.00001."""

    def run(job: Job) -> Outcome:
        from cxstage_core.training import recompute_experiment

        found = recompute_experiment(open_cohort(cohort), experiment, job=job)

        def show(console: Console) -> None:
            from rich.table import Table

            table = Table(title=f"{found.experiment}: computed again", title_justify="left")
            for column in ("model", "patients", "largest difference"):
                table.add_column(column, justify="left" if column == "model" else "right")
            for run in found.runs:
                table.add_row(
                    run.model_id, str(len(run.probabilities)), f"{run.largest_difference:.2g}"
                )
            console.print(table)
            verdict = "the stored numbers" if found.equal else "not the stored numbers"
            console.print(
                f"Largest difference of a probability: {found.largest_difference:.2g}; {verdict}.",
                style=None if found.equal else "red",
                highlight=False,
                soft_wrap=True,
            )

        return Outcome(found.to_json(), show, refused=not found.equal)

    end_with(run, as_json)
