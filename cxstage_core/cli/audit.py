"""Commands that verify and list the audit log."""

from __future__ import annotations

from dataclasses import asdict
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
    branch = typer.Typer(help="Verify and list the audit log.", no_args_is_help=True)
    branch.command("verify")(verify)
    branch.command("show")(show)
    app.add_typer(branch, name="audit")


def verify(
    cohort: CohortPath,
    known: Annotated[
        str,
        typer.Option(
            metavar="HASH", help="Hash of the last line, as noted outside the cohort earlier."
        ),
    ] = "",
    as_json: Json = False,
) -> None:
    """Verify the hash chain of the log and every frozen reference."""

    def run(job: Job) -> Outcome:
        state = open_cohort(cohort).audit.check(known, job)
        data: dict[str, Any] = {
            "lines": state.lines,
            "last": state.last,
            "unfinished": state.torn,
            "problems": [asdict(problem) for problem in state.problems],
        }

        def show(console: Console) -> None:
            for problem in state.problems:
                console.print(f"{problem.file}: {problem.what}", markup=False, highlight=False)
            if state.torn:
                console.print("The log ends with an incomplete line of a process that was killed.")
            if not state.problems:
                console.print(f"{state.lines} lines, none changed, removed or moved.")
                console.print(f"Hash of the last line: {state.last}", highlight=False)

        return Outcome(data, show, refused=bool(state.problems))

    end_with(run, as_json)


def show(
    cohort: CohortPath,
    last: Annotated[int, typer.Option(min=0, help="Number of last entries to list; 0 for all.")] = 0,
    patient: Annotated[str, typer.Option(help="Only entries about this pseudonym.")] = "",
    actor: Annotated[str, typer.Option(help="Only entries of this user.")] = "",
    as_json: Json = False,
) -> None:
    """List the entries of the log, oldest first."""

    def run(_job: Job) -> Outcome:
        entries = [
            entry
            for entry in open_cohort(cohort).audit.entries()
            if (not patient or entry.details.get("patient") == patient)
            and (not actor or entry.actor == actor)
        ]
        entries = entries[-last:] if last else entries

        def show(console: Console) -> None:
            from rich.table import Table

            table = Table()
            for column in ("line", "at", "who", "what", "details"):
                table.add_column(column, overflow="fold")
            for entry in entries:
                details = ", ".join(f"{name} {value}" for name, value in entry.details.items())
                table.add_row(str(entry.number), entry.at, entry.actor, entry.act, details)
            console.print(table, markup=False)

        return Outcome({"entries": [asdict(entry) for entry in entries]}, show)

    end_with(run, as_json)
