"""The command that registers further series to T2."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxstage_core.cli.app import CohortPath, Json, end_with
from cxstage_core.cli.opening import open_cohort, require_patient
from cxstage_core.cli.output import Outcome
from cxstage_core.jobs import Job, Progress

if TYPE_CHECKING:
    from rich.console import Console


def register(app: typer.Typer) -> None:
    """Add this command to the tree."""
    app.command("register")(register_series)


def register_series(
    cohort: CohortPath,
    patient: Annotated[
        list[str] | None, typer.Option("--patient", help="Only this patient; repeatable.")
    ] = None,
    channel: Annotated[str, typer.Option(help="The series to move: T1, DWI, ADC or sagittal.")] = "T1",
    checkerboard: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write a PNG of the middle slice, T2 and the other series in squares: on the left as the "
            "scanner put it, on the right moved. Needs one --patient.",
        ),
    ] = None,
    squares: Annotated[int, typer.Option(min=1, max=64, help="Squares along the longer side.")] = 8,
    as_json: Json = False,
) -> None:
    """Move a further series rigidly onto T2, and store how; a training uses it with its setting `register`.

    A movement of more than 20 mm or 10°, or one that makes the images fit worse, is stored but not used.
    """
    from cxstage_core.dataset.roles import OPTIONAL

    named = {name.lower(): name for name in OPTIONAL}
    if channel.lower() not in named:
        raise typer.BadParameter(f"choose from {', '.join(OPTIONAL)}", param_hint="--channel")
    if checkerboard is not None and len(patient or ()) != 1:
        raise typer.BadParameter("needs exactly one --patient", param_hint="--checkerboard")

    def run(job: Job) -> Outcome:
        from cxstage_core.dataset.overlay import overlay, pair_of, write_checkerboard
        from cxstage_core.dataset.registering import registration_of
        from cxstage_core.errors import DatasetError

        store = open_cohort(cohort)
        wanted = tuple(patient or store.patients())
        for name in wanted:
            require_patient(store, name)
        done: list[dict[str, Any]] = []
        failed: list[dict[str, Any]] = []
        for number, name in enumerate(wanted):
            job.step(Progress(number, len(wanted), "Registering series", name))
            try:
                found = registration_of(store, *pair_of(store, name, named[channel.lower()]))
            except DatasetError as error:
                failed.append({"patient": name, "reason": str(error.what)})
                continue
            done.append(
                {
                    "patient": name,
                    "fixed": found.fixed,
                    "moving": found.moving,
                    "shift_mm": found.found.shift_mm,
                    "degrees": found.found.moved.degrees,
                    "information_before": found.found.before,
                    "information_after": found.found.after,
                    "used": found.used is not None,
                    "reason": str(_reason(found.found.refused)),
                }
            )
        data: dict[str, Any] = {
            "channel": named[channel.lower()],
            "registrations": done,
            "failed": failed,
            "checkerboard": None,
        }
        if checkerboard is not None and done:
            pair = overlay(store, wanted[0], named[channel.lower()])
            write_checkerboard(pair, checkerboard, squares)
            data["checkerboard"] = str(checkerboard)
        return Outcome(data, lambda console: _show(console, data), refused=bool(failed) and not done)

    end_with(run, as_json)


def _reason(refused: str) -> object:
    from cxstage_core.imaging.registration import REFUSALS

    return REFUSALS[refused] if refused else ""


def _show(console: Console, data: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table()
    for column in ("patient", "series", "shift", "turn", "information", "used"):
        table.add_column(column)
    for one in data["registrations"]:
        table.add_row(
            one["patient"],
            one["moving"],
            f"{one['shift_mm']:.1f} mm",
            f"{one['degrees']:.1f}°",
            f"{one['information_before']:.3f} → {one['information_after']:.3f}",
            "yes" if one["used"] else f"no: {one['reason']}",
        )
    console.print(table)
    for one in data["failed"]:
        console.print(f"{one['patient']}: {one['reason']}", markup=False, highlight=False)
    if data["checkerboard"]:
        console.print(f"Wrote {data['checkerboard']}", markup=False, highlight=False)
