"""Commands that create and check a cohort: demo, phantom, cohort create/info/verify."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from cxstage_core.cli.app import CohortPath, Json, end_with
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.demo import EPOCHS
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from rich.console import Console

    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import ClinicalRecord, Split


def register(app: typer.Typer) -> None:
    """Add these commands to the tree."""
    app.command("demo")(demo)
    app.command("phantom", cls=PhantomCommand)(phantom)
    branch = typer.Typer(help="Create, describe and verify a cohort.", no_args_is_help=True)
    branch.command("create")(create)
    branch.command("info")(info)
    branch.command("verify")(verify)
    branch.command("same-person")(same_person)
    branch.command("separate")(separate)
    branch.command("use-despite")(use_despite)
    app.add_typer(branch, name="cohort")


def demo(
    out: Annotated[Path, typer.Option(help="Output folder of the demo.")] = Path("cxstage-demo"),
    patients: Annotated[int, typer.Option(min=8, help="Synthetic patients.")] = 112,
    epochs: Annotated[int, typer.Option(min=1, help="Training epochs per network.")] = EPOCHS,
    seed: Annotated[int, typer.Option(help="Seed of the demo.")] = 1,
    no_window: Annotated[
        bool, typer.Option("--no-window", help="Do not open the window at the end.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Run the whole workflow on a synthetic cohort, then open the window on it."""
    from cxstage_core.cli.predicting.predict import show_prediction
    from cxstage_core.cli.tables import show_comparison
    from cxstage_core.cli.window import open_window, window_possible

    def run(job: Job) -> Outcome:
        from cxstage_core.demo import build_demo

        result = build_demo(out, patients=patients, epochs=epochs, seed=seed, job=job)

        def show(console: Console) -> None:
            if result.reused:
                console.print("This demo was run earlier; its stored results are shown.")
            show_comparison(console, result.comparison)
            show_prediction(console, result.prediction)
            console.print("\nWhere to find everything:")
            for what, path in result.places.items():
                console.print(f"  {what:<12} {path}", highlight=False, soft_wrap=True)
            if not no_window and not window_possible():
                console.print("\nNo display was found, so the window stays closed. Open it later with:")
                console.print(f"  cxstage-gui {result.cohort}", highlight=False, soft_wrap=True)

        def show_and_open(console: Console) -> None:
            show(console)
            open_window(result.cohort)

        opens = not no_window and not as_json and window_possible()
        return Outcome(result.to_json(), show_and_open if opens else show)

    end_with(run, as_json)


class PhantomCommand(TyperCommand):
    """A command whose help lists the styles."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options, then the table of the styles."""
        from cxstage_core.phantom import STYLES

        super().format_options(ctx, formatter)
        with formatter.section("Styles"):
            formatter.write_dl([(style.name, str(style.description)) for style in STYLES.values()])


def phantom(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A new or empty folder.")],
    patients: Annotated[int, typer.Option(min=1, help="Number of patients.")] = 12,
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 1,
    style: Annotated[
        str, typer.Option(metavar="NAME", help="Scanners and readers; see the list below.")
    ] = "standard",
    as_json: Json = False,
) -> None:
    """Write synthetic patients: DICOM, clinical.csv and masks."""

    def run(job: Job) -> Outcome:
        from cxstage_core.phantom import write_cohort

        made = write_cohort(out, patients=patients, seed=seed, style=style, job=job)
        data = {
            "out": str(out),
            "style": style,
            "patients": [{"patient": p.patient_id, "stage": p.stage} for p in made.patients],
            "dicom": str(out / "dicom"),
            "clinical": str(out / "clinical.csv"),
            "masks": str(out / "masks"),
        }
        return Outcome(
            data, lambda console: console.print(f"{len(made.patients)} patients written to {out}")
        )

    end_with(run, as_json)


def create(
    cohort: CohortPath,
    name: Annotated[str, typer.Option(help="Title of the cohort.")] = "",
    as_json: Json = False,
) -> None:
    """Create an empty cohort."""

    def run(_job: Job) -> Outcome:
        from cxstage_core.cohort import Cohort

        made = Cohort.create(cohort, name=name)
        return Outcome(
            {"cohort": str(made.path), "id": made.id, "name": made.name},
            lambda console: console.print(f"Made {made.path}"),
        )

    end_with(run, as_json)


