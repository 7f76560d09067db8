"""The command `predict-many`: many studies into one table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxstage_core.cli.app import Json, end_with
from cxstage_core.cli.labels import Labels, choices_of
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from rich.console import Console

    from cxstage_core.prediction.many.batch import ManyResult


def register(app: typer.Typer) -> None:
    """Add this command to the tree."""
    app.command("predict-many")(predict_many)


def predict_many(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SOURCE…",
            help="Folders of studies, image files, lists (CSV or XLSX with the columns study and outline), or a cohort.",
        ),
    ],
    model: Annotated[str, typer.Option(help="A model file, or a model id of the cohort.")],
    out: Annotated[Path, typer.Option(metavar="TABLE", help="The table, .csv or .xlsx.")],
    watch: Annotated[
        bool, typer.Option("--watch", help="Wait for studies that are written into the folders.")
    ] = False,
    settle: Annotated[
        float,
        typer.Option(
            min=0.0, help="With --watch: seconds for which the files of a study must not have changed."
        ),
    ] = 30.0,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume/--again",
            help="Take over what the table's journal lists as done, or do all again.",
        ),
    ] = True,
    despite: Annotated[
        str,
        typer.Option(
            metavar="REASON",
            help="Predict although the input gate abstains; the reason stands in the table.",
        ),
    ] = "",
    with_paths: Annotated[
        bool,
        typer.Option(
            "--with-paths",
            help="Name the source of each row in the table. Names of folders may hold names of patients.",
        ),
    ] = False,
    patient: Annotated[
        list[str] | None,
        typer.Option(metavar="P0001", help="Only this patient of the cohort. Repeatable."),
    ] = None,
    label: Labels = None,
    as_json: Json = False,
) -> None:
    """Predict many studies, one row each. Research use only.

    A study that cannot be predicted has a row with the reason and does not stop the others.
    """

    def run(job: Job) -> Outcome:
        from cxstage_core.prediction.many import Options, predict_many

        options = Options(
            resume=resume,
            watch=watch,
            settle_s=settle,
            despite=despite,
            with_paths=with_paths,
            patients=tuple(patient or ()),
            choices=choices_of(label),
        )
        found = predict_many(sources, Path(model), out, job, options=options, open_cohort=open_cohort)
        return Outcome(
            found.to_json(),
            lambda console: _show(console, found),
            refused=found.stopped and not watch,
        )

    end_with(run, as_json)


def _show(console: Console, found: ManyResult) -> None:
    """Print how many studies have a prediction, and why the others have none."""
    from cxstage_core.prediction.many import State

    counts = ", ".join(f"{found.count(state)} {state}" for state in State)
    console.print(f"\n{len(found.now)} studies: {counts}. Research use only.", highlight=False)
    if found.taken_over:
        console.print(f"{found.taken_over} were done before and were not done again.", highlight=False)
    if found.waiting:
        console.print(f"{found.waiting} are not complete or have no outline yet.", highlight=False)
    for reason, n in found.reasons:
        console.print(
            f"  {n} × {reason}", style="yellow", highlight=False, markup=False, soft_wrap=True
        )
    if found.stopped:
        console.print("Stopped; the same command goes on where it was.", highlight=False)
    console.print(f"Written: {found.table}", highlight=False, markup=False, soft_wrap=True)
