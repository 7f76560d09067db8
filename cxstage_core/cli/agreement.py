"""The command `agreement`: agreement of the readers of a cohort."""

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

    from cxstage_core.evaluation.readers.reader_agreement import PairAgreement
    from cxstage_core.evaluation.readers.reader_cases import ReadersAgreement


def register(app: typer.Typer) -> None:
    """Add this command to the tree."""
    app.command("agreement")(agreement)


def agreement(
    cohort: CohortPath,
    patient: Annotated[
        list[str] | None, typer.Option("--patient", help="Only this patient; repeatable.")
    ] = None,
    export: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write tables, JSON and figures there.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare complete readings: Dice, distances, limits of agreement, ICC and kappa, per label."""

    def compare(job: Job) -> Outcome:
        from cxstage_core.evaluation.readers.reader_cases import compare_readers
        from cxstage_core.evaluation.report.reader_export import export_agreement
        from cxstage_core.evaluation.report.reader_sheets import agreement_json

        found = compare_readers(open_cohort(cohort), patient or (), job)
        files = export_agreement(found, export, job=job) if export is not None else ()
        data = agreement_json(found)
        if export is not None:
            data["files"] = [str(file) for file in files]
        return Outcome(data, lambda console: _print(console, found, export))

    end_with(compare, as_json)


def _print(console: Console, found: ReadersAgreement, export: Path | None) -> None:
    from cxstage_core.evaluation.report.reader_sheets import KINDS, notes
    from cxstage_core.reading.comparison.definitions import REGIONS

    for summary in found.summaries:
        title = f"{summary.pair} ({KINDS[summary.pair.kind]}), {REGIONS[summary.region]}"
        if not summary.distributions or all(s.n == 0 for s in summary.distributions.values()):
            console.print(f"{title}: nothing is marked.", markup=False, highlight=False)
            continue
        console.print(_table(summary, title))
    if found.influenced:
        console.print(
            f"In {found.influenced} patients a reading was changed after its reader had seen another's, "
            "or was sent back: agreement may look better than it was.",
            highlight=False,
        )
    if found.waiting or found.single or found.unmarked or found.unblinded:
        console.print(
            f"Not compared: {found.waiting} patients whose readings are not all complete, "
            f"{found.single} read once, {found.unmarked} without any mark, "
            f"{found.unblinded} whose blinding was lifted.",
            highlight=False,
        )
    for note in notes():
        console.print(note, markup=False, highlight=False)
    if export is not None:
        console.print(f"Written to {export}.", markup=False, highlight=False)


def _table(summary: PairAgreement, title: str) -> object:
    from rich.table import Table

    from cxstage_core.evaluation.report.reader_sheets import DIGITS, bare, coefficient_of, figure_with_n
    from cxstage_core.reading.comparison.definitions import MEASURES, Measure

    table = Table(title=title, title_justify="left")
    table.add_column("measure", no_wrap=True)
    for column in ("n", "mean", "median", "bias", "lower limit", "upper limit", "ICC(A,1) / kappa"):
        table.add_column(column, justify="right")
    for measure in Measure:
        spread, digits = summary.distributions[measure], DIGITS[measure]
        limits, coefficient = summary.limits.get(measure), coefficient_of(summary, measure)
        three = (limits.bias, limits.low, limits.high) if limits is not None else ()
        table.add_row(
            str(MEASURES[measure]),
            str(spread.n),
            bare(spread.mean, digits),
            bare(spread.median, digits),
            *([bare(one, digits) for one in three] or ["", "", ""]),
            "" if coefficient is None else figure_with_n(coefficient, 3),
        )
    return table
