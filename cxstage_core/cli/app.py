"""The `cxstage` application; each module of this package adds its commands to it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from cxstage_core import __version__
from cxstage_core.cli.opening import NAME, sign_in_as
from cxstage_core.cli.output import Outcome, finish
from cxstage_core.jobs import Job

Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON object on stdout and everything else on stderr.")
]

CohortPath = Annotated[Path, typer.Argument(metavar="COHORT", help="A folder NAME.cxcohort.")]

app = typer.Typer(
    name="cxstage",
    help="Cervical-cancer MRI cohorts, readings, networks and predictions. Research use only.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def end_with(run: Callable[[Job], Outcome], as_json: bool) -> None:
    """Run a command and exit with its exit code."""
    raise typer.Exit(finish(run, as_json=as_json))


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"cxstage {__version__}\n")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[  # noqa: ARG001 - its callback prints
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    person: Annotated[
        str,
        typer.Option(
            "--as", metavar="NAME", envvar=NAME, help="Name of your account, in a cohort with accounts."
        ),
    ] = "",
) -> None:
    """Cervical-cancer MRI cohorts, readings, networks and predictions. Research use only."""
    sign_in_as(person)
