"""The command `radiomics`: the radiomics baseline of a finished experiment."""

from __future__ import annotations

from typing import Annotated

import typer

from cxstage_core.cli.app import CohortPath, Json, end_with
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.jobs import Job


def register(app: typer.Typer) -> None:
    """Add this command to the tree."""
    app.command("radiomics")(radiomics)


def radiomics(
    cohort: CohortPath,
    experiment: Annotated[str, typer.Argument(metavar="EXPERIMENT", help="Such as E0001.")],
    as_json: Json = False,
) -> None:
    """Measure radiomic features of the outlines and fit the baseline of a finished experiment.

    From then on it is one more row of the comparison, in the window and in every report.
    """
    from cxstage_core.cli.tables import show_comparison

    def run(job: Job) -> Outcome:
        from cxstage_core.cohort.values.permissions import Permission
        from cxstage_core.evaluation.comparison.comparison import comparison_json
        from cxstage_core.evaluation.comparison.radiomics.baseline import measure_radiomics

        store = open_cohort(cohort)
        store.principal.require(Permission.EXPERIMENTS)
        found = store.experiments.get(experiment)
        measure_radiomics(store, found, job)
        data = comparison_json(found, store)
        return Outcome(data, lambda console: show_comparison(console, data))

    end_with(run, as_json)
