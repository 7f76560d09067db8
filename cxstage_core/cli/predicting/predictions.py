"""Commands about earlier predictions: list those of a cohort, and compute a recorded one again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxstage_core.cli.app import CohortPath, Json, end_with
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from rich.console import Console


def register(app: typer.Typer) -> None:
    """Add these commands to the tree."""
    app.command("predictions")(predictions)
    app.command("reproduce")(reproduce)


def predictions(
    cohort: CohortPath,
    patient: Annotated[str, typer.Option(help="Only those of this pseudonym.")] = "",
    as_json: Json = False,
) -> None:
    """List the stored predictions of a cohort, oldest first."""

    def run(_job: Job) -> Outcome:
        from cxstage_core.prediction.report.history import history

        found = [one for one in history(open_cohort(cohort)) if patient in ("", one.patient)]
        data = {"predictions": [one.to_json() for one in found]}

        def show(console: Console) -> None:
            from rich.table import Table

            table = Table()
            for column in ("id", "at", "patient", "model", "probability", "group", "sha256"):
                table.add_column(column, overflow="fold")
            for one in found:
                number = "–" if one.probability is None else f"{one.probability:.3f}"
                table.add_row(
                    one.id, one.at, one.patient, one.model, number, one.group, one.sha256[:12]
                )
                if one.damage is not None:
                    table.add_row("", str(one.damage))
            console.print(table, markup=False)

        return Outcome(data, show, refused=any(one.damage is not None for one in found))

    end_with(run, as_json)


def reproduce(
    record: Annotated[Path, typer.Argument(metavar="RECORD.json", help="Saved with a prediction.")],
    cohort: Annotated[Path | None, typer.Option(help="The cohort of the patient.")] = None,
    study: Annotated[Path | None, typer.Option(help="The study's folder, without a cohort.")] = None,
    roi: Annotated[Path | None, typer.Option(help="The tumour outline of that study.")] = None,
    model: Annotated[Path | None, typer.Option(help="The model file.")] = None,
    as_json: Json = False,
) -> None:
    """Predict again what a record holds, and compare both bit for bit; exit code 1 if they differ."""
    if (cohort is None) == (study is None):
        raise typer.BadParameter("give either --cohort or --study with --roi and --model")
    if study is not None and (roi is None or model is None):
        raise typer.BadParameter("--study needs the outline and the model: --roi FILE --model FILE")

    def run(job: Job) -> Outcome:
        from cxstage_core.prediction.report.reproduction import Source
        from cxstage_core.prediction.report.reproduction import reproduce as again

        source = Source(None if cohort is None else open_cohort(cohort), study, roi, model)
        found = again(record, source, job)
        data: dict[str, Any] = found.to_json()

        def show(console: Console) -> None:
            from rich.table import Table

            table = Table()
            for column in ("value", "recorded", "now", "same"):
                table.add_column(column, overflow="fold")
            for row in found.rows:
                shown = (str(row.title), _short(row.recorded), _short(row.found))
                table.add_row(*shown, "yes" if row.same else "NO")
            console.print(table, markup=False)
            for sentence in (*found.differences, *found.notes):
                console.print(str(sentence), markup=False, highlight=False)

        return Outcome(data, show, refused=not found.identical)

    end_with(run, as_json)


def _short(value: object) -> str:
    words = str(value)
    return words if len(words) <= 24 else f"{words[:21]}…"
