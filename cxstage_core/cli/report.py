"""The command `report`: tables, figures and a PDF of a finished experiment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxstage_core.cli.app import CohortPath, Json, end_with
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


def register(app: typer.Typer) -> None:
    """Add this command to the tree."""
    app.command("report")(report)


def report(
    cohort: CohortPath,
    experiment: Annotated[str, typer.Argument(metavar="EXPERIMENT", help="Such as E0001.")],
    export: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write the tables, figures and the PDF there.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Only this report, such as table-2, roc or report; may be given again.",
        ),
    ] = None,
    epochs: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Write every epoch of every network and fold."),
    ] = None,
    tensorboard: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write event files for TensorBoard there.")
    ] = None,
    mlflow: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write a file store of MLflow there.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Write the study report for a paper into this new or empty folder: methods, table 2, figures 3 to 5, "
            "TRIPOD+AI, METRICS, model cards and dataset card.",
        ),
    ] = None,
    language: Annotated[
        str, typer.Option(metavar="CODE", help="Language of the study report: en or zh_CN.")
    ] = "en",
    as_json: Json = False,
) -> None:
    """Export the comparison of a finished experiment: tables, figures, one PDF, files for other tools, a study report."""

    def write(job: Job) -> Outcome:
        from cxstage_core.errors import CohortError
        from cxstage_core.evaluation.comparison.comparison import (
            diameters_of,
            local_extents_of,
            radiologist_of,
        )
        from cxstage_core.evaluation.comparison.dashboard import dashboard
        from cxstage_core.evaluation.comparison.radiomics.baseline import read_radiomics
        from cxstage_core.evaluation.report.comparison_reports import (
            COMPARISON_FOLDERS,
            COMPARISON_REPORTS,
        )
        from cxstage_core.evaluation.report.formats import make_report_folder, write_report

        unknown = next((name for name in only or () if name not in COMPARISON_REPORTS), None)
        if unknown is not None:
            raise CohortError(
                "The report {name} does not exist.",
                remedy="Choose one of: {names}.",
                name=unknown,
                names=", ".join(COMPARISON_REPORTS),
            )
        single = {
            COMPARISON_REPORTS["epochs"]: epochs,
            COMPARISON_FOLDERS["tensorboard"]: tensorboard,
            COMPARISON_FOLDERS["mlflow"]: mlflow,
        }
        compared = export is not None or any(single.values())
        if not compared and out is None:
            raise CohortError(
                "Nothing was named that the report is to be written to.",
                remedy="Name one of --out FOLDER, --export FOLDER, --epochs FILE.csv, --tensorboard FOLDER and "
                "--mlflow FOLDER.",
            )
        store = open_cohort(cohort)
        if not compared:
            return _outcome(experiment, _study_report(store, experiment, out, language, job))
        found = store.experiments.get(experiment)
        board = dashboard(
            found,
            diameters_of(store),
            radiologist_of(store),
            store.experiments.tested_before(found.id),
            local_extents_of(store),
            read_radiomics(store, found),
        )
        files = [write_report(spec, board, path) for spec, path in single.items() if path is not None]
        if export is not None:
            make_report_folder(export)
            files += [
                write_report(spec, board, spec.file_in(export, f"{found.id}-"))
                for key, spec in COMPARISON_REPORTS.items()
                if not only or key in only
            ]
        return _outcome(found.id, [*files, *_study_report(store, found.id, out, language, job)])

    end_with(write, as_json)


def _study_report(
    store: Cohort, experiment: str, out: Path | None, language: str, job: Job
) -> list[Path]:
    """Write the study report where a folder is named; its index first."""
    if out is None:
        return []
    from cxstage_core.evaluation.report.study.folder import report_study

    return list(report_study(store, experiment, out, language, job))


def _outcome(experiment: str, files: list[Path]) -> Outcome:
    return Outcome(
        {"experiment": experiment, "files": [str(file) for file in files]},
        lambda console: console.print(
            *(f"Written: {file}" for file in files), sep="\n", markup=False, highlight=False
        ),
    )
