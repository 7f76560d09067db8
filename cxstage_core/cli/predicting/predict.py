"""The command `predict`: one study, its explanation and uncertainty, and the files written of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxstage_core.cli.app import Json, end_with
from cxstage_core.cli.labels import Labels, choices_of
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from rich.console import Console

IDENTIFIERS = "Holds the patient's name, id and UIDs, as the original study does."


def register(app: typer.Typer) -> None:
    """Add this command to the tree."""
    app.command("predict")(predict)


def predict(
    cohort: Annotated[Path | None, typer.Argument(metavar="COHORT")] = None,
    patient: Annotated[str, typer.Argument(metavar="PATIENT", help="A pseudonym such as P0001.")] = "",
    model: Annotated[
        str, typer.Option(help="A model id of the cohort, or a model file with --study.")
    ] = "",
    study: Annotated[
        Path | None, typer.Option(help="A DICOM folder instead of a cohort's patient.")
    ] = None,
    roi: Annotated[Path | None, typer.Option(help="The tumour outline of that study.")] = None,
    despite: Annotated[
        str,
        typer.Option(
            metavar="REASON",
            help="Predict although the input gate abstains; the reason stands in result and audit log.",
        ),
    ] = "",
    label: Labels = None,
    report: Annotated[
        Path | None, typer.Option(metavar="OUT.pdf", help="Write the report as PDF.")
    ] = None,
    language: Annotated[str, typer.Option(help="Of report and DICOM sentences: en or zh_CN.")] = "en",
    record: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT.json",
            help="Write the record, from which the prediction can be computed again.",
        ),
    ] = None,
    heatmap: Annotated[
        Path | None,
        typer.Option(metavar="OUT.nii.gz", help="Write the additive map, or else the layer map."),
    ] = None,
    seg: Annotated[
        Path | None,
        typer.Option(metavar="OUT.dcm", help=f"Write the outline as DICOM SEG. {IDENTIFIERS}"),
    ] = None,
    sr: Annotated[
        Path | None,
        typer.Option(metavar="OUT.dcm", help=f"Write the answer as DICOM SR (TID 1500). {IDENTIFIERS}"),
    ] = None,
    capture: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT.dcm", help=f"Write the pages as DICOM secondary captures. {IDENTIFIERS}"
        ),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The original DICOM study of a cohort's patient, for DICOM files."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Predict the guideline-recommended group of one study. Research use only.

    The program abstains where sex, body part, images or outline are not what the model was made for.
    """
    if not model:
        raise typer.BadParameter("name a model with --model", param_hint="--model")
    if (study is None) == (cohort is None):
        raise typer.BadParameter("give either COHORT PATIENT or --study with --roi")
    if study is not None and roi is None:
        raise typer.BadParameter("--study needs the tumour outline: --roi FILE", param_hint="--roi")
    if cohort is not None and not patient:
        raise typer.BadParameter("name the patient, such as P0001", param_hint="PATIENT")

    def run(job: Job) -> Outcome:
        from cxstage_core.evaluation.report.language import localizer_of
        from cxstage_core.prediction.answer import (
            abstained_json,
            compared,
            explained,
            predicted_patient,
            predicted_study,
            recorded,
            weighed,
        )
        from cxstage_core.prediction.dicom.source import open_source
        from cxstage_core.prediction.gate import AbstainedError
        from cxstage_core.prediction.outputs import Outputs, no_source, write_outputs

        localizer_of(language)  # refuses an unknown one before anything is computed
        wanted = Outputs(report, record, heatmap, seg, sr, capture, language)
        originals = [one for one in (source, study) if one is not None][:1]
        if wanted.dicom and not originals:
            raise no_source()
        opened = open_source(originals, job) if wanted.dicom else None
        store = None if cohort is None else open_cohort(cohort)
        try:
            if store is not None:
                answer = predicted_patient(store, patient, model, job, despite=despite)
            else:
                assert study is not None and roi is not None
                answer = predicted_study(
                    [study], roi, Path(model), job, despite=despite, choices=choices_of(label)
                )
        except AbstainedError as error:
            name = patient or "study"
            data = abstained_json(error, name, model if store is not None else Path(model).stem)
            return Outcome(data, lambda console: show_abstention(console, data))
        answer = recorded(weighed(explained(compared(answer), job), store, job), store)
        written = write_outputs(
            answer, wanted, cohort=store, source=opened, confirmed=wanted.dicom, job=job
        )
        data = {
            **answer.to_json(),
            "files": [str(file) for file in written.files],
            "file_notes": [str(note) for note in written.notes],
        }
        return Outcome(data, lambda console: show_prediction(console, data))

    end_with(run, as_json)


