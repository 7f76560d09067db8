"""Commands that import and export data: import, clinical import, roi import/export, reference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxstage_core.cli.app import CohortPath, Json, end_with
from cxstage_core.cli.labels import Labels, choices_of
from cxstage_core.cli.opening import given_name, open_cohort, require_patient
from cxstage_core.cli.output import Outcome
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from rich.console import Console

Patient = Annotated[str, typer.Argument(metavar="PATIENT", help="A pseudonym such as P0001.")]
Series = Annotated[str, typer.Argument(metavar="SERIES", help="A series such as t2-axial.")]
Reader = Annotated[str, typer.Option(help="The reader's name.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the tree."""
    app.command("import")(import_)
    clinical = typer.Typer(help="The clinical table.", no_args_is_help=True)
    clinical.command("import")(clinical_import)
    app.add_typer(clinical, name="clinical")
    roi = typer.Typer(help="Tumour outlines from and to files.", no_args_is_help=True)
    roi.command("import")(roi_import)
    roi.command("export")(roi_export)
    roi.command("acknowledge")(roi_acknowledge)
    app.add_typer(roi, name="roi")
    reference = typer.Typer(help="Frozen reference outlines.", no_args_is_help=True)
    reference.command("adopt")(reference_adopt)
    app.add_typer(reference, name="reference")


def import_(
    cohort: CohortPath,
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE…", help="Folders or image files.")],
    patient: Annotated[str, typer.Option(help="Hospital id for files without a patient id.")] = "",
    same_person: Annotated[
        list[str] | None,
        typer.Option(
            metavar="P0001", help="Answer to a question about P0001: it is the same person. Repeatable."
        ),
    ] = None,
    separate: Annotated[
        list[str] | None,
        typer.Option(
            metavar="P0001", help="Answer to a question about P0001: it is another person. Repeatable."
        ),
    ] = None,
    reason: Annotated[str, typer.Option(help="Reason of these answers, kept in the audit log.")] = "",
    as_json: Json = False,
) -> None:
    """Import image series; report each as imported, duplicate or rejected with its reason.

    A series is held back where it is not certain whose it is: two persons under one id, or one under two.
    """

    def run(job: Job) -> Outcome:
        from cxstage_core.cohort.values.identity import Decisions
        from cxstage_core.intake import import_series

        store = open_cohort(cohort)
        answers = Decisions(frozenset(same_person or ()), frozenset(separate or ()), reason)
        for name in sorted(answers.same | answers.separate):
            require_patient(store, name)
        report = import_series(store, sources, job=job, patient=patient or None, decisions=answers)

        def show(console: Console) -> None:
            from rich.table import Table

            table = Table()
            for column in ("patient", "series", "description", "status", "reason"):
                table.add_column(column, overflow="fold")
            for s in report.series:
                table.add_row(s.patient, s.series, s.description, s.status, s.reason)
            console.print(table)
            console.print(", ".join(f"{n} {status}" for status, n in report.by_status.items()))
            if report.questions:
                console.print(
                    f"{len(report.questions)} held back until you decide whose they are.",
                    style="yellow",
                )

        return Outcome(report.to_json(), show)

    end_with(run, as_json)


