"""Commands for reading kits: export, unpack, pack and import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxstage_core.cli.app import CohortPath, Json, end_with
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from rich.console import Console

KitFile = Annotated[Path, typer.Argument(metavar="FILE", help="A file NAME.cxkit.")]
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of an unpacked kit.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the tree."""
    branch = typer.Typer(help="Reading kits: carry a reader's cases to another computer and back.",
                         no_args_is_help=True)  # fmt: skip
    branch.command("export")(export)
    branch.command("unpack")(unpack)
    branch.command("pack")(pack)
    branch.command("import")(import_)
    app.add_typer(branch, name="kit")


def export(
    cohort: CohortPath,
    reader: Annotated[str, typer.Argument(metavar="READER", help="The reader's name.")],
    file: KitFile,
    patient: Annotated[
        list[str] | None, typer.Option("--patient", help="Only this patient; repeatable.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Export a reading kit: images and the reader's own readings, without data of other users."""

    def run(job: Job) -> Outcome:
        from cxstage_core.cohort.kits import export_kit

        made = export_kit(open_cohort(cohort), reader, file, patient or (), job)
        return Outcome(
            {"file": str(made), "bytes": made.stat().st_size},
            lambda console: console.print(f"Wrote {made}", markup=False, highlight=False),
        )

    end_with(run, as_json)


def unpack(file: KitFile, folder: Folder, as_json: Json = False) -> None:
    """Unpack a reading kit into a cohort folder."""

    def run(job: Job) -> Outcome:
        from cxstage_core.cohort.kits import unpack_kit

        made = unpack_kit(file, folder, job)
        return Outcome(
            {"cohort": str(made)},
            lambda console: console.print(f"Unpacked to {made}", markup=False, highlight=False),
        )

    end_with(run, as_json)


def pack(folder: Folder, file: KitFile, as_json: Json = False) -> None:
    """Pack an unpacked reading kit into one file."""

    def run(job: Job) -> Outcome:
        from cxstage_core.cohort.kits import pack_kit

        made = pack_kit(folder, file, job)
        return Outcome(
            {"file": str(made), "bytes": made.stat().st_size},
            lambda console: console.print(f"Wrote {made}", markup=False, highlight=False),
        )

    end_with(run, as_json)


def import_(
    cohort: CohortPath,
    file: Annotated[Path, typer.Argument(metavar="KIT", help="NAME.cxkit, or its unpacked folder.")],
    as_json: Json = False,
) -> None:
    """Import the readings of a kit patient by patient; exit code 1 if one was refused."""

    def run(job: Job) -> Outcome:
        from cxstage_core.cohort.kits import import_kit

        report = import_kit(open_cohort(cohort), file, job)
        rows = [
            {
                "patient": one.patient,
                "status": "taken" if one.reading else "refused" if one.refused else "left",
                "why": "" if one.why is None else str(one.why),
            }
            for one in report.patients
        ]

        def show(console: Console) -> None:
            console.print(f"{len(report.taken)} readings of {report.reader} imported.")
            for row in rows:
                if row["status"] != "taken":
                    console.print(f"{row['patient']}: {row['why']}", markup=False, highlight=False)

        return Outcome({"reader": report.reader, "patients": rows}, show, refused=bool(report.refused))

    end_with(run, as_json)