def show_abstention(console: Console, data: Mapping[str, Any]) -> None:
    """Print the reasons why a study is not predicted."""
    console.print(f"\n{data['reason']}", highlight=False, style="yellow")
    _show_gate(console, data["gate"])


def show_prediction(console: Console, data: Mapping[str, Any]) -> None:
    """Print a prediction with its warnings."""
    say = console.print
    say(
        f"\nPrediction for {data['patient']} by {data['model']}: probability {data['probability']:.3f} → "
        f"guideline-recommended group: {data['group']}",
        highlight=False,
    )
    interval = data["interval"]
    if interval is not None:
        say(f"  interval {interval[0]:.3f} to {interval[1]:.3f}", highlight=False)
    say(f"  {data['interval_note']}", highlight=False)
    if data.get("set") is not None:
        say(f"  conformal set: {', '.join(data['set']) or 'none, the model abstains'}", highlight=False)
    if data.get("set_note"):
        say(f"  {data['set_note']}", highlight=False)
    members = data.get("members") or ()
    if members:
        said = ", ".join(f"{member['probability']:.3f}" for member in members)
        say(f"  ensemble of {len(members)}, its members: {said}", highlight=False)
    for warning in data["warnings"]:
        say(f"  warning: {warning}", style="yellow", highlight=False)
    _show_gate(console, data.get("gate", ()))
    for row in data.get("repeats", ()):
        number = "–" if row["probability"] is None else f"{row['probability']:.3f}"
        change = "  (another group)" if row["changes_group"] else ""
        say(f"  {row['title']}: {number}{change}", highlight=False)
    _show_operating_point(console, data.get("operating_point"))
    shares = data.get("explanation") or {}
    if shares.get("inside_share") is not None:
        say(f"  share of the heat inside the outline: {shares['inside_share']:.2f}", highlight=False)
    if data.get("weights"):
        say(f"  first weights: {data['weights']}", highlight=False, soft_wrap=True)
    parts = ", ".join(f"{s['index'] + 1}: {s['probability']:.3f}" for s in data["slices"])
    say(f"  slices: {parts}. Computed with {data['runtime']}. Research use only.", highlight=False)
    for file in data.get("files", ()):
        say(f"  written: {file}", highlight=False, soft_wrap=True, markup=False)
    for note in data.get("file_notes", ()):
        say(f"  {note}", highlight=False)


def _show_operating_point(console: Console, point: Mapping[str, Any] | None) -> None:
    if point is None:
        return
    for name in ("sensitivity", "specificity"):
        value, interval = point[name], point[f"{name}_ci"]
        if value is not None:
            between = "" if interval is None else f" ({interval[0]:.2f} to {interval[1]:.2f})"
            console.print(
                f"  {name} at the threshold {value:.2f}{between}, n = {point[f'{name}_n']}",
                highlight=False,
            )


def _show_gate(console: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print the checks that a study does not pass, and how many it passes."""
    fitting = sum(row["verdict"] == "fits" for row in rows)
    if rows:
        console.print(f"  input gate: {fitting} of {len(rows)} checks fit", highlight=False)
    for row in rows:
        if row["verdict"] != "fits":
            console.print(
                f"    {row['verdict']}: {row['check']} = {row['value']} (fits: {row['range']})",
                highlight=False,
                markup=False,
            )
