"""The command `test-maps`: can the maps of a model be trusted?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cxstage_core.cli.app import CohortPath, Json, end_with
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from rich.console import Console

    from cxstage_core.prediction.explanation import Trust

_OUTCOME = {True: "passed", False: "not passed", None: "unknown"}


def register(app: typer.Typer) -> None:
    """Add this command to the tree."""
    app.command("test-maps")(test_maps)


def test_maps(
    cohort: CohortPath,
    model: Annotated[str, typer.Option(metavar="ID", help="A model of the cohort.")],
    as_json: Json = False,
) -> None:
    """Test the maps of a model on its test patients: localisation, random weights, repeatability, reproducibility.

    The result is kept next to the model file and shown with every map of that model.
    """

    def run(job: Job) -> Outcome:
        from cxstage_core.prediction.explanation import testing

        trust = testing.test_maps(open_cohort(cohort), model, job)
        return Outcome({"model": model, **trust.to_json()}, lambda console: _show(console, trust))

    end_with(run, as_json)


def _show(console: Console, trust: Trust) -> None:
    from rich.table import Table

    table = Table()
    for column in ("test", "value", "95 % interval", "patients", "outcome"):
        table.add_column(column)
    for row in trust.rows:
        table.add_row(
            str(row.title),
            "–" if row.value is None else f"{row.value:.2f}",
            "–" if row.interval is None else f"{row.interval[0]:.2f} to {row.interval[1]:.2f}",
            str(row.n),
            _OUTCOME[row.passed],
        )
    console.print(table)
    for row in trust.rows:
        console.print(f"{row.title}: {row.sentence}", markup=False, highlight=False)
    if trust.skipped:
        console.print(f"Left out: {trust.skipped} test patients.", markup=False, highlight=False)
    if trust.refusal is not None:
        console.print(str(trust.refusal), markup=False, highlight=False)