def clinical_import(
    cohort: CohortPath,
    table: Annotated[Path, typer.Argument(metavar="TABLE.csv", help="One row per patient.")],
    match: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ROW=P0001",
            help="Row number and its patient ('new' for a patient of its own). Repeatable.",
        ),
    ] = None,
    accept_matches: Annotated[
        bool, typer.Option("--accept-matches", help="Accept every single near match; each is listed.")
    ] = False,
    empty_means_none: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN,…",
            help="In this table an empty or absent cell of these columns means none. Logged.",
        ),
    ] = None,
    label_by_entered_stage: Annotated[
        bool | None,
        typer.Option(
            "--label-by-entered-stage/--no-label-by-entered-stage",
            help="Label by the entered stage of FIGO 2018 where facts are missing. Logged.",
        ),
    ] = None,
    keep_text: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="Store this column of free text. Repeatable."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Import the clinical table; compute stages from the findings and compare them with the entered ones.

    A row whose id is only nearly that of a patient is held back, with the candidates, until it is matched.
    What a table does not state is unknown, never none: a row without a stage names the facts that are missing.
    """

    def run(_job: Job) -> Outcome:
        from cxstage_core.cli.clinical import import_json, show_rows
        from cxstage_core.cohort.clinical.choices import ImportChoices
        from cxstage_core.cohort.clinical.importer import import_clinical
        from cxstage_core.cohort.clinical.row_matching import RowMatches

        store = open_cohort(cohort)
        answers = RowMatches.of(match or (), accept=accept_matches)
        choices = ImportChoices.of(empty_means_none or (), label_by_entered_stage, keep_text or ())
        found = import_clinical(store, table, matches=answers, choices=choices)
        refused = [
            {"row": row, "patient": patient, "reason": str(reason)}
            for row, patient, reason in found.refused
        ]
        data = {
            "imported": list(found.imported),
            "refused": refused,
            "unmatched": [
                {"row": u.row, "candidates": list(u.candidates), "reason": str(u.reason)}
                for u in found.unmatched
            ],
            "matched": [{"row": row, "patient": patient} for row, patient in found.matched],
            "without_images": [
                {"row": row, "patient": p, "candidates": list(near)}
                for row, p, near in found.without_images
            ],
            **import_json(found),
        }

        def show(console: Console) -> None:
            for item in refused:
                console.print(f"row {item['row']}: {item['reason']}", style="yellow", highlight=False)
            for u in found.unmatched:
                console.print(f"row {u.row}: {u.reason}", style="yellow", highlight=False)
            for row, patient in found.matched:
                console.print(f"row {row}: matched to {patient}", highlight=False)
            for row, patient, near in found.without_images:
                like = (
                    f", but is nearly that of {', '.join(near)} (--match {row}={near[0]})"
                    if near
                    else ""
                )
                console.print(
                    f"row {row}: its id belongs to no imported image{like}; {patient} is a clinical row without "
                    "images",
                    style="yellow",
                    highlight=False,
                )
            show_rows(console, found)
            console.print(
                f"{len(found.imported)} rows imported, {len(refused)} refused, "
                f"{len(found.unmatched)} held back to be matched"
            )

        return Outcome(data, show)

    end_with(run, as_json)


def roi_import(
    cohort: CohortPath,
    patient: Patient,
    series: Series,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="NIfTI, MHA, NRRD, DICOM SEG or RTSTRUCT.")
    ],
    reader: Reader,
    label: Labels = None,
    draft: Annotated[bool, typer.Option("--draft", help="Leave the reading in progress.")] = False,
    as_json: Json = False,
) -> None:
    """Import a reader's outline from a file; an outline on another grid is resampled, with a note."""

    def run(_job: Job) -> Outcome:
        from cxstage_core.cohort.values.records import ReadingState
        from cxstage_core.imaging import Label
        from cxstage_core.intake import import_roi

        store = open_cohort(cohort)
        found = import_roi(store, patient, series, file, reader, choices_of(label))
        reading = found.reading
        if not draft:
            reading = store.save_reading(replace(reading, state=ReadingState.COMPLETE))
        mask = reading.masks[series]
        data = {
            "patient": patient,
            "series": series,
            "reader": reader,
            "version": reading.version,
            "state": str(reading.state),
            "slices": list(mask.drawn_slices),
            "volume_cm3": mask.volume_cm3(Label.TUMOUR),
            "notes": [str(note) for note in found.notes],
        }

        def show(console: Console) -> None:
            console.print(
                f"{patient} {series}: {data['volume_cm3']:.2f} cm³ on {len(mask.drawn_slices)} slices"
            )
            for note in found.notes:
                console.print(str(note), style="yellow")

        return Outcome(data, show)

    end_with(run, as_json)


def roi_export(
    cohort: CohortPath,
    patient: Patient,
    series: Series,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Ends in .nii.gz, .mha or .nrrd.")],
    reader: Reader,
    as_json: Json = False,
) -> None:
    """Export a reader's outline to a file and verify it by reading it back."""

    def run(_job: Job) -> Outcome:
        from cxstage_core.intake import export_roi

        export_roi(open_cohort(cohort), patient, series, file, reader, drawing_as=given_name())
        return Outcome(
            {"patient": patient, "series": series, "reader": reader, "file": str(file)},
            lambda console: console.print(f"Written and verified: {file}", soft_wrap=True),
        )

    end_with(run, as_json)


def roi_acknowledge(
    cohort: CohortPath, patient: Patient, reader: Reader, as_json: Json = False
) -> None:
    """Acknowledge, as the reader, that strokes were lost with a damaged journal; this is logged."""

    def run(_job: Job) -> Outcome:
        store = open_cohort(cohort)
        lost = [loss for loss in store.readings.losses(patient) if loss.reader == reader]
        done = store.readings.acknowledge_loss(patient, reader)

        def show(console: Console) -> None:
            for loss in lost:
                console.print(str(loss.sentence), markup=False, highlight=False)
            console.print("Acknowledged." if done else "There is nothing to acknowledge.")

        return Outcome({"patient": patient, "reader": reader, "acknowledged": done}, show)

    end_with(run, as_json)


def reference_adopt(
    cohort: CohortPath,
    reader: Annotated[str, typer.Option(help="Reader to adopt; the first by name if omitted.")] = "",
    as_json: Json = False,
) -> None:
    """Freeze a reader's complete readings as references where none exists; the origin is logged."""

    def run(_job: Job) -> Outcome:
        from cxstage_core.cohort.bulk.single_reader_reference import adopt_readings, sole_reader

        store = open_cohort(cohort)
        name = reader or sole_reader(store)
        frozen = adopt_readings(store, name)
        return Outcome(
            {"reader": name, "references": [r.patient for r in frozen]},
            lambda console: console.print(f"{len(frozen)} references frozen from reader {name}"),
        )

    end_with(run, as_json)
