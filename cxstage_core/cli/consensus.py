"""The command `consensus`: freeze references by a consensus rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cxstage_core.cli.app import CohortPath, Json, end_with
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from rich.console import Console


def register(app: typer.Typer) -> None:
    """Add this command to the tree."""
    app.command("consensus")(consensus)


def consensus(
    cohort: CohortPath,
    rule: Annotated[
        str,
        typer.Option(
            help="first, second, union or intersection; for three or more readings also majority or staple."
        ),
    ],
    reason: Annotated[
        str, typer.Option(help="Why a rule is used instead of a review; stored in the audit log.")
    ],
    patient: Annotated[
        str, typer.Argument(metavar="[PATIENT]", help="One patient; all complete cases if omitted.")
    ] = "",
    threshold: Annotated[
        float | None, typer.Option(min=0, max=1, help="Minimum Dice; cases below it stay in review.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Resolve complete cases by a rule and freeze their references; rule, reason and agreement are logged."""

    def run(job: Job) -> Outcome:
        from cxstage_core.cohort.bulk.consensus_by_rule import consensus_by_rule

        found = consensus_by_rule(
            open_cohort(cohort),
            rule,
            reason=reason,
            patients=(patient,) if patient else (),
            threshold=threshold,
            job=job,
        )
        frozen = [
            {"patient": one.patient, "version": one.reference.version, "sha256": one.reference.sha256}
            for one in found
            if one.reference is not None
        ]
        left = [{"patient": one.patient, "why": str(one.why)} for one in found if one.why is not None]

        def show(console: Console) -> None:
            console.print(f"{len(frozen)} references frozen by the rule {rule}.", highlight=False)
            for one in left:
                console.print(f"{one['patient']}: {one['why']}", markup=False, highlight=False)

        return Outcome({"rule": rule, "frozen": frozen, "left": left}, show, refused=bool(left))

    end_with(run, as_json)