def info(cohort: CohortPath, as_json: Json = False) -> None:
    """List the contents of a cohort."""

    def run(_job: Job) -> Outcome:
        from cxstage_core.cli.clinical import counted, label_counts
        from cxstage_core.cohort.clinical.stage_reason import computed_perhaps, perhaps_sentence
        from cxstage_core.cohort.values.permissions import Permission

        store = open_cohort(cohort)
        may = store.principal.may
        split, split_problem = _split_of(store) if may(Permission.SPLIT) else (None, "")
        clinical = store.clinical.records() if may(Permission.SEE_CLINICAL) else {}
        same_person = (
            [sorted(group) for group in store.people.same_person()] if may(Permission.SPLIT) else []
        )
        labels = label_counts(store) if may(Permission.SEE_CLINICAL) else {}
        perhaps = computed_perhaps(store) if may(Permission.SEE_CLINICAL) else ()
        patients = [_patient_info(store, patient, clinical, split) for patient in store.patients()]
        data = {
            "cohort": str(store.path),
            "id": store.id,
            "name": store.name,
            "patients": patients,
            "split": None
            if split is None
            else {"train": list(split.train), "test": list(split.test), "seed": split.seed},
            "split_problem": split_problem,
            "experiments": [e.id for e in store.experiments.all()]
            if may(Permission.EXPERIMENTS)
            else [],
            "labels": labels,
            "perhaps_unstated": len(perhaps),
            "models": list(store.models.ids()) if may(Permission.EXPERIMENTS) else [],
            "same_person": same_person,
        }

        def show(console: Console) -> None:
            from rich.table import Table

            from cxstage_core.cohort.values.clinical_columns import shown_columns

            table = Table(title=f"{store.name or store.path.name}: {len(patients)} patients")
            for column in ("patient", "series", "readers", "reference", "stage"):
                table.add_column(column)
            for spec in shown_columns():
                table.add_column(str(spec.title).lower())
            table.add_column("part")
            for p in patients:
                table.add_row(
                    str(p["patient"]),
                    ", ".join(s["series"] for s in p["series"]) or _without_images(p),
                    ", ".join(p["readers"]),
                    "" if p["reference"] is None else f"v{p['reference']}",
                    str(p["stage"]),
                    *(
                        spec.written(clinical[p["patient"]]) if p["clinical"] else ""
                        for spec in shown_columns()
                    ),
                    str(p["part"]),
                )
            console.print(table)
            for group in same_person:
                console.print(f"One person: {', '.join(group)}", highlight=False)
            for p in patients:
                if p["missing"]:
                    console.print(
                        f"{p['patient']}: no stage; not stated: {', '.join(p['missing'])}",
                        style="yellow",
                        highlight=False,
                    )
            for name, counts in labels.items():
                console.print(f"labels {name}: {counted(counts)}", highlight=False)
            if perhaps:
                console.print(str(perhaps_sentence(len(perhaps))), style="yellow", highlight=False)
            if split_problem:
                console.print(split_problem, style="red", highlight=False)

        return Outcome(data, show)

    end_with(run, as_json)


def _without_images(patient: Mapping[str, Any]) -> str:
    return "clinical row, no images" if patient["clinical"] else "no images"


def _split_of(store: Cohort) -> tuple[Split | None, str]:
    """Return the split, or None and what is wrong with it."""
    from cxstage_core.errors import IntegrityError

    try:
        return store.split(), ""
    except IntegrityError as error:
        return None, str(error)


def _patient_info(
    store: Cohort, patient: str, clinical: Mapping[str, ClinicalRecord], split: Split | None
) -> dict[str, Any]:
    from cxstage_core.cohort.clinical.stage_reason import missing_of
    from cxstage_core.cohort.values.clinical_columns import COLUMNS
    from cxstage_core.cohort.values.permissions import Permission
    from cxstage_core.text import plain

    record = clinical.get(patient)
    reference = (
        store.references.latest(patient) if store.principal.may(Permission.SEE_REFERENCES) else None
    )
    return {
        "patient": patient,
        "series": [
            {
                "series": s.id,
                "sequence": s.info.sequence,
                "plane": s.plane,
                "shape": list(s.grid.size),
                "spacing": list(s.grid.spacing),
            }
            for s in store.series(patient)
        ],
        "images": bool(store.series(patient)),
        "readers": list(store.readings.readers(patient)),
        "reference": None if reference is None else reference.version,
        "stage": record.computed_stage if record else "",
        "part": "" if split is None else split.part(patient),
        "missing": list(missing_of(record)) if record else [],
        "clinical": {c.name: plain(c.value(record)) for c in COLUMNS.values()} if record else {},
    }


def verify(
    cohort: CohortPath,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Rebuild the index first.")] = False,
    as_json: Json = False,
) -> None:
    """Verify every file of a cohort against its hashes and the audit log; exit code 1 if a problem is found."""

    def run(job: Job) -> Outcome:
        store = open_cohort(cohort)
        if rebuild:
            store.rebuild_index(job)
        problems = store.verify(job)
        data = {
            "ok": not problems,
            "problems": [{"file": p.file, "what": p.what} for p in problems],
        }

        def show(console: Console) -> None:
            for p in problems:
                console.print(f"{p.file}: {p.what}", style="red", highlight=False)
            console.print(
                "Everything is as it was written." if not problems else f"{len(problems)} problems"
            )

        return Outcome(data, show, refused=bool(problems))

    end_with(run, as_json)


_Pseudonym = Annotated[str, typer.Argument(metavar="PATIENT", help="A pseudonym such as P0001.")]
_Reason = Annotated[str, typer.Option(help="One sentence, kept in the audit log.")]


def same_person(
    cohort: CohortPath, first: _Pseudonym, second: _Pseudonym, reason: _Reason, as_json: Json = False
) -> None:
    """Declare that two pseudonyms are one person, so that no split divides them."""

    def run(_job: Job) -> Outcome:
        open_cohort(cohort).people.declare_same(first, second, reason=reason)
        return Outcome(
            {"same_person": [first, second]},
            lambda console: console.print(f"{first} and {second} are one person."),
        )

    end_with(run, as_json)


def separate(
    cohort: CohortPath, first: _Pseudonym, second: _Pseudonym, reason: _Reason, as_json: Json = False
) -> None:
    """Declare that two pseudonyms are two persons, although their images or ids look like one."""

    def run(_job: Job) -> Outcome:
        open_cohort(cohort).people.declare_other(first, second, reason=reason)
        return Outcome(
            {"separate": [first, second]},
            lambda console: console.print(f"{first} and {second} are two persons."),
        )

    end_with(run, as_json)


def use_despite(
    cohort: CohortPath, patient: _Pseudonym, reason: _Reason, as_json: Json = False
) -> None:
    """Use a patient for training although the recorded sex or body part speaks against it."""

    def run(_job: Job) -> Outcome:
        open_cohort(cohort).people.use_despite(patient, reason=reason)
        return Outcome(
            {"patient": patient, "reason": reason},
            lambda console: console.print(f"{patient} is used despite the input gate."),
        )

    end_with(run, as_json)
