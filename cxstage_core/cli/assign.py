"""Commands about who reads whom: first readings, repeats, and lifting the blinding of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxstage_core.cli.app import Json, end_with
from cxstage_core.cli.build import CohortPath
from cxstage_core.cli.data import Patient
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from cxstage_core.cohort.double_reading.worklist import WorkItem
    from cxstage_core.cohort.values.assignments import Assignment

Readers = Annotated[str, typer.Option(help="Names of readers, separated by commas.")]
Some = Annotated[
    list[str] | None, typer.Option("--patient", help="Only this patient; may be given again.")
]
Seed = Annotated[int, typer.Option(help="The same seed draws the same.")]


def register(app: typer.Typer) -> None:
    """Hang these commands into the tree."""
    branch = typer.Typer(help="Who reads whom.", no_args_is_help=True)
    branch.command("everybody")(everybody)
    branch.command("balanced")(balanced)
    branch.command("repeats")(repeats)
    branch.command("show")(show)
    branch.command("withdraw")(withdraw)
    branch.command("unblind")(unblind)
    app.add_typer(branch, name="assign")


def everybody(
    cohort: CohortPath, readers: Readers, patient: Some = None, as_json: Json = False
) -> None:
    """Assign every patient to each of the readers."""

    def work(_job: Job) -> Outcome:
        from cxstage_core.cohort.double_reading.worklist import Draw

        return _new(open_cohort(cohort).worklist.assign(Draw(_names(readers)), patient or ()))

    end_with(work, as_json)


def balanced(
    cohort: CohortPath, readers: Readers, patient: Some = None, seed: Seed = 1, as_json: Json = False
) -> None:
    """Assign every patient to two of the readers, drawn so that all read equally many."""

    def work(_job: Job) -> Outcome:
        from cxstage_core.cohort.double_reading.worklist import Draw

        draw = Draw(_names(readers), balanced=True, seed=seed)
        return _new(open_cohort(cohort).worklist.assign(draw, patient or ()))

    end_with(work, as_json)


def repeats(
    cohort: CohortPath,
    share: Annotated[float, typer.Option(help="Share of each reader's patients, above 0 to 1.")] = 0.2,
    wash_out: Annotated[int, typer.Option(metavar="DAYS", help="Days after the first reading.")] = 28,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Have readers read a share of their patients again, as if they were new."""

    def work(_job: Job) -> Outcome:
        return _new(open_cohort(cohort).worklist.assign_repeats(share, wash_out, seed=seed))

    end_with(work, as_json)


def show(
    cohort: CohortPath,
    reader: Annotated[str, typer.Option(help="Only the list of this reader, as it is now.")] = "",
    as_json: Json = False,
) -> None:
    """List what is assigned, and how far it is; a reader sees the own list, under case numbers."""

    def work(_job: Job) -> Outcome:
        store = open_cohort(cohort)
        own = store.principal.blind
        items = store.worklist.items(reader) if reader or own else store.worklist.assignments()
        rows = [_own_row(item) if own else _row(item) for item in items]

        def tell(console: Console) -> None:
            from rich.table import Table

            if not rows:
                console.print("Nothing is assigned.")
                return
            table = Table()
            for column in rows[0]:
                table.add_column(column)
            for row in rows:
                table.add_row(*(str(value) for value in row.values()))
            console.print(table, markup=False)

        return Outcome({"assignments": rows}, tell)

    end_with(work, as_json)


def withdraw(
    cohort: CohortPath,
    patient: Patient,
    reading: Annotated[str, typer.Argument(metavar="READING", help="Such as A, or A#2.")],
    as_json: Json = False,
) -> None:
    """Take an assignment back that was not begun."""

    def work(_job: Job) -> Outcome:
        open_cohort(cohort).worklist.withdraw(patient, reading)
        data = {"patient": patient, "reading": reading}
        return Outcome(data, lambda console: console.print("The assignment is withdrawn."))

    end_with(work, as_json)


def unblind(
    cohort: CohortPath,
    patient: Patient,
    reason: Annotated[str, typer.Option(help="Why; it stays in the audit log.")],
    as_json: Json = False,
) -> None:
    """Show a case's complete readings before all are complete; for good, and logged."""

    def work(_job: Job) -> Outcome:
        open_cohort(cohort).worklist.unblind(patient, reason)
        data = {"patient": patient, "reason": reason}
        return Outcome(data, lambda console: console.print(f"{patient} is no longer blind."))

    end_with(work, as_json)


def _names(words: str) -> tuple[str, ...]:
    return tuple(name for part in words.split(",") if (name := part.strip()))


def _new(assigned: Sequence[Assignment]) -> Outcome:
    rows: list[dict[str, Any]] = [
        {"patient": item.patient, "reading": item.reading_key, "code": item.code} for item in assigned
    ]
    patients = len({item.patient for item in assigned})
    words = f"{len(rows)} readings of {patients} patients assigned."
    return Outcome({"assigned": rows}, lambda console: console.print(words))


def _row(item: WorkItem) -> dict[str, str]:
    return {"patient": item.patient, "reading": item.reading_key, **_own_row(item)}


def _own_row(item: WorkItem) -> dict[str, str]:
    return {
        "code": item.code,
        "state": item.state.value if item.state else "not begun",
        "due": item.due.isoformat(timespec="minutes") if item.due else "",
        "returned": item.returned,
    }
