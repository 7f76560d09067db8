"""Commands about the audit log: is it whole, and what is in it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxstage_core.cli.app import Json, end_with
from cxstage_core.cli.build import CohortPath
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from rich.console import Console


def register(app: typer.Typer) -> None:
    """Hang these commands into the tree."""
    branch = typer.Typer(help="The audit log: who did what, and when.", no_args_is_help=True)
    branch.command("verify")(verify)
    branch.command("show")(show)
    app.add_typer(branch, name="audit")


def verify(
    cohort: CohortPath,
    known: Annotated[
        str, typer.Option(metavar="HASH", help="A hash of the last line, noted elsewhere earlier.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Check the chain of the log, and every frozen reference against it."""

    def work(job: Job) -> Outcome:
        state = open_cohort(cohort).audit.check(known, job)
        data: dict[str, Any] = {
            "lines": state.lines,
            "last": state.last,
            "unfinished": state.torn,
            "problems": [asdict(problem) for problem in state.problems],
        }

        def tell(console: Console) -> None:
            for problem in state.problems:
                console.print(f"{problem.file}: {problem.what}", markup=False, highlight=False)
            if state.torn:
                console.print("The log ends with an unfinished line of a program that was ended.")
            if not state.problems:
                console.print(f"{state.lines} lines, none changed, removed or moved.")
                console.print(f"Hash of the last line: {state.last}", highlight=False)

        return Outcome(data, tell, refused=bool(state.problems))

    end_with(work, as_json)


def show(
    cohort: CohortPath,
    last: Annotated[int, typer.Option(min=0, help="Only so many of the last lines; 0 for all.")] = 0,
    patient: Annotated[str, typer.Option(help="Only lines about this pseudonym.")] = "",
    actor: Annotated[str, typer.Option(help="Only lines of this person.")] = "",
    as_json: Json = False,
) -> None:
    """List the lines of the log, oldest first."""

    def work(_job: Job) -> Outcome:
        entries = [
            entry
            for entry in open_cohort(cohort).audit.entries()
            if (not patient or entry.details.get("patient") == patient)
            and (not actor or entry.actor == actor)
        ]
        entries = entries[-last:] if last else entries

        def tell(console: Console) -> None:
            from rich.table import Table

            table = Table()
            for column in ("line", "at", "who", "what", "details"):
                table.add_column(column, overflow="fold")
            for entry in entries:
                details = ", ".join(f"{name} {value}" for name, value in entry.details.items())
                table.add_row(str(entry.number), entry.at, entry.actor, entry.act, details)
            console.print(table, markup=False)

        return Outcome({"entries": [asdict(entry) for entry in entries]}, tell)

    end_with(work, as_json)
