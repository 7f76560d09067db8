"""Commands for assignments: first readings, repeats, and lifting the blinding of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxstage_core.cli.app import CohortPath, Json, end_with
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
Some = Annotated[list[str] | None, typer.Option("--patient", help="Only this patient; repeatable.")]
Seed = Annotated[int, typer.Option(help="Seed of the random draw.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the tree."""
    branch = typer.Typer(help="Assign patients to readers.", no_args_is_help=True)
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
    """Assign every patient to every reader."""

    def run(_job: Job) -> Outcome:
        from cxstage_core.cohort.double_reading.worklist import Draw

        return _new(open_cohort(cohort).worklist.assign(Draw(_names(readers)), patient or ()))

    end_with(run, as_json)


def balanced(
    cohort: CohortPath, readers: Readers, patient: Some = None, seed: Seed = 1, as_json: Json = False
) -> None:
    """Assign every patient to two randomly drawn readers, with a balanced workload."""

    def run(_job: Job) -> Outcome:
        from cxstage_core.cohort.double_reading.worklist import Draw

        draw = Draw(_names(readers), balanced=True, seed=seed)
        return _new(open_cohort(cohort).worklist.assign(draw, patient or ()))

    end_with(run, as_json)


def repeats(
    cohort: CohortPath,
    share: Annotated[
        float, typer.Option(help="Share of each reader's patients, above 0 and up to 1.")
    ] = 0.2,
    wash_out: Annotated[
        int, typer.Option(metavar="DAYS", help="Wash-out: days after the first reading.")
    ] = 28,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Assign a share of each reader's patients for a repeated reading under a new case number."""

    def run(_job: Job) -> Outcome:
        return _new(open_cohort(cohort).worklist.assign_repeats(share, wash_out, seed=seed))

    end_with(run, as_json)


def show(
    cohort: CohortPath,
    reader: Annotated[str, typer.Option(help="Only the current worklist of this reader.")] = "",
    as_json: Json = False,
) -> None:
    """List assignments and their state; a reader sees only the own worklist, by case number."""

    def run(_job: Job) -> Outcome:
        store = open_cohort(cohort)
        own = store.principal.blind
        items = store.worklist.items(reader) if reader or own else store.worklist.assignments()
        rows = [_own_row(item) if own else _row(item) for item in items]

        def show(console: Console) -> None:
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

        return Outcome({"assignments": rows}, show)

    end_with(run, as_json)


def withdraw(
    cohort: CohortPath,
    patient: Patient,
    reading: Annotated[str, typer.Argument(metavar="READING", help="Such as A, or A#2.")],
    as_json: Json = False,
) -> None:
    """Withdraw an assignment that was not begun."""

    def run(_job: Job) -> Outcome:
        open_cohort(cohort).worklist.withdraw(patient, reading)
        data = {"patient": patient, "reading": reading}
        return Outcome(data, lambda console: console.print("Assignment withdrawn."))

    end_with(run, as_json)


def unblind(
    cohort: CohortPath,
    patient: Patient,
    reason: Annotated[str, typer.Option(help="Reason, stored in the audit log.")],
    as_json: Json = False,
) -> None:
    """Lift the blinding of a case permanently, before all its readings are complete."""

    def run(_job: Job) -> Outcome:
        open_cohort(cohort).worklist.unblind(patient, reason)
        data = {"patient": patient, "reason": reason}
        return Outcome(data, lambda console: console.print(f"{patient} is no longer blind."))

    end_with(run, as_json)


def _names(given: str) -> tuple[str, ...]:
    return tuple(name for part in given.split(",") if (name := part.strip()))


def _new(assigned: Sequence[Assignment]) -> Outcome:
    rows: list[dict[str, Any]] = [
        {"patient": item.patient, "reading": item.reading_key, "code": item.code} for item in assigned
    ]
    patients = len({item.patient for item in assigned})
    message = f"{len(rows)} readings of {patients} patients assigned."
    return Outcome({"assigned": rows}, lambda console: console.print(message))


def _row(item: WorkItem) -> dict[str, str]:
    return {"patient": item.patient, "reading": item.reading_key, **_own_row(item)}


def _own_row(item: WorkItem) -> dict[str, str]:
    return {
        "code": item.code,
        "state": item.state.value if item.state else "not begun",
        "due": item.due.isoformat(timespec="minutes") if item.due else "",
        "returned": item.return_reason,
    }
